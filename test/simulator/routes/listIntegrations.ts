import { success } from '../answers';
import { SCOPES } from '../scopes';
import type { ApiRoute } from './route';

/** `GET /v2/crm/integrations`: which those are is a switch. */
export const listIntegrations: ApiRoute = {
	method: 'GET',
	path: '/v2/crm/integrations',
	scope: SCOPES.listIntegrations,
	answer(company) {
		return success(200, {
			integrations: company.integrations.listed().map(({ integrationId, name, ownerEmail }) => ({
				integrationId: BigInt(integrationId),
				name,
				ownerEmail,
			})),
		});
	},
};
