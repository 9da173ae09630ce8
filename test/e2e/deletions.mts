import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IConnections, INode, INodeParameters } from 'n8n-workflow';
import type { Wishes as Plain } from '../harness/workflows.ts';
import {
	startSimulator,
	type Simulator,
	type SimulatorOptions,
} from '../simulator/startSimulator.ts';
import { steady } from './steady.mts';
import type { Stage } from './case.mts';
import type { N8nInstance } from './n8n.mts';
import {
	type Credential,
	type Execution,
	type Item,
	isFinal,
	outputOf,
	type Workflow,
} from './n8nApi.mts';
import { inARow, node, to, toNext } from '../workflows/build.ts';
import { byId, deleteNode, manualTrigger, noOp, splitOut, webhook } from '../workflows/nodes.ts';

/** IDs that a JavaScript number would round. */
export const ids = ['5517027188234205706', '9007199254740993', '9223372036854775807'];

/** The seconds after which the checks inside the execution are made; then n8n's tick decides, once a minute. */
const FIRST_CHECKS = [1, 3, 7, 15];

/** Between two of n8n's looks for executions that are due, in seconds. */
const TICK = 60;

/**
 * The most checks that a deletion of so many seconds may get: the first ones as far as they are due, and
 * one a minute from then on until it is over.
 */
export const mostChecks = (seconds: number): number =>
	1 +
	FIRST_CHECKS.filter((check) => check < seconds).length +
	Math.ceil(Math.max(0, seconds - 15) / TICK);

/** Three deletions that end one after the other, one of them badly; the longest after three rounds of the loop. */
export const threeDeletions = [
	{ deleteTakes: 150_000 },
	{ deleteTakes: 60_000, outcome: 'FAILED' as const },
	{ deleteTakes: 2000 },
];

/** A simulated Gong with these integrations, without limits, that ends with the case. */
export async function startGong(
	stage: Stage,
	integrations: Array<Partial<NonNullable<SimulatorOptions['integrations']>[number]>>,
	options: SimulatorOptions = {},
): Promise<Simulator> {
	const simulator = await startSimulator({
		limits: false,
		oneIntegrationAtATime: integrations.length < 2,
		...options,
		integrations: integrations.map((integration, index) => ({
			integrationId: ids[index] ?? String(10n ** 18n + BigInt(index)),
			name: `Integration ${index + 1}`,
			ownerEmail: 'crm-admin@example.com',
			...integration,
		})),
	});
	stage.defer(async () => await simulator.stop());
	return simulator;
}

/** The fields of a key in n8n. */
export const keyOf = ({ accessKey, accessKeySecret, url }: Simulator, baseUrl = url) => ({
	baseUrl,
	accessKey,
	accessKeySecret,
});

/** Stores the simulator's key pair in n8n. */
export const addKey = async (
	{ api }: N8nInstance,
	gong: Simulator,
	baseUrl = gong.url,
	name = `Key ${gong.url}`,
): Promise<Credential> => await api.createCredential('gongCrmApi', name, keyOf(gong, baseUrl));

/** Connects an account of the simulator's in n8n, which has to sign in there (`signInAt`). */
export async function addAccount(
	{ api }: N8nInstance,
	{ oauth: { clientId, clientSecret }, url }: Simulator,
	more: object = {},
	name = `Account ${url}`,
): Promise<Credential> {
	const entered = { clientId, clientSecret, ...more };
	const account = await api.createCredential('gongCrmOAuth2Api', name, entered);
	await api.connectOAuth(account.id);
	return account;
}

/** What a case wants to be different from the plainest deletion with a wait. */
export interface Wishes extends Plain {
	/** When the webhook answers, and with what. */
	responseMode?: 'onReceived' | 'lastNode';
}

let workflows = 0;

/** The nodes that delete, between the items and the node that receives the results. */
export interface Middle extends Pick<Wishes, 'settings' | 'responseMode'> {
	/** The first is given the items, each `{ id }`. */
	nodes: INode[];
	/** Of these nodes; the results go to `Next`, errors to `Trouble`. Default: one after the other. */
	connections?: IConnections;
}

/** What is uploaded to the first integration, or read from it. */
export const ofAccounts = { integrationId: byId(ids[0]), objectType: 'ACCOUNT' };

