/** Joins what there is to say, leaving out what is empty. */
export const joinSentences = (...parts: Array<string | null | undefined | false>): string =>
	parts.filter(Boolean).join(' ');

/** With a full stop, once. */
export const endSentence = (text: string): string => (text.endsWith('.') ? text : `${text}.`);
