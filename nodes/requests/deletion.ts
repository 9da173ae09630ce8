import { quoteReference } from '../text/quotes';
import { joinSentences } from '../text/sentences';
import type { ItemError } from '../n8n/result';
import { isFinalStatus } from '../gong/answers';
import type { Choices, Kind } from './kind';
import { isDeleted } from './proof';
import type { Deletion } from './request';
import { quoteErrors, explainTimeout, explainHowToFollow, isMadeElsewhere } from './words';

/** What the next node gets: always these fields, in this order. */
export function describeDeletion(deletion: Deletion) {
	const { integrationId, clientRequestId, requestId, status } = deletion;
	return {
		integrationId,
		status,
		deleted: isDeleted(deletion),
		finished: isFinalStatus(status),
		timedOut: deletion.timedOut,
		alreadyGone: deletion.alreadyGone,
		recovered: deletion.recovered,
		errors: deletion.errors,
		clientRequestId,
		requestId,
		submittedAt: deletion.submittedAt,
		finishedAt: deletion.finishedAt,
		lastCheckedAt: deletion.lastCheckedAt,
		statusChecks: deletion.statusChecks,
	};
}

const label = ({ integrationId }: Deletion): string =>
	`The deletion of integration ${integrationId}`;

/** Deletions of a CRM integration. */
export const deletionKind: Kind<Deletion> = {
	purpose: 'delete',
	label,
	verbPhrase: ({ integrationId }) => `delete ${integrationId}`,
	summary: describeDeletion,
	failsFast: true,
	summarizeErrors: ([first]) => first,
	results(deletion, choices) {
		const error = explainDeletionError(deletion, choices);
		return deletion.items.map(() => ({ json: describeDeletion(deletion), error }));
	},
};

function explainDeletionError(deletion: Deletion, choices: Choices): ItemError | null {
	const { integrationId, requestId, clientRequestId } = deletion;
	if (deletion.status === 'FAILED' && choices.onFailed === 'error')
		return {
			message: `Gong could not delete integration ${integrationId}`,
			description: joinSentences(
				quoteErrors(deletion),
				quoteReference(requestId),
				'The integration may be partly deleted.',
				// Asking for its status again would not delete it.
				isMadeElsewhere(deletion) ? 'Delete it again,' : 'Run the workflow again,',
				`or ask Gong’s support about the client request ID ${clientRequestId}.`,
			),
			httpCode: null,
		};
	if (deletion.timedOut && choices.onTimeout === 'error')
		return {
			message:
				isDeleted(deletion) === null
					? `Gong did not say what became of the deletion of integration ${integrationId}`
					: `Gong is still deleting integration ${integrationId}`,
			description: joinSentences(
				explainTimeout(choices),
				explainHowToFollow(label(deletion), deletion),
			),
			httpCode: null,
			isOurs: true,
		};
	return null;
}
