const SECOND = 1000;

/** The first checks after the submission, in ms: a small integration is gone within seconds. */
export const FIRST_CHECKS = [1, 3, 7].map((s) => s * SECOND);

/** The first checks while somebody is watching (a manual execution, an AI agent), in ms. */
export const FIRST_CHECKS_WATCHED = [1, 3, 7, 15, 30].map((s) => s * SECOND);

/** After the first checks, no two checks are nearer to each other than this, in ms. */
export const SHORTEST_INTERVAL = 70 * SECOND;

/**
 * n8n's Wait node parks an execution in the database only for 65 s and more; below that it sleeps in
 * memory (n8n-nodes-base, `Wait.node.ts`), where a restart would lose it. In ms.
 */
export const SHORTEST_PARKED_WAIT = 65 * SECOND;

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
 * After the first checks the interval is a tenth of the time elapsed, at least 70 s and at most
 * `longestInterval`: a result is known within 10 % of the time it took, and a day costs about 310 of
 * Gong's 10,000 calls. The last check is at `longestWait` itself; one that would come less than 65 s
 * before it is left out, so that every wait is long enough to be parked.
 *
 * @param elapsed since the submission
 * @param notBefore since the submission: what a `Retry-After` asked for; 0 = nothing. One beyond
 * `longestWait` leaves only the last check.
 */
export function nextCheck(elapsed: number, notBefore: number, schedule: Schedule): number | null {
	const { firstChecks, longestInterval, longestWait } = schedule;
	if (elapsed >= longestWait) return null;

	const first = firstChecks.find((check) => check > elapsed);
	if (first !== undefined) return Math.min(Math.max(first, notBefore), longestWait);

	const interval = Math.max(SHORTEST_INTERVAL, Math.min(longestInterval, Math.round(elapsed / 10)));
	const next = Math.max(elapsed + interval, notBefore);
	return next + SHORTEST_PARKED_WAIT > longestWait ? longestWait : next;
}

/** Whether all first checks are behind: from here on it is worth suspending the execution. */
export const firstChecksAreOver = (elapsed: number, { firstChecks }: Schedule): boolean =>
	firstChecks.every((check) => check <= elapsed);

/**
 * How much of a maximum wait fits into a workflow's own timeout. n8n counts that timeout from the
 * start of the execution, waiting included, and cancels without a word when it is over; so the wait
 * ends a tenth of the timeout, at least 10 s and at most a minute, before.
 *
 * @param longestWait what the user asked for, in ms
 * @param timeout the workflow's timeout in ms; `null` = none
 * @param alreadyRun how long the execution has been running, in ms
 * @returns ms, at least 0
 */
export function fitIntoTimeout(
	longestWait: number,
	timeout: number | null,
	alreadyRun: number,
): number {
	if (timeout === null) return longestWait;
	const margin = Math.min(60 * SECOND, Math.max(10 * SECOND, timeout / 10));
	return Math.max(0, Math.min(longestWait, timeout - margin - alreadyRun));
}
