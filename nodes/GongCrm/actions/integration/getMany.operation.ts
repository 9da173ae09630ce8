import { explainFailure } from '../../../connection/nodeErrors';
import { succeed } from '../../../connection/result';
import type { CrmIntegration } from '../../../gong/answers';
import { itemOperation } from '../../../items/path';
import type { Operation } from '../operation';

/** Lists the CRM integrations: `integrationId` (exact, as text), `name`, `ownerEmail`. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getMany',
	description: 'List the CRM integrations, one item each, with exact IDs',
	action: 'Get many CRM integrations',
	isForAgents: true,
	properties: [],
	run: itemOperation<null, CrmIntegration[]>({
		read: () => succeed(null),
		keyOf: () => '',
		async act({ client, settings: { authentication } }) {
			const outcome = await client.listIntegrations();
			return outcome.ok
				? outcome
				: { ok: false, error: explainFailure(outcome.answer, { purpose: 'list', authentication }) };
		},
		spread: (integrations) => succeed(integrations.map((integration) => ({ ...integration }))),
	}),
};
