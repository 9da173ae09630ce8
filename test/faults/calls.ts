import { around, deletion, gongCrm } from '../harness/workflows';
import type { WorkflowFile } from '../workflows/build';
import { connect } from '../simulator/client';
import type { FaultTarget, JournalEntry, Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

export const integrationId = '5517027188234205706';
export const expectedName = 'Acme CRM';

/** The ID of the object that is uploaded, and read. */
export const OBJECT_ID = 'acme-1';

/** The maximum wait of every run that waits, in ms. */
export const MAX_WAIT = 15 * 60_000;

/** How long a deletion or an upload takes at Gong where somebody waits for it, in ms: longer than the first checks. */
export const TAKES = 30_000;

const wait = (on: boolean) => ({
	waitForCompletion: on,
	waitOptions: { maxWaitHours: MAX_WAIT / 3_600_000, suspend: false },
});

/** A call that the package makes, and a workflow that comes to make it. */
export interface MatrixCall {
	name: string;
	on: FaultTarget;
	authentication: 'accessKey' | 'oAuth2';
	/** What the builder runs: without and with waiting. */
	told: { plain: string; waiting: string };
	workflow(waiting: boolean): WorkflowFile;
	/** The node that shows how the run ended. */
	node(waiting: boolean): 'Delete' | 'Gong';
	/** The call is only made by what does not wait. */
	neverWaits?: boolean;
	/** Makes Gong ready; called before the run. */
	prepare?(simulator: Simulator, waiting: boolean): Promise<void>;
	/** Called with each call that Gong answered. */
	after?(simulator: Simulator, call: JournalEntry, waiting: boolean): void;
	/** Whether the next call of the run is this one, judged by what Gong has received so far. */
	isNext(calls: readonly JournalEntry[], waiting: boolean): boolean;
}

const deleted = (calls: readonly JournalEntry[]): boolean =>
	calls.some(({ method, status }) => method === 'DELETE' && status === 201);

const schemaAsked = (calls: readonly JournalEntry[]): boolean =>
	calls.some(({ method, path }) => method === 'GET' && path === '/v2/crm/entity-schema');

/** The item comes from here, so that both nodes of a workflow can be given the same. */
const id = byId(integrationId);

/** Delete with wait, then what `second` does: the way to a new integration in the place of the old. */
const followedBy = (...workflows: [first: WorkflowFile, second: WorkflowFile]): WorkflowFile =>
	around(workflows.map(({ nodes: [, node] }) => node));

/** Has the deletion done where the run does not do it. */
async function deletedEarlier(simulator: Simulator, waiting: boolean): Promise<void> {
	if (waiting) return;
	simulator.setDeletion({ integrationId, takes: 0 });
	await connect(simulator).remove(integrationId, 'earlier');
}

/** Has accounts at Gong before a run reads them; `partHeaders` where Gong wants others than usual. */
export async function storeObjects(
	simulator: Simulator,
	ids: readonly string[],
	partHeaders?: readonly string[],
): Promise<void> {
	simulator.setUpload({ takes: 0 });
	await connect(simulator).upload(
		{ integrationId, objectType: 'ACCOUNT', clientRequestId: 'earlier', partHeaders },
		ids.map((objectId) => ({ objectId, modifiedDate: '2026-01-31T12:00:00Z' })),
	);
}

const upload = (waiting: boolean): WorkflowFile =>
	gongCrm('object', 'upload', {
		parameters: {
			integrationId: id,
			objectType: 'ACCOUNT',
			source: 'items',
			fields: { mappingMode: 'defineBelow', value: { objectId: OBJECT_ID, name: 'Acme' } },
			...wait(waiting),
		},
	});

const register = gongCrm('integration', 'register', {
	parameters: { name: 'The new one', ownerEmail: 'crm-admin@example.com' },
});

export const calls: MatrixCall[] = [
	{
		name: 'list',
		on: 'GET /v2/crm/integrations',
		authentication: 'accessKey',
		told: {
			plain: 'Delete CRM Integration with _Expected Integration Name_',
			waiting: 'the same with _Wait for Completion_',
		},
		workflow: (waiting) =>
			deletion({ parameters: { integrationId: id, options: { expectedName }, ...wait(waiting) } }),
		node: () => 'Delete',
		isNext: () => true,
	},
	{
		name: 'delete',
		on: 'DELETE /v2/crm/integrations',
		authentication: 'accessKey',
		told: {
			plain: 'Delete CRM Integration',
			waiting: 'the same with _Wait for Completion_',
		},
		workflow: (waiting) => deletion({ parameters: { integrationId: id, ...wait(waiting) } }),
		node: () => 'Delete',
		isNext: () => true,
	},
	{
		name: 'status',
		on: 'GET /v2/crm/request-status',
		authentication: 'accessKey',
		told: {
			plain: 'Gong CRM: Get Status of a deletion that is done',
			waiting: 'Delete CRM Integration with _Wait for Completion_',
		},
		workflow: (waiting) =>
			waiting
				? deletion({ parameters: { integrationId: id, ...wait(true) } })
				: gongCrm('request', 'getStatus', {
						parameters: { integrationId: id, clientRequestId: 'earlier' },
					}),
		node: (waiting) => (waiting ? 'Delete' : 'Gong'),
		prepare: deletedEarlier,
		isNext: (received, waiting) => !waiting || deleted(received),
	},
	{
		name: 'register',
		on: 'PUT /v2/crm/integrations',
		authentication: 'accessKey',
		told: {
			plain: 'Gong CRM: Register, with the old integration gone',
			waiting: 'Delete CRM Integration with _Wait for Completion_, then Gong CRM: Register',
		},
		workflow: (waiting) =>
			waiting
				? followedBy(deletion({ parameters: { integrationId: id, ...wait(true) } }), register)
				: register,
		node: () => 'Gong',
		prepare: deletedEarlier,
		isNext: (received, waiting) =>
			!waiting || received.some(({ answeredStatus }) => answeredStatus === 'DONE'),
	},
	{
		name: 'token refresh',
		on: 'POST /oauth2/generate-customer-token',
		authentication: 'oAuth2',
		told: {
			plain: 'Delete CRM Integration with an expired token',
			waiting: '_Wait for Completion_, and the token expires after the submission',
		},
		workflow: (waiting) =>
			deletion({
				parameters: { authentication: 'oAuth2', integrationId: id, ...wait(waiting) },
			}),
		node: () => 'Delete',
		async prepare(simulator, waiting) {
			if (!waiting) simulator.expireTokens();
			return await Promise.resolve();
		},
		after(simulator, { method, status }, waiting) {
			if (waiting && method === 'DELETE' && status === 201) simulator.expireTokens();
		},
		isNext: (received, waiting) => !waiting || deleted(received),
	},
	{
		name: 'upload',
		on: 'POST /v2/crm/entities',
		authentication: 'accessKey',
		told: {
			plain: 'Gong CRM: Upload of one account',
			waiting: 'the same with _Wait for Completion_',
		},
		workflow: upload,
		node: () => 'Gong',
		isNext: schemaAsked,
	},
	{
		name: 'read objects',
		on: 'GET /v2/crm/entities',
		authentication: 'accessKey',
		neverWaits: true,
		told: { plain: 'Gong CRM: Get of an account', waiting: '' },
		workflow: () =>
			gongCrm('object', 'get', {
				parameters: { integrationId: id, objectType: 'ACCOUNT', objectId: OBJECT_ID },
			}),
		node: () => 'Gong',
		async prepare(simulator) {
			await storeObjects(simulator, [OBJECT_ID]);
		},
		isNext: () => true,
	},
	{
		name: 'read the schema',
		on: 'GET /v2/crm/entity-schema',
		authentication: 'accessKey',
		told: {
			plain: 'Gong CRM: Get Many of Schema Field',
			waiting: 'Gong CRM: Upload with _Wait for Completion_',
		},
		workflow: (waiting) =>
			waiting
				? upload(true)
				: gongCrm('schemaField', 'getMany', {
						parameters: { integrationId: id, objectType: 'ACCOUNT' },
					}),
		node: () => 'Gong',
		isNext: () => true,
		prepare: addField,
	},
	{
		name: 'change the schema',
		on: 'POST /v2/crm/entity-schema',
		authentication: 'accessKey',
		neverWaits: true,
		told: { plain: 'Gong CRM: Create or Update of Schema Field, beside another', waiting: '' },
		workflow: () =>
			gongCrm('schemaField', 'upsert', {
				parameters: {
					integrationId: id,
					objectType: 'ACCOUNT',
					uniqueName: NEW_FIELD,
					label: 'Region',
					type: 'STRING',
				},
			}),
		node: () => 'Gong',
		prepare: addField,
		isNext: schemaAsked,
	},
];

/** The name of a field that a run adds. */
export const NEW_FIELD = 'region';

/** A field that has to be there still when the run is over. */
export const KEPT_FIELD = { uniqueName: 'tier', label: 'Tier', type: 'STRING' };

/** A schema of which nothing may be lost: that field, and those of which Gong may not list all. */
export const SCHEMA = [
	KEPT_FIELD,
	{ uniqueName: 'stage', label: 'Stage', type: 'PICKLIST', orderedValueList: ['New', 'Old'] },
	{ uniqueName: 'parent', label: 'Parent', type: 'REFERENCE', referenceTo: 'ACCOUNT' },
];

async function addField(simulator: Simulator): Promise<void> {
	await connect(simulator).setSchema(integrationId, 'ACCOUNT', [KEPT_FIELD]);
}
