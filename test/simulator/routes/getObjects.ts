import { failure, success } from '../answers';
import { isText, SCHEMA_TYPES, type SchemaType } from '../fields';
import { isList, type JsonValue, parseJson } from '../json';
import { SCOPES } from '../scopes';
import { say } from '../sentences';
import { findIntegration } from './integration';
import { integrationIdErrors, objectTypeErrors } from './parameters';
import type { ApiRoute } from './route';

/** IDs beyond this many are ignored without a word (source: Gong's API reference). */
const MOST_IDS = 100;

/** `GET /v2/crm/entities`: objects as they are stored, for the IDs in the body of the GET. */
export const getObjects: ApiRoute = {
	method: 'GET',
	path: '/v2/crm/entities',
	scope: SCOPES.getObjects,
	takes: 'application/json',
	answer(company, { query, rawBody }) {
		if (rawBody === '') return failure(415, say('wrongMediaType'));
		const errors = [...integrationIdErrors(query), ...objectTypeErrors(query, SCHEMA_TYPES)];
		const ids = parseJson(rawBody);
		if (!isList(ids) || !ids.every(isText)) {
			errors.push(say('noIds'));
			return failure(400, ...errors);
		}
		if (errors.length > 0) return failure(400, ...errors);

		return findIntegration(company, query.integrationId, ({ objects }) => {
			const type = query.objectType as SchemaType;
			const { emailIdCase, absentObjects } = company.settings;
			const found = ids.slice(0, MOST_IDS).flatMap((id) => {
				const object = objects.get(type, id);
				if (!object) return absentObjects === 'null' ? [[id, null]] : [];
				return [[emailIdCase === 'as stored' ? object.objectId : id, object]];
			});
			return success(200, { crmObjectsMap: Object.fromEntries(found) as JsonValue });
		});
	},
};
