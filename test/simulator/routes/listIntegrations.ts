import { success } from '../answers';
import { SCOPES } from '../scopes';
import type { Route } from './route';

/** `GET /v2/crm/integrations`: those that exist, also while they are being deleted. */
export const listIntegrations: Route = {
	method: 'GET',
	path: '/v2/crm/integrations',
	scope: SCOPES.listIntegrations,
	answer(company) {
		return success(200, {
			integrations: company.integrations.list().map(({ integrationId, name, ownerEmail }) => ({
				integrationId: BigInt(integrationId),
				name,
				ownerEmail,
			})),
		});
	},
};
