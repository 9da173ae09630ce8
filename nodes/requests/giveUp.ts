import { isOpen, needsList } from './predicates';
import { type GongRequest, markTimedOut } from './request';
import type { Followed } from './runState';

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
