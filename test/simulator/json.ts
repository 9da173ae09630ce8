/** What an answer is made of. A `bigint` is written as a JSON number, digit for digit. */
export type JsonValue =
	| string
	| number
	| boolean
	| null
	| bigint
	| readonly JsonValue[]
	| { readonly [key: string]: JsonValue };

/**
 * JSON text in which int64 values keep all their digits. `JSON.stringify` cannot do that: it
 * refuses `bigint`, and a JavaScript number has lost digits before it gets there.
 */
export function toJson(value: JsonValue): string {
	if (typeof value === 'bigint') return value.toString();
	if (isList(value)) return `[${value.map(toJson).join(',')}]`;
	if (typeof value === 'object' && value !== null) {
		const fields = Object.entries(value).map(
			([key, field]) => `${JSON.stringify(key)}:${toJson(field)}`,
		);
		return `{${fields.join(',')}}`;
	}
	return JSON.stringify(value);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
	return Array.isArray(value);
}
