import { type Answer, failure, success } from '../answers';
import type { Company } from '../company';
import { say } from '../sentences';
import { noIntegration } from './integration';

/**
 * Registers a deletion or an upload under a client request ID, or says why not. Gong documents
 * the 409 for a used ID; the rest, and which comes first, are switches.
 */
export function registration(
	company: Company,
	query: Record<string, string>,
	register: () => void,
): Answer {
	const { integrationId, clientRequestId } = query;
	const usedId = company.requests.isUsed(integrationId, clientRequestId)
		? failure(409, say('usedId', { clientRequestId }))
		: undefined;
	const integration = integrationRefusal(company, integrationId);
	const refusal = company.settings.usedIdCheckedFirst
		? (usedId ?? integration)
		: (integration ?? usedId);
	if (refusal) return refusal;
	register();
	return success(201, { clientRequestId });
}

function integrationRefusal(company: Company, integrationId: string): Answer | undefined {
	const { absentIntegration, beingDeletedIntegration } = company.settings;
	if (!company.integrations.find(integrationId)) {
		return absentIntegration === 'accept'
			? undefined
			: noIntegration(absentIntegration, integrationId);
	}
	if (beingDeletedIntegration === 'accept' || !company.integrations.isBeingDeleted(integrationId)) {
		return undefined;
	}
	return failure(beingDeletedIntegration, say('beingDeleted', { integrationId }));
}
