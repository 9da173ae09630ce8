/** So many of a list are named, and the rest is counted. */
export const MOST_NAMED = 10;

/**
 * A list for a text that a person reads: "a, b, c and 990 more". Sentences follow one another without
 * commas.
 *
 * @param most how many to name before the rest is counted
 * @param count how many there are, where not all of them are given
 */
export function joinList(
	items: readonly string[],
	most = MOST_NAMED,
	count = items.length,
): string {
	const areSentences = items.some((item) => item.endsWith('.'));
	const first = items.slice(0, most);
	const named = first.join(areSentences ? ' ' : ', ');
	const more = count - first.length;
	if (more === 0) return named;
	return areSentences ? `${named} And ${more} more.` : `${named} and ${more} more`;
}

/** A number with its noun: "1 file", "3 files". */
export const countOf = (count: number, noun: string): string =>
	`${count} ${noun}${count === 1 ? '' : 's'}`;
