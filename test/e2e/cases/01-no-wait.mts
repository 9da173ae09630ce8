import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { assertDeletedOnce, ids, received, startDeletion, untilSucceeded } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 1,
	title: 'without a wait, the next node gets SUBMITTED',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const { gong, id } = await startDeletion(stage, n8n, [{}], {
			parameters: { waitForCompletion: false },
		});
		const [{ status, integrationId, finished }] = received(await untilSucceeded(n8n, id));
		assert.deepEqual([status, integrationId, finished], ['SUBMITTED', ids[0], false]);
		assertDeletedOnce(gong, [ids[0]]);
		assert.equal(gong.calls('GET', '/v2/crm/request-status').length, 0);
	},
});
