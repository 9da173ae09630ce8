/** The one place where the simulator reads the time. It keeps no timer, so its time may be a fake. */
export class Clock {
	private readonly startedAt: number;

	/**
	 * @param timeScale simulated milliseconds that pass in one of the caller's; above 0
	 * @param now the caller's time, in ms since 1970; default: the machine's. Limits and tokens live on it
	 */
	constructor(
		private readonly timeScale: number,
		readonly now: () => number = () => Date.now(),
	) {
		this.startedAt = now();
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
