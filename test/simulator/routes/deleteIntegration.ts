import { failure } from '../answers';
import { SCOPES } from '../scopes';
import { clientRequestIdErrors, integrationIdErrors } from './parameters';
import { registration } from './registration';
import type { ApiRoute } from './route';

/** `DELETE /v2/crm/integrations`: registers a deletion, which then takes its time. */
export const deleteIntegration: ApiRoute = {
	method: 'DELETE',
	path: '/v2/crm/integrations',
	scope: SCOPES.deleteIntegration,
	answer(company, { query }) {
		const errors = [...integrationIdErrors(query), ...clientRequestIdErrors(query)];
		if (errors.length > 0) return failure(400, ...errors);

		return registration(company, query, () =>
			company.registerDeletion(query.integrationId, query.clientRequestId),
		);
	},
};
