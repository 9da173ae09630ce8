import { isFinalStatus } from '../gong/answers';
import { readUnsentStatus } from '../gong/unsent';
import { kindOf } from './kinds';
import type { ListPurpose } from './proof';
import type { RequestState } from './request';
import type { Followed } from './runState';
import type { WaitSettings } from './waitSettings';

/** Whether Gong still has to be asked about its status. */
export const needsStatus = ({ request, refusal }: Followed): boolean =>
	refusal === null &&
	!request.timedOut &&
	!isFinalStatus(request.status) &&
	readUnsentStatus(request) === null;

/** Whether Gong has accepted the request, as this run has heard from Gong itself. */
export const isKnownToGong = ({ submittedAt, readableBy }: RequestState): boolean =>
	submittedAt !== null || readableBy === null;

/**
 * What Gong's list has to be asked for; `null` = nothing.
 *
 * @param now ms since 1970: a status that cannot be read yet says nothing about the integration
 */
export function needsList(one: Followed, now = Infinity): ListPurpose | null {
	const { request, refusal } = one;
	if (request.kind !== 'deletion' || refusal !== null || request.timedOut) return null;
	if (request.status === 'DONE') return request.listDue ? 'confirm' : null;
	if (!needsStatus(one) || !isKnownToGong(request)) return null;
	if (request.seenListed === null) return 'sight';
	const isLost = request.unreadable && !mayNotBeReadable(request, now);
	return isLost && request.seenListed ? 'find' : null;
}

/** Whether there is anything left to ask Gong about it. */
export const isOpen = (one: Followed): boolean => needsStatus(one) || needsList(one) === 'confirm';

/** Whether a status that cannot be read is only not there yet. @param now ms since 1970 */
export const mayNotBeReadable = ({ readableBy }: RequestState, now: number): boolean =>
	readableBy !== null && now < Date.parse(readableBy);

/** Whether an item of the request is to be an error. */
export const hasErrorItem = (
	{ request, refusal }: Followed,
	choices: Pick<WaitSettings, 'onFailed' | 'onTimeout' | 'shortened'>,
): boolean =>
	refusal !== null ||
	kindOf(request)
		.results(request, choices)
		.some(({ error }) => error !== null);

/** Whether there is nothing to wait for any more. */
export const isSettled = (followed: Followed[], settings: WaitSettings): boolean =>
	!followed.some(isOpen) ||
	(settings.stopOnError &&
		followed.some((one) => kindOf(one.request).failsFast && hasErrorItem(one, settings)));
