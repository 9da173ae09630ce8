import { type IDataObject, sleep } from 'n8n-workflow';
import { runWorkflow, type RunOptions } from '../harness/runWorkflow';
import { outputFields } from '../harness/deletionOutput';
import { type AskedFor, type Happening, runSuspended } from '../harness/suspended';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor, gongCrm, waitingDeletion, type Wishes } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';
const other = '9007199254740993';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

afterEach(stopAll);

interface Suspending extends Wishes, Pick<RunOptions, 'mode' | 'executionId'> {
	waitOptions?: IDataObject;
	items?: IDataObject[];
	/** n8n's limit for the execution, from its start, in ms. */
	limit?: number;
}

/** How to run Delete CRM Integration with *Wait for Completion*. */
const waiting = (
	simulator: Simulator,
	{
		waitOptions = {},
		items = [{ integrationId }],
		mode,
		executionId = '4711',
		limit,
		...wishes
	}: Suspending = {},
): RunOptions => ({
	workflow: waitingDeletion(wishes, { suspend: true, ...waitOptions }),
	credentials: credentialsFor(simulator),
	items,
	mode,
	executionId,
	executionTimeoutTimestamp: limit && Date.now() + limit,
});

/** Runs up to the moment at which the execution parks. */
async function park(
	simulator: Simulator,
	wishes: Suspending = {},
	executeWorkflow?: RunOptions['executeWorkflow'],
) {
	const asked: AskedFor[] = [];
	const finished = await onVirtualTime(
		async () =>
			await runWorkflow({
				...waiting(simulator, wishes),
				executeWorkflow: async (info, options) => {
					asked.push({ info, options });
					return executeWorkflow
						? await executeWorkflow(info, options)
						: {
								executionId: '4712',
								data: [options.inputData ?? []],
								waitTill: new Date(Date.now() + MINUTE),
							};
				},
			}),
	);
	return { finished, asked };
}

/** Runs to the end, parked in between; what came of it, and how long it took in ms. */
const runThrough = async (simulator: Simulator, wishes: Suspending = {}, happening?: Happening) =>
	await onVirtualTime(async () => {
		const from = Date.now();
		const run = await runSuspended(waiting(simulator, wishes), happening);
		return { ...run, took: Date.now() - from };
	});

/** When the loop polls next, by one of its items. */
const nextCheckOf = ({ loop }: IDataObject) => String((loop as IDataObject).nextCheckAt);

/** Two integrations whose deletions take an hour. */
const twoIntegrations = async () => await startWith([integrationId, other], { deleteTakes: HOUR });

test('after the first polls the execution is suspended, and what is known goes into the loop', async () => {
	const simulator = await start({ deleteTakes: HOUR });
	const { finished, asked } = await park(simulator);

	expect(finished.status).toBe('waiting');
	expect(simulator.calls('GET', '/v2/crm/request-status')).toHaveLength(4);
	expect(asked).toHaveLength(1);
	const [{ info, options }] = asked;
	expect(options.inputData).toMatchObject([
		{
			json: {
				status: 'PENDING',
				statusChecks: 4,
				loop: { request: { kind: 'deletion', integrationId, items: [0] } },
			},
			pairedItem: { item: 0 },
		},
	]);

	const [{ json }] = options.inputData ?? [];
	expect(Date.parse(nextCheckOf(json))).toBeGreaterThan(Date.parse(String(json.lastCheckedAt)));

	expect(JSON.stringify(info.code)).not.toContain(simulator.accessKeySecret);
});

test('the sub-execution is linked to the waiting execution, in its mode', async () => {
	const simulator = await start({ deleteTakes: HOUR });
	const { finished, asked } = await park(simulator, { mode: 'webhook' });
	expect(asked[0].options).toMatchObject({
		parentExecution: { executionId: '4711', workflowId: 'workflow-1', shouldResume: true },
		executionMode: 'webhook',
	});
	// The link from the node's output to the execution that waits.
	expect(finished.task('Delete')?.metadata).toMatchObject({
		subExecution: { executionId: '4712', workflowId: 'workflow-1' },
		subExecutionsCount: 1,
	});
});

