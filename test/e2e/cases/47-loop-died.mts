import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase, type Stage } from '../case.mts';
import {
	assertDeletedOnce,
	ids,
	parkDeletion,
	received,
	untilAsleep,
	untilSucceeded,
	type Deletion,
} from '../deletions.mts';
import type { N8nInstance } from '../n8n.mts';

const NEVER = 3_600_000;
const onErrors = ['continueRegularOutput', 'continueErrorOutput'] as const;

/** Fails unless each input item came out as an error whose message names what Gong has accepted. */
async function assertNamed(
	n8n: N8nInstance,
	{ gong, id }: Deletion,
	onError: (typeof onErrors)[number],
): Promise<void> {
	const execution = await untilSucceeded(n8n, id, 240_000);
	const output = onError === 'continueErrorOutput' ? 'Trouble' : 'Next';
	const other = onError === 'continueErrorOutput' ? 'Next' : 'Trouble';
	const items = received(execution, output);
	assert.equal(received(execution, other).length, 0, `${onError}: nothing at ${other}`);
	assert.ok(items.length > 0, `${onError}: no item at ${output}`);
	// All that n8n keeps of such an error, with Continue, is its message.
	const texts = items.map(({ error }) => String(error));
	for (const { integrationId, clientRequestId } of gong.deletions())
		assert.ok(
			texts.some((text) => text.includes(integrationId) && text.includes(clientRequestId)),
			`${onError}: ${integrationId} (${clientRequestId}) is not in: ${texts.join(' | ')}`,
		);
	// The input never comes out as a result.
	for (const json of items) assert.ok('error' in json, JSON.stringify(json));
	assertDeletedOnce(gong, ids.slice(0, 2));
}

const park = async (stage: Stage, n8n: N8nInstance, onError: (typeof onErrors)[number]) =>
	await parkDeletion(stage, n8n, [{ deleteTakes: NEVER }, { deleteTakes: NEVER }], {
		node: { onError },
	});

export default defineCase({
	number: 47,
	title:
		'a loop that was stopped, or killed while asking, ends with a message that names each integration and its client request ID, with Continue and with the error output',
	everyN8n: true,
	async run(stage) {
		const n8n = await stage.startN8n();
		const stopped = await Promise.all(
			onErrors.map(async (onError) => await park(stage, n8n, onError)),
		);
		for (const { id } of stopped) {
			const [loop] = await n8n.api.childExecutionsOf(await n8n.api.getExecution(id));
			await n8n.api.stopExecution(loop.id);
		}
		const ofStopped = await Promise.allSettled(
			onErrors.map(async (onError, index) => await assertNamed(n8n, stopped[index], onError)),
		);

		const killed = await Promise.all(
			onErrors.map(async (onError) => {
				const deletion = await park(stage, n8n, onError);
				await untilAsleep(n8n, deletion.id);
				deletion.gong.addFault({
					on: 'GET /v2/crm/request-status',
					kind: 'silent',
					times: 1,
				});
				return deletion;
			}),
		);
		while (killed.some(({ gong }) => !gong.journal.some(({ fault }) => fault === 'silent')))
			await sleep(20);
		await n8n.kill();
		await n8n.start();
		const ofKilled = await Promise.allSettled(
			onErrors.map(async (onError, index) => await assertNamed(n8n, killed[index], onError)),
		);
		assert.deepEqual(
			[...ofStopped, ...ofKilled].map((one) =>
				one.status === 'rejected' ? (one.reason as Error).message : 'named',
			),
			['named', 'named', 'named', 'named'],
		);
	},
});
