import assert from 'node:assert/strict';
import { Stage } from '../../test/e2e/case.mts';
import {
	addKey,
	addWorkflow,
	assertPaired,
	run,
	startDeletion,
	startGong,
	untilEnded,
} from '../../test/e2e/deletions.mts';
import { say } from '../../test/e2e/progress.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
import { Engine } from '../engine/engine.mts';
import { signInTo, someIds, toItems, withGong } from '../engine/stand.mts';
import type { RunOptions } from '../question.mts';
import { type Cost, durations, follow, MINUTE, productChecks } from './schedules.mts';

type Duration = keyof typeof durations;

/** A deletion followed in real time by the real node. */
export interface Confirmed {
	/** How long it took Gong. */
	duration: Duration;
	/** Where the node ran, and how it waited. */
	where: string;
	/** By the schedule. */
	planned: Cost;
	/** From the end of the deletion to the check that saw it, in ms. */
	lag: number;
	calls: number;
}

/** Short ones are over within the execution; long ones are parked in n8n’s database in between. */
const CONFIRMED: Record<'quick' | 'full', Record<'onEngine' | 'inN8n', Duration[]>> = {
	quick: { onEngine: ['2 s'], inN8n: [] },
	full: { onEngine: ['2 s', '10 s'], inN8n: ['30 s', '2 min', '10 min'] },
};

/** What came of the deletion of an integration that took Gong so long. */
function confirmed(
	gong: Simulator,
	integrationId: string,
	duration: Duration,
	where: string,
): Confirmed {
	const ofIt = (one: { integrationId?: unknown }) => one.integrationId === integrationId;
	const deletion = gong.deletions().find(ofIt);
	const calls = gong.calls('GET', '/v2/crm/request-status').filter(ofIt);
	const last = calls.at(-1);
	assert.ok(deletion && last, `Nobody asked about the deletion of ${duration}`);
	return {
		duration,
		where,
		planned: follow(productChecks(), durations[duration]),
		lag: Date.parse(last.at) - Date.parse(deletion.registeredAt) - durations[duration],
		calls: calls.length,
	};
}

async function confirmOnEngine(engine: Engine, duration: Duration): Promise<Confirmed> {
	const ids = someIds(1);
	return await withGong(
		ids,
		async (gong) => {
			const { ms } = await engine.run({
				subject: 'ours',
				task: 'delete',
				wait: true,
				gong: signInTo(gong),
				items: toItems(ids),
			});
			const result = confirmed(gong, ids[0], duration, 'on the engine');
			assert.ok(ms >= durations[duration] + result.lag, 'The run ended before its check');
			return result;
		},
		{ deleteTakes: durations[duration] },
	);
}

/**
 * Has the node follow deletions in real time, as a workflow in production does, and sees when it asked.
 *
 * @throws Error if one of them does not come out as DONE
 */
export async function confirm({ quick }: RunOptions): Promise<Confirmed[]> {
	const { onEngine, inN8n } = quick ? CONFIRMED.quick : CONFIRMED.full;
	const results: Confirmed[] = [];
	const engine = await Engine.start('ours');
	try {
		// The first run loads what the later ones have; it would be late for its checks.
		await confirmOnEngine(engine, onEngine[0]);
		for (const duration of onEngine) {
			say(`  ${duration} in real time`);
			results.push(await confirmOnEngine(engine, duration));
		}
	} finally {
		await engine.stop();
	}
	if (inN8n.length === 0) return results;
	say(`  ${inN8n.join(', ')} in real time, in n8n`);
	return [...results, ...(await confirmInN8n(inN8n))];
}

/** All at once, by a workflow in production, on an n8n of its own. */
async function confirmInN8n(wanted: Duration[]): Promise<Confirmed[]> {
	const stage = new Stage('bench-2', 'sqlite', 'newest');
	try {
		const n8n = await stage.startN8n();
		// The first run loads what the later ones have; it would be late for its checks.
		await untilEnded(n8n, (await startDeletion(stage, n8n, [{ deleteTakes: 0 }])).id);
		const gong = await startGong(
			stage,
			wanted.map((duration) => ({ deleteTakes: durations[duration] })),
		);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong));
		const ids = gong.integrations().map(({ integrationId }) => integrationId);
		const executions: string[] = [];
		for (const id of ids) executions.push(await run(n8n, workflow, [id]));
		return await Promise.all(
			wanted.map(async (duration, index) => {
				const patience = 2 * durations[duration] + 2 * MINUTE;
				const execution = await untilEnded(n8n, executions[index], patience);
				assertPaired(execution, [[ids[index], 'DONE']]);
				return confirmed(gong, ids[index], duration, 'in n8n, parked');
			}),
		);
	} finally {
		await stage.end();
	}
}
