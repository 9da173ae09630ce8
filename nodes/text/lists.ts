/**
 * A list for a text that a person reads: "a, b, c and 990 more". Sentences follow one another without
 * commas.
 *
 * @param most how many to name before the rest is counted
 */
export function joinList(items: readonly string[], most = 10): string {
	const areSentences = items.some((item) => item.endsWith('.'));
	const named = items.slice(0, most).join(areSentences ? ' ' : ', ');
	const more = items.length - most;
	if (more <= 0) return named;
	return areSentences ? `${named} And ${more} more.` : `${named} and ${more} more`;
}

/** A number with its noun: "1 file", "3 files". */
export const countOf = (count: number, noun: string): string =>
	`${count} ${noun}${count === 1 ? '' : 's'}`;