test('a refused item goes through the sub-execution and is not counted in its name', async () => {
	const simulator = await start({ deleteTakes: HOUR });
	const { finished, asked } = await park(simulator, {
		items: [{ integrationId: '0' }, { integrationId }],
		node: { onError: 'continueRegularOutput' },
	});
	expect(finished.status).toBe('waiting');
	const [{ info, options }] = asked;
	expect(info.code?.name).toBe(`Waiting for Gong to delete ${integrationId}`);
	expect(options.inputData?.map(({ json }) => json)).toEqual([
		expect.objectContaining({
			status: 'PENDING',
			loop: expect.objectContaining({ request: expect.objectContaining({ items: [1] }) }),
		}),
		{ loop: { version: 1, nextCheckAt: expect.any(String), refused: expect.any(String) } },
	]);
	const { refused } = options.inputData?.[1].json.loop as Record<string, string>;
	expect(JSON.parse(refused)).toEqual([
		{
			items: [0],
			refusal: expect.objectContaining({ message: "The value of 'Integration' is 0" }),
		},
	]);
});

test.each<[string, number, Suspending, object]>([
	['where the deletion is short', 14 * SECOND, {}, { status: 'DONE' }],
	[
		'for the short rest of a maximum wait',
		HOUR,
		{ waitOptions: { maxWaitHours: 134 / 3600 } },
		{ timedOut: true },
	],
	[
		'in an evaluation, which would go on to its next case at once',
		5 * MINUTE,
		{ mode: 'evaluation' },
		{ status: 'DONE' },
	],
	[
		'with Suspend While Waiting off',
		5 * MINUTE,
		{ waitOptions: { suspend: false } },
		{ status: 'DONE' },
	],
	[
		'on an engine that is not known to park',
		5 * MINUTE,
		{ executionId: '01932c4e-7d5b-7f7a-9a33-0d1b3c5d7e9f' },
		{ status: 'DONE' },
	],
])('an execution is not suspended %s', async (_, deleteTakes, wishes, result) => {
	const simulator = await start({ deleteTakes });
	const { finished, asked } = await park(simulator, wishes);
	expect(finished.json('Next')).toMatchObject([result]);
	expect(asked).toEqual([]);
});

test.each([
	[900, true],
	[8, false],
])(
	'a Retry-After of %d s in the first seconds suspends the execution at once: %p',
	async (retryAfter, suspends) => {
		const simulator = await start({ deleteTakes: HOUR });
		simulator.addFault({
			on: 'GET /v2/crm/request-status',
			kind: 'status',
			status: 429,
			retryAfter,
			times: 1,
		});
		const { asked } = await park(simulator);
		expect(asked).toHaveLength(1);
		const [{ json }] = asked[0].options.inputData ?? [];
		const polls = simulator.calls('GET', '/v2/crm/request-status');
		const [first] = polls;
		expect(polls.length === 1).toBe(suspends);
		if (suspends)
			expect(Date.parse(nextCheckOf(json)) - Date.parse(first.at)).toBeGreaterThanOrEqual(
				900 * SECOND,
			);
	},
);

test.each<[string, NonNullable<RunOptions['executeWorkflow']>, string]>([
	[
		'does not start the sub-workflow',
		async () => await Promise.reject(new Error('Unrecognized node type: gongCrmLoop')),
		'Unrecognized node type: gongCrmLoop',
	],
	[
		'runs the sub-workflow to its end',
		async (_, { inputData = [] }) =>
			await Promise.resolve({ executionId: '4712', data: [inputData] }),
		'The sub-workflow did not wait.',
	],
])(
	'where n8n %s, the wait continues in the execution and says why',
	async (_, executeWorkflow, reason) => {
		const simulator = await start({ deleteTakes: 5 * MINUTE });
		const { finished } = await park(simulator, {}, executeWorkflow);
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: true }]);
		expect(finished.hints('Delete')).toEqual([expect.stringContaining(reason)]);
		expect(simulator.deletions()).toHaveLength(1);
	},
);

