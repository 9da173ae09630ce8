import { FIRST_CHECKS, firstChecksAreOver, nextCheck } from '../../nodes/gong/schedule.ts';
import { nextPark } from '../../nodes/waiting/park.ts';
import { mean } from '../statistics.mts';

/** In ms. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** The longest that a deletion can take (source: Gong's API reference), in ms. */
export const DAY = 24 * HOUR;

/** Below that, n8n's Wait node stays in memory (n8n-nodes-base 2.41, `Wait.node.ts`), in ms. */
const SHORTEST_PARKED_WAIT = 65 * SECOND;

/**
 * When n8n resumes what was parked at `now` until `due`: it looks for what is due within 70 s once a minute,
 * and sets a timer for it (n8n 2.41, `wait-tracker.ts`). So nothing is resumed before its next look.
 *
 * @param look when n8n looks, in ms; any one of them
 */
const resumedAt = (now: number, due: number, look: number): number =>
	Math.max(due, now + MINUTE - ((((now - look) % MINUTE) + MINUTE) % MINUTE));

/** When a wait checks next, in ms since the submission, after a check at `now`. */
export type Wait = (now: number, look: number) => number;

/** This package's, of a workflow in production. */
export const ours: Wait = (now, look) => {
	const schedule = { firstChecks: FIRST_CHECKS, longestInterval: 5 * MINUTE, longestWait: DAY };
	const next = firstChecksAreOver(now, schedule) ? nextPark(now, 0, schedule) : undefined;
	if (next && 'park' in next) return resumedAt(now, now + next.park, look);
	return now + (next?.stay ?? (nextCheck(now, 0, schedule) ?? DAY) - now);
};

/** That of a loop with a Wait node. */
export const everySo =
	(interval: number): Wait =>
	(now, look) =>
		interval < SHORTEST_PARKED_WAIT ? now + interval : resumedAt(now, now + interval, look);

export interface Cost {
	/** From the end of the deletion to the check that sees it, in ms. */
	lag: number;
	calls: number;
}

/** What following a deletion costs that takes `duration` ms. */
export function follow(wait: Wait, duration: number, look: number): Cost {
	for (let at = 0, calls = 1; ; calls++) {
		at = wait(at, look);
		if (at >= duration) return { lag: at - duration, calls };
	}
}

/** How far a deletion's true duration is from the round figure that stands for it, at most. */
const SPREAD = 0.2;
const SAMPLES = 2001;
const GOLDEN_RATIO = (1 + Math.sqrt(5)) / 2;

/**
 * The average over deletions that take from 20 % less to 20 % more than `duration` (none above a day), each
 * begun at another moment of n8n's minute: a single one may be lucky.
 */
export function followAbout(wait: Wait, duration: number): Cost {
	const from = duration * (1 - SPREAD);
	const to = Math.min(DAY, duration * (1 + SPREAD));
	const costs = Array.from({ length: SAMPLES }, (_, sample) =>
		follow(
			wait,
			from + ((to - from) * (sample + 0.5)) / SAMPLES,
			((sample * GOLDEN_RATIO) % 1) * MINUTE,
		),
	);
	return { lag: mean(costs.map(({ lag }) => lag)), calls: mean(costs.map(({ calls }) => calls)) };
}
