import type { Authentication } from '../n8n/authentication';
import { type Purpose, quoteAnswer } from '../n8n/explain';
import { joinSentences } from '../text/sentences';
import { explainFailure } from '../n8n/nodeErrors';
import type { ItemError } from '../n8n/result';
import type { Kind } from '../requests/kind';
import type { Failure } from '../gong/client';
import type { Refusal } from './nextStep';

/** What a refusal is about. */
export interface About {
	kind: Kind;
	integrationId: string;
	clientRequestId: string;
	expectedName: string | null;
	authentication: Authentication;
}

const notAsked = 'Gong was not asked to delete it.';

/**
 * Says why a request was not made, what is known of it, and what to do. "Nothing was deleted" would be
 * said of more than this try knows: an earlier one may have got through.
 */
export function explainRefusal(refusal: Refusal, about: About): ItemError {
	const { integrationId, clientRequestId, expectedName, authentication } = about;
	const explained = (answer: Failure, purpose: Purpose, state: string) =>
		explainFailure(answer, { purpose, authentication, state });
	const untold = (answer: Failure | null, state: string): ItemError =>
		answer
			? explained(answer, 'status', state)
			: {
					message: 'Gong does not say what became of the request',
					description: state,
					httpCode: null,
				};
	switch (refusal.why) {
		case 'notLookedUp':
			return explained(
				refusal.answer,
				'list',
				`${notAsked} 'Dry Run' and 'Expected Integration Name' look the integration up first.`,
			);
		case 'misnamed': {
			const { name, ownerEmail } = refusal.integration;
			return {
				message: `The integration is named "${name}", not "${expectedName}"`,
				// It is in Gong’s list, and nobody can rename an integration through the API.
				description: `Nothing was deleted. Integration ${integrationId} belongs to ${ownerEmail}. Check 'Integration', or change 'Expected Integration Name'.`,
				httpCode: null,
				isOurs: true,
			};
		}
		case 'notFound':
			return {
				message: `Gong has no integration with the ID ${integrationId}`,
				description: joinSentences(
					refusal.lost && mayBeRegistered(about),
					"Check 'Integration': pick it from the list, or compare the ID digit by digit. If it may be gone already, set 'If Integration Is Not Found' to 'Continue as Already Deleted'.",
					refusal.answer && quoteAnswer(refusal.answer),
				),
				httpCode: refusal.answer && codeOf(refusal.answer),
			};
		case 'mayBeDeleting':
			return untold(
				refusal.answer,
				`Gong’s list does not have integration ${integrationId}. It may be gone, or an earlier request may be deleting it. ${howToFindOut(about)}`,
			);
		case 'idUsed':
			return {
				message: `The client request ID "${clientRequestId}" was already used`,
				description: joinSentences(
					"Nothing new was requested. Enter another ID, leave 'Client Request ID' empty, or set 'If Request ID Was Already Used' to 'Follow the Earlier Request'.",
					refusal.answer && quoteAnswer(refusal.answer),
				),
				httpCode: '409',
			};
		case 'idOfAnother':
			return {
				message: `The client request ID "${clientRequestId}" was already used for something else`,
				description: joinSentences(
					`Gong knows it, but not for integration ${integrationId}. Nothing was started. If you used it for this integration in the last two minutes, wait and run this again. Otherwise enter another ID, or leave 'Client Request ID' empty.`,
					refusal.answer && quoteAnswer(refusal.answer),
				),
				httpCode: '409',
			};
		case 'cannotTell':
			return untold(
				refusal.answer,
				`Gong says that the client request ID ${clientRequestId} was used before, but not what became of it. ${howToFindOut(about)}`,
			);
		case 'refused': {
			const { answer, lost, listReply } = refusal;
			return explained(
				answer,
				about.kind.purpose,
				joinSentences(
					lost
						? mayBeRegistered(about)
						: answer.kind === 'refused'
							? 'Gong did not accept this, so nothing was started.'
							: 'Nothing reached Gong.',
					listReply?.kind === 'listed' && 'The integration is in Gong’s list.',
					listReply?.kind === 'unanswered' && 'Looking the integration up did not work either.',
				),
			);
		}
	}
}

const codeOf = (answer: Failure): string | null =>
	'status' in answer ? String(answer.status) : null;

const mayBeRegistered = (about: About): string =>
	`Gong may or may not have registered it. ${howToFindOut(about)}`;

const howToFindOut = ({ integrationId, clientRequestId }: About): string =>
	`To find out, use Gong CRM: Get Status with integration ${integrationId} and the client request ID ${clientRequestId}.`;
