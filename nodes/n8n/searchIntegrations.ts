import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { GongClient } from '../gong/client';
import { DEFAULT_REQUESTS_PER_SECOND } from '../gong/pace';
import type { Authentication } from './authentication';
import { editorClock } from './executionClock';
import { toCallError } from './nodeErrors';
import { createSend } from './send';

/**
 * Lists the integrations for the picker, each as "name (ID, owner)". The filter looks at all three.
 * The value is the exact ID as text.
 */
export async function searchIntegrations(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const authentication = this.getNodeParameter('authentication', 'oAuth2') as Authentication;
	const client = new GongClient(
		createSend(this, authentication),
		editorClock(this),
		DEFAULT_REQUESTS_PER_SECOND,
	);
	const outcome = await client.listIntegrations();
	if (!outcome.ok) throw toCallError(this, outcome.answer, { purpose: 'list', authentication });
	const wanted = (filter ?? '').trim().toLowerCase();
	return {
		results: outcome.value
			.map(({ integrationId, name, ownerEmail }) => ({
				name: `${name} (${integrationId}, ${ownerEmail})`,
				value: integrationId,
			}))
			.filter(({ name }) => name.toLowerCase().includes(wanted)),
	};
}
