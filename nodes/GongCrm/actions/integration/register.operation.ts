import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { toCallError, invalidInput } from '../../../connection/nodeErrors';
import { isTransient } from '../../../gong/answers';
import { eachItem } from '../eachItem';
import type { OperationRun } from '../operation';

const displayOptions = { show: { resource: ['integration'], operation: ['register'] } };

export const registerProperties: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Acme CRM',
		description: 'How Gong shows the integration',
		displayOptions,
	},
	{
		displayName: 'Owner Email',
		name: 'ownerEmail',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. crm-admin@example.com',
		description: 'Email address of the Gong user who is responsible for the integration',
		displayOptions,
	},
];

async function registerForItem(
	{ context, client, authentication }: OperationRun,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const read = (parameter: string, displayName: string, advice: string) => {
		const value = context.getNodeParameter(parameter, itemIndex) as unknown;
		if (typeof value === 'string' && value.trim() !== '') return value.trim();
		throw invalidInput(
			context,
			itemIndex,
			`The value of "${displayName}" is empty or not text`,
			advice,
		);
	};
	const name = read('name', 'Name', 'Enter the name under which Gong is to show the integration.');
	const ownerEmail = read(
		'ownerEmail',
		'Owner Email',
		'Enter the email address of the Gong user who is responsible for the integration.',
	);

	const outcome = await client.registerIntegration(name, ownerEmail);
	if (outcome.ok)
		return [
			{
				json: { integrationId: outcome.value, name, ownerEmail },
				pairedItem: { item: itemIndex },
			},
		];
	throw toCallError(context, itemIndex, outcome.answer, {
		purpose: 'register',
		authentication,
		state: isTransient(outcome.answer)
			? 'It is not known whether Gong registered it: look with Gong CRM: Get Many before you run this again.'
			: '',
	});
}

/** Registers a CRM integration and puts out its `integrationId` (exact, as text). */
export const register = eachItem(registerForItem);
