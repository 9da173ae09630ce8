import { setTimeout as sleep } from 'node:timers/promises';
import { Stage } from '../../test/e2e/case.mts';
import { startGong } from '../../test/e2e/deletions.mts';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import { addOtherWork, PATIENCE, timeOtherWork, untilAtRest } from '../../test/e2e/otherWork.mts';
import { say } from '../../test/e2e/progress.mts';
import { Deletions } from './deletions.mts';
import { median, quantile } from '../statistics.mts';
import type { Way } from './ways.mts';

/** What is left of two workers while deletions wait on them. */
export interface Places {
	/** Deletions that were started. */
	asked: number;
	/** Deletions that Gong had been asked for, and that n8n was waiting for. */
	waiting: number;
	/** Executions in state *running* at that time. */
	running: number;
	/** Ms that other executions took without any deletion, before and after, and meanwhile. */
	idle: Times;
	beside: Times;
}

export interface Times {
	/** `Infinity` = they did not get through. */
	median: number;
	/** Nine of ten took at most this. */
	nineOfTen: number;
	/** All rounds, and those of them that were held up, which the times leave out. */
	rounds: number;
	heldUp: number;
}

export const WORKERS = 2;
export const CONCURRENCY = 5;
/** The code of n8n is slow until it has run for a while. */
const WARM_UP_ROUNDS = 20;
const ROUNDS_IDLE = 80;
/** About two minutes: every deletion is checked once in 70 s. */
const ROUNDS_BESIDE = 160;
/** What ended leaves n8n and its database something to do. */
const SETTLING = 15_000;
/** They end when they are told to. */
const DELETION_TAKES = 3_600_000;
/** The next check is due within 70 s. */
const PATIENCE_FOR_THE_END = 300_000;

/**
 * Has `count` deletions wait on two workers, and other work run before, meanwhile and after. An n8n
 * becomes slower or faster with what it has run, and that is not what waiting costs.
 */
export async function measurePlaces(way: Way, count: number): Promise<Places> {
	const stage = new Stage(`bench-1-queue-${way.name}`, 'queue', 'newest');
	try {
		const { main } = await stage.deploy({ workers: WORKERS, concurrency: CONCURRENCY });
		const gong = await startGong(
			stage,
			Array.from({ length: count }, () => ({ deleteTakes: DELETION_TAKES })),
		);
		const workflow = await way.addTo(main, gong);
		const other = await addOtherWork(main);
		await timeRounds(main, other, WARM_UP_ROUNDS);
		const before = await timeRounds(main, other, ROUNDS_IDLE);

		const deletions = new Deletions(main, gong, workflow);
		await deletions.startNext(count);
		await untilAtRest(gong);
		const waiting = gong.deletions().length;
		const running = await deletions.running();
		const beside = await timeRounds(main, other, ROUNDS_BESIDE);

		const after: number[] = [];
		if (Number.isFinite(timesOf(beside).median)) {
			for (const { integrationId } of gong.deletions())
				gong.setDeletion({ integrationId, takes: 0 });
			await deletions.untilDone(PATIENCE_FOR_THE_END);
			await sleep(SETTLING);
			after.push(...(await timeRounds(main, other, ROUNDS_IDLE)));
		}
		const places = {
			asked: count,
			waiting,
			running,
			idle: timesOf([...before, ...after]),
			beside: timesOf(beside),
		};
		say(`${stage.name}: ${JSON.stringify(places)}`);
		return places;
	} finally {
		await stage.end();
	}
}

/**
 * Ms of each round; `Infinity` for one that is held up. That happens on an n8n on which nothing waits, too.
 * When it happens twice in a row, other work does not get through.
 */
async function timeRounds(main: N8nInstance, other: string, rounds: number): Promise<number[]> {
	const times: number[] = [];
	for (let round = 0; round < rounds; round++) {
		const time = await timeOtherWork(main, other);
		times.push(time < PATIENCE ? time : Infinity);
		if (times.length > 1 && times.slice(-2).every((one) => one === Infinity)) return [Infinity];
	}
	return times;
}

function timesOf(rounds: number[]): Times {
	const through = rounds.filter(Number.isFinite);
	const gotThrough = through.length > 0;
	return {
		median: gotThrough ? median(through) : Infinity,
		nineOfTen: gotThrough ? quantile(through, 0.9) : Infinity,
		rounds: rounds.length,
		heldUp: rounds.length - through.length,
	};
}
