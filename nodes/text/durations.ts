import { countOf } from './lists';

/**
 * How long, as a person says it: seconds up to two minutes, minutes up to two hours.
 *
 * @param ms of the duration
 * @param round to whole seconds or minutes: up for what has to pass, down for what is left
 */
export function formatDuration(ms: number, round: (count: number) => number): string {
	if (ms < 120_000) return countOf(round(ms / 1000), 'second');
	return ms < 7_200_000
		? countOf(round(ms / 60_000), 'minute')
		: `${Number((ms / 3_600_000).toFixed(1))} hours`;
}
