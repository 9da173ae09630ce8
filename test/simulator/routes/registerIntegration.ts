import { failure, success } from '../answers';
import { isEmail } from '../fields';
import { isRecord, parseJson } from '../json';
import { SCOPES } from '../scopes';
import { say, type Sentence } from '../sentences';
import type { ApiRoute } from './route';

/** `PUT /v2/crm/integrations`: registers an integration where there is none. */
export const registerIntegration: ApiRoute = {
	method: 'PUT',
	path: '/v2/crm/integrations',
	scope: SCOPES.registerIntegration,
	takes: 'application/json',
	answer(company, call) {
		const body = parseJson(call.rawBody);
		if (!isRecord(body)) return failure(400, say('noObject'));

		const { name, ownerEmail } = body;
		const errors: Sentence[] = [];
		if (typeof name !== 'string' || name.trim() === '') errors.push(say('noName'));
		if (!isEmail(ownerEmail)) errors.push(say('noOwner'));
		if (errors.length > 0) return failure(400, ...errors);

		if (company.isFull()) return failure(409, say('isFull'));
		const { integrationId } = company.addIntegration({
			name: String(name),
			ownerEmail: String(ownerEmail),
		});
		return { ...success(200, { integrationId: BigInt(integrationId) }), integrationId };
	},
};
