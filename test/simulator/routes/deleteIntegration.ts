import { failure, success } from '../answers';
import type { Company } from '../company';
import { SCOPES } from '../scopes';
import { requestIdErrors } from './parameters';
import type { Route } from './route';

/** `DELETE /v2/crm/integrations`: registers a deletion, which then takes its time. */
export const deleteIntegration: Route = {
	method: 'DELETE',
	path: '/v2/crm/integrations',
	scope: SCOPES.deleteIntegration,
	answer(company, { query }) {
		const errors = requestIdErrors(query);
		if (errors.length > 0) return failure(400, ...errors);

		const { integrationId, clientRequestId } = query;
		// Before anything about the integration: a repeated call must learn that its first one got
		// through, however far that deletion is by now.
		if (company.deletions.find(clientRequestId)) {
			return failure(409, `The client request ID ${clientRequestId} has already been used.`);
		}
		const integration = company.integrations.find(integrationId);
		if (!integration) return deleteAbsent(company, integrationId, clientRequestId);
		// Not documented by Gong.
		if (company.deletions.runningFor(integrationId).length > 0) {
			return failure(400, `The integration ${integrationId} is already being deleted.`);
		}
		integration.deletion = company.deletions.register(integrationId, clientRequestId, {
			...integration.plan,
		});
		return success(201, { clientRequestId });
	},
};

/** Gong does not document what it answers for an integration that does not exist. */
function deleteAbsent(company: Company, integrationId: string, clientRequestId: string) {
	const sentence = `The integration ${integrationId} does not exist.`;
	if (company.settings.deletionOfAbsent === 'reject') return failure(400, sentence);
	company.deletions.register(integrationId, clientRequestId, {
		...company.planFor({}),
		outcome: 'FAILED',
		errors: [{ line: 0, description: sentence }],
	});
	return success(201, { clientRequestId });
}
