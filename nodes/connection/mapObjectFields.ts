import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { GongClient } from '../gong/client';
import {
	type FieldKind,
	isStored,
	type ObjectField,
	type ObjectType,
	standardFields,
} from '../gong/objectFields';
import { asObjectField } from '../gong/schemaFields';
import type { Authentication } from './authentication';
import { executionClock } from './executionClock';
import { createSend } from './send';

/** What a builder fills a field in with. IDs and dates are text: n8n would round or shift others. */
const inputOf: Record<FieldKind, FieldType> = {
	boolean: 'boolean',
	date: 'string',
	dateTime: 'string',
	email: 'string',
	enumeration: 'options',
	id: 'string',
	number: 'number',
	order: 'number',
	percent: 'number',
	reference: 'string',
	text: 'string',
	texts: 'array',
	unknown: 'string',
	url: 'string',
};

/** What a label says of the kind, where the input does not. */
const formOf: Partial<Record<FieldKind, string>> = {
	date: 'date',
	dateTime: 'date and time',
	email: 'email',
	id: 'ID',
	percent: '0 to 100',
	reference: 'ID',
	texts: 'list',
	url: 'URL',
};

/**
 * The fields of an object type as columns: Gong's own, and those of the schema where the credential may
 * read it. Where it may not, Gong's own are all that a builder sees.
 */
export async function mapObjectFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const objectType = this.getNodeParameter('objectType', '') as ObjectType | '';
	if (objectType === '') return { fields: [], emptyFieldsNotice: 'Choose an object type first' };
	const standard = standardFields(objectType);
	const taken = new Set(standard.map(({ name }) => name));
	const own = (await readSchema(this, objectType)).filter(({ name }) => !taken.has(name));
	return {
		fields: [
			...standard.map((field) => toColumn(field, '')),
			...own.map((field) => toColumn(field, 'schema field')),
		],
	};
}

async function readSchema(
	context: ILoadOptionsFunctions,
	objectType: ObjectType,
): Promise<ObjectField[]> {
	const integrationId = context.getCurrentNodeParameter('integrationId', { extractValue: true });
	// An expression has no value while the workflow is being made.
	if (!isStored(objectType) || !/^[1-9]\d*$/.test(String(integrationId))) return [];
	const authentication = context.getNodeParameter('authentication', 'oAuth2') as Authentication;
	const client = new GongClient(createSend(context, authentication), executionClock(context), 3);
	const fields = await client.listSchemaFields(String(integrationId), objectType);
	return fields.ok ? fields.value.filter(({ isDeleted }) => !isDeleted).map(asObjectField) : [];
}

const toColumn = (field: ObjectField, origin: string): ResourceMapperField => {
	const { name, label, kind, isMandatory = false, isFilledIn = false, values } = field;
	const form = formOf[kind] ?? '';
	const isInLabel = label.toLowerCase().includes(form.toLowerCase());
	const about = [isInLabel ? '' : form, origin].filter((part) => part !== '').join(', ');
	return {
		id: name,
		displayName: about ? `${label} (${about})` : label,
		required: isMandatory && !isFilledIn,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type: inputOf[kind],
		...(values && { options: values.map((value) => ({ name: value, value })) }),
	};
};