describe('the data shown for a suspended wait', () => {
	test('is the last known state in the public shape, one item a request', async () => {
		const simulator = await twoIntegrations();
		const { finished } = await park(simulator, {
			items: [{ integrationId }, { integrationId: other }, { integrationId }],
		});
		const output = finished.json('Delete');
		expect(output).toMatchObject([
			{ integrationId, status: 'PENDING', deleted: false, finished: false, statusChecks: 4 },
			{ integrationId: other, status: 'PENDING', deleted: false, finished: false },
		]);
		for (const json of output) expect(Object.keys(json)).toEqual(outputFields);
		expect(finished.output('Delete').map(({ pairedItem }) => pairedItem)).toEqual([
			[{ item: 0 }, { item: 2 }],
			[{ item: 1 }],
		]);
	});

	test('is stored, with the errors of refused items, where n8n takes the result from when the wait is stopped and retried', async () => {
		const simulator = await start({ deleteTakes: HOUR });
		const { finished, asked } = await park(simulator, {
			items: [{ integrationId: '0' }, { integrationId }],
			node: { onError: 'continueRegularOutput', retryOnFail: true, maxTries: 3 },
		});
		const [entry] = finished.run.data.executionData?.nodeExecutionStack ?? [];
		expect(entry.node.name).toBe('Delete');
		expect(entry.data.main[0]?.map(({ json }) => json)).toEqual([
			...finished.json('Delete'),
			expect.objectContaining({ error: expect.stringContaining('Integration') }),
		]);
		// With a key "error" in what is shown, n8n would run the node again.
		expect(asked).toHaveLength(1);
		for (const item of finished.output('Delete')) {
			expect(item).not.toHaveProperty('error');
			expect(item.json).not.toHaveProperty('error');
		}
	});
});

