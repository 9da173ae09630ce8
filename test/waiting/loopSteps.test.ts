import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { type Deletion, ownDeletion, startRequest } from '../../nodes/requests/request';
import type { RefusedItems, RunState } from '../../nodes/requests/runState';
import type { WaitSettings } from '../../nodes/requests/waitSettings';
import { toLoopItems } from '../../nodes/waiting/loopItems';
import type { LoopStep, Wait } from '../../nodes/waiting/loopWorkflow';
import { runWorkflow } from '../harness/runWorkflow';
import { deletionOutput } from '../harness/deletionOutput';
import { around, credentialsFor, signedInBothWays } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { node } from '../workflows/build';
import { settings as anySettings } from './requests';

const quick = '5517027188234205706';
const slow = '9007199254740993';
const SECOND = 1000;
const HOUR = 3_600_000;

afterEach(stopAll);

/** Two registered deletions, one that is over at once and one that takes an hour. */
async function company() {
	const simulator = await start({
		oneIntegrationAtATime: false,
		integrations: [
			{ integrationId: quick, name: 'Q', ownerEmail: 'a@example.com', deleteTakes: 0 },
			{ integrationId: slow, name: 'S', ownerEmail: 'b@example.com', deleteTakes: HOUR },
		],
	});
	await connect(simulator).remove(quick, 'request-1');
	await connect(simulator).remove(slow, 'request-2');
	return simulator;
}

const settings: WaitSettings = {
	...anySettings,
	schedule: { ...anySettings.schedule, longestWait: 24 * HOUR },
};

/** A deletion that was submitted ten minutes ago. */
const open = (integrationId: string, clientRequestId: string, items: number[]) => {
	const request: Deletion = {
		...startRequest(
			{ integrationId, clientRequestId, items },
			'gong-reference',
			Date.now() - 600 * SECOND,
		),
		...ownDeletion,
		// The list is not asked again for those.
		seenListed: true,
	};
	return { request, refusal: null };
};

const refused: RefusedItems = {
	items: [1],
	refusal: { message: 'It was not taken', description: 'Do this', httpCode: null },
};
const refusedText = JSON.stringify([refused]);

/** Items 0 and 2, and 3 which is the same as 0; item 1 was refused. */
const both = (): RunState => ({
	followed: [open(quick, 'request-1', [0, 3]), open(slow, 'request-2', [2])],
	refused: [refused],
});

const onlySlow = (): RunState => ({ followed: [open(slow, 'request-2', [0])], refused: [] });

interface Going extends Partial<WaitSettings> {
	/** Ms since the submission. */
	elapsed?: number;
	state?: RunState;
	/** In place of `state`: what came out of the step before. */
	items?: IDataObject[];
	/** What somebody has changed in the credential meanwhile. */
	key?: ICredentialDataDecryptedObject;
}

/** One step of the loop, as the sub-workflow runs it. */
async function go(
	step: LoopStep,
	simulator: Simulator,
	{ elapsed = 75 * SECOND, items, state = both(), key = {}, ...change }: Going = {},
) {
	const { gongCrmApi } = credentialsFor(simulator);
	const wait: Wait = {
		settings: { ...settings, ...change },
		startedAt: Date.now() - elapsed,
	};
	const parameters = { authentication: 'accessKey', step, wait: JSON.stringify(wait) };
	return await runWorkflow({
		workflow: around([
			node('Loop', 'n8n-nodes-gong-crm.gongCrmLoop', parameters, signedInBothWays),
		]),
		credentials: { gongCrmApi: { ...gongCrmApi, ...key } },
		items: items ?? toLoopItems(state, Date.now() + 10 * SECOND).map(({ json }) => json),
	});
}

/** How many seconds from now an item is due. */
const dueIn = (item: IDataObject): number =>
	(Date.parse(String(loopOf(item).nextCheckAt)) - Date.now()) / 1000;

