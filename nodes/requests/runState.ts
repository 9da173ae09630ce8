import type { ItemError } from '../connection/result';
import { isOpen, needsList } from './predicates';
import { type GongRequest, markTimedOut } from './request';

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

/** Ends the wait for everything that is still open. */
export const giveUp = (followed: Followed[]): Followed[] =>
	followed.map((one) => (isOpen(one) ? { ...one, request: endWait(one) } : one));

/** What is done and only not confirmed has not timed out at Gong. */
const endWait = (one: Followed): GongRequest => {
	const { request } = one;
	return needsList(one) === 'confirm' && request.kind === 'deletion'
		? { ...request, listDue: false }
		: markTimedOut(request);
};
