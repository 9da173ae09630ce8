import { setTimeout as sleep } from 'node:timers/promises';
import type { Simulator } from '../simulator/startSimulator.ts';
import type { N8nInstance } from './n8n.mts';
import { chain } from '../workflows/build.ts';
import { webhook } from '../workflows/nodes.ts';

/** Executions that are asked for at once. */
export const OTHERS = 20;

/** Ms after which other work counts as not getting through. */
export const PATIENCE = 20_000;

/** More than the first checks of a deletion take, in ms. */
const SETTLING = 30_000;

/** A workflow that has nothing to do with Gong: its webhook answers when it has run. Returns its path. */
export async function addOtherWork({ api }: N8nInstance): Promise<string> {
	const path = 'other';
	const workflow = await api.createWorkflow({
		name: 'Other work',
		...chain(webhook(path, { responseMode: 'lastNode' })),
	});
	await api.activate(workflow);
	return path;
}

/** How long `OTHERS` executions take together, in ms; `PATIENCE` = they did not get through. */
export async function timeOtherWork({ api }: N8nInstance, path: string): Promise<number> {
	const start = performance.now();
	const all = Promise.all(Array.from({ length: OTHERS }, async () => await api.callWebhook(path)));
	const given = await Promise.race([all, sleep(PATIENCE)]);
	all.catch(() => {});
	return given ? performance.now() - start : PATIENCE;
}

/**
 * Waits until no more deletions are asked for, and the first checks of the last are over. Each takes a
 * place on a worker for its first 15 s, so that many of them come to rest one after the other.
 */
export async function untilAtRest(gong: Simulator): Promise<void> {
	let seen = -1;
	let since = performance.now();
	while (performance.now() - since < SETTLING) {
		await sleep(500);
		const count = gong.deletions().length;
		if (count === seen) continue;
		seen = count;
		since = performance.now();
	}
}
