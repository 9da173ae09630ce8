import { failure, success } from '../answers';
import { isEmail } from '../fields';
import { isRecord, parseJson } from '../json';
import { SCOPES } from '../scopes';
import type { Route } from './route';

/** `PUT /v2/crm/integrations`: registers an integration where there is none. */
export const registerIntegration: Route = {
	method: 'PUT',
	path: '/v2/crm/integrations',
	scope: SCOPES.registerIntegration,
	answer(company, call) {
		if (call.contentType !== 'application/json') {
			return failure(400, 'The body must be JSON, with Content-Type: application/json.');
		}
		const body = parseJson(call.rawBody);
		if (!isRecord(body)) return failure(400, 'The body must be a JSON object.');

		const { name, ownerEmail } = body;
		const errors: string[] = [];
		if (typeof name !== 'string' || name.trim() === '') {
			errors.push('name: a text is required.');
		}
		if (!isEmail(ownerEmail)) {
			errors.push('ownerEmail: an email address is required.');
		}
		if (errors.length > 0) return failure(400, ...errors);

		if (company.isFull()) {
			return failure(
				409,
				// Gong's words, from a recorded answer of the live service.
				'Your organization already has an active GENERIC CRM integration. Only 1 active integration is supported.',
			);
		}
		const { integrationId } = company.addIntegration({
			name: String(name),
			ownerEmail: String(ownerEmail),
		});
		return { ...success(200, { integrationId: BigInt(integrationId) }), integrationId };
	},
};
