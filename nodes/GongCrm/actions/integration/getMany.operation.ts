import type { INodeExecutionData } from 'n8n-workflow';
import { toCallError } from '../../../connection/nodeErrors';
import { eachItem } from '../eachItem';
import type { OperationRun } from '../operation';

async function getManyForItem(
	{ context, client, authentication }: OperationRun,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const outcome = await client.listIntegrations();
	if (!outcome.ok)
		throw toCallError(context, itemIndex, outcome.answer, { purpose: 'list', authentication });
	return outcome.value.map((integration) => ({
		json: { ...integration },
		pairedItem: { item: itemIndex },
	}));
}

/** Lists the CRM integrations: `integrationId` (exact, as text), `name`, `ownerEmail`. */
export const getMany = eachItem(getManyForItem);