/** Deletes the integration `id` of each item, and waits. */
export const deleteEach = { integrationId: byId('={{ $json.id }}'), waitForCompletion: true };

/** Webhook → one item per integration → Delete CRM Integration → Next, with Trouble on the error output. */
export const addWorkflow = async (
	n8n: N8nInstance,
	credential: Credential,
	{ parameters, node: settings, ...others }: Wishes = {},
): Promise<Workflow> =>
	await addWorkflowAround(n8n, {
		...others,
		nodes: [deleteNode('Delete', credential, { ...deleteEach, ...parameters }, settings)],
	});

/** Webhook → one item per integration → the nodes that delete → Next. */
export async function addWorkflowAround(
	{ api }: N8nInstance,
	{ nodes, connections = toNext(nodes), settings, responseMode = 'onReceived' }: Middle,
): Promise<Workflow> {
	const path = `deletion-${process.pid}-${++workflows}`;
	const set = (name: string, parameters: INodeParameters) =>
		node(name, 'n8n-nodes-base.set', { ...parameters, options: {} }, { typeVersion: 3.4 });
	const items = `$json.body?.items ?? ${JSON.stringify(ids.map((id) => ({ id })))}`;
	const start = [
		webhook(path, { responseMode }),
		set('Integrations', { mode: 'raw', jsonOutput: `={{ { items: ${items} } }}` }),
		splitOut('Split', 'items'),
	];
	const value = "={{ $('Split').item.json.id }}";
	const input = { id: 'input', name: 'input', type: 'string', value };
	const workflow = await api.createWorkflow({
		name: path,
		settings: { executionOrder: 'v1', ...settings },
		nodes: [
			...start,
			manualTrigger(),
			...nodes,
			set('Next', { assignments: { assignments: [input] }, includeOtherFields: true }),
			noOp('Trouble'),
		],
		connections: {
			...inARow([...start, nodes[0]]),
			'By Hand': { main: [[to('Integrations')]] },
			...connections,
		},
	});
	await api.activate(workflow);
	return workflow;
}

/**
 * Webhook → these nodes → Next, with Trouble on the error output, for a case whose items come in a way of
 * their own. What the webhook was called with is in `$json.body.items`.
 */
export async function addWorkflowOf(
	{ api }: N8nInstance,
	nodes: INode[],
	{ connections = toNext(nodes), settings }: Pick<Middle, 'connections' | 'settings'> = {},
): Promise<Workflow> {
	const path = `items-${process.pid}-${++workflows}`;
	const start = webhook(path, { responseMode: 'onReceived' });
	const workflow = await api.createWorkflow({
		name: path,
		settings: { executionOrder: 'v1', ...settings },
		nodes: [start, ...nodes, noOp('Next'), noOp('Trouble')],
		connections: { ...inARow([start, nodes[0]]), ...connections },
	});
	await api.activate(workflow);
	return workflow;
}

/**
 * Runs a workflow for these integrations, or for items with more than an `id`, through its webhook.
 * Returns the execution's ID.
 */
export async function run(
	n8n: N8nInstance,
	workflow: Workflow,
	items: Array<string | Record<string, unknown>> = [ids[0]],
): Promise<string> {
	const before = new Set((await parentsOf(n8n, workflow)).map(({ id }) => id));
	const answer = await n8n.api.callWebhook(workflow.name, {
		items: items.map((item) => (typeof item === 'string' ? { id: item } : item)),
	});
	assert.equal(answer.status, 200);
	for (;;) {
		const [started] = (await parentsOf(n8n, workflow)).filter(({ id }) => !before.has(id));
		if (started) return started.id;
		await sleep(100);
	}
}

/** The executions of a workflow, without those of the sub-workflows it waits in. */
export const parentsOf = async ({ api }: N8nInstance, { id }: Workflow) =>
	(await api.listExecutions({ workflowId: id })).filter(({ mode }) => mode !== 'integrated');

/** Waits until an execution and the loop that it waits for are both parked in the database. */
export async function untilParked({ api }: N8nInstance, executionId: string): Promise<Execution> {
	const execution = await api.waitForExecution(executionId, 'waiting', 120_000);
	for (const deadline = Date.now() + 60_000; ; await sleep(250)) {
		const [child] = await api.childExecutionsOf(execution);
		if (child?.status === 'waiting') return execution;
		assert.ok(Date.now() < deadline, `the loop of execution ${executionId} is ${child?.status}`);
	}
}

