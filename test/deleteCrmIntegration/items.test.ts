import type { IDataObject } from 'n8n-workflow';
import { runFast } from '../harness/runs';
import { deletion, waitingDeletion, type Wishes } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const SECOND = 1000;
const done = '5517027188234205706';
const failed = '9007199254740993';
const slow = '9223372036854775807';
const absent = '4611686018427387905';

afterEach(stopAll);

/** Three integrations: one quick, one that fails, one that takes five minutes. */
const company = async () =>
	await start({
		oneIntegrationAtATime: false,
		integrations: [
			{ integrationId: done, name: 'Quick', ownerEmail: 'a@example.com', deleteTakes: 2 * SECOND },
			{
				integrationId: failed,
				name: 'Bad',
				ownerEmail: 'b@example.com',
				deleteTakes: SECOND,
				outcome: 'FAILED',
			},
			{
				integrationId: slow,
				name: 'Slow',
				ownerEmail: 'c@example.com',
				deleteTakes: 300 * SECOND,
			},
		],
	});

/** Runs the items, each with a `row` of its own, waiting inside the execution. */
const run = async (
	simulator: Simulator,
	ids: Array<string | number>,
	wishes: Wishes = {},
	waitOptions: IDataObject = {},
) =>
	await runFast(simulator, waitingDeletion(wishes, waitOptions), {
		items: ids.map((integrationId, row) => ({ integrationId, row })),
	});

test('deletions with different outcomes wait together, and their items keep the order of the input', async () => {
	const simulator = await company();
	const finished = await run(simulator, [slow, failed, done]);
	expect(finished.json('Next')).toMatchObject([
		{ integrationId: slow, status: 'DONE' },
		{ integrationId: failed, status: 'FAILED' },
		{ integrationId: done, status: 'DONE' },
	]);
	expect(finished.pairs('Next')).toEqual([0, 1, 2].map((item) => ({ item })));

	// What is finished is not asked about again.
	const asked = (id: string) =>
		simulator
			.calls('GET', '/v2/crm/request-status')
			.filter(({ integrationId }) => integrationId === id).length;
	expect(asked(done)).toBe(2);
	expect(asked(failed)).toBeLessThanOrEqual(2);
	expect(asked(slow)).toBeGreaterThan(5);
	const checks = finished.json('Next').map(({ statusChecks }) => statusChecks);
	expect(checks).toEqual([asked(slow), asked(failed), asked(done)]);
});

test('Continue outputs the error in place of the result, with what is known', async () => {
	const node = { onError: 'continueRegularOutput' as const };
	const simulator = await company();
	const finished = await run(
		simulator,
		[done, 'nonsense', absent, failed],
		{ node },
		{ onFailed: 'error' },
	);
	expect(finished.status).toBe('success');
	expect(finished.json('Next')).toMatchObject([
		{ integrationId: done, status: 'DONE' },
		{
			error: expect.stringContaining("'Integration'"),
			message: expect.stringMatching(/\.$/),
			details: null,
		},
		{ error: `Gong has no integration with the ID ${absent}`, details: null },
		{
			error: `Gong could not delete integration ${failed}`,
			message: expect.stringContaining('Gong says'),
			details: { integrationId: failed, status: 'FAILED', deleted: false },
		},
	]);
	expect(finished.pairs('Next')).toEqual([0, 1, 2, 3].map((item) => ({ item })));
});

test('Continue (using error output) routes each item of Delete CRM Integration by its result, with its input', async () => {
	const simulator = await company();
	const finished = await run(
		simulator,
		['nonsense', done, absent, failed],
		{ node: { onError: 'continueErrorOutput' } },
		{ onFailed: 'error' },
	);
	expect(finished.status).toBe('success');
	expect(finished.json('Next')).toMatchObject([{ integrationId: done, status: 'DONE' }]);
	expect(finished.output('Next')[0].pairedItem).toEqual({ item: 0 });
	expect(finished.output('Delete')[0].pairedItem).toEqual({ item: 1 });
	expect(finished.json('Trouble')).toMatchObject([
		{ row: 0, error: expect.stringContaining("'Integration'"), details: null },
		{ row: 2, error: expect.stringContaining(absent), details: null },
		{ row: 3, error: expect.stringContaining(failed), details: { status: 'FAILED' } },
	]);
});

test('Stop Workflow stops at the first failed item and names the other requests that were sent', async () => {
	const simulator = await company();
	const finished = await run(simulator, [slow, absent, done]);
	expect(finished.error).toMatchObject({ context: { itemIndex: 1 } });
	expect(finished.error?.description).toMatch(
		new RegExp(`Also requested in this run.*${slow}: SUBMITTED \\(n8n-[0-9a-f]{32}\\)`),
	);
	expect(simulator.deletions()).toMatchObject([{ integrationId: slow }]);
});

test('Retry On Fail, with Continue, adopts the deletion of the first try and never deletes twice', async () => {
	const simulator = await company();
	// The first try is accepted and then loses sight of it.
	simulator.addFault({ on: 'GET /v2/crm/request-status', kind: 'status', status: 401 });
	const finished = await run(simulator, [done, slow], {
		node: {
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 1000,
			onError: 'continueRegularOutput',
		},
	});
	expect(finished.json('Next')).toMatchObject([
		{ integrationId: done, status: 'DONE', recovered: true },
		{ integrationId: slow, status: 'DONE', recovered: true },
	]);
	const deletes = simulator.calls('DELETE', '/v2/crm/integrations');
	expect(deletes.map(({ status }) => status)).toEqual([201, 201, 409, 409]);
	expect(simulator.deletions()).toHaveLength(2);
});

describe('an integration that several items of a run name', () => {
	/** Each item has a name of its own that is expected of it. */
	const runExpecting = async (simulator: Simulator, ...names: string[]) =>
		await runFast(
			simulator,
			deletion({
				parameters: { options: { expectedName: '={{ $json.name }}' } },
				node: { onError: 'continueRegularOutput' },
			}),
			{ items: names.map((name) => ({ integrationId: done, name })) },
		);

	test('is deleted once when the guards of all of them hold', async () => {
		const simulator = await company();
		const finished = await runExpecting(simulator, 'Quick', 'Quick');
		const submitted = { status: 'SUBMITTED', recovered: false };
		expect(finished.json('Next')).toMatchObject([submitted, submitted]);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test.each([
		['two names are expected of it', 'Other', /expected to have 2 different names/],
		['a guard is empty', '', /'Expected Integration Name' cannot be used/],
	])('is not deleted when %s', async (_, second, error) => {
		const simulator = await company();
		const finished = await runExpecting(simulator, 'Quick', second);
		expect(finished.json('Next')).toHaveLength(2);
		for (const item of finished.json('Next')) expect(item.error).toMatch(error);
		expect(simulator.deletions()).toEqual([]);
	});

	test('is deleted once when the first deletion fails at once', async () => {
		const simulator = await company();
		const finished = await run(simulator, [failed, failed]);
		expect(finished.json('Next')).toMatchObject([{ status: 'FAILED' }, { status: 'FAILED' }]);
		expect(simulator.deletions()).toHaveLength(1);
	});
});
