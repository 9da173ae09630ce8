import { explainFailure } from '../../../n8n/nodeErrors';
import { combine, succeed } from '../../../n8n/result';
import type { CrmIntegration } from '../../../gong/answers';
import { hintAtMore, limitProperties, readLimit } from '../../../items/limit';
import { itemOperation } from '../../../items/path';
import type { Operation } from '../operation';

/** Lists the CRM integrations: `integrationId` (exact, as text), `name`, `ownerEmail`. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getMany',
	description: 'List the CRM integrations, one item each, with exact IDs',
	action: 'Get many CRM integrations',
	isForAgents: true,
	properties: limitProperties,
	run: itemOperation<{ limit: number }, CrmIntegration[]>({
		read: (parameters) => combine({ limit: readLimit(parameters) }),
		keyOf: () => '',
		async act({ context, client, settings: { authentication } }, { inputs }) {
			const outcome = await client.listIntegrations();
			if (!outcome.ok)
				return {
					ok: false,
					error: explainFailure(outcome.answer, { purpose: 'list', authentication }),
				};
			hintAtMore(context, outcome.value.length, inputs);
			return outcome;
		},
		spread: (integrations, { limit }) =>
			succeed(integrations.slice(0, limit).map((integration) => ({ ...integration }))),
	}),
};
