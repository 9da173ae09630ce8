import type { ICredentialDataDecryptedObject, IDataObject, INode } from 'n8n-workflow';
import { submitted } from '../../nodes/requests/request';
import { FIRST_CHECKS } from '../../nodes/gong/schedule';
import type { ItemState } from '../../nodes/requests/itemState';
import { toLoopItem } from '../../nodes/requests/itemState';
import type { WaitSettings } from '../../nodes/requests/waitSettings';
import type { Watch } from '../../nodes/waiting/waitingWorkflow';
import { runWorkflow } from '../engine/runWorkflow';
import { credentialsFor, gongCrm } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const quick = '5517027188234205706';
const slow = '9007199254740993';
const SECOND = 1000;
const HOUR = 3_600_000;

afterEach(stopAll);

/** Two registered deletions, one that is over at once and one that takes an hour. */
async function company(outcome: 'DONE' | 'FAILED' = 'DONE') {
	const simulator = await start({
		oneIntegrationAtATime: false,
		integrations: [
			{ integrationId: quick, name: 'Q', ownerEmail: 'a@example.com', deleteTakes: 0, outcome },
			{ integrationId: slow, name: 'S', ownerEmail: 'b@example.com', deleteTakes: HOUR },
		],
	});
	for (const [id, request] of [
		[quick, 'request-1'],
		[slow, 'request-2'],
	])
		await runWorkflow({
			workflow: {
				nodes: [
					step('Trigger', 'n8n-nodes-base.manualTrigger', {}),
					step('Delete', 'n8n-nodes-gong-crm.deleteCrmIntegration', {
						authentication: 'accessKey',
						integrationId: { __rl: true, mode: 'id', value: id },
						options: { clientRequestId: request },
					}),
				],
				connections: { Trigger: { main: [[{ node: 'Delete', type: 'main', index: 0 }]] } },
			},
			credentials: credentialsFor(simulator),
		});
	return simulator;
}

const step = (name: string, type: string, parameters: INode['parameters']): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	credentials: { gongCrmApi: { id: 'key', name: 'Gong key' } },
});

const settings: WaitSettings = {
	authentication: 'accessKey',
	requestsPerSecond: 100,
	schedule: { firstChecks: FIRST_CHECKS, longestInterval: 300 * SECOND, longestWait: 24 * HOUR },
	onFailed: 'output',
	onTimeout: 'output',
	shortened: false,
	stopOnError: true,
};

const open = (integrationId: string, clientRequestId: string): ItemState => ({
	deletion: submitted(
		integrationId,
		clientRequestId,
		{ requestId: 'gong-reference', recovered: false },
		Date.now(),
	),
	refusal: null,
});

const refused: ItemState = {
	deletion: null,
	refusal: { message: 'It was not taken', description: 'Do this', httpCode: null },
};

const both = [open(quick, 'request-1'), refused, open(slow, 'request-2')];

/** One round of the loop, as the sub-workflow runs it. */
async function round(
	simulator: Simulator,
	{
		elapsed = 77 * SECOND,
		items,
		states = both,
		key = {},
		...change
	}: Partial<WaitSettings> & {
		elapsed?: number;
		items?: IDataObject[];
		states?: ItemState[];
		/** What somebody has changed in the credential meanwhile. */
		key?: ICredentialDataDecryptedObject;
	} = {},
) {
	const { gongCrmApi } = credentialsFor(simulator);
	const watch: Watch = {
		settings: { ...settings, ...change },
		startedAt: Date.now() - elapsed,
	};
	return await runWorkflow({
		workflow: gongCrm('request', 'getStatus', {
			parameters: {
				integrationId: { __rl: true, mode: 'id', value: '={{ $json.deletion.integrationId }}' },
				clientRequestId: '={{ $json.deletion.clientRequestId }}',
				watch: JSON.stringify(watch),
			},
		}),
		credentials: { gongCrmApi: { ...gongCrmApi, ...key } },
		items: items ?? states.map((state, index) => toLoopItem(state, index, 70).json),
	});
}

