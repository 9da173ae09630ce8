import { type Explanation, joinSentences } from '../connection/explain';
import { isFinalStatus } from '../gong/answers';
import type { Choices, Kind } from './kind';
import type { Deletion } from './request';
import { quoteErrors, explainTimeout, explainHowToFollow } from './words';

/**
 * Whether the integration is deleted, as far as it is known: `true` only where Gong said `DONE` to a
 * request that is known to be this deletion, or where its list does not have the integration any more.
 */
function isDeleted({ status, proof, alreadyGone }: Deletion): boolean | null {
	if (alreadyGone && status === 'DONE') return true;
	if (status !== 'DONE') return false;
	return proof === 'ours' || proof === 'absent' ? true : null;
}

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

function explainDeletionError(deletion: Deletion, choices: Choices): Explanation | null {
	const { integrationId, requestId, clientRequestId } = deletion;
	if (deletion.status === 'FAILED' && choices.onFailed === 'error')
		return {
			message: `Gong could not delete integration ${integrationId}`,
			description: joinSentences(
				quoteErrors(deletion),
				requestId && `(Gong's reference: ${requestId}).`,
				'The integration may be partly deleted. Run the workflow again, or ask Gong’s support about the client request ID',
				`${clientRequestId}.`,
			),
			httpCode: null,
		};
	if (deletion.timedOut && choices.onTimeout === 'error')
		return {
			message: `Gong is still deleting integration ${integrationId}`,
			description: joinSentences(
				explainTimeout(choices),
				explainHowToFollow(label(deletion), deletion),
			),
			httpCode: null,
		};
	return null;
}
