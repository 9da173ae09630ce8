import { failure, success } from '../answers';
import { SCOPES } from '../scopes';
import { requestIdErrors } from './parameters';
import type { Route } from './route';

/** A status answer lists no more errors than this (source: Gong's API reference). */
const MOST_ERRORS = 20;

/** `GET /v2/crm/request-status`: how far a deletion is. */
export const getRequestStatus: Route = {
	method: 'GET',
	path: '/v2/crm/request-status',
	// Gong's reference names this scope for bearer tokens. The key pair needs it here too.
	scope: SCOPES.requestStatus,
	answer(company, { query }) {
		const errors = requestIdErrors(query);
		if (errors.length > 0) return failure(400, ...errors);

		const { integrationId, clientRequestId } = query;
		const deletion = company.deletions.find(clientRequestId);
		// Gong does not document its answer for a pair it does not know; 400 is the nearest that its
		// reference lists.
		if (deletion?.integrationId !== integrationId) {
			return failure(
				400,
				`There is no request ${clientRequestId} for the integration ${integrationId}.`,
			);
		}
		const status = company.deletions.status(deletion);
		const requestErrors = status === 'FAILED' ? deletion.plan.errors : [];
		const answer = success(200, {
			status,
			errors: requestErrors.slice(0, MOST_ERRORS),
			totalErrorCount: requestErrors.length,
			// Gong does not say what this counts for a deletion; here the integration itself.
			totalSuccessCount: status === 'DONE' ? 1 : 0,
		});
		return { ...answer, answeredStatus: status };
	},
};
