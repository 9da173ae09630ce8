import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	assertDeletedOnce,
	type Deletion,
	ids,
	received,
	run,
	untilEnded,
	untilSucceeded,
} from '../deletions.mts';
import { LOST_SOON, loseHomes, startAtRisk, WORKER_LOST } from '../interruptions.mts';
import type { N8nInstance } from '../n8n.mts';
import type { Execution } from '../n8nApi.mts';

/** Fails unless an execution has ended with n8n's words for a lost worker. */
function assertLost({ status, data }: Execution): void {
	assert.equal(status, 'error');
	assert.match(String(data.resultData.error?.message), WORKER_LOST);
}

/** Both executions end with n8n's words; the note of the second one has the IDs. */
async function endsWithIdsInNote(n8n: N8nInstance, { gong, id }: Deletion): Promise<void> {
	const execution = await untilEnded(n8n, id);
	assertLost(execution);
	// n8n has overwritten what the second execution knew, but not its nodes.
	const loop = await n8n.api.getExecution(subExecutionOf(execution));
	assertLost(loop);
	const [{ integrationId, clientRequestId }] = gong.deletions();
	const nodes = JSON.stringify(loop.workflowData.nodes);
	assert.ok(nodes.includes(integrationId) && nodes.includes(clientRequestId), nodes);
	const listed = await n8n.api.listExecutions({ workflowId: execution.workflowId });
	assert.ok(listed.some((one) => one.id === loop.id));
}

const subExecutionOf = ({ data }: Execution): string =>
	String(data.resultData.runData.Delete?.at(-1)?.metadata?.subExecution?.executionId);

/** The error that comes out leads back to the node, which takes the same request up. */
async function takesItUp(n8n: N8nInstance, { gong, id }: Deletion): Promise<void> {
	const [{ status, deleted, recovered }] = received(await untilSucceeded(n8n, id));
	assert.deepEqual([status, deleted, recovered], ['DONE', true, true]);
	assertDeletedOnce(gong, [ids[0]]);
}

/** n8n keeps nothing of the execution, so *Retry* has nothing to do; the next run with the same ID finds the request. */
async function isFoundByNextRun(n8n: N8nInstance, { gong, workflow, id }: Deletion): Promise<void> {
	const execution = await untilEnded(n8n, id);
	assertLost(execution);
	assert.deepEqual(execution.data.resultData.runData, {});
	const calls = gong.journal.length;
	assertLost(await untilEnded(n8n, await n8n.api.retryExecution(execution)));
	assert.equal(gong.journal.length, calls);

	const [{ status, deleted, recovered }] = received(
		await untilSucceeded(n8n, await run(n8n, workflow)),
	);
	assert.deepEqual([status, deleted, recovered], ['DONE', true, true]);
	assertDeletedOnce(gong, [ids[0]]);
}

export default defineCase({
	number: 60,
	title:
		'workers lost with their homes, the main process alive: n8n’s own words, the IDs in the note, and two ways to take the request up',
	modes: ['queue'],
	async run(stage) {
		const { main, workers } = await stage.deploy({ environment: LOST_SOON });
		const { asked, leadingBack, requested } = await startAtRisk(stage, main, 'mine');
		await loseHomes(workers, [asked, leadingBack, requested]);
		await Promise.all([
			endsWithIdsInNote(main, asked),
			takesItUp(main, leadingBack),
			isFoundByNextRun(main, requested),
		]);
	},
});
