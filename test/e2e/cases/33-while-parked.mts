import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertDeletedOnce,
	ids,
	parentsOf,
	parkDeletion,
	received,
	run,
	startGong,
	untilEnded,
	untilParked,
	untilSucceeded,
} from '../deletions.mts';
import { outputFields } from '../../harness/deletionOutput.ts';
import type { N8nInstance } from '../n8n.mts';
import { outputOf } from '../n8nApi.mts';
import { useSharedN8n } from '../shared.mts';
import type { Stage } from '../case.mts';

const NEVER = 3_600_000;

/** Fails unless this is what is known of a deletion that goes on, in the fields that the next node gets. */
function assertKnownState(json: Record<string, unknown>): void {
	assert.deepEqual(Object.keys(json), outputFields);
	const { integrationId, status, deleted, finished } = json;
	assert.deepEqual([integrationId, deleted, finished], [ids[0], false, false]);
	assert.ok(['PENDING', 'IN_PROGRESS'].includes(String(status)), String(status));
}

/** A webhook that answers with the last node's output, as soon as the execution is parked. */
async function answersWebhook(stage: Stage, n8n: N8nInstance): Promise<void> {
	const gong = await startGong(stage, [{ deleteTakes: NEVER }]);
	const workflow = await addWorkflow(n8n, await addKey(n8n, gong), { responseMode: 'lastNode' });
	const { status, data } = await n8n.api.callWebhook<Record<string, unknown>>(workflow.name, {
		items: [{ id: ids[0] }],
	});
	assert.equal(status, 200);
	assertKnownState(data);
	const [{ id }] = await parentsOf(n8n, workflow);
	await n8n.api.stopExecution(id);
}

/** The view of the execution; and, once somebody has stopped it, what a retry passes on. */
async function isStoppedAndRetried(stage: Stage, n8n: N8nInstance): Promise<void> {
	const { gong, id } = await parkDeletion(stage, n8n, [{ deleteTakes: NEVER }]);
	const view = await n8n.api.getExecution(id);
	const [item, ...more] = outputOf(view, 'Delete');
	assert.equal(more.length, 0);
	assertKnownState(item.json);

	await n8n.api.stopExecution(id);
	const stopped = await untilEnded(n8n, id);
	assert.equal(stopped.status, 'canceled');
	const retried = await untilSucceeded(n8n, await n8n.api.retryExecution(stopped));
	const [{ input, ...passedOn }] = received(retried);
	assert.equal(input, ids[0]);
	assertKnownState(passedOn);
	assertDeletedOnce(gong, [ids[0]]);
}

/** An item that is refused beside one that is waited for, with *Retry On Fail*. */
async function isNotRunAgain(stage: Stage, n8n: N8nInstance): Promise<void> {
	const gong = await startGong(stage, [{ deleteTakes: NEVER }]);
	const workflow = await addWorkflow(n8n, await addKey(n8n, gong), {
		node: {
			onError: 'continueRegularOutput',
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 1000,
		},
	});
	const id = await run(n8n, workflow, [ids[1], ids[0]]);
	const parked = await untilParked(n8n, id);
	// n8n would try again after a second.
	await sleep(5000);
	assert.equal((await n8n.api.childExecutionsOf(parked)).length, 1);
	gong.setDeletion({ integrationId: ids[0], takes: 0 });

	const execution = await untilSucceeded(n8n, id);
	const [refused, deleted] = received(execution);
	assert.equal(refused.error, `Gong has no integration with the ID ${ids[1]}`);
	assert.deepEqual([deleted.integrationId, deleted.status], [ids[0], 'DONE']);
	assert.equal((await n8n.api.childExecutionsOf(execution)).length, 1);
	assertDeletedOnce(gong, [ids[0]]);
}

export default defineCase({
	number: 33,
	title:
		'while it is parked, a webhook, the execution’s view and a retry show what is known so far',
	light: true,
	everyN8n: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		await Promise.all([
			answersWebhook(stage, n8n),
			isStoppedAndRetried(stage, n8n),
			isNotRunAgain(stage, n8n),
		]);
	},
});