test('a round asks about what is open and says how long to wait for the next one', async () => {
	const simulator = await company();
	const asked = simulator.journal.length;
	const run = await round(simulator, { stopOnError: false });
	expect(run.json('Gong')).toMatchObject([
		{
			deletion: { integrationId: quick },
			status: 'DONE',
			statusChecks: 1,
			nextCheckInSeconds: 70,
		},
		{ refusal: { message: 'It was not taken' }, nextCheckInSeconds: 70 },
		{
			deletion: { integrationId: slow },
			status: 'PENDING',
			statusChecks: 1,
			nextCheckInSeconds: 70,
		},
	]);
	expect(simulator.journal.length - asked).toBe(2);
});

test('the next round leaves alone what is finished, and remembers it', async () => {
	const simulator = await company();
	const first = await round(simulator, { stopOnError: false });
	const asked = simulator.journal.length;
	const second = await round(simulator, {
		items: first.json('Gong'),
		elapsed: 2000 * SECOND,
		stopOnError: false,
	});
	expect(simulator.journal.length - asked).toBe(1);
	const [done, , pending] = second.json('Gong');
	expect(done).toEqual({ ...first.json('Gong')[0], nextCheckInSeconds: expect.any(Number) });
	expect(pending).toMatchObject({ statusChecks: 2 });
	// A tenth of the elapsed time, which goes on while the test runs.
	expect(pending.nextCheckInSeconds).toBeGreaterThanOrEqual(200);
	expect(pending.nextCheckInSeconds).toBeLessThanOrEqual(203);
});

test('a parked round carries an error for the case that n8n dies in the next one', async () => {
	const simulator = await company();
	const parked = await round(simulator, { states: [both[2]] });
	expect(parked.error).toMatchObject({
		name: 'NodeOperationError',
		message: 'n8n ended in the middle of asking Gong for the status',
	});
	simulator.setDeletion({ integrationId: slow, takes: 0 });
	const over = await round(simulator, { states: [both[2]] });
	expect(over.error).toBeUndefined();
});

test('before the first wait nobody is asked, but the error is there already', async () => {
	const simulator = await company();
	const asked = simulator.journal.length;
	const workflow = gongCrm('request', 'getStatus', {
		parameters: {
			integrationId: { __rl: true, mode: 'id', value: '={{ $json.deletion.integrationId }}' },
			clientRequestId: '={{ $json.deletion.clientRequestId }}',
			watch: JSON.stringify({ settings, startedAt: Date.now() }),
		},
	});
	const [start] = workflow.nodes;
	start.name = 'Deletion Requested';
	workflow.connections['Deletion Requested'] = workflow.connections.Trigger;
	delete workflow.connections.Trigger;
	const { json } = toLoopItem(both[2], 0, 70);
	const run = await runWorkflow({
		workflow,
		credentials: credentialsFor(simulator),
		items: [json],
	});
	expect(run.json('Gong')).toEqual([json]);
	expect(run.error?.message).toContain('n8n ended in the middle');
	expect(simulator.journal).toHaveLength(asked);
});

