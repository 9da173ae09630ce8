/** Time, passed in, so that what decides about waiting can be read and tested without it. */
export interface Clock {
	/** Ms since 1970. */
	now(): number;
	/**
	 * Resolves after `ms`. Rejects as soon as the execution is canceled.
	 */
	sleep(ms: number): Promise<void>;
	/** When whoever waits by this clock wants an answer, in ms since 1970; absent = whenever it comes. */
	readonly deadline?: number;
}
