/** A JSON string, or a JSON number: matching strings too keeps digits inside them untouched. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;

/**
 * Parses JSON like `JSON.parse`, except that a whole number which a JavaScript number cannot hold
 * exactly (beyond ±(2^53 - 1)) becomes a string of its digits.
 *
 * Gong sends int64 IDs as JSON numbers and warns in its API reference that ordinary parsing
 * truncates them.
 *
 * @throws SyntaxError where `JSON.parse` does.
 */
export function parseExactJson(text: string): unknown {
	return JSON.parse(
		text.replace(stringOrNumber, (token) =>
			/^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
		),
	);
}
