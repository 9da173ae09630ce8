import type { IDataObject, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { integrationProperty } from '../../../connection/integrationProperty';
import { toCallError } from '../../../connection/nodeErrors';
import { objectTypeProperty } from '../../../connection/objectTypeProperty';
import { readIntegrationId, readSetting } from '../../../connection/parameters';
import { storedTypes } from '../../../gong/objectFields';
import type { SchemaField } from '../../../gong/schemaFields';
import { eachItem } from '../eachItem';
import type { OperationRun } from '../operation';

const show = { resource: ['schemaField'], operation: ['getMany'] };

export const getManyProperties: INodeProperties[] = [
	{
		...integrationProperty('The CRM integration whose schema to read'),
		displayOptions: { show },
	},
	{
		...objectTypeProperty(storedTypes, {
			description: 'Whose fields to list',
			more: [{ name: 'All', value: 'all' }],
		}),
		default: 'all',
		displayOptions: { show },
	},
];

async function getManyForItem(
	{ context, client, authentication }: OperationRun,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	const integrationId = readIntegrationId(context, itemIndex);
	const chosen = readSetting(context, itemIndex, 'objectType', 'Object Type').asOneOf([
		'all',
		...storedTypes,
	]);
	const output: INodeExecutionData[] = [];
	// Gong marks the type as required, though it says that without one all come.
	for (const objectType of chosen === 'all' ? storedTypes : [chosen]) {
		const outcome = await client.listSchemaFields(integrationId, objectType);
		if (!outcome.ok)
			throw toCallError(context, itemIndex, outcome.answer, {
				purpose: 'schema',
				authentication,
			});
		for (const field of outcome.value)
			output.push({ json: describe(objectType, field), pairedItem: { item: itemIndex } });
	}
	return output;
}

/** A field in the words of Gong's API; what Gong does not say is null. */
const describe = (
	objectType: string,
	{ uniqueName, label, type, lastModified, isDeleted, referenceTo, orderedValueList }: SchemaField,
): IDataObject => ({
	objectType,
	uniqueName,
	label,
	type,
	lastModified,
	isDeleted,
	referenceTo,
	orderedValueList,
});

/** Lists the schema's fields, one item each. */
export const getMany = eachItem(getManyForItem);
