import { mapObjectFields } from '../../nodes/n8n/mapObjectFields';
import { loadOptionsFor } from '../harness/loadOptions';
import { credentialsFor } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import type { Fault } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

const integrationId = '5517027188234205706';
const SCHEMA = 'GET /v2/crm/entity-schema';

/** The columns of an object type, where the company's schema has these fields. */
async function columns(
	objectType: string,
	{
		schema = [],
		id = integrationId,
		fault,
	}: { schema?: object[]; id?: string; fault?: Fault } = {},
) {
	const simulator = await start();
	await connect(simulator).setSchema(integrationId, 'ACCOUNT', schema);
	if (fault) simulator.addFault(fault);
	const parameters = {
		authentication: 'accessKey',
		resource: 'object',
		operation: 'upload',
		objectType,
		integrationId: byId(id),
	};
	const type = 'n8n-nodes-gong-crm.gongCrm';
	const context = loadOptionsFor(credentialsFor(simulator), parameters, type);
	const { fields } = await mapObjectFields.call(context);
	return {
		fields,
		shown: fields.map(({ displayName, type: input }) => [displayName, input]),
		simulator,
	};
}

const ofAccounts = [
	['Object ID', 'string'],
	['Modified Date (date and time)', 'string'],
	['Is Deleted', 'boolean'],
	['URL', 'string'],
	['Name', 'string'],
	['Domains (list)', 'array'],
];

const listedAsDeleted = JSON.stringify({
	objectTypeToSelectedFields: { ACCOUNT: [{ uniqueName: 'old', type: 'STRING', isDeleted: true }] },
});

test('an account is offered with Gong’s fields and the schema’s fields, each with its type', async () => {
	const schema = [
		['won', 'Won', 'BOOLEAN'],
		['from', 'From', 'DATE'],
		['at', 'At', 'DATETIME'],
		['mail', 'Mail', 'EMAILADDRESS'],
		['key', 'Key', 'ID'],
		['size', 'Size', 'NUMBER'],
		['share', 'Share', 'PERCENT'],
		['tier', 'Tier', 'PICKLIST'],
		['parent', 'Parent', 'REFERENCE'],
		['memo', 'Memo', 'STRING'],
		['page', 'Page', 'URL'],
		['link', 'Profile url', 'URL'],
		// Gong's own comes first.
		['name', 'Another name', 'STRING'],
	].map(([uniqueName, label, type]) => ({
		uniqueName,
		label,
		type,
		...(type === 'PICKLIST' && { orderedValueList: ['A', 'B'] }),
		...(type === 'REFERENCE' && { referenceTo: 'ACCOUNT' }),
	}));
	const { fields, shown } = await columns('ACCOUNT', { schema });
	expect(shown).toEqual([
		...ofAccounts,
		['Won (schema field)', 'boolean'],
		['From (date, schema field)', 'string'],
		['At (date and time, schema field)', 'string'],
		['Mail (email, schema field)', 'string'],
		['Key (ID, schema field)', 'string'],
		['Size (schema field)', 'number'],
		['Share (0 to 100, schema field)', 'number'],
		['Tier (schema field)', 'options'],
		['Parent (ID, schema field)', 'string'],
		['Memo (schema field)', 'string'],
		['Page (URL, schema field)', 'string'],
		['Profile url (schema field)', 'string'],
	]);
	const column = { defaultMatch: false, canBeUsedToMatch: false, display: true, required: false };
	expect(fields).toContainEqual({
		...column,
		id: 'tier',
		displayName: 'Tier (schema field)',
		type: 'options',
		options: [
			{ name: 'A', value: 'A' },
			{ name: 'B', value: 'B' },
		],
	});
	// The node fills the date in by itself.
	expect(fields.filter(({ required }) => required).map(({ id }) => id)).toEqual(['objectId']);
});

test('a deal is offered with the values of its status, and a stage with its order', async () => {
	const { fields } = await columns('DEAL');
	const status = fields.find(({ id }) => id === 'status');
	expect(status?.options?.map(({ value }) => value)).toEqual(['WON', 'LOST', 'OPEN']);
	expect((await columns('STAGE')).shown).toContainEqual(['Sort Order', 'number']);
});

test.each([
	['STAGE', integrationId],
	['ACCOUNT', '={{ $json.id }}'],
	['ACCOUNT', 'x1'],
	['ACCOUNT', '1x'],
	['', integrationId],
])('no schema is read for the object type "%s" and the integration %s', async (objectType, id) => {
	const { shown, simulator } = await columns(objectType, { id });
	if (objectType === 'ACCOUNT') expect(shown).toEqual(ofAccounts);
	if (objectType === '') expect(shown).toEqual([]);
	expect(simulator.calls('GET', '/v2/crm/entity-schema')).toEqual([]);
});

test('where the schema has deleted fields only, Gong’s own fields are all', async () => {
	const fault: Fault = { on: SCHEMA, kind: 'status', status: 200, body: listedAsDeleted };
	const { shown, simulator } = await columns('ACCOUNT', { fault });
	expect(shown).toEqual(ofAccounts);
	expect(simulator.calls('GET', '/v2/crm/entity-schema')).toHaveLength(1);
});

const noScope = "You don't have permission to use 'api:crm:schema' in your app.";

test.each([401, 403])(
	'where the scope is missing (%d), Gong’s own fields are all, and the one that is always shown says so',
	async (status) => {
		const fault: Fault = { on: SCHEMA, kind: 'status', status, errors: [noScope] };
		const { shown } = await columns('ACCOUNT', { fault });
		const [[objectId, input], ...others] = ofAccounts;
		expect(shown).toEqual([
			[`${objectId} (the fields of your schema need the scope api:crm:schema)`, input],
			...others,
		]);
	},
);

test.each<[string, Fault, RegExp]>([
	['the key is wrong', { on: SCHEMA, kind: 'status', status: 401, errors: ['No.'] }, /credential/],
	[
		'the connection lacks another scope',
		{ on: SCHEMA, kind: 'status', status: 401, errors: ["use 'api:crm:upload'"] },
		/credential/,
	],
	['the integration is not there', { on: SCHEMA, kind: 'status', status: 404 }, /status 404/],
])('where %s, no fields are shown and the message says why', async (_, fault, message) => {
	await expect(columns('ACCOUNT', { fault })).rejects.toThrow(
		expect.objectContaining({ name: 'NodeApiError', message: expect.stringMatching(message) }),
	);
});
