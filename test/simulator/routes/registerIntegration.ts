import { failure, success } from '../answers';
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
		const body = parseObject(call.rawBody);
		if (!body) return failure(400, 'The body must be a JSON object.');

		const { name, ownerEmail } = body;
		const errors: string[] = [];
		if (typeof name !== 'string' || name.trim() === '') {
			errors.push('name: a text is required.');
		}
		if (typeof ownerEmail !== 'string' || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(ownerEmail)) {
			errors.push('ownerEmail: an email address is required.');
		}
		if (errors.length > 0) return failure(400, ...errors);

		if (company.isFull()) {
			return failure(409, 'An active integration already exists. Delete it first.');
		}
		const { integrationId } = company.addIntegration({
			name: String(name),
			ownerEmail: String(ownerEmail),
		});
		return { ...success(200, { integrationId: BigInt(integrationId) }), integrationId };
	},
};

function parseObject(text: string): Record<string, unknown> | undefined {
	try {
		const value: unknown = JSON.parse(text);
		return isObject(value) ? value : undefined;
	} catch {
		return undefined;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
