import { isClientRequestId, isIntegrationId } from '../identifiers';

type Query = Record<string, string>;

/** What is wrong with `integrationId`, which is required; empty when nothing. */
export function integrationIdErrors({ integrationId }: Query): string[] {
	if (!integrationId) return ['integrationId: this parameter is required.'];
	if (isIntegrationId(integrationId)) return [];
	return ['integrationId: must be an int64 from 1 to 9223372036854775807.'];
}

/** What is wrong with `clientRequestId`, which is required; empty when nothing. */
export function clientRequestIdErrors({ clientRequestId }: Query): string[] {
	if (!clientRequestId) return ['clientRequestId: this parameter is required.'];
	if (isClientRequestId(clientRequestId)) return [];
	return ['clientRequestId: may contain letters, digits, "-" and "_" only.'];
}

/** What is wrong with `objectType`, which must be one of `types`; empty when nothing. */
export function objectTypeErrors({ objectType }: Query, types: readonly string[]): string[] {
	if (!objectType) return ['objectType: this parameter is required.'];
	return types.includes(objectType) ? [] : [`objectType: must be one of ${types.join(', ')}.`];
}
