import { nextCheck, type Schedule } from '../gong/schedule';
import type { WaitSettings } from '../requests/waitSettings';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

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

/**
 * How a wait that is over gets past n8n's start to its last check; `null` = n8n's time limit leaves no
 * time for that.
 *
 * @param now ms since 1970
 */
export const parkPastEnd = (
	now: number,
	{ lastCheckBy = Infinity }: Pick<WaitSettings, 'lastCheckBy'>,
): NextPark | null =>
	now + UNTIL_NEXT_TICK + TICK <= lastCheckBy ? { park: UNTIL_NEXT_TICK } : null;

/** Whether enough of the wait is left to suspend the execution. */
export const isWorthSuspending = (elapsed: number, { longestWait }: Schedule): boolean =>
	longestWait - elapsed >= WORTH_SUSPENDING;
