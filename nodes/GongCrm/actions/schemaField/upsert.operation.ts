import type { INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { invalidInput } from '../../../connection/nodeErrors';
import { readOptions, readSetting } from '../../../connection/parameters';
import {
	referenceTargets,
	type SchemaFieldType,
	schemaFieldTypes,
	type FieldDefinition,
} from '../../../gong/schemaFields';
import type { OperationRun } from '../operation';
import { changeSchema } from './changeSchema';
import { whichFieldProperties } from './whichField';

const show = { resource: ['schemaField'], operation: ['upsert'] };
const types = Object.keys(schemaFieldTypes) as SchemaFieldType[];

export const upsertProperties: INodeProperties[] = [
	...whichFieldProperties(show),
	{
		displayName: 'Label',
		name: 'label',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Renewal Date',
		description: 'How Gong shows the field',
		displayOptions: { show },
	},
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: types.map((value) => ({ name: schemaFieldTypes[value].label, value })),
		default: 'STRING',
		description:
			'What the field holds. Changing the type of an existing field deletes its values in Gong.',
		displayOptions: { show },
	},
	{
		displayName: 'Reference To',
		name: 'referenceTo',
		type: 'options',
		options: [
			{ name: 'Account', value: 'ACCOUNT' },
			{ name: 'Contact', value: 'CONTACT' },
			{ name: 'Deal', value: 'DEAL' },
			{ name: 'Lead', value: 'LEAD' },
			{ name: 'User', value: 'USER' },
		],
		default: 'ACCOUNT',
		description: 'What the ID in this field points to',
		displayOptions: { show: { ...show, type: ['REFERENCE'] } },
	},
	{
		displayName: 'Picklist Values',
		name: 'picklistValues',
		type: 'string',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Value' },
		default: [],
		placeholder: 'e.g. Gold',
		description: 'What the field can hold, in the order in which Gong shows it',
		displayOptions: { show: { ...show, type: ['PICKLIST'] } },
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		displayOptions: { show },
		options: [
			{
				displayName: 'Allow Data Loss',
				name: 'allowDataLoss',
				type: 'boolean',
				default: false,
				description:
					'Whether to change the type of an existing field, or what it refers to: Gong deletes its values from every object, or may do so',
			},
		],
	},
];

/** Creates fields of the schema, or changes them; nothing is lost by omission. */
export const upsert = async (run: OperationRun): Promise<INodeExecutionData[]> =>
	await changeSchema(run, {
		dryRun: () => false,
		wish: (item) => {
			const { context } = run;
			const option = readOptions(context, item, 'options', 'Options');
			return {
				do: 'upsert',
				field: readWanted(run, item),
				allowDataLoss: option('allowDataLoss', 'Allow Data Loss')?.asBoolean() ?? false,
			};
		},
	});

function readWanted({ context }: OperationRun, item: number): FieldDefinition {
	const read = (name: string, displayName: string) => readSetting(context, item, name, displayName);
	const type = read('type', 'Type').asOneOf(types);
	return {
		uniqueName: read('uniqueName', 'Unique Name').asText('Enter the name of the field.'),
		label: read('label', 'Label').asText('Enter the label that Gong is to show.'),
		type,
		referenceTo:
			type === 'REFERENCE' ? read('referenceTo', 'Reference To').asOneOf(referenceTargets) : null,
		orderedValueList: type === 'PICKLIST' ? readPicklist(context, item) : null,
	};
}

function readPicklist(context: OperationRun['context'], item: number): string[] {
	const values: unknown = context.getNodeParameter('picklistValues', item);
	const isUsable =
		Array.isArray(values) &&
		values.length > 0 &&
		values.every((value) => typeof value === 'string' && value.trim() !== '') &&
		new Set(values).size === values.length;
	if (isUsable) return values as string[];
	throw invalidInput(
		context,
		item,
		'The value of "Picklist Values" is not usable',
		'Add at least one value; each is a text, and stands once.',
	);
}
