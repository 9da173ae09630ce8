import { runFast, runOn } from '../harness/runs';
import type { INodeParameters } from 'n8n-workflow';
import type { RunOptions } from '../harness/runWorkflow';
import { deletion, type Wishes } from '../harness/workflows';
import { saysNothingStarted } from '../faults/invariants';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId, noOp } from '../workflows/nodes';
import { to } from '../workflows/build';

const integrationId = '5517027188234205706';
const DELETE = 'DELETE /v2/crm/integrations';
const STATUS = 'GET /v2/crm/request-status';
const SECOND = 1000;
const HOUR = 3_600_000;

afterEach(stopAll);

const run = async (
	simulator: Simulator,
	wishes: Wishes = {},
	options: Partial<RunOptions> = {},
	items = 1,
) =>
	await runFast(simulator, deletion(wishes), {
		items: Array.from({ length: items }, () => ({ integrationId })),
		...options,
	});

const loseAll = (simulator: Simulator) => {
	simulator.addFault({ on: DELETE, kind: 'lostAnswer', times: 5 });
	simulator.addFault({ on: STATUS, kind: 'status', status: 503 });
};

const inside = { waitForCompletion: true, waitOptions: { suspend: false } };

describe('when every answer of the first try is lost and Gong looks up the integration first', () => {
	const worlds = [400, 404, 409] as const;

	test.each(worlds)('the second try of Retry On Fail adopts the deletion (%d)', async (status) => {
		const simulator = await start({
			usedIdCheckedFirst: false,
			absentIntegration: status,
			beingDeletedIntegration: status,
			deleteTakes: 0,
		});
		loseAll(simulator);
		const finished = await run(simulator, { node: { retryOnFail: true, maxTries: 2 } });
		expect(finished.json('Next')).toMatchObject([
			{ status: 'DONE', deleted: true, recovered: true, submittedAt: null },
		]);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test.each(worlds)(
		'a person can adopt the deletion with the client request ID from the error message (%d)',
		async (status) => {
			const simulator = await start({
				usedIdCheckedFirst: false,
				absentIntegration: status,
				deleteTakes: 0,
			});
			loseAll(simulator);
			const first = await run(simulator);
			const words = first.error?.description ?? '';
			expect(words).toMatch(/^Gong may or may not have registered it/);
			expect(saysNothingStarted(words)).toBe(false);
			const [clientRequestId = ''] = /n8n-[0-9a-f]{32}/.exec(words) ?? [];
			const second = await run(simulator, { parameters: { options: { clientRequestId } } });
			expect(second.json('Next')).toMatchObject([
				{ status: 'DONE', deleted: true, recovered: true, clientRequestId },
			]);
			expect(simulator.deletions()).toHaveLength(1);
		},
	);
});

describe('a deletion whose status Gong cannot report yet', () => {
	test.each([400, 404] as const)('is polled again: %d in the first seconds', async (status) => {
		const simulator = await start({ statusReadable: status, deleteTakes: 5 * SECOND });
		const finished = await run(simulator, { parameters: inside });
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: true }]);
	});

	test('is polled to the maximum wait where it never becomes readable, and nothing is claimed', async () => {
		const simulator = await start({ deleteTakes: HOUR });
		simulator.addFault({ on: STATUS, kind: 'status', status: 404, times: Infinity });
		const waitOptions = { ...inside.waitOptions, maxWaitHours: 0.5 };
		const finished = await run(simulator, { parameters: { ...inside, waitOptions } });
		expect(finished.json('Next')).toMatchObject([
			{ status: 'SUBMITTED', timedOut: true, deleted: null, finished: false },
		]);
		const [submission, ...checks] = simulator.journal.map(({ at }) => Date.parse(at));
		expect((checks.at(-1) ?? 0) - submission).toBeGreaterThanOrEqual(0.5 * HOUR);
	});
});

test.each([
	[200, '{}'],
	[201, '{}'],
	[201, '{"requestId":"r","clientRequestId":"of-another"}'],
	[201, '{"requestId":null,"clientRequestId":"mine"}'],
])('a %d with %s does not count as accepted', async (status, body) => {
	const simulator = await start();
	simulator.addFault({ on: DELETE, kind: 'status', status, body, times: Infinity });
	const finished = await run(simulator, { parameters: { options: { clientRequestId: 'mine' } } });
	expect(finished.error).toMatchObject({
		message: 'The answer did not come from Gong’s API',
		description: expect.stringMatching(/^Gong may or may not have registered it/),
	});
	expect(simulator.deletions()).toEqual([]);
});