test('when nothing is open any more, the results come out as the node’s own', async () => {
	const simulator = await company();
	simulator.setDeletion({ integrationId: slow, takes: 0 });
	const run = await round(simulator, { stopOnError: false });
	expect(run.json('Gong')).toEqual([
		{
			integrationId: quick,
			status: 'DONE',
			deleted: true,
			finished: true,
			timedOut: false,
			alreadyGone: false,
			recovered: false,
			errors: [],
			clientRequestId: 'request-1',
			requestId: 'gong-reference',
			submittedAt: expect.any(String),
			finishedAt: expect.any(String),
			lastCheckedAt: expect.any(String),
			statusChecks: 1,
		},
		{ error: 'It was not taken', message: 'Do this', details: null },
		expect.objectContaining({ integrationId: slow, status: 'DONE' }),
	]);
	expect(run.output('Gong').map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
});

test('a failed deletion ends the loop with an error where the builder wants one', async () => {
	const simulator = await company('FAILED');
	const run = await round(simulator, { onFailed: 'error', states: [both[0], both[2]] });
	expect(run.error?.message).toBe(`Gong could not delete integration ${quick}`);
	expect(run.error?.description).toContain(`${slow}: PENDING (request-2)`);
});

test('at the maximum wait the last known status comes out', async () => {
	const simulator = await company();
	const run = await round(simulator, {
		elapsed: 24 * HOUR,
		states: [both[2]],
		shortened: true,
	});
	expect(run.json('Gong')).toMatchObject([{ status: 'PENDING', timedOut: true, statusChecks: 1 }]);
	expect(run.hints('Gong')).toEqual([expect.stringContaining('shortened to 24.0 hours')]);
});

test('near the maximum wait the loop still parks, rather than sleep in memory', async () => {
	const simulator = await company();
	const run = await round(simulator, { elapsed: 24 * HOUR - 10 * SECOND, states: [both[2]] });
	expect(run.json('Gong')).toMatchObject([{ nextCheckInSeconds: 65 }]);
});

test('Gong’s Retry-After is passed on to the wait', async () => {
	const simulator = await company();
	simulator.addFault({ kind: 'status', status: 429, retryAfter: 900 });
	const run = await round(simulator, { states: [both[2]] });
	expect(run.json('Gong')).toMatchObject([{ status: 'SUBMITTED', statusChecks: 1 }]);
	const [{ nextCheckInSeconds }] = run.json('Gong');
	expect(nextCheckInSeconds).toBeGreaterThan(895);
	expect(nextCheckInSeconds).toBeLessThanOrEqual(901);
});

test('a key that was revoked ends the item, and its errors travel on', async () => {
	const simulator = await company('FAILED');
	simulator.addFault({ kind: 'status', status: 401, skip: 1 });
	const run = await round(simulator, { stopOnError: false, states: [both[0], both[2]] });
	expect(run.json('Gong')).toMatchObject([
		{ status: 'FAILED', errors: [{ line: 0 }] },
		{ error: 'Gong did not accept the credential', details: { status: 'SUBMITTED' } },
	]);
});

test('an address that was changed to one nothing may be sent to ends the items, with what is known', async () => {
	const simulator = await company();
	const asked = simulator.journal.length;
	const run = await round(simulator, {
		stopOnError: false,
		states: [both[0], both[2]],
		key: { baseUrl: 'http://api.gong.io' },
	});
	const ended = (id: string) => ({
		error: expect.stringContaining('must start with https'),
		message: expect.stringMatching(
			new RegExp(`cross the network unprotected.*${id}.*last known status is SUBMITTED`, 's'),
		),
		details: expect.objectContaining({ integrationId: id, status: 'SUBMITTED', statusChecks: 0 }),
	});
	expect(run.json('Gong')).toEqual([ended(quick), ended(slow)]);
	expect(simulator.journal).toHaveLength(asked);
});

test('what was refused in an earlier round stays refused', async () => {
	const simulator = await company();
	const refusal = { message: 'Revoked', description: '', httpCode: '401' };
	const [first, , pending] = both.map((state, index) => toLoopItem(state, index, 70).json);
	const run = await round(simulator, {
		stopOnError: false,
		states: [both[0], both[2]],
		items: [{ ...first, refusal }, pending],
	});
	expect(run.json('Gong')).toMatchObject([
		{ refusal, status: 'SUBMITTED', statusChecks: 0, nextCheckInSeconds: 70 },
		{ status: 'PENDING' },
	]);
});

test('from round to round an item hands on one object and changes little else', async () => {
	const simulator = await company();
	const first = await round(simulator, { states: [both[2]] });
	const second = await round(simulator, { items: first.json('Gong') });
	const [{ deletion: before }] = first.json('Gong');
	const [{ deletion: after, ...changes }] = second.json('Gong');
	expect(after).toEqual(before);
	expect(changes).toEqual({ nextCheckInSeconds: 70, status: 'PENDING', statusChecks: 2 });
	// The object itself: n8n stores it once, however many rounds there are.
	expect(second.output('Gong')[0].json.deletion).toBe(second.output('Trigger')[0].json.deletion);
});
