import { setTimeout as sleep } from 'node:timers/promises';
import { steady } from '../../test/e2e/steady.mts';
import { Stage } from '../../test/e2e/case.mts';
import { startGong } from '../../test/e2e/deletions.mts';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import { say } from '../../test/e2e/progress.mts';
import { Deletions } from './deletions.mts';
import { median } from '../statistics.mts';
import type { Way } from './ways.mts';

/** What a number of waiting deletions cost an n8n on which nothing else happens. */
export interface Cost {
	/** Executions in state *running*: the median of the wait. */
	running: number;
	/**
	 * Resident memory of n8n as the system shows it, in bytes over the idle level: when the first checks are
	 * over, and nothing has been collected or given back.
	 */
	shown: number;
	/**
	 * The same without garbage and without what the C library keeps although it is free (`malloc_trim`): the
	 * median of the wait.
	 */
	trimmed: number;
	/** Of n8n and its task runner, in s; over the same time for every way. */
	cpuSeconds: number;
	/** Growth of n8n's database, in bytes. */
	stored: number;
	/** Calls to Gong. */
	calls: number;
}

/**
 * What n8n has had to do before its idle level counts. At first its memory moves by hundreds of megabytes,
 * because parts of it are loaded late, and the memory of its start is given back late.
 */
const WARM_UP = { batches: 2, deletions: 50 };
/** More than the first checks take: those deletions are then waited for as the others are. */
const WARM_UP_TAKES = 8_000;
/**
 * They wait when the number of those that run stays the same. The time for it is longer than V8 keeps the
 * pages of a closed isolate for the next one (its `PagePool`; 7 s were seen), which nothing else gives back.
 */
const WAITING = { looks: 4, apart: 5_000, within: 1 };
/** Longer than the slowest way takes to notice that a deletion has ended. */
const AFTERWARDS = 90_000;
const PATIENCE = 300_000;
/** Between two looks at the states of executions, in ms. */
const BETWEEN_LOOKS = 5_000;
/** Between two looks at memory; few, as each takes n8n half a second of a processor. */
const BETWEEN_LOOKS_AT_MEMORY = 40_000;
/** What is left of the wait for looking at it, at least. */
const TO_LOOK_AT = 20_000;

/**
 * Has `count` deletions wait on an n8n of their own, on SQLite, and come to their end.
 *
 * @param deletionTakes how long Gong deletes, in ms
 * @throws Error if any of them does not come out as DONE
 */
export async function measureCost(way: Way, count: number, deletionTakes: number): Promise<Cost> {
	const stage = new Stage(`bench-1-${way.name}-${count}`, 'sqlite', 'newest');
	try {
		const n8n = await stage.startN8n();
		const gong = await startGong(stage, [
			...Array.from({ length: WARM_UP.batches * WARM_UP.deletions }, () => ({
				deleteTakes: WARM_UP_TAKES,
			})),
			...Array.from({ length: count }, () => ({ deleteTakes: deletionTakes })),
		]);
		const deletions = new Deletions(n8n, gong, await way.addTo(n8n, gong));
		for (let batch = 0; batch < WARM_UP.batches; batch++) {
			await deletions.startNext(WARM_UP.deletions);
			await deletions.untilDone(PATIENCE);
		}
		const idle = {
			trimmed: await neededMemoryAtRest(n8n),
			cpuSeconds: n8n.cpuSeconds(),
			stored: await databaseSize(n8n),
			calls: gong.journal.length,
		};

		const start = performance.now();
		const until = (time: number) => start + time - performance.now();
		await deletions.startNext(count);
		say(`${stage.name}: all started after ${Math.round(-until(0) / 1000)} s`);
		await steady(async () => await deletions.running(), {
			...WAITING,
			patience: until(deletionTakes - TO_LOOK_AT),
		});
		const shown = n8n.memory() - idle.trimmed;
		const running: number[] = [];
		const trimmed: number[] = [];
		for (let nextLookAtMemory = 0; until(deletionTakes) > 0; ) {
			running.push(await deletions.running());
			if (until(nextLookAtMemory) <= 0) {
				nextLookAtMemory = BETWEEN_LOOKS_AT_MEMORY - until(0);
				trimmed.push(await neededMemory(n8n));
			}
			await sleep(Math.max(0, Math.min(BETWEEN_LOOKS, until(deletionTakes))));
		}

		await sleep(Math.max(0, until(deletionTakes + AFTERWARDS)));
		await deletions.untilDone(PATIENCE);
		const cost = {
			running: median(running),
			shown,
			trimmed: median(trimmed) - idle.trimmed,
			cpuSeconds: n8n.cpuSeconds() - idle.cpuSeconds,
			stored: (await databaseSize(n8n)) - idle.stored,
			calls: gong.journal.length - idle.calls,
		};
		say(`${stage.name}: ${JSON.stringify({ idle: idle.trimmed, looks: trimmed.length, ...cost })}`);
		return cost;
	} finally {
		await stage.end();
	}
}

/** Resident memory without what could be given back at once, in bytes. */
async function neededMemory(n8n: N8nInstance): Promise<number> {
	await n8n.releaseFreeMemory();
	return n8n.memory();
}

/** The same, once it has come to rest: parts of n8n let go of memory some time after an execution. */
const neededMemoryAtRest = async (n8n: N8nInstance): Promise<number> =>
	await steady(async () => await neededMemory(n8n), {
		looks: 3,
		apart: 10_000,
		within: 2e6,
		patience: PATIENCE,
	});

/** Bytes of the SQLite file and of what is still in its log, without pages that are free. */
async function databaseSize(n8n: N8nInstance): Promise<number> {
	const [row] = await n8n.query(
		`SELECT (page_count - freelist_count) * page_size AS size
			FROM pragma_page_count(), pragma_freelist_count(), pragma_page_size()`,
	);
	return Number(row?.size);
}
