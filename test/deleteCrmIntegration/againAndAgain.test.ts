import { runFast, runOn } from '../harness/runs';
import type { IDataObject } from 'n8n-workflow';
import type { RunOptions } from '../harness/runWorkflow';
import { deletion, type Wishes } from '../harness/workflows';
import { saysNothingStarted } from '../faults/invariants';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { noOp } from '../workflows/nodes';
import { to } from '../workflows/build';

const integrationId = '5517027188234205706';
const DELETE = 'DELETE /v2/crm/integrations';
const STATUS = 'GET /v2/crm/request-status';
const SECOND = 1000;
const HOUR = 3_600_000;

afterEach(stopAll);

const run = async (simulator: Simulator, wishes: Wishes = {}, options: Partial<RunOptions> = {}) =>
	await runFast(simulator, deletion(wishes), options);

const inside = { waitForCompletion: true, waitOptions: { suspend: false } };

describe('when every answer of the first try is lost and Gong looks up the integration first', () => {
	const lookedUpFirst = async () => {
		const simulator = await start({ usedIdCheckedFirst: false, deleteTakes: 0 });
		simulator.addFault({ on: DELETE, kind: 'lostAnswer', times: 5 });
		simulator.addFault({ on: STATUS, kind: 'status', status: 503 });
		return simulator;
	};

	test('the second try of Retry On Fail adopts the deletion', async () => {
		const simulator = await lookedUpFirst();
		const finished = await run(simulator, { node: { retryOnFail: true, maxTries: 2 } });
		expect(finished.json('Next')).toMatchObject([
			{ status: 'DONE', deleted: true, recovered: true, submittedAt: null },
		]);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test('a person can adopt the deletion with the client request ID from the error message', async () => {
		const simulator = await lookedUpFirst();
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
	});
});

describe.each([true, false])(
	'an integration that leaves the list as soon as its deletion is requested, with a status that Gong cannot tell yet, waited for: %p',
	(waitForCompletion) => {
		const parameters = { ...inside, waitForCompletion, options: { ifNotFound: 'succeed' } };
		/** What the node says of a deletion that takes an hour. */
		const expectHonest = (finished: Awaited<ReturnType<typeof run>>) => {
			const state = waitForCompletion
				? { status: 'DONE', deleted: true }
				: { finished: false, deleted: false };
			expect(finished.json('Next')).toMatchObject([
				{ ...state, alreadyGone: false, recovered: true },
			]);
		};
		const leaving = async () =>
			await start({
				deleteTakes: HOUR,
				leavesListWhen: 'requested',
				statusReadable: 404,
				statusReadableAfter: 30 * SECOND,
			});

		test('is not already deleted after a lost answer', async () => {
			const simulator = await leaving();
			simulator.addFault({ on: DELETE, kind: 'lostAnswer' });
			expectHonest(await run(simulator, { parameters }));
			expect(simulator.deletions()).toHaveLength(1);
		});

		test('is not already deleted for the second try of one execution', async () => {
			const simulator = await leaving();
			const once = { establishedAt: 1 };
			await run(simulator, { parameters: { waitForCompletion: false } }, once);
			expectHonest(await run(simulator, { parameters }, once));
			expect(simulator.deletions()).toHaveLength(1);
		});
	},
);

describe.each([true, false])(
	'an integration that is gone after a lost answer, which may be why, waited for: %p',
	(waitForCompletion) => {
		const parameters = { ...inside, waitForCompletion, options: { ifNotFound: 'succeed' } };

		test('is already deleted once Gong would know of a deletion that is going on', async () => {
			const simulator = await start({ integrations: [] });
			simulator.addFault({ on: DELETE, kind: 'status', status: 503 });
			const finished = await run(simulator, { parameters });
			expect(finished.json('Next')).toMatchObject([{ deleted: true, alreadyGone: true }]);
			expect(simulator.deletions()).toHaveLength(0);
		});

		test('is so as well where Gong forgets the request with the integration', async () => {
			const simulator = await start({ deleteTakes: 0, statusOnceGone: 404 });
			simulator.addFault({ on: DELETE, kind: 'lostAnswer' });
			expect((await run(simulator, { parameters })).json('Next')).toMatchObject([
				{ deleted: true },
			]);
			expect(simulator.deletions()).toHaveLength(1);
		});
	},
);

test('a deletion whose status Gong cannot report in the first seconds is polled again', async () => {
	const simulator = await start({ statusReadable: 404, deleteTakes: 5 * SECOND });
	const finished = await run(simulator, { parameters: inside });
	expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: true }]);
});

