/** What a figure has to be. */
export interface Goal {
	/** A sentence that stays the same from run to run: results are compared by it. */
	name: string;
	/** A ratio, a share or a count; never a time in seconds, which depends on the machine. */
	measured: number;
	direction: 'atMost' | 'atLeast';
	target: number;
	met: boolean;
	/**
	 * How far a later quick run may lie beyond the target before the goal counts as lost, as a share of
	 * the target: 0 for what is counted, more for what is timed.
	 */
	margin: number;
}

/** A goal with the verdict on it. */
export function goal(
	name: string,
	measured: number,
	direction: Goal['direction'],
	target: number,
	margin = 0,
): Goal {
	const met = reaches({ measured, direction, target });
	return { name, measured: Number(measured.toPrecision(4)), direction, target, met, margin };
}

export type Verdict = 'kept' | 'lost' | 'missed before' | 'unknown';

/**
 * What a quick run says about a goal, next to the last full run. A goal is lost only when it was met
 * and now lies beyond its target by more than its margin; one that the last full run does not know has
 * been renamed or is new, and the full run has to be repeated.
 */
export function judge(now: Goal, before: Goal | undefined): Verdict {
	if (!before) return 'unknown';
	if (!before.met) return 'missed before';
	const slack = now.target * now.margin * (now.direction === 'atMost' ? 1 : -1);
	return now.met || reaches({ ...now, target: now.target + slack }) ? 'kept' : 'lost';
}

/** A figure that is not a number reaches nothing. */
const reaches = ({
	measured,
	direction,
	target,
}: Pick<Goal, 'measured' | 'direction' | 'target'>): boolean =>
	direction === 'atMost' ? measured <= target : measured >= target;
