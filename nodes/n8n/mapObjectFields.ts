import type {
	FieldType,
	ILoadOptionsFunctions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';
import { GongClient } from '../gong/client';
import { DEFAULT_REQUESTS_PER_SECOND } from '../gong/pace';
import {
	type FieldKind,
	isStored,
	type ObjectField,
	type ObjectType,
	standardFields,
} from '../gong/objectFields';
import { asObjectField } from '../gong/schemaFields';
import { lacksScope } from '../gong/scopes';
import type { Authentication } from './authentication';
import { editorClock } from './executionClock';
import { toCallError } from './nodeErrors';
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
 * read it. Where its scope is missing, Gong's own are all, and a note says so.
 *
 * @throws NodeApiError where the schema cannot be read for another reason: n8n's editor then shows that it
 * cannot get the fields, with *Retry*. Gong's own fields alone would pass for all that there are, and n8n
 * would save them in place of the columns that the builder had
 */
export async function mapObjectFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
	const objectType = this.getNodeParameter('objectType', '') as ObjectType | '';
	if (objectType === '') return { fields: [], emptyFieldsNotice: 'Choose an object type first' };
	const standard = standardFields(objectType);
	const taken = new Set(standard.map(({ name }) => name));
	const schema = await readSchema(this, objectType);
	return {
		fields: [
			...standard.map((field) => toColumn(field, schema === 'lacksScope' ? noteOn(field) : '')),
			...(schema === 'lacksScope' ? [] : schema)
				.filter(({ name }) => !taken.has(name))
				.map((field) => toColumn(field, 'schema field')),
		],
	};
}

/**
 * That the fields of the schema are missing, on the label of the one column that the editor always shows.
 * It has no other place beside columns: `emptyFieldsNotice` is shown only where there are none, a column's
 * `description` is not read, and all columns but required ones wait in a drop-down list until the builder
 * adds them (`ResourceMapper` of n8n's editor 2.41, with `addAllFields: false`).
 */
const noteOn = ({ name }: ObjectField): string =>
	name === 'objectId' ? 'the fields of your schema need the scope api:crm:schema' : '';

/** The schema's fields of the type; none where there is no schema to ask for yet. */
async function readSchema(
	context: ILoadOptionsFunctions,
	objectType: ObjectType,
): Promise<ObjectField[] | 'lacksScope'> {
	const integrationId = context.getCurrentNodeParameter('integrationId', { extractValue: true });
	// An expression has no value while the workflow is being made.
	if (!isStored(objectType) || !/^[1-9]\d*$/.test(String(integrationId))) return [];
	const authentication = context.getNodeParameter('authentication', 'oAuth2') as Authentication;
	const client = new GongClient(
		createSend(context, authentication),
		editorClock(context),
		DEFAULT_REQUESTS_PER_SECOND,
	);
	const outcome = await client.listSchemaFields(String(integrationId), objectType);
	if (outcome.ok) return outcome.value.filter(({ isDeleted }) => !isDeleted).map(asObjectField);
	if (lacksScope(outcome.answer, 'api:crm:schema')) return 'lacksScope';
	throw toCallError(context, outcome.answer, { purpose: 'schema', authentication });
}

/** @param note beside the kind, in brackets */
const toColumn = (field: ObjectField, note: string): ResourceMapperField => {
	const { name, label, kind, isMandatory = false, isFilledIn = false, values } = field;
	const form = formOf[kind] ?? '';
	const isInLabel = label.toLowerCase().includes(form.toLowerCase());
	const about = [isInLabel ? '' : form, note].filter((part) => part !== '').join(', ');
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
