/** What a figure has to be. */
export interface Goal {
	/** A sentence that stays the same from run to run: results are compared by it. */
	name: string;
	/** A ratio, a share or a count; never a time in seconds, which depends on the machine. */
	measured: number;
	direction: 'atMost' | 'atLeast';
	target: number;
	met: boolean;
	/** By how much the figure may differ between two runs, as a share: 0 for what is counted. */
	margin: number;
	/** Why it is missed, where that is known. */
	why?: string;
}

/** A goal with the verdict on it. */
export function goal(
	name: string,
	measured: number,
	direction: Goal['direction'],
	target: number,
	{ margin = 0, why }: { margin?: number; why?: string } = {},
): Goal {
	// A figure that is not a number reaches nothing.
	const met = direction === 'atMost' ? measured <= target : measured >= target;
	const kept = Number(measured.toPrecision(4));
	return { name, measured: kept, direction, target, met, margin, ...(!met && { why }) };
}

export type Change = 'new' | 'as before' | 'worse';

/**
 * What has become of a goal since the last run: worse when it was met and is not any more, or when it
 * was missed and is now missed by more than the margin.
 */
export function changeOf(now: Goal, before: Goal | undefined): Change {
	if (!before) return 'new';
	if (now.met) return 'as before';
	if (before.met) return 'worse';
	const slack = Math.abs(before.measured) * now.margin;
	const isWithin =
		now.direction === 'atMost'
			? now.measured <= before.measured + slack
			: now.measured >= before.measured - slack;
	return isWithin ? 'as before' : 'worse';
}
