/** A longer value is cut where it is quoted, in characters. */
const LONGEST_VALUE = 60;

/** A value as it is quoted in a message: text in quotes, a list or an object as JSON. */
export function quoteValue(value: unknown): string {
	const isJson = typeof value === 'string' || (typeof value === 'object' && value !== null);
	const text = (isJson && JSON.stringify(value)) || String(value);
	return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Somebody else’s sentence. Without a full stop of its own: the sentence around it has one. */
export const quoteText = (text: string): string => `“${text.replace(/\.$/, '')}”`;

/** What Gong’s support asks for. */
export const quoteReference = (requestId: string | null): string =>
	requestId ? `Gong’s reference: ${requestId}.` : '';
