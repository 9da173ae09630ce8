import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase, type Stage } from '../case.mts';
import {
	assertDeletedOnce,
	ids,
	parkDeletion,
	untilAsleep,
	untilEnded,
	type Deletion,
} from '../deletions.mts';
import type { N8nInstance } from '../n8n.mts';
import { outputOf } from '../n8nApi.mts';

const NEVER = 3_600_000;
const onErrors = ['continueRegularOutput', 'continueErrorOutput'] as const;
type OnError = (typeof onErrors)[number];

/**
 * What became of a wait whose loop has died: the items of the node, all of them errors. n8n makes one item of it, whatever the number of inputs, and with *Continue* keeps only the message of
 * the error (2.41, `WorkflowExecute.runNode`, `resumeError`).
 */
async function errorsOf(n8n: N8nInstance, { gong, id }: Deletion, onError: OnError) {
	const execution = await untilEnded(n8n, id, 240_000);
	const [results, troubles] = [0, 1].map((output) => outputOf(execution, 'Delete', output));
	const [errors, others] =
		onError === 'continueErrorOutput' ? [troubles, results] : [results, troubles];
	assert.equal(others.length, 0, `${onError}: ${JSON.stringify(others)}`);
	assert.ok(errors.length > 0, `${onError}: nothing came out`);
	// The input never comes out as a result.
	for (const { json } of errors) assert.equal(typeof json.error, 'string', JSON.stringify(json));
	assertDeletedOnce(gong, ids.slice(0, 2));
	return errors;
}

/** Fails unless a text names all that Gong has accepted. */
function assertNamed(text: string, { gong }: Deletion, about: string): void {
	for (const { integrationId, clientRequestId } of gong.deletions())
		assert.ok(
			text.includes(integrationId) && text.includes(clientRequestId),
			`${about}: ${integrationId} (${clientRequestId}) is not in: ${text}`,
		);
}

const park = async (stage: Stage, n8n: N8nInstance, onError?: OnError) =>
	await parkDeletion(stage, n8n, [{ deleteTakes: NEVER }, { deleteTakes: NEVER }], {
		node: { onError },
	});

/**
 * Somebody stops the loop. n8n puts words of its own in the place of any error that is stored with it
 * (2.41, `ExecutionService.stopDuringRun`), so what is left to name the IDs is the sub-execution that the
 * item leads to.
 */
async function isStopped(n8n: N8nInstance, deletion: Deletion, onError: OnError): Promise<void> {
	const [loop] = await n8n.api.childExecutionsOf(await n8n.api.getExecution(deletion.id));
	await n8n.api.stopExecution(loop.id);
	const errors = await errorsOf(n8n, deletion, onError);
	for (const { metadata } of errors) assert.equal(metadata?.subExecution?.executionId, loop.id);
	const { workflowData } = await n8n.api.getExecution(loop.id);
	assertNamed(JSON.stringify(workflowData.nodes), deletion, `stopped, ${onError}`);
}

/** What a wait has come to that n8n was killed in: the message names all, whatever *On Error* says. */
async function isKilled(n8n: N8nInstance, deletion: Deletion, onError?: OnError): Promise<void> {
	const messages = onError
		? (await errorsOf(n8n, deletion, onError)).map(({ json }) => String(json.error))
		: [(await untilEnded(n8n, deletion.id, 240_000)).data.resultData.error?.message ?? ''];
	assertNamed(messages.join(' '), deletion, `killed, ${onError ?? 'Stop Workflow'}`);
}

/**
 * As a kill leaves an execution in the milliseconds between n8n's claiming it and its first step: running,
 * with all that was stored when it parked (2.41, `WaitTracker.startExecution`).
 */
async function leaveResuming(n8n: N8nInstance, { id }: Deletion): Promise<void> {
	const [loop] = await n8n.api.childExecutionsOf(await n8n.api.getExecution(id));
	await n8n.query(
		`UPDATE execution_entity SET status = 'running', "waitTill" = NULL WHERE id = ${loop.id}`,
	);
}

export default defineCase({
	number: 47,
	title:
		'a loop killed while resuming or asking ends with a message that names each integration and its client request ID, a stopped one leads to them, with each On Error setting',
	everyN8n: true,
	long: true,
	async run(stage) {
		const n8n = await stage.startN8n();
		const stopped = await Promise.all(
			onErrors.map(async (onError) => await park(stage, n8n, onError)),
		);
		const results = [
			...(await Promise.allSettled(
				onErrors.map(async (onError, index) => await isStopped(n8n, stopped[index], onError)),
			)),
		];

		const all = [undefined, ...onErrors];
		const asking = await Promise.all(
			all.map(async (onError) => {
				const deletion = await park(stage, n8n, onError);
				await untilAsleep(n8n, deletion.id);
				deletion.gong.addFault({ on: 'GET /v2/crm/request-status', kind: 'silent' });
				return deletion;
			}),
		);
		const resuming = await Promise.all(all.map(async (onError) => await park(stage, n8n, onError)));
		while (asking.some(({ gong }) => !gong.journal.some(({ fault }) => fault === 'silent')))
			await sleep(20);
		await Promise.all(resuming.map(async (deletion) => await leaveResuming(n8n, deletion)));
		await n8n.kill();
		await n8n.start();
		results.push(
			...(await Promise.allSettled(
				[asking, resuming].flatMap((deletions) =>
					deletions.map(async (deletion, index) => await isKilled(n8n, deletion, all[index])),
				),
			)),
		);
		assert.deepEqual(
			results.map((one) => (one.status === 'rejected' ? (one.reason as Error).message : 'named')),
			results.map(() => 'named'),
		);
	},
});
