import type { IDataObject } from 'n8n-workflow';
import type { Explanation } from '../connection/explain';
import type { UnsentObject } from './upload';
import {
	LEAVES_LIST_WITHIN,
	type GongRequest,
	isUnfinished,
	type RequestKind,
	markTimedOut,
} from './request';

/** One request of a run, and what ended it early (`null` = nothing). Plain data. */
export interface Followed {
	request: GongRequest;
	refusal: Explanation | null;
}

/** An input item for which no request was made. Plain data. */
export interface RefusedItem {
	/** What would have been requested. */
	kind: RequestKind;
	/** From 0. */
	item: number;
	refusal: Explanation;
	/** What the item would have put out otherwise; `null` = nothing is known. */
	details: IDataObject | null;
	/** Of an object that was not sent: what the rest is made of. */
	object?: UnsentObject;
}

/** Where a run stands: every input item is in one request or refused. */
export interface RunState {
	followed: Followed[];
	refused: RefusedItem[];
}

/** Whether Gong's list still has to confirm that the integration of a finished deletion is gone. */
export const needsConfirmation = ({ request, refusal }: Followed): boolean =>
	refusal === null &&
	request.kind === 'deletion' &&
	request.status === 'DONE' &&
	!request.timedOut &&
	(request.proof === 'unconfirmed' || request.proof === 'listed');

/** Whether Gong still has to be asked about its status. */
export const needsStatus = ({ request, refusal }: Followed): boolean =>
	refusal === null && isUnfinished(request);

/** Whether there is anything left to ask Gong about it. */
export const isOpen = (followed: Followed): boolean =>
	needsStatus(followed) || needsConfirmation(followed);

/** Whether the list has had the time to lose an integration whose deletion is done. */
export const hadTimeToLeaveList = ({ finishedAt }: GongRequest, now: number): boolean =>
	finishedAt !== null && now >= Date.parse(finishedAt) + LEAVES_LIST_WITHIN;

/** Ends the wait for everything that is still open. */
export const giveUp = (followed: Followed[]): Followed[] =>
	followed.map((one) => (isOpen(one) ? { ...one, request: endWait(one) } : one));

/** What is done and only not confirmed has not timed out at Gong. */
const endWait = (followed: Followed): GongRequest => {
	const { request } = followed;
	return needsConfirmation(followed) && request.kind === 'deletion'
		? { ...request, proof: request.proof === 'listed' ? 'stillListed' : 'unavailable' }
		: markTimedOut(request);
};
