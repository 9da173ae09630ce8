import type { Explanation } from '../connection/explain';
import { isNodeError, type NodeError } from '../connection/nodeErrors';

/** What became of something that is done for one item: a value, or what to tell the builder. */
export type Attempted<T> = { ok: true; value: T } | { ok: false; refusal: Explanation };

/**
 * Does something for one item. Where the node stops on errors, one that is meant for the builder goes
 * on up; otherwise it is the item's result. Anything else (a canceled execution) always goes on up.
 */
export const attempt = async <T>(
	action: () => T | Promise<T>,
	stopOnError: boolean,
): Promise<Attempted<T>> =>
	await (async () => await action())().then(
		(value) => ({ ok: true as const, value }),
		(error: unknown) => {
			if (stopOnError || !isNodeError(error)) throw error;
			return { ok: false as const, refusal: toExplanation(error) };
		},
	);

const toExplanation = (error: NodeError): Explanation => ({
	message: error.message,
	description: error.description ?? '',
	httpCode: 'httpCode' in error ? error.httpCode : null,
});