/** The loop's own part of an item. */
const loopOf = (item: IDataObject) => item.loop as IDataObject;

/** The items of the loop as one object each, as a request stands. */
const stateOf = (items: IDataObject[]) =>
	items.map(({ loop, ...shown }) => {
		const { request, changes, ...own } = loop as Record<string, object>;
		return { ...request, ...shown, ...changes, ...own };
	});

describe('the poll step of a suspended wait', () => {
	test('polls the open requests and sets the time of the next poll', async () => {
		const simulator = await company();
		const asked = simulator.journal.length;
		const run = await go('ask', simulator, { stopOnError: false });
		expect(run.json('Loop', 1)).toEqual([]);
		const out = run.json('Loop');
		expect(stateOf(out)).toMatchObject([
			{ version: 1, integrationId: quick, status: 'DONE', statusChecks: 1 },
			{ version: 1, integrationId: slow, status: 'PENDING', statusChecks: 1 },
			{ version: 1, refused: refusedText },
		]);
		for (const item of out) {
			expect(dueIn(item)).toBeGreaterThan(7);
			expect(dueIn(item)).toBeLessThanOrEqual(10);
		}
		expect(simulator.journal.length - asked).toBe(2);
	});

	describe('while n8n starts', () => {
		beforeEach(() => jest.spyOn(performance, 'now').mockReturnValue(59 * SECOND));
		afterEach(() => jest.restoreAllMocks());

		test('makes no call, since n8n takes executions that run then for crashed', async () => {
			const simulator = await company();
			const asked = simulator.journal.length;
			const run = await go('ask', simulator, { stopOnError: false });
			expect(simulator.journal.length).toBe(asked);
			expect(run.json('Loop', 1)).toEqual([]);
			const [first, second] = run.json('Loop');
			expect([first.statusChecks, second.statusChecks]).toEqual([0, 0]);
			expect(dueIn(first)).toBeGreaterThan(7);
			expect(dueIn(first)).toBeLessThanOrEqual(10);
		});

		/** Ms that n8n's time limit leaves, and the calls that are made. */
		test.each([
			[undefined, 0],
			[70 * SECOND, 0],
			[65 * SECOND, 2],
		])(
			'puts off the last call of a wait that is over too, where n8n’s time limit (in %p ms) leaves a minute',
			async (left, calls) => {
				const simulator = await company();
				const asked = simulator.journal.length;
				const run = await go('ask', simulator, {
					stopOnError: false,
					elapsed: 25 * HOUR,
					...(left !== undefined && { lastCheckBy: Date.now() + left + SECOND }),
				});
				expect(simulator.journal.length - asked).toBe(calls);
				expect(run.json('Loop')).toHaveLength(calls === 0 ? 3 : 0);
			},
		);

		test('still uses what is left of a wait that is about to end', async () => {
			const simulator = await company();
			const run = await go('ask', simulator, {
				stopOnError: false,
				elapsed: 60 * SECOND,
				schedule: { ...settings.schedule, longestWait: 62 * SECOND },
			});
			expect(run.json('Loop')).toEqual([]);
			expect(stateOf(run.json('Loop', 1))).toMatchObject([
				{ status: 'DONE' },
				{ timedOut: true },
				{},
			]);
		});
	});

	test('skips finished requests in the next round, and keeps them', async () => {
		const simulator = await company();
		const first = await go('ask', simulator, { stopOnError: false });
		const asked = simulator.journal.length;
		const second = await go('ask', simulator, {
			items: first.json('Loop'),
			elapsed: 2000 * SECOND,
			stopOnError: false,
		});
		expect(simulator.journal.length - asked).toBe(1);
		const [done, pending] = second.json('Loop');
		const [before] = first.json('Loop');
		expect(done).toEqual({
			...before,
			loop: { ...loopOf(before), nextCheckAt: expect.any(String) },
		});
		expect(pending).toMatchObject({ statusChecks: 2 });
		// The object itself: n8n stores it once, however many rounds there are.
		const [again, given] = ['Loop', 'Trigger'].map((name) => loopOf(second.output(name)[1].json));
		expect(again.request).toBe(given.request);
		// A tenth of the elapsed time, which goes on while the test runs.
		expect(dueIn(pending)).toBeGreaterThan(196);
		expect(dueIn(pending)).toBeLessThanOrEqual(202);
	});

	test('hands everything back when no request is open', async () => {
		const simulator = await company();
		simulator.setDeletion({ integrationId: slow, takes: 0 });
		const run = await go('ask', simulator, { stopOnError: false });
		expect(run.json('Loop')).toEqual([]);
		expect(stateOf(run.json('Loop', 1))).toMatchObject([
			{ integrationId: quick, status: 'DONE' },
			{ integrationId: slow, status: 'DONE' },
			{ refused: refusedText },
		]);
	});

	test('hands on the last known status at the maximum wait', async () => {
		const simulator = await company();
		const run = await go('ask', simulator, { elapsed: 24 * HOUR, state: onlySlow() });
		expect(stateOf(run.json('Loop', 1))).toMatchObject([
			{ status: 'PENDING', timedOut: true, statusChecks: 1 },
		]);
	});

	test('asks once more where n8n resumes the wait long after the maximum wait', async () => {
		const simulator = await company();
		const run = await go('ask', simulator, { elapsed: 25 * HOUR });
		expect(stateOf(run.json('Loop', 1)).slice(0, 2)).toMatchObject([
			{ status: 'DONE', timedOut: false, statusChecks: 1 },
			{ status: 'PENDING', timedOut: true, statusChecks: 1 },
		]);
	});

	test('asks about every request in the last round, whatever Retry-After Gong answers one with', async () => {
		const simulator = await company();
		simulator.addFault({ kind: 'status', status: 429, retryAfter: 60, times: 1 });
		const run = await go('ask', simulator, { elapsed: 24 * HOUR });
		expect(stateOf(run.json('Loop', 1)).slice(0, 2)).toMatchObject([
			{ statusChecks: 1 },
			{ statusChecks: 1 },
		]);
	});

	test('stays in the execution for the last poll near the maximum wait, since n8n may resume late', async () => {
		const simulator = await company();
		const run = await go('ask', simulator, {
			elapsed: 24 * HOUR - 3 * SECOND,
			state: onlySlow(),
		});
		expect(stateOf(run.json('Loop', 1))).toMatchObject([
			{ status: 'PENDING', timedOut: true, statusChecks: 2 },
		]);
	});

	test('passes Gong’s Retry-After on to the Wait node', async () => {
		const simulator = await company();
		simulator.addFault({ kind: 'status', status: 429, retryAfter: 900 });
		const run = await go('ask', simulator, { state: onlySlow() });
		expect(stateOf(run.json('Loop'))).toMatchObject([{ status: 'SUBMITTED', statusChecks: 1 }]);
		const [item] = run.json('Loop');
		expect(dueIn(item)).toBeGreaterThan(895);
		expect(dueIn(item)).toBeLessThanOrEqual(901);
	});

	test('ends the items with what is known when the base URL became unusable', async () => {
		const simulator = await company();
		const asked = simulator.journal.length;
		const run = await go('ask', simulator, {
			stopOnError: false,
			key: { baseUrl: 'http://api.gong.io' },
		});
		const ended = (id: string) => ({
			integrationId: id,
			statusChecks: 1,
			refusal: {
				message: expect.stringContaining('must start with https'),
				description: expect.stringMatching(
					new RegExp(`travel unprotected.*${id}.*Gong has not given its status yet`, 's'),
				),
			},
		});
		expect(stateOf(run.json('Loop', 1))).toMatchObject([
			ended(quick),
			ended(slow),
			{ refused: refusedText },
		]);
		expect(simulator.journal).toHaveLength(asked);
	});
});

