import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertDeletedOnce,
	ids,
	received,
	run,
	startGong,
	untilEnded,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 1,
	title: 'without a wait, the next node gets SUBMITTED',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const gong = await startGong(stage, [{}]);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong), {
			parameters: { waitForCompletion: false },
		});
		const execution = await untilEnded(n8n, await run(n8n, workflow));
		assert.equal(execution.status, 'success');
		const [item] = received(execution);
		assert.equal(item.status, 'SUBMITTED');
		assert.equal(item.integrationId, ids[0]);
		assert.equal(item.finished, false);
		assertDeletedOnce(gong, [ids[0]]);
		assert.equal(gong.calls('GET', '/v2/crm/request-status').length, 0);
	},
});
