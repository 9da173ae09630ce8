import { json } from '../answers';
import { type Call, parseParameters } from '../call';
import { parseBasic } from '../credentials/basic';
import type { TokenAnswer } from '../credentials/oauth';
import type { Route } from './route';

/**
 * `POST /oauth2/generate-customer-token`: tokens for a code or for a refresh token. Parameters
 * may be in the form body or in the query; the client must be in the `Basic` header.
 */
export const generateCustomerToken: Route = {
	method: 'POST',
	path: '/oauth2/generate-customer-token',
	answer(company, call) {
		const client = parseBasic(call.authorization);
		const { clientId, clientSecret } = company.oauth.settings;
		if (client?.user !== clientId || client.password !== clientSecret) {
			return refused(401, 'invalid_client', 'The client ID or its secret is wrong.');
		}
		const parameters = parametersOf(call);
		switch (parameters.grant_type) {
			case 'authorization_code':
				return granted(company.oauth.exchangeCode(parameters.code ?? '', parameters.redirect_uri));
			case 'refresh_token':
				return granted(company.oauth.refresh(parameters.refresh_token ?? ''));
			default:
				return refused(
					400,
					'unsupported_grant_type',
					'grant_type must be authorization_code or refresh_token.',
				);
		}
	},
};

function parametersOf(call: Call): Record<string, string> {
	const isForm = call.contentType === 'application/x-www-form-urlencoded';
	return { ...call.query, ...(isForm ? parseParameters(call.rawBody) : {}) };
}

function granted(token: TokenAnswer | undefined) {
	return token
		? json(200, token)
		: refused(400, 'invalid_grant', 'The token has been expired, used or revoked.');
}

function refused(status: number, error: string, description: string) {
	return json(status, { error, error_description: description });
}
