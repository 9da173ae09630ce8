import { FIRST_CHECKS, nextCheck, type Schedule } from '../../nodes/gong/schedule.ts';
import { mean } from '../statistics.mts';

/** In ms. */
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Below that, n8n's own Wait node sleeps in memory (n8n-nodes-base, `Wait.node.ts`), in ms. */
const SHORTEST_PARKED_WAIT = 65 * SECOND;

/** The longest that a deletion can take (source: Gong's API reference), in ms. */
export const DAY = 24 * HOUR;

/** When a deletion that never ends would be checked, in ms since the submission, growing, up to a day. */
export type Checks = readonly number[];

/** The product's own schedule, as a workflow in production uses it. */
export function productChecks(firstChecks: Checks = FIRST_CHECKS): Checks {
	const schedule: Schedule = {
		firstChecks,
		longestInterval: 5 * MINUTE,
		longestWait: DAY,
	};
	const checks: number[] = [];
	for (let at = nextCheck(0, 0, schedule); at !== null; at = nextCheck(at, 0, schedule))
		checks.push(at);
	return checks;
}

/** Every so often, as a loop with a Wait node does. */
export const fixedChecks = (interval: number): Checks =>
	Array.from({ length: Math.ceil(DAY / interval) }, (_, index) => (index + 1) * interval);

/**
 * The product's first checks, then waits that `next` says, at least what n8n can park.
 *
 * @param next the wait after a check at `elapsed`, in ms
 */
export function growingChecks(next: (elapsed: number) => number): Checks {
	const checks = [...FIRST_CHECKS];
	for (let at = checks.at(-1) ?? 0; at < DAY; ) {
		at += Math.max(SHORTEST_PARKED_WAIT, next(at));
		checks.push(Math.min(at, DAY));
	}
	return checks;
}

export interface Cost {
	/** From the end of the deletion to the check that sees it, in ms. */
	lag: number;
	calls: number;
}

/** What following a deletion costs that takes `duration` ms. */
export function follow(checks: Checks, duration: number): Cost {
	const index = checks.findIndex((at) => at >= duration);
	if (index < 0) throw new Error(`Nobody asks ${duration} ms after the submission`);
	return { lag: checks[index] - duration, calls: index + 1 };
}

/** How far a deletion's true duration is from the round figure that stands for it, at most. */
const SPREAD = 0.2;
const PHASES = 2001;

/** Durations from 20 % below to 20 % above a round one, evenly; none above a day. */
export function durationsAbout(duration: number): number[] {
	const from = duration * (1 - SPREAD);
	const to = Math.min(DAY, duration * (1 + SPREAD));
	return Array.from(
		{ length: PHASES },
		(_, phase) => from + ((to - from) * (phase + 0.5)) / PHASES,
	);
}

/** The average over deletions that take about `duration`: a single one may be lucky. */
export function followAbout(checks: Checks, duration: number): Cost {
	const costs = durationsAbout(duration).map((one) => follow(checks, one));
	return { lag: mean(costs.map(({ lag }) => lag)), calls: mean(costs.map(({ calls }) => calls)) };
}

/**
 * The lag that a curve through some schedules has at a number of calls, both axes logarithmic as in
 * the chart; beyond its ends, that of the nearest end.
 */
export function lagOnCurve(points: readonly Cost[], calls: number): number {
	// Of several that make equally few calls, the soonest.
	const sorted = [...points]
		.sort((a, b) => a.calls - b.calls || a.lag - b.lag)
		.filter(({ calls: some }, index, all) => index === 0 || some > all[index - 1].calls);
	const after = sorted.findIndex((point) => point.calls >= calls);
	if (after <= 0) return after === 0 ? sorted[0].lag : sorted[sorted.length - 1].lag;
	const [left, right] = [sorted[after - 1], sorted[after]];
	const share = Math.log(calls / left.calls) / Math.log(right.calls / left.calls);
	return Math.exp(Math.log(left.lag) + share * Math.log(right.lag / left.lag));
}

/**
 * The schedule of a family that makes at most `calls` calls in a day, and as many as it can.
 *
 * @param family schedules by a parameter; a larger one means fewer calls
 */
export function tuneTo(
	calls: number,
	family: (parameter: number) => Checks,
	[low, high]: [number, number],
): { parameter: number; checks: Checks } {
	for (let step = 0; step < 50; step++) {
		const middle = (low + high) / 2;
		if (family(middle).length > calls) low = middle;
		else high = middle;
	}
	return { parameter: high, checks: family(high) };
}

export const durations = {
	'2 s': 2 * SECOND,
	'10 s': 10 * SECOND,
	'30 s': 30 * SECOND,
	'2 min': 2 * MINUTE,
	'10 min': 10 * MINUTE,
	'1 h': HOUR,
	'6 h': 6 * HOUR,
	'24 h': DAY,
};

export const intervals = {
	'every 10 s': 10 * SECOND,
	'every minute': MINUTE,
	'every 5 min': 5 * MINUTE,
	'every 15 min': 15 * MINUTE,
};
