import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase, type Stage } from '../case.mts';
import {
	assertDeletedOnce,
	ids,
	received,
	run,
	startDeletion,
	untilEnded,
	untilParked,
	untilSucceeded,
	type Wishes,
} from '../deletions.mts';

/** Kills what runs executions in the middle of a status check: one of the first ones, or one in the waiting loop. */
async function killWhileAsking(
	stage: Stage,
	when: 'first checks' | 'first round of the loop' | 'second round of the loop',
	wishes: Wishes = {},
): Promise<void> {
	const { main, workers, start } = await stage.deploy({ name: when.replaceAll(' ', '-') });
	const { gong, workflow, id } = await startDeletion(stage, main, [{ deleteTakes: 3_600_000 }], {
		parameters: { options: { clientRequestId: 'mine' } },
		...wishes,
	});
	if (when !== 'first checks') await untilParked(main, id);

	const on = 'GET /v2/crm/request-status';
	const skip = when === 'second round of the loop' ? 1 : 0;
	gong.addFault({ on, kind: 'silent', times: 1, skip });
	const held = () => gong.journal.some(({ fault }) => fault === 'silent');
	while (!held()) await sleep(20);
	// Where there are workers, it is they who ask: the main process lives on.
	await Promise.all(
		(workers.length > 0 ? workers : [main]).map(async (process) => await process.kill()),
	);
	gong.setDeletion({ integrationId: ids[0], takes: 0 });
	await start();

	const execution = await untilEnded(main, id, 240_000);
	stage.figure(`killed in the ${when}, the execution ended as`, execution.status);
	const [trouble] = received(execution, 'Trouble');
	if (wishes.node)
		assert.match(String(trouble?.error), /^n8n stopped in the middle of asking Gong/);
	else if (execution.status === 'success') assert.equal(received(execution)[0]?.status, 'DONE');
	else assert.ok(['error', 'crashed'].includes(execution.status), execution.status);

	const again = await untilSucceeded(main, await run(main, workflow), 240_000);
	const [{ status, recovered }] = received(again);
	assert.deepEqual([status, recovered], ['DONE', true]);
	assertDeletedOnce(gong, [ids[0]]);
}

export default defineCase({
	number: 5,
	title:
		'kill -9 during a status check ends visibly, whatever n8n saves, and running again never deletes twice',
	modes: ['sqlite', 'queue'],
	canary: ['sqlite'],
	long: true,
	everyN8n: 'canary',
	async run(stage) {
		if (stage.mode === 'queue') return await killWhileAsking(stage, 'second round of the loop');
		await Promise.all([
			killWhileAsking(stage, 'first checks'),
			killWhileAsking(stage, 'first round of the loop'),
			// n8n deletes what is not to be saved, and with it the answer to what waits for it.
			killWhileAsking(stage, 'second round of the loop', {
				node: { onError: 'continueErrorOutput' },
				settings: { saveDataErrorExecution: 'none' },
			}),
		]);
	},
});
