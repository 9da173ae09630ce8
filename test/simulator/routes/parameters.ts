import { isClientRequestId, isIntegrationId } from '../identifiers';
import { say, type Sentence } from '../sentences';

type Query = Record<string, string>;

/** What is wrong with `integrationId`, which is required; empty when nothing. */
export function integrationIdErrors({ integrationId }: Query): Sentence[] {
	if (!integrationId) return [say('missingParameter', { parameter: 'integrationId' })];
	if (isIntegrationId(integrationId)) return [];
	return [say('wrongIntegrationId')];
}

/** What is wrong with `clientRequestId`, which is required; empty when nothing. */
export function clientRequestIdErrors({ clientRequestId }: Query): Sentence[] {
	if (!clientRequestId) return [say('missingParameter', { parameter: 'clientRequestId' })];
	if (isClientRequestId(clientRequestId)) return [];
	return [say('wrongClientRequestId')];
}

/** What is wrong with `objectType`, which must be one of `types`; empty when nothing. */
export function objectTypeErrors({ objectType }: Query, types: readonly string[]): Sentence[] {
	if (!objectType) return [say('missingParameter', { parameter: 'objectType' })];
	return types.includes(objectType) ? [] : [say('wrongObjectType', { types: types.join(', ') })];
}
