/** Time, passed in, so that what decides about waiting can be read and tested without it. */
export interface Clock {
	/** Ms since 1970. */
	now(): number;
	/**
	 * Resolves after `ms`. Rejects as soon as the execution is canceled.
	 */
	sleep(ms: number): Promise<void>;
}

/** After 429s, calls are made up to this many times more slowly. */
const SLOWEST = 8;

/** Makes a call when its turn has come. */
export type Pace<T> = <R extends T>(call: () => Promise<R>) => Promise<R>;

/**
 * Makes calls one after the other, so that no more than `requestsPerSecond` reach Gong in any second
 * (its default limit is 3 for the whole company).
 *
 * A call reaches Gong somewhere between its start and its answer. So a call may start a second after
 * the answer to the one that many before it, and need not wait longer: with an even gap after every
 * answer, the time Gong takes to answer would come on top, and with answers that take 200 ms no more
 * than 60 % of the limit could be used.
 *
 * A call that was over the limit says that others of the company use it too: from then on calls are
 * made half as fast, down to an eighth, and with each that is not, a little faster again.
 *
 * @param requestsPerSecond above 0; what is above 1 counts in whole calls
 * @param isOverLimit whether the result of a call says that the limit is used up
 */
export function createPace<T>(
	requestsPerSecond: number,
	clock: Clock,
	isOverLimit: (result: T) => boolean,
): Pace<T> {
	const most = Math.max(1, Math.floor(requestsPerSecond));
	const window = 1000 / Math.min(1, requestsPerSecond);
	let slowness = 1;
	/** When the last calls were answered, oldest first; at most `most` of them. */
	const answered: number[] = [];
	return async (call) => {
		const oldest = answered.length < most ? undefined : answered.shift();
		// In whole milliseconds, as clocks and timers are: the rest of one would be slept through in vain.
		const free = oldest === undefined ? 0 : Math.ceil(oldest + window * slowness);
		// A timer can be a millisecond early.
		while (clock.now() < free) await clock.sleep(free - clock.now());
		try {
			const result = await call();
			slowness = isOverLimit(result)
				? Math.min(SLOWEST, slowness * 2)
				: Math.max(1, slowness * 0.9);
			return result;
		} finally {
			answered.push(clock.now());
		}
	};
}
