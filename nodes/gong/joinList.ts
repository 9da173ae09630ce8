/**
 * A list for a text that a person reads: "a, b, c and 990 more".
 *
 * @param most how many to name before the rest is counted
 */
export function joinList(items: readonly string[], most = 10): string {
	const named = items.slice(0, most).join(', ');
	return items.length > most ? `${named} and ${items.length - most} more` : named;
}
