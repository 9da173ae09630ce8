import { type Answer, failure } from '../answers';
import type { Company } from '../company';
import type { StoredIntegration } from '../integrations';
import { say } from '../sentences';

/**
 * The answer of a call that works at once on an integration. Gong does not document what it
 * answers where there is none; such a call cannot be accepted, so it is 400 or 404.
 */
export function findIntegration(
	company: Company,
	integrationId: string,
	answer: (integration: StoredIntegration) => Answer,
): Answer {
	const integration = company.integrations.find(integrationId);
	if (integration) return answer(integration);
	const status = company.settings.absentIntegration === 404 ? 404 : 400;
	return noIntegration(status, integrationId);
}

/** What is said of an integration that does not exist, or is gone. */
export function noIntegration(status: number, integrationId: string): Answer {
	return failure(status, say('noIntegration', { integrationId }));
}
