import { failure } from '../answers';
import { OBJECT_TYPES, type ObjectType } from '../fields';
import type { FilePart } from '../multipart';
import { SCOPES } from '../scopes';
import { say } from '../sentences';
import type { Switches } from '../switches';
import { clientRequestIdErrors, integrationIdErrors, objectTypeErrors } from './parameters';
import { registration } from './registration';
import type { ApiRoute } from './route';

/** `POST /v2/crm/entities`: stores a file of objects, which is then worked on. */
export const uploadObjects: ApiRoute = {
	method: 'POST',
	path: '/v2/crm/entities',
	scope: SCOPES.upload,
	takes: 'multipart/form-data',
	answer(company, { query, parts }) {
		const errors = [
			...integrationIdErrors(query),
			...objectTypeErrors(query, OBJECT_TYPES),
			...clientRequestIdErrors(query),
		];
		if (errors.length > 0) return failure(400, ...errors);

		const { dataFilePart, largestUpload } = company.settings;
		const file = parts.find(({ name }) => name === 'dataFile');
		if (!file || !isAccepted(file, dataFilePart)) return failure(400, say('missingFile'));
		if (file.bytes > largestUpload) {
			return failure(400, say('fileTooLarge', { bytes: largestUpload }));
		}
		const { integrationId, clientRequestId, objectType } = query;
		return registration(company, query, () =>
			company.registerUpload(integrationId, clientRequestId, objectType as ObjectType, file),
		);
	},
};

function isAccepted({ headers }: FilePart, rule: Switches['dataFilePart']): boolean {
	const contentType = headers['content-type']?.split(';')[0].trim().toLowerCase();
	switch (rule) {
		case 'any':
			return true;
		case 'with file name':
			return /[;\s]filename=/i.test(headers['content-disposition']);
		case 'without content type':
			return contentType === undefined;
		case 'with content type':
			return contentType !== undefined;
		case 'application/octet-stream':
			return contentType === rule;
		case 'not application/x-ndjson':
			return contentType !== 'application/x-ndjson';
	}
}
