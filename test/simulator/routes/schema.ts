import { type Answer, failure, success } from '../answers';
import type { Company } from '../company';
import { SCHEMA_TYPES, type SchemaType } from '../fields';
import type { StoredIntegration } from '../integrations';
import { type JsonValue, parseJson } from '../json';
import { readSchemaFields, type Schema, type SchemaField } from '../schema';
import { SCOPES } from '../scopes';
import { say } from '../sentences';
import type { Switches } from '../switches';
import { findIntegration } from './integration';
import { integrationIdErrors, objectTypeErrors } from './parameters';
import type { ApiRoute } from './route';

/** `GET /v2/crm/entity-schema`: the fields of one object type, or of all without one. */
export const listSchema: ApiRoute = {
	method: 'GET',
	path: '/v2/crm/entity-schema',
	scope: SCOPES.schema,
	answer(company, { query }) {
		const errors = [
			...integrationIdErrors(query),
			...(query.objectType ? objectTypeErrors(query, SCHEMA_TYPES) : []),
		];
		if (errors.length > 0) return failure(400, ...errors);

		return findIntegration(company, query.integrationId, ({ schema }) => {
			const types = SCHEMA_TYPES.filter((type) => type === (query.objectType || type));
			if (company.settings.emptySchema === 404 && types.every((type) => isEmpty(schema, type))) {
				return failure(404, say('emptySchema', { types: types.join(', ') }));
			}
			const fields = types.map((type) => [
				type,
				schema.fields(type).map((field) => listed(field, company.settings)),
			]);
			return success(200, { objectTypeToSelectedFields: Object.fromEntries(fields) as JsonValue });
		});
	},
};

/** `POST /v2/crm/entity-schema`: all fields that an object type is to have from now on. */
export const uploadSchema: ApiRoute = {
	method: 'POST',
	path: '/v2/crm/entity-schema',
	scope: SCOPES.schema,
	takes: 'application/json',
	answer(company, { query, rawBody }) {
		const errors = [...integrationIdErrors(query), ...objectTypeErrors(query, SCHEMA_TYPES)];
		if (errors.length > 0) return failure(400, ...errors);
		const { fields, errors: fieldErrors } = readSchemaFields(parseJson(rawBody));
		if (fieldErrors.length > 0) return failure(400, ...fieldErrors);

		const type = query.objectType as SchemaType;
		return findIntegration(company, query.integrationId, (integration) =>
			replaceFields(company, integration, type, fields),
		);
	},
};

function replaceFields(
	{ settings }: Company,
	{ schema, objects }: StoredIntegration,
	type: SchemaType,
	fields: readonly SchemaField[],
): Answer {
	const leftOut = schema.leftOut(type, fields);
	if (leftOut.length > 0) {
		return failure(400, say('fieldsLeftOut', { fields: leftOut.join(', ') }));
	}
	if (settings.removedPicklistValues === 'dropped') {
		for (const [name, values] of schema.takenOut(type, fields)) {
			objects.dropValues(type, name, values);
		}
	}
	for (const name of schema.replace(type, fields)) objects.dropValues(type, name);
	return success(settings.schemaStatus, {});
}

const isEmpty = (schema: Schema, type: SchemaType) => schema.fields(type).length === 0;

function listed(field: SchemaField, switches: Switches): JsonValue {
	const { schemaFieldName, listsPicklistValues, listsReferenceTargets } = switches;
	return {
		[schemaFieldName]: field.uniqueName,
		label: field.label,
		type: field.type,
		lastModified: field.lastModified ?? null,
		referenceTo: (listsReferenceTargets ? field.referenceTo : null) ?? null,
		orderedValueList: (listsPicklistValues ? field.orderedValueList : null) ?? null,
	};
}