describe('a retry from the list of executions', () => {
	const establishedAt = Date.now() - 2 * HOUR;
	const first = { executionId: '100', establishedAt };
	const again = { executionId: '101', establishedAt, mode: 'retry' } as const;

	test('adopts the deletion of the first try under the same client request ID', async () => {
		const simulator = await start({ deleteTakes: HOUR });
		simulator.addFault({ on: STATUS, kind: 'status', status: 401 });
		const failed = await run(simulator, { parameters: inside }, first);
		expect(failed.error?.message).toBe('Gong did not accept the credential');
		const finished = await run(simulator, { parameters: inside }, again);
		expect(finished.json('Next')).toMatchObject([
			{ status: 'DONE', deleted: true, recovered: true },
		]);
		const ids = simulator.calls('DELETE', '/v2/crm/integrations').map((one) => one.clientRequestId);
		expect(ids).toHaveLength(2);
		expect(new Set(ids).size).toBe(1);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test('starts a new deletion when the first one failed', async () => {
		const simulator = await start({ deleteTakes: SECOND, outcome: 'FAILED' });
		const error = { waitForCompletion: true, waitOptions: { suspend: false, onFailed: 'error' } };
		expect((await run(simulator, { parameters: error }, first)).status).toBe('error');
		simulator.setDeletion({ integrationId, outcome: 'DONE' });
		const finished = await run(simulator, { parameters: error }, again);
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE', recovered: false }]);
		const [one, two] = simulator.deletions();
		expect(two.clientRequestId).toBe(`${one.clientRequestId}-2`);
	});

	test('hours later, under an execution timeout, waits as long as the timeout allows', async () => {
		const simulator = await start({ deleteTakes: 10 * 60 * SECOND });
		const limited = { ...again, executionTimeoutTimestamp: Date.now() + HOUR };
		const finished = await run(simulator, { parameters: inside }, limited);
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE', timedOut: false }]);
	});

	test('a separate execution, established at another time, starts another deletion', async () => {
		const simulator = await start({ beingDeletedIntegration: 'accept' });
		await run(simulator, {}, first);
		await run(simulator, {}, { ...first, establishedAt: establishedAt + 1 });
		expect(new Set(simulator.deletions().map((one) => one.clientRequestId)).size).toBe(2);
	});
});

describe('two branches into one node', () => {
	const twoBranches = (parameters: INodeParameters = {}) => {
		const workflow = deletion({
			parameters: { integrationId: byId(integrationId), ...parameters } as INodeParameters,
		});
		workflow.nodes.push(noOp('By'));
		workflow.connections.Trigger = { main: [[to('By'), to('Delete')]] };
		workflow.connections.By = { main: [[to('Delete')]] };
		return workflow;
	};

	test('delete an integration once: the second run adopts what the first one started', async () => {
		const simulator = await start({ beingDeletedIntegration: 'accept' });
		const finished = await runOn(simulator, twoBranches());
		expect(finished.run.data.resultData.runData.Delete).toHaveLength(2);
		expect(simulator.deletions()).toHaveLength(1);
		expect(finished.json('Delete')).toMatchObject([{ recovered: true }]);
	});

	test('delete an integration anew in the second run where the first deletion has failed at once', async () => {
		const simulator = await start({ outcome: 'FAILED', deleteTakes: 0 });
		await runOn(simulator, twoBranches(inside));
		const [first, second, ...others] = simulator.deletions();
		expect(second.clientRequestId).toBe(`${first.clientRequestId}-2`);
		expect(others).toEqual([]);
	});
});

test('ten items with the same integration share one deletion, its polls and its result', async () => {
	const simulator = await start({ deleteTakes: 5 * 60 * SECOND });
	const finished = await run(simulator, { parameters: inside }, {}, 10);
	const output = finished.json('Next');
	expect(output).toHaveLength(10);
	for (const json of output) expect(json).toEqual(output[0]);
	expect(output[0]).toMatchObject({ status: 'DONE', deleted: true, recovered: false });
	expect(simulator.calls('DELETE', '/v2/crm/integrations')).toHaveLength(1);
	expect(simulator.calls('GET', '/v2/crm/request-status')).toHaveLength(
		Number(output[0].statusChecks),
	);
	expect(finished.pairs('Delete')).toEqual(output.map((_, item) => ({ item })));
});

test('lists in messages are capped, but for the requests that Gong has accepted', async () => {
	const ids = Array.from({ length: 15 }, (_, index) => String(100 + index));
	const simulator = await startWith(ids);
	const items = ids.map((id) => ({ integrationId: id }));
	const dry = await run(simulator, { parameters: { dryRun: true } }, { items });
	expect(dry.hints('Delete')).toEqual([expect.stringMatching(/ID 109\) and 5 more, with all/)]);
	const stopped = await run(simulator, {}, { items: [...items, { integrationId: '999' }] });
	for (const { clientRequestId } of simulator.deletions())
		expect(stopped.error?.description).toContain(clientRequestId);
});