test('a retry from the list of executions adopts the deletion of the first try under the same client request ID', async () => {
	const establishedAt = Date.now() - 2 * HOUR;
	const simulator = await start({ deleteTakes: HOUR });
	simulator.addFault({ on: STATUS, kind: 'status', status: 401 });
	const first = { executionId: '100', establishedAt };
	const failed = await run(simulator, { parameters: inside }, first);
	expect(failed.error?.message).toBe('Gong did not accept the credential');
	const again = { executionId: '101', establishedAt, mode: 'retry' } as const;
	const finished = await run(simulator, { parameters: inside }, again);
	expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: true, recovered: true }]);
	const ids = simulator.calls('DELETE', '/v2/crm/integrations').map((one) => one.clientRequestId);
	expect(ids).toHaveLength(2);
	expect(new Set(ids).size).toBe(1);
	expect(simulator.deletions()).toHaveLength(1);
});

test('a retry starts a new deletion, under the next client request ID, when the first one failed', async () => {
	const simulator = await start({ deleteTakes: SECOND, outcome: 'FAILED' });
	await run(simulator, { parameters: inside }, { executionId: '100', establishedAt: 1 });
	simulator.setDeletion({ integrationId, outcome: 'DONE' });
	const again = { executionId: '101', establishedAt: 1, mode: 'retry' } as const;
	const finished = await run(simulator, { parameters: inside }, again);
	expect(finished.json('Next')).toMatchObject([{ status: 'DONE', recovered: false }]);
	const [first, second] = simulator.deletions();
	expect(second.clientRequestId).toBe(`${first.clientRequestId}-2`);
});

describe('an integration that has left the list is not already gone while its deletion is running', () => {
	const again = { establishedAt: 1 };
	const gone = { ifNotFound: 'succeed' };

	test.each<[string, object, IDataObject]>([
		['which the list shows first', {}, { expectedName: 'Acme CRM' }],
		['which Gong refuses', { usedIdCheckedFirst: false, beingDeletedIntegration: 404 }, {}],
	])('though its status cannot be read: %s', async (_, world, more) => {
		const simulator = await start({
			...world,
			leavesListWhen: 'requested',
			scopes: ['api:crm:integration:delete', 'api:crm:integrations:read'],
		});
		const wishes = { parameters: { options: { ...gone, ...more } } };
		expect((await run(simulator, wishes, again)).json('Next')).toMatchObject([
			{ status: 'SUBMITTED' },
		]);
		const { error } = await run(simulator, wishes, again);
		const [{ clientRequestId }] = simulator.deletions();
		expect(error?.message).toBe('Gong did not accept the credential');
		expect(error?.description).toContain(`may be deleting it`);
		expect(error?.description).toContain(clientRequestId);
	});

	test.each(['succeed', 'error'])(
		'under a later client request ID of its chain, with If Integration Is Not Found at %s',
		async (ifNotFound) => {
			const simulator = await start({
				leavesListWhen: 'requested',
				deleteTakes: SECOND,
				outcome: 'FAILED',
			});
			const wishes = {
				parameters: { ...inside, options: { expectedName: 'Acme CRM', ifNotFound } },
			};
			await run(simulator, wishes, again);
			simulator.setDeletion({ integrationId, takes: HOUR, outcome: 'DONE' });
			const pending = { parameters: { options: wishes.parameters.options } };
			await run(simulator, pending, again);
			const [, second] = simulator.deletions();
			expect((await run(simulator, pending, again)).json('Next')).toMatchObject([
				{ status: 'PENDING', deleted: false, clientRequestId: second.clientRequestId },
			]);
		},
	);
});

test('two branches into one node delete an integration once: the second run adopts what the first one started', async () => {
	const workflow = deletion();
	workflow.nodes.push(noOp('By'));
	workflow.connections.Trigger = { main: [[to('By'), to('Delete')]] };
	workflow.connections.By = { main: [[to('Delete')]] };
	const simulator = await start({ beingDeletedIntegration: 'accept' });
	const finished = await runOn(simulator, workflow);
	expect(finished.run.data.resultData.runData.Delete).toHaveLength(2);
	expect(simulator.deletions()).toHaveLength(1);
	expect(finished.json('Delete')).toMatchObject([{ recovered: true }]);
});

test('ten items with the same integration share one deletion, its polls and its result', async () => {
	const simulator = await start({ deleteTakes: 5 * 60 * SECOND });
	const items = Array<IDataObject>(10).fill({ integrationId });
	const finished = await run(simulator, { parameters: inside }, { items });
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