describe('a suspended wait ends', () => {
	test('with the final status, and no error of a round before', async () => {
		const simulator = await start({ deleteTakes: HOUR });
		const { parked, legs, finished } = await runThrough(simulator);
		expect(parked?.status).toBe('waiting');
		expect(finished).toMatchObject({ status: 'success', error: undefined });
		expect(finished.json('Next')).toMatchObject([{ integrationId, status: 'DONE', deleted: true }]);
		expect(Object.keys(finished.json('Next')[0])).toEqual(outputFields);
		expect(simulator.deletions()).toHaveLength(1);
		// An error is stored in case n8n dies in a round, and that round removes it.
		expect(legs.length).toBeGreaterThan(10);
		for (const leg of legs.slice(0, -1)) {
			expect(leg.status).toBe('waiting');
			expect(leg.error?.message).toMatch(
				new RegExp(
					`^n8n stopped in the middle of asking Gong.*${integrationId}, client request ID n8n-`,
				),
			);
		}
		expect(legs.at(-1)).toMatchObject({ status: 'success', error: undefined });
	});

	test('with one item for each input item, in order and paired', async () => {
		const simulator = await twoIntegrations();
		const { finished } = await runThrough(simulator, {
			items: [
				{ integrationId: other },
				{ integrationId: 'nonsense' },
				{ integrationId },
				{ integrationId: other },
			],
			node: { onError: 'continueRegularOutput' },
		});
		expect(finished.json('Next')).toMatchObject([
			{ integrationId: other, status: 'DONE', recovered: false },
			{ error: expect.stringContaining("'Integration'"), details: null },
			{ integrationId, status: 'DONE' },
			{ integrationId: other, status: 'DONE', recovered: false },
		]);
		expect(finished.pairs('Delete')).toEqual([0, 1, 2, 3].map((item) => ({ item })));
	});

	test('at the maximum wait with one last poll', async () => {
		const simulator = await start({ deleteTakes: 2 * HOUR });
		const { finished } = await runThrough(
			simulator,
			{ waitOptions: { maxWaitHours: 0.5 } },
			{ tick: 43 * SECOND },
		);
		expect(finished.json('Next')).toMatchObject([{ status: 'IN_PROGRESS', timedOut: true }]);
		const [{ submittedAt, lastCheckedAt }] = finished.json('Next') as Array<Record<string, string>>;
		expect(Date.parse(lastCheckedAt) - Date.parse(submittedAt)).toBe(HOUR / 2);
	});

	test('with the final status where n8n was down when the maximum wait ended', async () => {
		const simulator = await start({ deleteTakes: 50 * MINUTE });
		let downtime = 25 * MINUTE;
		const from = Date.now();
		const { finished } = await runThrough(
			simulator,
			{ waitOptions: { maxWaitHours: 1, onTimeout: 'error' } },
			{
				beforeLeg: async () => {
					if (Date.now() - from < 40 * MINUTE) return;
					await sleep(downtime);
					downtime = 0;
				},
			},
		);
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE', timedOut: false }]);
	});

	test.each([
		['an execution timeout of 3 minutes', 3 * MINUTE, 0],
		['an execution timeout of an hour', HOUR, 0],
		['one of 6 minutes, of which the submission took 4', 6 * MINUTE, 2],
	])('before n8n cancels it: %s', async (_, limit, refused) => {
		const simulator = await start({ deleteTakes: 5 * HOUR });
		for (let call = 0; call < refused; call++)
			simulator.addFault({
				on: 'DELETE /v2/crm/integrations',
				kind: 'status',
				status: 429,
				retryAfter: 120,
			});
		const { finished, took } = await runThrough(simulator, { limit }, { tick: 59 * SECOND });
		expect(finished.status).toBe('success');
		expect(finished.json('Next')).toMatchObject([
			{ timedOut: true, finished: false, clientRequestId: expect.any(String) },
		]);
		expect(took).toBeGreaterThan(refused * 2 * MINUTE);
		expect(took).toBeLessThan(limit);
	});

	test.each([
		['as an error, when FAILED is an error', 'stopWorkflow'],
		['on the error output, when the node has one', 'continueErrorOutput'],
	] as const)('%s', async (_, onError) => {
		const simulator = await start({ deleteTakes: HOUR, outcome: 'FAILED' });
		const { finished } = await runThrough(simulator, {
			waitOptions: { onFailed: 'error' },
			node: { onError },
		});
		const error = `Gong could not delete integration ${integrationId}`;
		expect(finished.json('Next')).toEqual([]);
		if (onError === 'stopWorkflow')
			expect(finished).toMatchObject({ status: 'error', error: { message: error } });
		else expect(finished.json('Trouble')).toMatchObject([{ error, details: { status: 'FAILED' } }]);
	});

	test('a suspended wait of a day has about 310 polls, at most five minutes apart', async () => {
		const simulator = await start({ deleteTakes: 24 * HOUR });
		await runThrough(simulator, {}, { tick: 25 * SECOND });
		const times = simulator.calls('GET', '/v2/crm/request-status').map(({ at }) => Date.parse(at));
		expect(times.length).toBeGreaterThan(285);
		expect(times.length).toBeLessThan(320);
		const gaps = times.slice(1).map((at, index) => at - times[index]);
		// n8n may come up to a minute late.
		expect(Math.max(...gaps)).toBeLessThanOrEqual(6 * MINUTE);
	}, 60_000);
});

test.each([
	['PENDING', 0, false],
	// Gong has not said that there is such a request.
	['SUBMITTED', 600, null],
])(
	'Gong CRM: Get Status with Wait for Completion polls a request made elsewhere until it is final, suspended too, as %s where Gong says Retry-After: %d',
	async (known, retryAfter, deleted) => {
		const simulator = await start({ deleteTakes: HOUR });
		await connect(simulator).remove(integrationId, 'elsewhere');
		if (retryAfter > 0) simulator.addFault({ kind: 'status', status: 429, retryAfter });
		const parameters = {
			integrationId: byId(integrationId),
			clientRequestId: 'elsewhere',
			waitForCompletion: true,
		};
		const { parked, finished } = await onVirtualTime(
			async () =>
				await runSuspended({
					workflow: gongCrm('request', 'getStatus', { parameters }),
					credentials: credentialsFor(simulator),
				}),
		);
		expect(parked?.json('Gong')).toMatchObject([{ status: known, deleted }]);
		expect(finished.json('Next')).toMatchObject([
			{ status: 'DONE', deleted: true, recovered: false, submittedAt: null },
		]);
	},
);
