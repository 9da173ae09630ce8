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
import { n8nVersions } from '../../test/e2e/install.mts';
import { say } from '../../test/e2e/progress.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
import { Engine } from '../engine/engine.mts';
import { signInTo, someIds, toItems, withGong } from '../engine/stand.mts';
import type { RunOptions } from '../question.mts';
import { type Cost, follow, MINUTE, productChecks, SECOND } from './schedules.mts';

/** A deletion followed in real time by the real node. */
export interface Confirmed {
	duration: number;
	/** Where the node ran, and how it waited. */
	where: string;
	/** By the schedule. */
	planned: Cost;
	/** From the end of the deletion to the check that saw it, in ms. */
	lag: number;
	calls: number;
}

/** In ms. Short ones are over within the execution; long ones are parked in n8n’s database in between. */
const CONFIRMED: Record<'quick' | 'full', Record<'onEngine' | 'inN8n', number[]>> = {
	quick: { onEngine: [2 * SECOND], inN8n: [] },
	full: { onEngine: [2 * SECOND, 10 * SECOND], inN8n: [30 * SECOND, 2 * MINUTE, 10 * MINUTE] },
};

/** What came of the deletion of an integration that took Gong so long. */
function confirmed(
	gong: Simulator,
	integrationId: string,
	duration: number,
	where: string,
): Confirmed {
	const ofIt = (one: { integrationId?: unknown }) => one.integrationId === integrationId;
	const deletion = gong.deletions().find(ofIt);
	const calls = gong.calls('GET', '/v2/crm/request-status').filter(ofIt);
	const last = calls.at(-1);
	assert.ok(deletion && last, `Nobody asked about the deletion of ${duration / SECOND} s`);
	return {
		duration,
		where,
		planned: follow(productChecks(), duration),
		lag: Date.parse(last.at) - Date.parse(deletion.registeredAt) - duration,
		calls: calls.length,
	};
}

async function confirmOnEngine(engine: Engine, duration: number): Promise<Confirmed> {
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
			assert.ok(ms >= duration + result.lag, 'The run ended before its check');
			return result;
		},
		{ deleteTakes: duration },
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
		await confirmOnEngine(engine, 0);
		for (const duration of onEngine) {
			say(`  ${duration / SECOND} s in real time`);
			results.push(await confirmOnEngine(engine, duration));
		}
	} finally {
		await engine.stop();
	}
	if (inN8n.length === 0) return results;
	say(`  ${inN8n.map((ms) => ms / SECOND).join(', ')} s in real time, in n8n`);
	return [...results, ...(await confirmInN8n(inN8n))];
}

/** All at once, by a workflow in production, on an n8n of its own. */
async function confirmInN8n(durations: number[]): Promise<Confirmed[]> {
	const stage = new Stage('bench-2', 'sqlite', n8nVersions[0]);
	try {
		const n8n = await stage.startN8n();
		// The first run loads what the later ones have; it would be late for its checks.
		await untilEnded(n8n, (await startDeletion(stage, n8n, [{ deleteTakes: 0 }])).id);
		const gong = await startGong(
			stage,
			durations.map((deleteTakes) => ({ deleteTakes })),
		);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong));
		const ids = gong.integrations().map(({ integrationId }) => integrationId);
		const executions: string[] = [];
		for (const id of ids) executions.push(await run(n8n, workflow, [id]));
		return await Promise.all(
			durations.map(async (duration, index) => {
				const execution = await untilEnded(n8n, executions[index], 2 * duration + 2 * MINUTE);
				assertPaired(execution, [[ids[index], 'DONE']]);
				return confirmed(gong, ids[index], duration, 'in n8n, parked');
			}),
		);
	} finally {
		await stage.end();
	}
}
