import type { Clock } from './clock';

/** Calls a company may make. Gong's defaults: 3 a second, 10,000 a day (source: Gong's help). */
export interface CallLimits {
	/** In any second; a whole number above 0, or Infinity. */
	perSecond: number;
	/** In any 24 hours; a whole number above 0, or Infinity. */
	perDay: number;
}

const SECOND = 1000;
const DAY = 24 * 60 * 60 * SECOND;

/**
 * Counts the calls of the whole company over the last second and the last 24 hours of the
 * caller's clock. Gong does not say whether its windows slide or whether refused calls count;
 * here they slide, and refused calls do not count.
 */
export class CallCounter {
	/** Times of the calls let through in the last day, oldest first. */
	private times: number[] = [];

	constructor(
		private readonly limits: CallLimits | false,
		private readonly clock: Clock,
	) {}

	/** Seconds to wait before the next try, at least 1; `undefined` = the call is let through. */
	admit(): number | undefined {
		if (this.limits === false) return undefined;
		const now = this.clock.now();
		// A faked clock may have been set back: times that lie ahead of it do not count.
		this.times = this.times.filter((time) => time <= now && now - time < DAY);
		const wait = Math.max(
			this.untilFree(now, this.limits.perSecond, SECOND),
			this.untilFree(now, this.limits.perDay, DAY),
		);
		if (wait > 0) return Math.ceil(wait / SECOND);
		this.times.push(now);
		return undefined;
	}

	/** Milliseconds until fewer than `limit` calls lie in the window; 0 or less = now. */
	private untilFree(now: number, limit: number, window: number): number {
		const oldest = this.times[this.times.length - limit];
		return oldest === undefined ? 0 : oldest + window - now;
	}
}
