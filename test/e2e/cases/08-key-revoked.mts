import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { ids, parkDeletion, received, untilEnded } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 8,
	title: 'a key revoked on the way ends the wait at once, with what is known',
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const revokedOnTheWay = async (node: Record<string, unknown>) => {
			const integrations = [{ deleteTakes: 3_600_000 }];
			const { gong, id } = await parkDeletion(stage, n8n, integrations, { node });
			gong.revokeKey();
			return await untilEnded(n8n, id);
		};
		const [stopped, continued] = await Promise.all([
			revokedOnTheWay({}),
			revokedOnTheWay({ onError: 'continueRegularOutput' }),
		]);

		assert.equal(stopped.status, 'error');
		const { error } = stopped.data.resultData;
		assert.equal(error?.message, 'Gong did not accept the credential');
		assert.match(String(error?.description), /Trusted IPs.*last known status is PENDING/s);
		assert.match(String(error?.description), /n8n-[0-9a-f]{32}/);

		const [item] = received(continued);
		assert.equal(item.error, 'Gong did not accept the credential');
		const details = item.details as { status: string; integrationId: string };
		assert.equal(details.status, 'PENDING');
		assert.equal(details.integrationId, ids[0]);
	},
});
