import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { ids, parkDeletion, received, untilEnded } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 8,
	title: 'a key revoked or removed on the way ends the wait at once, with what is known',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const revokedOnTheWay = async (node: Record<string, unknown>) => {
			const integrations = [{ deleteTakes: 3_600_000 }];
			const { gong, id } = await parkDeletion(stage, n8n, integrations, { node });
			gong.revokeKey();
			return await untilEnded(n8n, id);
		};
		/** n8n itself ends the loop then; only the loop's note is left to say what it waited for. */
		const removedOnTheWay = async () => {
			const integrations = [{ deleteTakes: 3_600_000 }];
			const { gong, workflow, id } = await parkDeletion(stage, n8n, integrations);
			const node = workflow.nodes.find(({ name }) => name === 'Delete');
			await n8n.api.call('DELETE', `/rest/credentials/${node?.credentials?.gongCrmApi.id}`);
			const execution = await untilEnded(n8n, id);
			const [loop] = await n8n.api.childExecutionsOf(execution);
			const note = loop.workflowData.nodes.find(({ name }) => name === 'Note');
			return { execution, note: String(note?.parameters.content), of: gong.deletions()[0] };
		};
		const [stopped, continued, removed] = await Promise.all([
			revokedOnTheWay({}),
			revokedOnTheWay({ onError: 'continueRegularOutput' }),
			removedOnTheWay(),
		]);

		assert.equal(stopped.status, 'error');
		const { error } = stopped.data.resultData;
		assert.equal(error?.message, 'Gong did not accept the credential');
		assert.match(String(error?.description), /Trusted IPs.*Last known status: PENDING/s);
		assert.match(String(error?.description), /n8n-[0-9a-f]{32}/);

		const [item] = received(continued);
		assert.equal(item.error, 'Gong did not accept the credential');
		const details = item.details as { status: string; integrationId: string };
		assert.equal(details.status, 'PENDING');
		assert.equal(details.integrationId, ids[0]);

		assert.equal(removed.execution.status, 'error');
		stage.figure(
			'without its credential',
			String(removed.execution.data.resultData.error?.message),
		);
		assert.ok(removed.note.includes(ids[0]), removed.note);
		assert.ok(removed.note.includes(removed.of.clientRequestId), removed.note);
	},
});
