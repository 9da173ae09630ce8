import { combine, type Result, succeed } from '../../../n8n/result';
import type { ItemParameters } from '../../../n8n/parameters';
import { objectTypeLabels } from '../../../gong/objectFields';
import {
	type FieldDefinition,
	referenceTargets,
	type SchemaFieldType,
	schemaFieldTypes,
} from '../../../gong/schemaFields';
import type { Operation } from '../operation';
import { changeSchema } from './changeSchema';
import { readUniqueName, whichFieldProperties } from './whichField';

const types = Object.keys(schemaFieldTypes) as SchemaFieldType[];

/** Creates fields of the schema, or changes them; nothing is lost by omission. */
export const upsert: Operation = {
	name: 'Create or Update',
	value: 'upsert',
	description: 'Create a new record, or update the current one if it already exists (upsert)',
	action: 'Create or update schema field',
	properties: [
		...whichFieldProperties,
		{
			displayName: 'Label',
			name: 'label',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. Renewal Date',
			description: 'How Gong shows the field',
		},
		{
			displayName: 'Type',
			name: 'type',
			type: 'options',
			options: types.map((value) => ({ name: schemaFieldTypes[value].label, value })),
			default: 'STRING',
			description:
				'What the field holds. Changing the type of an existing field deletes its values in Gong.',
		},
		{
			displayName: 'Reference To',
			name: 'referenceTo',
			type: 'options',
			options: referenceTargets.map((value) => ({
				name: value === 'USER' ? 'User' : objectTypeLabels[value],
				value,
			})),
			default: 'ACCOUNT',
			description: 'What the ID in this field points to',
			displayOptions: { show: { type: ['REFERENCE'] } },
		},
		{
			displayName: 'Picklist Values',
			name: 'picklistValues',
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Value' },
			default: [],
			placeholder: 'e.g. Gold',
			description: 'The values to choose from, in Gong’s order',
			displayOptions: { show: { type: ['PICKLIST'] } },
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Allow Data Loss',
					name: 'allowDataLoss',
					type: 'boolean',
					default: false,
					description:
						'Whether to change the type of an existing field, what it refers to, or remove picklist values. Gong deletes its values from every object, or may do so.',
				},
			],
		},
	],
	run: changeSchema((parameters) =>
		combine({
			dryRun: succeed(false),
			edit: combine({
				do: succeed('upsert' as const),
				field: readField(parameters),
				allowDataLoss: parameters
					.collection('options', 'Options')('allowDataLoss', 'Allow Data Loss')
					.asBoolean(false),
			}),
		}),
	),
};

function readField(parameters: ItemParameters): Result<FieldDefinition> {
	const type = parameters.get('type', 'Type').asOneOf(types);
	if (!type.ok) return type;
	return combine<FieldDefinition>({
		uniqueName: readUniqueName(parameters),
		label: parameters.get('label', 'Label').asText('Enter the label to show in Gong.'),
		type,
		referenceTo:
			type.value === 'REFERENCE'
				? parameters.get('referenceTo', 'Reference To').asOneOf(referenceTargets)
				: succeed(null),
		orderedValueList:
			type.value === 'PICKLIST'
				? parameters
						.get('picklistValues', 'Picklist Values')
						.accept(readPicklist, 'Add at least one value. Each must be text, and different.')
				: succeed(null),
	});
}

const readPicklist = (values: unknown): string[] | undefined =>
	Array.isArray(values) &&
	values.length > 0 &&
	values.every((value) => typeof value === 'string' && value.trim() !== '') &&
	new Set(values).size === values.length
		? (values as string[])
		: undefined;
