import type { IDataObject } from 'n8n-workflow';
import { integrationProperty } from '../../../n8n/integrationProperty';
import { explainFailure } from '../../../n8n/nodeErrors';
import { objectTypeProperty } from '../../../n8n/objectTypeProperty';
import { combine, succeed } from '../../../n8n/result';
import { storedTypes } from '../../../gong/objectFields';
import type { SchemaField } from '../../../gong/schemaFields';
import { hintAtMore, limitProperties, readLimit } from '../../../items/limit';
import { itemOperation } from '../../../items/path';
import type { Operation } from '../operation';

/** What an item asks for. */
interface Wanted {
	integrationId: string;
	objectType: 'all' | (typeof storedTypes)[number];
	limit: number;
}

/** Lists the schema's fields, one item each. */
export const getMany: Operation = {
	name: 'Get Many',
	value: 'getMany',
	description: 'List the fields of the schema, one item each',
	action: 'Get many schema fields',
	isForAgents: true,
	properties: [
		integrationProperty('The CRM integration whose schema to read'),
		{
			...objectTypeProperty(storedTypes, {
				description: 'Whose fields to list',
				more: [{ name: 'All', value: 'all' }],
			}),
			default: 'all',
		},
		...limitProperties,
	],
	run: itemOperation<Wanted, IDataObject[]>({
		read: (parameters) =>
			combine<Wanted>({
				integrationId: parameters.integrationId(),
				objectType: parameters
					.get('objectType', 'Object Type')
					.asOneOf(['all' as const, ...storedTypes]),
				limit: readLimit(parameters),
			}),
		keyOf: ({ integrationId, objectType }) => `${integrationId} ${objectType}`,
		async act({ context, client, settings: { authentication } }, { inputs }) {
			const [{ integrationId, objectType: chosen }] = inputs;
			const fields: IDataObject[] = [];
			// Gong marks the type as required, though it says that without one all come.
			for (const objectType of chosen === 'all' ? storedTypes : [chosen]) {
				const outcome = await client.listSchemaFields(integrationId, objectType);
				if (!outcome.ok)
					return {
						ok: false,
						error: explainFailure(outcome.answer, { purpose: 'schema', authentication }),
					};
				fields.push(...outcome.value.map((field) => describeField(objectType, field)));
			}
			hintAtMore(context, fields.length, inputs);
			return succeed(fields);
		},
		spread: (fields, { limit }) => succeed(fields.slice(0, limit)),
	}),
};

/** A field in the words of Gong's API; what Gong does not say is null. */
const describeField = (
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
