import assert from 'node:assert/strict';
import { defineCase, Stage } from '../case.mts';
import { addKey, addWorkflow, startGong } from '../deletions.mts';
import type { N8nInstance } from '../n8n.mts';
import { addOtherWork, OTHERS, PATIENCE, timeOtherWork, untilAtRest } from '../otherWork.mts';

const DELETIONS = 50;
/** Executions that one worker runs at once; n8n's default is 10. */
const CONCURRENCY = 10;

/** The best of several times: the machine is shared, and what disturbs only ever adds. */
async function timeOthersAtBest(main: N8nInstance, path: string): Promise<number> {
	let best = Infinity;
	for (let time = 0; time < 5; time++) {
		best = Math.min(best, await timeOtherWork(main, path));
		if (best >= PATIENCE) return best;
	}
	return best;
}

/** Two workers with 50 deletions waiting on them, suspended or not. */
async function busyWorkers(stage: Stage, suspend: boolean) {
	const kind = suspend ? 'suspended' : 'not suspended';
	// A stage of its own: the two are measured one after the other.
	const own = new Stage(`${stage.name}-${kind.replace(' ', '-')}`, stage.mode, stage.version);
	stage.defer(async () => await own.end());
	const { main } = await own.deploy({ workers: 2, concurrency: CONCURRENCY });
	const other = await addOtherWork(main);
	const idle = await timeOthersAtBest(main, other);

	const gong = await startGong(
		own,
		Array.from({ length: DELETIONS }, () => ({ deleteTakes: 3_600_000 })),
	);
	const workflow = await addWorkflow(main, await addKey(main, gong), {
		parameters: { waitOptions: { suspend } },
	});
	for (const { integrationId } of gong.integrations())
		await main.api.callWebhook(workflow.name, { items: [{ id: integrationId }] });
	// All are parked, or hold a place on a worker.
	await untilAtRest(gong);
	const busy = await timeOthersAtBest(main, other);
	const ratio = busy / idle;
	stage.figure(
		`${OTHERS} other workflows, idle → beside ${DELETIONS} ${kind} deletions`,
		`${Math.round(idle)} → ${busy >= PATIENCE ? `over ${PATIENCE}` : Math.round(busy)} ms, ratio ${ratio.toFixed(2)}`,
	);
	await own.end();
	return { busy, ratio };
}

export default defineCase({
	number: 16,
	title: 'other workflows run at undiminished speed beside 50 waiting deletions',
	modes: ['queue'],
	canary: true,
	alone: true,
	async run(stage) {
		const suspended = await busyWorkers(stage, true);
		const held = await busyWorkers(stage, false);
		assert.ok(held.busy >= PATIENCE, 'without suspension, 50 deletions take all 20 places');
		// On a shared machine the ratio is noise, but not that much of it.
		assert.ok(suspended.ratio < held.ratio / 4, `${suspended.ratio} beside ${held.ratio}`);
	},
});