describe('the suspend step of a wait', () => {
	test('suspends the execution until the next poll, and hands the items on', async () => {
		const simulator = await company();
		const asked = simulator.journal.length;
		const items = toLoopItems(both(), Date.now() + 10 * SECOND).map(({ json }) => json);
		const run = await go('park', simulator, { items });
		expect(run.status).toBe('waiting');
		expect(run.run.data.waitTill?.toISOString()).toBe(loopOf(items[0]).nextCheckAt);
		expect(run.json('Loop')).toEqual(items);
		expect(run.output('Loop').map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(simulator.journal).toHaveLength(asked);
	});

	test('leaves an error in case n8n dies during the next round', async () => {
		const simulator = await company();
		const run = await go('park', simulator);
		expect(run.error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringMatching(
				new RegExp(
					`^n8n stopped in the middle of asking Gong.*${quick}, client request ID request-1.*${slow}, client request ID request-2$`,
				),
			),
			description: expect.stringContaining('use Gong CRM: Get Status with these IDs.'),
		});
		// Where a node's run has an error, n8n's editor shows none of the execution: no red message on a healthy
		// wait. No view shows the runs of a node that is not there.
		const { runData } = run.run.data.resultData;
		const failed = Object.keys(runData).filter((name) => runData[name].some(({ error }) => error));
		expect(failed).toEqual(['Only if n8n stops while it asks Gong']);
	});
});

