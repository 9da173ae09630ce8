const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** The first checks after the submission, in ms: a small request is over within seconds. */
export const FIRST_CHECKS = [1, 3, 7, 15].map((s) => s * SECOND);

/** The first checks while somebody is watching (a manual execution, an AI agent), in ms. */
export const FIRST_CHECKS_WATCHED = [...FIRST_CHECKS, 30 * SECOND];

/** For this long after the submission, checks are a minute apart, in ms. */
const OFTEN_FOR = 10 * MINUTE;

/** When to ask Gong how far it is. All in ms. */
export interface Schedule {
	/** After the submission, growing. */
	firstChecks: readonly number[];
	/** Later checks are at most this far apart. */
	longestInterval: number;
	/** After this much time nobody asks any more. */
	longestWait: number;
}

/**
 * When to check next, in ms since the submission; `null` = there will be no further check.
 *
 * After the first checks the interval is a minute for ten minutes, then a tenth of the time elapsed, at
 * most `longestInterval`: a result is known within 10 % of the time it took, and a day costs about 310
 * of Gong's 10,000 calls. The last check is at `longestWait` itself.
 *
 * @param elapsed since the submission
 * @param notBefore since the submission: what a `Retry-After` asked for; 0 = nothing. One beyond
 * `longestWait` leaves only the last check.
 * @param shortestInterval between checks of the first ten minutes
 */
export function nextCheck(
	elapsed: number,
	notBefore: number,
	{ firstChecks, longestInterval, longestWait }: Schedule,
	shortestInterval = MINUTE,
): number | null {
	if (elapsed >= longestWait) return null;
	const first = firstChecks.find((check) => check > elapsed);
	const interval =
		elapsed < OFTEN_FOR ? shortestInterval : Math.min(longestInterval, Math.round(elapsed / 10));
	return Math.min(Math.max(first ?? elapsed + interval, notBefore), longestWait);
}

/** Whether all first checks are behind: from here on it is worth suspending the execution. */
export const firstChecksAreOver = (elapsed: number, { firstChecks }: Schedule): boolean =>
	firstChecks.every((check) => check <= elapsed);

/**
 * n8n looks for executions that are due once a minute, and resumes them then (n8n 2.41,
 * `wait-tracker.ts`). In ms.
 */
const TICK = MINUTE;

/** Parked for this long, an execution is due at n8n's next tick. In ms. */
const UNTIL_NEXT_TICK = 10 * SECOND;

/** The last check is parked only if it is at least this far away: n8n may come a tick late. In ms. */
const SHORTEST_LAST_PARK = TICK + 5 * SECOND;

/** With less time left than this, nothing is parked. In ms. */
const WORTH_SUSPENDING = 2 * MINUTE;

/** How to get to the next check. All in ms from now. */
export type NextPark =
	/** Give the execution back to n8n for so long. */
	| { park: number }
	/** The end is near: stay, and check in so long. */
	| { stay: number };

/**
 * How a parked wait goes on, after the first checks; `null` = there will be no further check.
 *
 * n8n resumes what is due up to a minute late. So the wait is parked until a minute before its end at
 * most, and what is left then is waited for in the execution.
 *
 * @param elapsed since the submission
 * @param notBefore as for `nextCheck`
 */
export function nextPark(elapsed: number, notBefore: number, schedule: Schedule): NextPark | null {
	const { longestWait } = schedule;
	const isNearEnd = longestWait - elapsed < SHORTEST_LAST_PARK;
	const next = nextCheck(elapsed, notBefore, schedule, isNearEnd ? MINUTE : UNTIL_NEXT_TICK);
	if (next === null) return null;
	return isNearEnd
		? { stay: next - elapsed }
		: { park: Math.min(next, longestWait - TICK) - elapsed };
}

/** Whether enough of the wait is left to suspend the execution. */
export const isWorthSuspending = (elapsed: number, { longestWait }: Schedule): boolean =>
	longestWait - elapsed >= WORTH_SUSPENDING;

/**
 * How much of a maximum wait fits before the moment at which n8n cancels the execution, without a
 * word. The wait ends a tenth of the time left, at least 10 s and at most a minute, before.
 *
 * @param longestWait what the user asked for, in ms
 * @param timeLeft ms until that moment; `null` = there is none
 * @returns ms, at least 0
 */
export function fitBeforeDeadline(longestWait: number, timeLeft: number | null): number {
	if (timeLeft === null) return longestWait;
	const margin = Math.min(MINUTE, Math.max(10 * SECOND, timeLeft / 10));
	// In whole milliseconds, as timers are: the rest of one would be slept through in vain.
	return Math.floor(Math.max(0, Math.min(longestWait, timeLeft - margin)));
}
