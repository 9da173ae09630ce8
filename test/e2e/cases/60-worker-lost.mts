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
import { readExample } from '../examples.mts';
import {
	addPlain,
	addQueueExample,
	LOST_SOON,
	loseHomes,
	startAtRisk,
	WORKER_LOST,
} from '../interruptions.mts';
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

/** The example's node has found an earlier request of its own, and followed it to its end. */
function assertTakenUp(execution: Execution, { gong }: Deletion): void {
	const [{ status, deleted, recovered }] = received(execution, 'Delete CRM Integration');
	assert.deepEqual([status, deleted, recovered], ['DONE', true, true]);
	assertDeletedOnce(gong, [ids[0]]);
}

/** The error that comes out leads back to the node, which takes the same request up. */
async function takesItUp(n8n: N8nInstance, deletion: Deletion): Promise<void> {
	assertTakenUp(await untilSucceeded(n8n, deletion.id), deletion);
}

/** n8n keeps nothing of the execution, so *Retry* has nothing to do; the next run with the same ID finds the request. */
async function isFoundByNextRun(n8n: N8nInstance, deletion: Deletion): Promise<void> {
	const { gong, workflow, id } = deletion;
	const execution = await untilEnded(n8n, id);
	assertLost(execution);
	assert.deepEqual(execution.data.resultData.runData, {});
	const calls = gong.journal.length;
	assertLost(await untilEnded(n8n, await n8n.api.retryExecution(execution)));
	assert.equal(gong.journal.length, calls);
	assertTakenUp(await untilSucceeded(n8n, await run(n8n, workflow)), deletion);
}

export default defineCase({
	number: 60,
	title:
		'workers lost with their homes, the main process alive: n8n’s own words, the IDs in the note, and the example for queue mode takes its request up',
	modes: ['queue'],
	canary: true,
	async run(stage) {
		const { main, workers } = await stage.deploy({ environment: LOST_SOON });
		const example = readExample('delete-in-queue-mode.json');
		const addExample: typeof addPlain = async (n8n, gong) =>
			await addQueueExample(n8n, gong, example);
		const deletions = await startAtRisk(stage, main, [addPlain, addExample], addExample);
		await loseHomes(workers, deletions);
		const [plain, leadingBack, named] = deletions;
		await Promise.all([
			endsWithIdsInNote(main, plain),
			takesItUp(main, leadingBack),
			isFoundByNextRun(main, named),
		]);
	},
});
