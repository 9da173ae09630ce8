import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import rules from '@seriousme/openapi-schema-validator/schemas/v3.1/schema.json';
import { answerProblems, callProblems } from './openapi';
import { openapiDocument } from './openapiDocument';
import { ROUTES } from './routes/routes';
import type { JournalEntry } from './startSimulator';

const ID = '5517027188234205706';

describe('openapi.yaml', () => {
	it('is a description as OpenAPI 3.1 has it', () => {
		const ajv = new Ajv2020({ strict: false });
		addFormats(ajv);
		ajv.addFormat('media-range', true);

		ajv.validate(rules, openapiDocument);

		expect(ajv.errors).toBeNull();
	});

	it('has every call that the simulator answers below /v2/, and no other', () => {
		const described = Object.entries(openapiDocument.paths).flatMap(([path, item]) =>
			Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
		);
		const answered = ROUTES.map(({ method, path }) => `${method} ${path}`);

		expect(described.sort()).toEqual(answered.filter((call) => call.includes(' /v2/')).sort());
	});
});

describe('answerProblems', () => {
	it('takes a field by either name', () => {
		const listed = (field: object) => ({
			requestId: 'a',
			objectTypeToSelectedFields: { LEAD: [field] },
		});

		for (const field of [{ uniqueName: 'color' }, { name: 'color', label: null }])
			expect(answerProblems('GET', '/v2/crm/entity-schema', 200, listed(field))).toEqual([]);
	});

	it.each<[string, string, number, unknown, string]>([
		['GET', '/v2/calls', 200, {}, 'there is no such call'],
		['DELETE', '/v2/crm/integrations', 200, {}, '200: there is no such answer'],
		['DELETE', '/v2/crm/integrations', 201, {}, "must have required property 'clientRequestId'"],
		['DELETE', '/v2/crm/integrations', 400, { requestId: 'a' }, "required property 'errors'"],
		['PUT', '/v2/crm/integrations', 200, { requestId: 'a', integrationId: '1' }, 'be integer'],
		['GET', '/v2/crm/request-status', 200, { requestId: 'a', status: 'OVER' }, '/status: must be'],
		['GET', '/v2/crm/entities', 200, { requestId: 'a', crmObjectsMap: { 1: 2 } }, '/1: must be'],
		[
			'GET',
			'/v2/crm/entity-schema',
			200,
			{ requestId: 'a', objectTypeToSelectedFields: { LEAD: [{ label: 'A' }] } },
			"required property 'name'",
		],
	])('%s %s %d %j: %s', (method, path, status, body, problem) => {
		expect(answerProblems(method, path, status, body).join('\n')).toContain(problem);
	});
});

describe('callProblems', () => {
	const call = (method: string, path: string, query: object, changes: object = {}) =>
		({ method, path, query, ...changes }) as JournalEntry;
	const json = (body: unknown) => ({ contentType: 'application/json', body });
	const ids = { integrationId: ID, clientRequestId: 'a' };
	const leads = { integrationId: ID, objectType: 'LEAD' };
	const part = (name: string) => ({
		contentType: 'multipart/form-data',
		body: [{ name, headers: {}, bytes: 1, sha256: '' }],
	});

	it.each<[string, JournalEntry, string[]]>([
		['OAuth', call('POST', '/oauth2/generate-customer-token', {}), []],
		['an unknown path', call('GET', '/v2/calls', {}), ['there is no such call']],
		['an unknown method', call('PATCH', '/v2/crm/integrations', {}), ['there is no such call']],
		[
			'an unknown parameter',
			call('GET', '/v2/crm/integrations', { cursor: '1' }),
			['cursor: there is no such parameter'],
		],
		[
			'missing parameters',
			call('DELETE', '/v2/crm/integrations', {}),
			['integrationId: is required', 'clientRequestId: is required'],
		],
		[
			'bad parameters',
			call('GET', '/v2/crm/request-status', { integrationId: '5.5e18', clientRequestId: 'a b' }),
			[
				'integrationId: must match pattern "^[1-9][0-9]{0,18}$"',
				'clientRequestId: must match pattern "^[A-Za-z0-9_-]+$"',
			],
		],
		[
			'a body where there is none',
			call('DELETE', '/v2/crm/integrations', ids, json({})),
			['the body: there must be none'],
		],
		['no body', call('GET', '/v2/crm/entities', leads), ['the body: is required']],
		[
			'another kind of body',
			call('PUT', '/v2/crm/integrations', {}, { body: 'name=A', contentType: 'text/plain' }),
			['the body: must not be text/plain'],
		],
		[
			'too many IDs',
			call('GET', '/v2/crm/entities', leads, json(Array.from({ length: 101 }, String))),
			['the body: must NOT have more than 100 items'],
		],
		[
			'a field that is not complete',
			call(
				'POST',
				'/v2/crm/entity-schema',
				leads,
				json([{ uniqueName: 'boss', label: 'Boss', type: 'REFERENCE' }]),
			),
			[
				"the body/0: must have required property 'referenceTo'",
				'the body/0: must match "then" schema',
			],
		],
		[
			'a part of another name',
			call('POST', '/v2/crm/entities', { ...ids, ...leads }, part('file')),
			[
				"the body: must have required property 'dataFile'",
				'the body: must NOT have additional properties',
			],
		],
		['a good part', call('POST', '/v2/crm/entities', { ...ids, ...leads }, part('dataFile')), []],
	])('%s', (_, entry, problems) => {
		const name = `${entry.method} ${entry.path}`;
		expect(callProblems(entry)).toEqual(problems.map((problem) => `${name}: ${problem}`));
	});
});
