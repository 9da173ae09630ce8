import { runWorkflow } from '../engine/runWorkflow';
import { byId, credentialsFor, deletion } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';

const integrationId = '5517027188234205706';
const items = [{ integrationId }];

afterEach(stopAll);

test('hands on what Gong accepted, with every field, without waiting', async () => {
	const simulator = await start();
	const run = await runWorkflow({
		workflow: deletion(),
		credentials: credentialsFor(simulator),
		items,
	});

	expect(run.status).toBe('success');
	expect(run.json('Next')).toEqual([
		{
			integrationId,
			status: 'SUBMITTED',
			deleted: false,
			finished: false,
			timedOut: false,
			alreadyGone: false,
			recovered: false,
			errors: [],
			clientRequestId: expect.stringMatching(/^n8n-[0-9a-f]{32}$/),
			requestId: expect.stringMatching(/^[0-9a-z]{19}$/),
			submittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
			finishedAt: null,
			lastCheckedAt: null,
			statusChecks: 0,
		},
	]);
	expect(run.output('Next')[0].pairedItem).toEqual({ item: 0 });
	expect(simulator.journal).toHaveLength(1);
	expect(simulator.deletions()).toMatchObject([{ integrationId }]);
	expect(run.hints('Delete')).toEqual([expect.stringContaining('"Wait for Completion"')]);
});

test('signs in with a key pair, and with OAuth at the address that came with the token', async () => {
	for (const [authentication, signIn] of [
		['accessKey', 'basic'],
		['oAuth2', 'bearer'],
	]) {
		const simulator = await start();
		await runWorkflow({
			workflow: deletion({ parameters: { authentication } }),
			credentials: credentialsFor(simulator),
			items,
		});
		expect(simulator.journal).toMatchObject([{ method: 'DELETE', signIn, status: 201 }]);
	}
});

test('sends the client request ID that the builder chose', async () => {
	const simulator = await start();
	const run = await runWorkflow({
		workflow: deletion({ parameters: { options: { clientRequestId: 'my_own-ID-1' } } }),
		credentials: credentialsFor(simulator),
		items,
	});
	expect(run.json('Next')).toMatchObject([{ clientRequestId: 'my_own-ID-1' }]);
	expect(simulator.deletions()).toMatchObject([{ clientRequestId: 'my_own-ID-1' }]);
});

test('refuses a client request ID that Gong would not take, before any call', async () => {
	const simulator = await start();
	const run = await runWorkflow({
		workflow: deletion({ parameters: { options: { clientRequestId: 'not this one!' } } }),
		credentials: credentialsFor(simulator),
		items,
	});
	expect(run.error).toMatchObject({
		message: 'The value of "Client Request ID" contains a space, which Gong does not take',
		description: expect.stringContaining('letters'),
		context: { itemIndex: 0 },
	});
	expect(simulator.journal).toHaveLength(0);
});

test('makes another client request ID for another execution, item or integration', async () => {
	const simulator = await start({ oneIntegrationAtATime: false });
	simulator.addIntegration({ integrationId: '7', name: 'Other', ownerEmail: 'a@example.com' });
	const options = { workflow: deletion(), credentials: credentialsFor(simulator) };
	const ids = new Set<unknown>();
	for (const executionId of ['100', '101']) {
		const run = await runWorkflow({
			...options,
			executionId,
			items: [{ integrationId }, { integrationId: '7' }],
			workflow: deletion({ node: { onError: 'continueRegularOutput' } }),
		});
		expect(run.status).toBe('success');
	}
	for (const { clientRequestId } of simulator.calls('DELETE', '/v2/crm/integrations'))
		ids.add(clientRequestId);
	expect(ids.size).toBe(4);
});

test('items that name the same integration get one deletion, and each its result', async () => {
	const simulator = await start();
	const run = await runWorkflow({
		workflow: deletion(),
		credentials: credentialsFor(simulator),
		items: [{ integrationId }, { integrationId }, { integrationId }],
	});
	const [first, ...others] = run.json('Next');
	expect(first).toMatchObject({ status: 'SUBMITTED', recovered: false });
	expect(others).toEqual([first, first]);
	expect(run.output('Next').map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
	expect(simulator.deletions()).toHaveLength(1);
	expect(simulator.journal).toHaveLength(1);
});

describe('Requests per Second', () => {
	test.each([
		[3, 5, {}],
		[1, 2, { requestsPerSecond: 1 }],
	])(
		'spaces the calls, so that a limit of %d at Gong is never met',
		async (perSecond, count, options) => {
			const simulator = await start({ limits: { perSecond }, oneIntegrationAtATime: false });
			const many = Array.from({ length: count }, (_, index) => String(index + 1));
			for (const id of many)
				simulator.addIntegration({ integrationId: id, name: id, ownerEmail: 'a@example.com' });
			const run = await runWorkflow({
				workflow: deletion({ parameters: { options } }),
				credentials: credentialsFor(simulator),
				items: many.map((id) => ({ integrationId: id })),
			});
			expect(run.status).toBe('success');
			expect(simulator.journal.map(({ status }) => status)).toEqual(many.map(() => 201));
		},
	);

	test.each([0, -1, 1001, 'many'])('refuses %s', async (requestsPerSecond) => {
		const simulator = await start();
		const run = await runWorkflow({
			workflow: deletion({
				parameters: {
					options: { requestsPerSecond: `={{ ${JSON.stringify(requestsPerSecond)} }}` },
				},
			}),
			credentials: credentialsFor(simulator),
			items,
		});
		expect(run.error?.message).toContain('"Requests per Second"');
		expect(simulator.journal).toHaveLength(0);
	});
});

test('a bad setting of the wait is refused before anything is deleted', async () => {
	const simulator = await start();
	for (const [waitOptions, name] of [
		[{ maxWaitHours: 0 }, 'Max Wait Time (Hours)'],
		[{ maxWaitHours: 100_000 }, 'Max Wait Time (Hours)'],
		[{ maxCheckIntervalMinutes: -5 }, 'Max Check Interval (Minutes)'],
	] as const) {
		const run = await runWorkflow({
			workflow: deletion({ parameters: { waitForCompletion: true, waitOptions } }),
			credentials: credentialsFor(simulator),
			items,
		});
		expect(run.error?.message).toContain(`"${name}"`);
	}
	expect(simulator.journal).toHaveLength(0);
});

test('an integration that was never chosen is refused before any call', async () => {
	const simulator = await start();
	const run = await runWorkflow({
		workflow: deletion({ parameters: { integrationId: byId('={{ $json.missing }}') } }),
		credentials: credentialsFor(simulator),
		items,
	});
	expect(run.error).toMatchObject({
		message: 'The value of "Integration" is empty',
		description: 'Pick an integration from the list, or enter its ID.',
	});
	expect(simulator.journal).toHaveLength(0);
});
