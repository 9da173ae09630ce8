import type { ItemError } from '../n8n/result';
import type { GongRequest } from './request';

/** One request of a run, and what ended it early (`null` = nothing). Plain data. */
export interface Followed {
	request: GongRequest;
	refusal: ItemError | null;
}

/** Input items for which no request was made, and why. Plain data. */
export interface RefusedItems {
	/** From 0. */
	items: number[];
	refusal: ItemError;
}

/** Where a run stands: every input item is in one request or refused. */
export interface RunState {
	followed: Followed[];
	refused: RefusedItems[];
}
