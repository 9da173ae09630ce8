import { Stage } from '../../test/e2e/case.mts';
import { startGong } from '../../test/e2e/deletions.mts';
import { n8nVersions } from '../../test/e2e/install.mts';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import { addOtherWork, PATIENCE, timeOtherWork, untilAtRest } from '../../test/e2e/otherWork.mts';
import { say } from '../../test/e2e/progress.mts';
import { Deletions } from './deletions.mts';
import { median } from '../statistics.mts';
import type { Way } from './ways.mts';

/** What is left of two workers while deletions wait on them. */
export interface Places {
	/** Deletions that were started. */
	asked: number;
	/** Deletions that Gong had been asked for, and that n8n was waiting for. */
	waiting: number;
	/** Executions in state *running* at that time. */
	running: number;
	/** Ms that other executions took, before and meanwhile. */
	idle: Times;
	beside: Times;
}

/** `Infinity` = they did not get through. */
export interface Times {
	best: number;
	median: number;
}

export const WORKERS = 2;
export const CONCURRENCY = 5;
/** The code of n8n is slow until it has run for a while. */
const WARM_UP_ROUNDS = 20;
const ROUNDS = 40;
/** Nobody waits for the end of these. */
const DELETION_TAKES = 3_600_000;

/** Has `count` deletions wait on two workers, and other work run before and meanwhile. */
export async function measurePlaces(way: Way, count: number): Promise<Places> {
	const stage = new Stage(`bench-1-queue-${way.name}`, 'queue', n8nVersions[0]);
	try {
		const { main } = await stage.deploy({ workers: WORKERS, concurrency: CONCURRENCY });
		const gong = await startGong(
			stage,
			Array.from({ length: count }, () => ({ deleteTakes: DELETION_TAKES })),
		);
		const workflow = await way.addTo(main, gong);
		const other = await addOtherWork(main);
		await timeRounds(main, other, WARM_UP_ROUNDS);
		const idle = await timeRounds(main, other, ROUNDS);

		const deletions = new Deletions(main, gong, workflow);
		await deletions.startNext(count);
		await untilAtRest(gong);
		const places = {
			asked: count,
			waiting: gong.deletions().length,
			running: await deletions.running(),
			idle,
			beside: await timeRounds(main, other, ROUNDS),
		};
		say(`${stage.name}: ${JSON.stringify(places)}`);
		return places;
	} finally {
		await stage.end();
	}
}

/**
 * One round that does not get through is not yet "never": it has been seen beside an n8n in which nothing
 * was running, most likely because the main process missed a worker's answer. Two in a row are.
 */
async function timeRounds(main: N8nInstance, other: string, rounds: number): Promise<Times> {
	const times: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const time = await timeOtherWork(main, other);
		times.push(time < PATIENCE ? time : Infinity);
		if (times.length > 1 && times.slice(-2).every((one) => one === Infinity))
			return { best: Infinity, median: Infinity };
	}
	return { best: Math.min(...times), median: median(times) };
}
