import { type Answer, failure, success } from '../answers';
import type { Company } from '../company';
import type { RequestResult, RequestStatus } from '../requests';
import { SCOPES } from '../scopes';
import { say } from '../sentences';
import { noIntegration } from './integration';
import { clientRequestIdErrors, integrationIdErrors } from './parameters';
import type { ApiRoute } from './route';

/** A status answer lists no more errors than this (source: Gong's API reference). */
const MOST_ERRORS = 20;

/** `GET /v2/crm/request-status`: how far a deletion or an upload is; it does not say which. */
export const getRequestStatus: ApiRoute = {
	method: 'GET',
	path: '/v2/crm/request-status',
	// Gong's reference names this scope for bearer tokens. The key pair needs it here too.
	scope: SCOPES.upload,
	answer(company, { query }) {
		const errors = [...integrationIdErrors(query), ...clientRequestIdErrors(query)];
		if (errors.length > 0) return failure(400, ...errors);

		const { integrationId, clientRequestId } = query;
		const { statusReadable, statusReadableAfter, statusOnceGone } = company.settings;
		if (statusOnceGone !== 'readable' && company.integrations.isGone(integrationId)) {
			return noIntegration(statusOnceGone, integrationId);
		}
		const request = company.requests.find(integrationId, clientRequestId);
		if (!request) return unknownRequest(company, query);
		if (statusReadable !== 'at once' && request.age < statusReadableAfter) {
			return noRequest(statusReadable, query);
		}
		return statusAnswer(request.status(), request.result);
	},
};

function unknownRequest({ settings }: Company, query: Record<string, string>): Answer {
	return settings.unknownRequest === 'PENDING'
		? statusAnswer('PENDING')
		: noRequest(settings.unknownRequest, query);
}

function noRequest(status: number, query: Record<string, string>): Answer {
	const { integrationId, clientRequestId } = query;
	return failure(status, say('noRequest', { clientRequestId, integrationId }));
}

function statusAnswer(status: RequestStatus, result?: RequestResult): Answer {
	const answer = success(200, {
		status,
		errors: result?.errors.slice(0, MOST_ERRORS) ?? [],
		totalErrorCount: result?.errors.length ?? 0,
		totalSuccessCount: result?.successCount ?? 0,
	});
	return { ...answer, answeredStatus: status };
}
