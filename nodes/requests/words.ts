import type { WaitSettings } from './waitSettings';
import { joinList } from '../text/lists';
import { quoteText } from '../text/quotes';
import { type GongRequest, hasNoStatus, type RequestState } from './request';

/** Whether a request is only asked about (Get Status): this run has not made it, nor has an earlier try. */
export const isMadeElsewhere = (request: GongRequest): boolean =>
	request.kind === 'upload'
		? request.file === null
		: !request.recovered && request.submittedAt === null;

/** Whether neither this run nor Gong has ever said that there is such a request. */
export const isUnheardOf = (request: GongRequest): boolean =>
	isMadeElsewhere(request) && hasNoStatus(request);

/** Why a wait ended before the request did. */
export const explainTimeout = ({ shortened }: Pick<WaitSettings, 'shortened'>): string =>
	shortened
		? 'The wait ended early, because n8n cancels this execution at its time limit (Workflow Settings > Timeout Workflow, or the limit of the whole instance).'
		: "'Max Wait Time (Hours)' is over.";

/**
 * What is known of a request that nobody follows any more, and how to follow it again.
 *
 * @param named the request, to begin a sentence with
 */
export const explainHowToFollow = (
	named: string,
	request: Pick<RequestState, 'clientRequestId' | 'status' | 'readableBy'>,
): string =>
	`${named} may still be running at Gong. ${hasNoStatus(request) ? 'Gong has not given its status yet.' : `Last known status: ${request.status}.`} To follow it, use Gong CRM: Get Status with the client request ID ${request.clientRequestId}.`;

/** What Gong says went wrong, the first of it where it is much. */
export const quoteErrors = ({ errors }: Pick<RequestState, 'errors'>): string =>
	errors.length > 0
		? `Gong says: ${joinList(errors.map(({ line, description }) => (line > 0 ? `${quoteText(description)} (line ${line})` : quoteText(description))))}.`
		: 'Gong gave no reason.';