describe('the return step of a suspended wait', () => {
	/** Both deletions as they stand in the end. */
	const ended = (change: Partial<Deletion> = {}): RunState => {
		const state = both();
		for (const one of state.followed)
			one.request = {
				...(one.request as Deletion),
				status: 'DONE',
				finishedAt: '2026-11-25T12:00:00.000Z',
				...change,
			};
		return state;
	};

	test('outputs one item for each input item, as the node itself would', async () => {
		const simulator = await company();
		const run = await go('handBack', simulator, { state: ended(), stopOnError: false });
		const done = deletionOutput({
			integrationId: quick,
			status: 'DONE',
			deleted: true,
			finished: true,
			clientRequestId: 'request-1',
			requestId: 'gong-reference',
			submittedAt: expect.any(String),
			finishedAt: '2026-11-25T12:00:00.000Z',
		});
		expect(run.json('Loop')).toEqual([
			done,
			{ error: 'It was not taken', message: 'Do this', details: null },
			{ ...done, integrationId: slow, clientRequestId: 'request-2' },
			done,
		]);
		expect(run.hints('Loop')).toEqual([]);
		expect(run.pairs('Loop')).toEqual([0, 1, 2, 3].map((item) => ({ item })));
	});

	test('says that n8n’s execution timeout shortened the wait', async () => {
		const simulator = await company();
		const run = await go('handBack', simulator, {
			state: ended(),
			shortened: true,
			stopOnError: false,
		});
		expect(run.hints('Loop')).toEqual([expect.stringContaining('shortened to 24 hours')]);
	});
});

describe('each step of a suspended wait accepts only the input of its own loop', () => {
	const steps = ['park', 'ask', 'handBack'] as const;

	test.each(steps)('%s: refuses foreign input and another version’s', async (step) => {
		const simulator = await company();
		const asked = simulator.journal.length;
		for (const item of [{}, { loop: { version: 2 } }])
			expect((await go(step, simulator, { items: [item] })).error).toMatchObject({
				name: 'NodeOperationError',
				message: 'This step only works in a wait that a Gong CRM node started',
				description: expect.stringContaining("'Wait for Completion'"),
			});
		const newer = { ...toLoopItems(onlySlow(), Date.now())[0].json, loop: { version: 2 } };
		const { error } = await go(step, simulator, { items: [newer] });
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: `Another version of the package started this wait, and this one cannot continue it: integration ${slow}, client request ID request-2`,
			description: expect.stringContaining('use Gong CRM: Get Status with these IDs'),
		});
		expect(simulator.journal).toHaveLength(asked);
	});
});
