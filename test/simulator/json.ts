import { parse, stringify } from 'lossless-json';

/** What an answer is made of. A `bigint` is written as a JSON number, digit for digit. */
export type JsonValue =
	| string
	| number
	| boolean
	| null
	| bigint
	| readonly JsonValue[]
	| { readonly [key: string]: JsonValue };

/** JSON text in which int64 values keep all their digits, which `JSON.stringify` cannot do. */
export const toJson = (value: JsonValue): string => String(stringify(value));

/** The value of a JSON text, whole numbers beyond 2^53 as `bigint`; `undefined` for no JSON. */
export function parseJson(text: string): JsonValue | undefined {
	try {
		// The lossless parser takes many times as long, and only numbers of many digits need it.
		const value: unknown = /\d{16}/.test(text)
			? parse(text, undefined, parseNumber)
			: JSON.parse(text);
		return value as JsonValue;
	} catch {
		return undefined;
	}
}

/** An object of JSON, so neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, JsonValue> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
	return Array.isArray(value);
}

function parseNumber(text: string): number | bigint {
	const isExact = !/^-?\d+$/.test(text) || Number.isSafeInteger(Number(text));
	return isExact ? Number(text) : BigInt(text);
}
