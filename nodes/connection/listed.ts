/** A list for a sentence; of a long one, its beginning and how many more there are. */
export const listed = (items: string[], most = 10): string =>
	items.length <= most
		? items.join(', ')
		: `${items.slice(0, most).join(', ')} and ${items.length - most} more`;
