import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
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
	untilSucceeded,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

/** Of the workflow, in seconds. */
const TIMEOUT = 40;

export default defineCase({
	number: 32,
	title:
		'“Retry” of an execution that failed after Gong had accepted: one deletion, followed to its end',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const gong = await startGong(stage, [{ deleteTakes: 3_600_000 }]);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong), {
			settings: { executionTimeout: TIMEOUT },
		});
		// Accepted, and then the key does not hold for the first check.
		gong.addFault({ on: 'GET /v2/crm/request-status', kind: 'status', status: 401 });
		const failed = await untilEnded(n8n, await run(n8n, workflow));
		assert.equal(failed.status, 'error');
		assertDeletedOnce(gong, [ids[0]]);

		// A time limit that counted from the first try would be over by now.
		await sleep(TIMEOUT * 1000);
		const sinceAccepted = Date.now() - Date.parse(gong.deletions()[0].registeredAt);
		gong.setDeletion({ integrationId: ids[0], takes: sinceAccepted + 10_000 });
		const execution = await untilSucceeded(n8n, await n8n.api.retryExecution(failed));
		const [{ status, deleted, recovered, timedOut }] = received(execution);
		assert.deepEqual([status, deleted, recovered, timedOut], ['DONE', true, true, false]);
		assertDeletedOnce(gong, [ids[0]]);
	},
});
