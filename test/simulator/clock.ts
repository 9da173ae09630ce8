/**
 * The one place where the simulator reads the time.
 *
 * It reads `Date.now()` at the moment it is asked and keeps no timer, so a test may fake `Date`.
 */
export class Clock {
	private readonly startedAt = this.now();

	/** @param timeScale simulated milliseconds that pass in one real millisecond; above 0 */
	constructor(private readonly timeScale: number) {}

	/** The caller's time, in milliseconds since 1970. Limits and tokens live on it. */
	now(): number {
		return Date.now();
	}

	/** The caller's time in ISO 8601, UTC. */
	iso(): string {
		return new Date(this.now()).toISOString();
	}

	/** Simulated milliseconds since the start. The progress of deletions lives on it. */
	simulated(): number {
		return (this.now() - this.startedAt) * this.timeScale;
	}
}
