import { isClientRequestId, isIntegrationId } from '../identifiers';

/** What is wrong with `integrationId` and `clientRequestId`, both required; empty when nothing. */
export function requestIdErrors(query: Record<string, string>): string[] {
	const errors: string[] = [];
	if (!query.integrationId) {
		errors.push('integrationId: this parameter is required.');
	} else if (!isIntegrationId(query.integrationId)) {
		errors.push('integrationId: must be an int64 from 1 to 9223372036854775807.');
	}
	if (!query.clientRequestId) {
		errors.push('clientRequestId: this parameter is required.');
	} else if (!isClientRequestId(query.clientRequestId)) {
		errors.push('clientRequestId: may contain letters, digits, "-" and "_" only.');
	}
	return errors;
}
