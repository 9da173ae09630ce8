import type { Explanation } from './explain';

/** What to tell the builder. */
export interface ItemError extends Explanation {
	/** The item of the run that it is about, from 0; absent = no one. */
	itemIndex?: number;
	/** Gong had no part in it: it is about the input, or about n8n. */
	isOurs?: true;
}

/** What became of something that may go wrong: a value, or what to tell the builder. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ItemError };

export const succeed = <T>(value: T): Result<T> => ({ ok: true, value });

/** Something that cannot be used as it is. */
export const fail = (message: string, description: string) =>
	({
		ok: false,
		error: { message, description, httpCode: null, isOurs: true },
	}) satisfies Result<never>;

/** All values by their names, or the first thing that went wrong. */
export function combine<T extends object>(results: { [K in keyof T]: Result<T[K]> }): Result<T> {
	const values: Partial<T> = {};
	for (const name of Object.keys(results) as Array<keyof T>) {
		const result = results[name];
		if (!result.ok) return result;
		values[name] = result.value;
	}
	return succeed(values as T);
}
