import { failure } from '../answers';
import { OBJECT_TYPES, type ObjectType } from '../fields';
import type { FilePart } from '../multipart';
import { SCOPES } from '../scopes';
import type { Switches } from '../switches';
import { clientRequestIdErrors, integrationIdErrors, objectTypeErrors } from './parameters';
import { registration } from './registration';
import type { Route } from './route';

/** `POST /v2/crm/entities`: stores a file of objects, which is then worked on. */
export const uploadObjects: Route = {
	method: 'POST',
	path: '/v2/crm/entities',
	scope: SCOPES.upload,
	answer(company, { query, parts }) {
		const errors = [
			...integrationIdErrors(query),
			...objectTypeErrors(query, OBJECT_TYPES),
			...clientRequestIdErrors(query),
		];
		if (errors.length > 0) return failure(400, ...errors);

		const { dataFilePart, largestUpload } = company.settings;
		const file = parts.find(({ name }) => name === 'dataFile');
		// Gong's words, from a recorded answer of the live service.
		if (!file || !isAccepted(file, dataFilePart)) return failure(400, 'dataFile part is missing');
		if (file.bytes > largestUpload) {
			return failure(400, `The file is larger than ${largestUpload} bytes.`);
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
