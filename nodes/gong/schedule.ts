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
