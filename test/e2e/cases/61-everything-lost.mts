import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	assertDeletedOnce,
	type Deletion,
	ids,
	parkDeletion,
	received,
	untilEnded,
	untilSucceeded,
} from '../deletions.mts';
import { readExample } from '../examples.mts';
import { addPlain, addQueueExample, LOST_SOON, loseHomes, startAtRisk } from '../interruptions.mts';
import type { N8nInstance } from '../n8n.mts';
import type { Execution } from '../n8nApi.mts';

/** n8n's own recovery, which it runs every three hours by default, in minutes. */
const RECOVERY = { N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.2' };

/** Fails unless a node has put out the end of a deletion that was requested once. */
function assertDone(
	execution: Execution,
	{ gong }: Deletion,
	expected: { recovered: boolean },
	node = 'Delete',
): void {
	const [{ status, deleted, recovered }] = received(execution, node);
	assert.deepEqual({ status, deleted, recovered }, { status: 'DONE', deleted: true, ...expected });
	assertDeletedOnce(gong, [ids[0]]);
}

/** What was parked goes on as if nothing had been. */
async function goesOn(n8n: N8nInstance, deletion: Deletion): Promise<void> {
	assertDone(await untilSucceeded(n8n, deletion.id), deletion, { recovered: false });
}

/** The message leads back to the node, which takes its own request up. */
async function takesItUp(n8n: N8nInstance, deletion: Deletion): Promise<void> {
	const execution = await untilSucceeded(n8n, deletion.id);
	assertDone(execution, deletion, { recovered: true }, 'Delete CRM Integration');
}

/** What the loop has stored with its wait is still there: the error that names the IDs. */
async function endsWithIds(n8n: N8nInstance, { gong, id }: Deletion): Promise<void> {
	const { status, data } = await untilEnded(n8n, id);
	assert.equal(status, 'error');
	const message = String(data.resultData.error?.message);
	assert.match(message, /^n8n stopped in the middle of asking Gong/);
	const [{ integrationId, clientRequestId }] = gong.deletions();
	assert.ok(message.includes(integrationId) && message.includes(clientRequestId), message);
}

/** n8n has kept the execution as it was when it began, so *Retry* is the same try again. */
async function isRetried(n8n: N8nInstance, deletion: Deletion): Promise<void> {
	const execution = await untilEnded(n8n, deletion.id);
	assert.equal(execution.status, 'crashed');
	const retried = await untilSucceeded(n8n, await n8n.api.retryExecution(execution));
	assertDone(retried, deletion, { recovered: true });
}

export default defineCase({
	number: 61,
	title:
		'the main process and all workers lost with their homes: waits go on, and what was running ends with n8n’s own recovery, with the IDs or to be retried',
	modes: ['queue'],
	canary: true,
	async run(stage) {
		const { main, workers } = await stage.deploy({ environment: { ...LOST_SOON, ...RECOVERY } });
		const parked = await parkDeletion(stage, main, [{ deleteTakes: 3_600_000 }]);
		const example = readExample('delete-in-queue-mode.json');
		const deletions = await startAtRisk(
			stage,
			main,
			[addPlain, async (n8n, gong) => await addQueueExample(n8n, gong, example)],
			addPlain,
		);
		await loseHomes([main, ...workers], [parked, ...deletions]);
		const [plain, leadingBack, requested] = deletions;
		await Promise.all([
			goesOn(main, parked),
			endsWithIds(main, plain),
			takesItUp(main, leadingBack),
			isRetried(main, requested),
		]);
	},
});
