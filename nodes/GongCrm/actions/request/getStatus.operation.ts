import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { unhelpfulAnswer } from '../../../connection/nodeErrors';
import { integrationProperty } from '../../../connection/integrationProperty';
import { acceptClientRequestId, readIntegrationId } from '../../../connection/parameters';
import { checked, describeDeletion, submitted } from '../../../requests/request';
import type { OperationRun } from '../operation';

const displayOptions = { show: { resource: ['request'], operation: ['getStatus'] } };

export const getStatusProperties: INodeProperties[] = [
	{
		...integrationProperty('The CRM integration that the request is about'),
		displayOptions,
	},
	{
		displayName: 'Client Request ID',
		name: 'clientRequestId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.clientRequestId }}',
		description: 'What the request was made with: an output field of Delete CRM Integration',
		displayOptions,
	},
	// Set only by the sub-workflow that Delete CRM Integration waits in.
	{ displayName: 'Watch', name: 'watch', type: 'hidden', default: '', displayOptions },
];

/** Asks how far a deletion is. The output has the fields of Delete CRM Integration. */
export async function getStatus(
	{ context, client, authentication }: OperationRun,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const integrationId = readIntegrationId(context, itemIndex);
	const clientRequestId = acceptClientRequestId(
		context,
		itemIndex,
		context.getNodeParameter('clientRequestId', itemIndex),
	);
	const outcome = await client.getRequestStatus(integrationId, clientRequestId);
	if (!outcome.ok)
		throw unhelpfulAnswer(context, itemIndex, outcome.answer, {
			purpose: 'status',
			authentication,
			state: [400, 404].includes(statusOf(outcome.answer))
				? 'Check that both IDs are of the same request.'
				: '',
		});
	const now = Date.now();
	const asked = submitted(
		integrationId,
		clientRequestId,
		{ requestId: null, recovered: false },
		now,
	);
	return [
		{
			json: {
				// When it was submitted, nobody but the submitting run knows.
				...describeDeletion(checked({ ...asked, submittedAt: null }, outcome.value, now)),
			},
			pairedItem: { item: itemIndex },
		},
	];
}

const statusOf = (answer: { kind: string; status?: number }): number => answer.status ?? 0;
