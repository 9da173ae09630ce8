import type { INodeExecutionData } from 'n8n-workflow';
import { unhelpfulAnswer } from '../../../connection/nodeErrors';
import type { OperationRun } from '../operation';

/** Lists the CRM integrations: `integrationId` (exact, as text), `name`, `ownerEmail`. */
export async function getMany(
	{ context, client, authentication }: OperationRun,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const outcome = await client.listIntegrations();
	if (!outcome.ok)
		throw unhelpfulAnswer(context, itemIndex, outcome.answer, { purpose: 'list', authentication });
	return outcome.value.map((integration) => ({
		json: { ...integration },
		pairedItem: { item: itemIndex },
	}));
}
