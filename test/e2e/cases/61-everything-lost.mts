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
import { LOST_SOON, loseHomes, startAtRisk } from '../interruptions.mts';
import type { N8nInstance } from '../n8n.mts';

/** n8n's own recovery, which it runs every three hours by default, in minutes. */
const RECOVERY = { N8N_EXECUTIONS_QUEUE_RECOVERY_INTERVAL: '0.2' };

/** Fails unless an execution has come to the end of its deletion, which was requested once. */
async function assertDone(
	n8n: N8nInstance,
	id: string,
	gong: Deletion['gong'],
	recovered: boolean,
): Promise<void> {
	const [item] = received(await untilSucceeded(n8n, id));
	assert.deepEqual([item.status, item.deleted, item.recovered], ['DONE', true, recovered]);
	assertDeletedOnce(gong, [ids[0]]);
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
async function isRetried(n8n: N8nInstance, { gong, id }: Deletion): Promise<void> {
	const execution = await untilEnded(n8n, id);
	assert.equal(execution.status, 'crashed');
	await assertDone(n8n, await n8n.api.retryExecution(execution), gong, true);
}

export default defineCase({
	number: 61,
	title:
		'the main process and all workers lost with their homes: waits go on, and what was running ends with n8n’s own recovery, with the IDs or to be retried',
	modes: ['queue'],
	async run(stage) {
		const { main, workers } = await stage.deploy({ environment: { ...LOST_SOON, ...RECOVERY } });
		const parked = await parkDeletion(stage, main, [{ deleteTakes: 3_600_000 }]);
		const { asked, leadingBack, requested } = await startAtRisk(stage, main);
		const all = [asked, leadingBack, requested, parked];
		await loseHomes([main, ...workers], all);
		await Promise.all([
			endsWithIds(main, asked),
			assertDone(main, leadingBack.id, leadingBack.gong, true),
			isRetried(main, requested),
			assertDone(main, parked.id, parked.gong, false),
		]);
	},
});