/**
 * The same, a moment later: what is killed before n8n has written the end of a leg into its log,
 * milliseconds after the database has it as waiting, n8n takes for crashed (2.41, `amend`).
 */
export async function untilAsleep(n8n: N8nInstance, executionId: string): Promise<Execution> {
	const execution = await untilParked(n8n, executionId);
	await sleep(3000);
	return execution;
}

/** A deletion that a case follows. */
export interface Deletion {
	gong: Simulator;
	workflow: Workflow;
	/** The execution that deletes, and waits. */
	id: string;
}

type Integrations = Parameters<typeof startGong>[1];

/** Runs a workflow that deletes these integrations, all in one run, from a Gong of its own. */
export async function startDeletion(
	stage: Stage,
	n8n: N8nInstance,
	integrations: Integrations,
	wishes: Wishes = {},
): Promise<Deletion> {
	const gong = await startGong(stage, integrations);
	const workflow = await addWorkflow(n8n, await addKey(n8n, gong), wishes);
	const all = gong.integrations().map(({ integrationId }) => integrationId);
	return { gong, workflow, id: await run(n8n, workflow, all) };
}

/** As `startDeletion`, and waits until the execution is parked in the database. */
export async function parkDeletion(...wanted: Parameters<typeof startDeletion>): Promise<Deletion> {
	const deletion = await startDeletion(...wanted);
	await untilParked(wanted[1], deletion.id);
	return deletion;
}

/** Waits until an execution has ended. */
export const untilEnded = async (
	n8n: N8nInstance,
	executionId: string,
	timeout = 200_000,
): Promise<Execution> => await n8n.api.waitForExecution(executionId, isFinal, timeout);

/** The same, and fails unless it has ended well. */
export async function untilSucceeded(...wanted: Parameters<typeof untilEnded>): Promise<Execution> {
	const execution = await untilEnded(...wanted);
	assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
	return execution;
}

/** From the start of an execution to its end, in ms. */
export const lasted = ({ startedAt, stoppedAt }: Execution): number =>
	Date.parse(stoppedAt ?? '') - Date.parse(startedAt ?? '');

/** What the node after the deletion received, item by item. */
export const received = (execution: Execution, node = 'Next'): Array<Item['json']> =>
	outputOf(execution, node).map(({ json }) => json);

/** Fails unless every item came out with this status, beside the input it belongs to. */
export function assertPaired(execution: Execution, expected: Array<[string, string]>): void {
	assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
	assert.deepEqual(
		received(execution).map(({ input, integrationId, status }) => ({
			input,
			integrationId,
			status,
		})),
		expected.map(([id, status]) => ({ input: id, integrationId: id, status })),
	);
}

/** Fails unless `threeDeletions` came out as what they are, and each was asked for once. */
export function assertThree(execution: Execution, gong: Simulator): void {
	assertPaired(execution, [
		[ids[0], 'DONE'],
		[ids[1], 'FAILED'],
		[ids[2], 'DONE'],
	]);
	assertDeletedOnce(gong, ids);
}

/** How often Gong answered a question about these integrations, or about all. */
export const checksOf = (gong: Simulator, integrations = ids): number =>
	gong
		.calls('GET', '/v2/crm/request-status')
		.filter(({ integrationId }) => integrations.includes(String(integrationId))).length;

/** Fails unless each of these integrations was asked to be deleted successfully, exactly once. */
export function assertDeletedOnce(simulator: Simulator, integrations: string[]): void {
	assert.deepEqual(
		simulator
			.deletions()
			.map(({ integrationId }) => integrationId)
			.sort(),
		[...integrations].sort(),
	);
}

/**
 * What n8n holds in memory once it has come to rest, in bytes: for a while after a start it loads and
 * drops parts of itself.
 */
export const memoryAtRest = async (n8n: N8nInstance): Promise<number> =>
	await steady(async () => await n8n.memoryInUse(), {
		looks: 2,
		apart: 3_000,
		within: 2e6,
		patience: 180_000,
	});
