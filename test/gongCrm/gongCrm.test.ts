import { deletionOutput } from '../harness/deletionOutput';
import { runOn } from '../harness/runs';
import { runWorkflow } from '../harness/runWorkflow';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor, deletion, gongCrm, type Wishes } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';

afterEach(stopAll);

const run = async (
	simulator: Simulator,
	resource: Parameters<typeof gongCrm>[0],
	operation: string,
	wishes: Wishes = {},
	items: Array<Record<string, string>> = [{}],
) => await runOn(simulator, gongCrm(resource, operation, wishes), { items });

const registration = { name: 'Other CRM', ownerEmail: ' owner@example.com ' };
const accounts = { integrationId: byId(integrationId), objectType: 'ACCOUNT' };

test.each([
	['integration', 'getMany', {}, 'api:crm:integrations:read'],
	['integration', 'register', registration, 'api:crm:integration:register'],
	['object', 'get', { ...accounts, objectId: 'a-1' }, 'api:crm:get-objects'],
	['schemaField', 'getMany', accounts, 'api:crm:schema'],
] as const)(
	'Gong CRM, %s: %s names the missing scope',
	async (resource, operation, parameters, scope) => {
		const simulator = await start({ scopes: [] });
		const finished = await run(simulator, resource, operation, { parameters });
		expect(finished.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '401',
			description: expect.stringContaining(scope),
		});
	},
);

/** More than *Limit* has by default, of each. */
const MANY = 51;

describe.each([
	[
		'CRM Integration: Get Many',
		'integration',
		async () =>
			await start({
				oneIntegrationAtATime: false,
				integrations: Array.from({ length: MANY }, (_, at) => ({
					integrationId: String(at + 1),
					name: `CRM ${at + 1}`,
					ownerEmail: 'ada@example.com',
				})),
			}),
	],
	[
		'Schema Field: Get Many',
		'schemaField',
		async () => {
			const simulator = await start();
			await connect(simulator).setSchema(
				integrationId,
				'ACCOUNT',
				Array.from({ length: MANY }, (_, at) => ({
					uniqueName: `field_${at + 1}`,
					label: `Field ${at + 1}`,
					type: 'STRING',
				})),
			);
			return simulator;
		},
	],
] as const)('%s', (_title, resource, startWithMany) => {
	const getMany = async (
		simulator: Simulator,
		asked: object,
		items?: Array<Record<string, string>>,
	) => await run(simulator, resource, 'getMany', { parameters: { ...accounts, ...asked } }, items);

	test.each([
		['50 unless told otherwise', {}, 50],
		['as many as Limit says', { limit: 2 }, 2],
		['as many as an expression in Limit says', { limit: '={{ "3" }}' }, 3],
		['all, and no note of more, where Limit is just their number', { limit: MANY }, MANY],
		['as many as there are where Limit is higher', { limit: 99 }, MANY],
		['all with Return All', { returnAll: true }, MANY],
	])('outputs %s', async (_what, asked, count) => {
		const simulator = await startWithMany();
		const finished = await getMany(simulator, asked);
		expect(finished.json('Next')).toHaveLength(count);
		const hints = finished.hints('Gong');
		expect(hints).toEqual(
			count < MANY
				? [`Limit: the first ${count} of ${MANY}. Switch on 'Return All' to get the others too.`]
				: [],
		);
	});

	test('gives each item as many as it asks for, with the calls of one', async () => {
		const simulator = await startWithMany();
		const before = simulator.journal.length;
		const finished = await getMany(simulator, { limit: '={{ $json.limit }}' }, [
			{ limit: '1' },
			{ limit: '2' },
		]);
		expect(finished.pairs('Gong')).toEqual([0, 1, 1].map((item) => ({ item })));
		expect(simulator.journal).toHaveLength(before + 1);
	});

	test.each([0, -1, 1.5, '', 'many', null, 1e300].map((limit) => [limit]))(
		'refuses a Limit of %j before it asks Gong',
		async (limit) => {
			const simulator = await start();
			const finished = await getMany(simulator, { limit: `={{ ${JSON.stringify(limit)} }}` });
			expect(finished.error).toMatchObject({
				message: expect.stringContaining("The value of 'Limit' cannot be used"),
				description: expect.stringContaining('whole number'),
			});
			expect(simulator.journal).toEqual([]);
		},
	);
});

describe('CRM Integration: Get Many', () => {
	test('outputs one item per integration, with exact IDs', async () => {
		const simulator = await start({
			oneIntegrationAtATime: false,
			integrations: [
				{ integrationId: '9223372036854775807', name: 'One', ownerEmail: 'a@example.com' },
				{ integrationId: '12', name: 'Two', ownerEmail: 'b@example.com' },
			],
		});
		const finished = await run(simulator, 'integration', 'getMany');
		expect(finished.json('Next')).toEqual([
			{ integrationId: '9223372036854775807', name: 'One', ownerEmail: 'a@example.com' },
			{ integrationId: '12', name: 'Two', ownerEmail: 'b@example.com' },
		]);
		expect(finished.pairs('Gong')).toEqual([0, 0].map((item) => ({ item })));
	});

	test('outputs nothing when there is no integration', async () => {
		const simulator = await start({ integrations: [] });
		expect((await run(simulator, 'integration', 'getMany')).json('Gong')).toEqual([]);
	});

	test('works with OAuth', async () => {
		const simulator = await start();
		const finished = await run(simulator, 'integration', 'getMany', {
			parameters: { authentication: 'oAuth2' },
		});
		expect(finished.json('Next')).toMatchObject([{ integrationId }]);
	});

	test.each([400, 500])('reports Gong’s error for status %d', async (status) => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status, errors: ['as Gong says'], times: 9 });
		const finished = await onVirtualTime(
			async () => await run(simulator, 'integration', 'getMany'),
		);
		expect(finished.error).toMatchObject({
			httpCode: String(status),
			description: expect.stringContaining('as Gong says'),
		});
	});
});

describe('CRM Integration: Register', () => {
	test('outputs the exact ID of the new integration', async () => {
		const simulator = await start({ integrations: [] });
		const finished = await run(simulator, 'integration', 'register', { parameters: registration });
		const [registered] = simulator.integrations();
		expect(registered).toMatchObject({ name: 'Other CRM', ownerEmail: 'owner@example.com' });
		expect(finished.json('Next')).toEqual([registered]);
		expect(BigInt(registered.integrationId)).toBeGreaterThan(2n ** 53n);
	});

	test('says that the old integration has to be deleted first', async () => {
		const simulator = await start();
		const finished = await run(simulator, 'integration', 'register', { parameters: registration });
		expect(finished.error).toMatchObject({
			httpCode: '409',
			message: 'Gong already has an active CRM integration',
			description: expect.stringMatching(/Delete it first.*Gong says/s),
		});
	});

	test('reports Gong’s error for a bad request', async () => {
		const simulator = await start({ integrations: [] });
		const finished = await run(simulator, 'integration', 'register', {
			parameters: { name: 'Other CRM', ownerEmail: 'nobody' },
		});
		expect(finished.error).toMatchObject({
			message: 'Gong refused to register the integration (status 400)',
			description: expect.stringContaining('ownerEmail'),
		});
	});

	test('is sent once: after a lost answer the error says to check the list first', async () => {
		const simulator = await start({ integrations: [] });
		simulator.addFault({ on: 'PUT /v2/crm/integrations', kind: 'lostAnswer' });
		const finished = await run(simulator, 'integration', 'register', { parameters: registration });
		expect(finished.error?.description).toContain('Gong may or may not have registered it');
		expect(simulator.journal).toHaveLength(1);
	});

	test('does not accept an answer without an ID as a success', async () => {
		const simulator = await start({ integrations: [] });
		simulator.addFault({ kind: 'status', status: 200, body: '{"requestId":"x"}' });
		const finished = await run(simulator, 'integration', 'register', { parameters: registration });
		expect(finished.error?.message).toBe('The answer did not come from Gong’s API');
	});
});

describe('Request: Get Status', () => {
	const parameters = {
		integrationId: byId('={{ $json.integrationId }}'),
		clientRequestId: '={{ $json.clientRequestId }}',
	};

	test('outputs the progress of a deletion, with the fields of Delete CRM Integration', async () => {
		const simulator = await start({ deleteTakes: 60_000 });
		const submitted = await runOn(simulator, deletion());
		const [request] = submitted.json('Next') as Array<Record<string, string>>;
		const finished = await run(simulator, 'request', 'getStatus', { parameters }, [request]);
		expect(finished.json('Next')).toEqual([
			deletionOutput({
				status: 'PENDING',
				clientRequestId: request.clientRequestId,
				lastCheckedAt: expect.any(String),
				statusChecks: 1,
			}),
		]);
	});

	test.each([
		['DONE', true],
		['FAILED', false],
	] as const)('outputs the final status %s', async (status, deleted) => {
		const simulator = await start({ deleteTakes: 0, outcome: status });
		const submitted = await runOn(
			simulator,
			deletion({ parameters: { options: { clientRequestId: 'mine' } } }),
		);
		expect(submitted.status).toBe('success');
		const finished = await run(simulator, 'request', 'getStatus', { parameters }, [
			{ integrationId, clientRequestId: 'mine' },
		]);
		expect(finished.json('Next')).toMatchObject([{ status, deleted, finished: true }]);
	});

	test('says to check both IDs when Gong knows no such request', async () => {
		const simulator = await start();
		const finished = await run(simulator, 'request', 'getStatus', { parameters }, [
			{ integrationId, clientRequestId: 'unknown' },
		]);
		expect(finished.error?.description).toContain('both IDs belong to the same request');
	});

	test('reports when Gong cannot be reached', async () => {
		const simulator = await start();
		const credentials = credentialsFor(simulator);
		await simulator.stop();
		const finished = await onVirtualTime(
			async () =>
				await runWorkflow({
					workflow: gongCrm('request', 'getStatus', { parameters }),
					credentials,
					items: [{ integrationId, clientRequestId: 'x' }],
				}),
		);
		expect(finished.error).toMatchObject({
			message: 'Gong could not be reached',
			description: expect.stringContaining('ECONNREFUSED'),
		});
	});

	test.each([
		[{ integrationId: '0', clientRequestId: 'x' }, "'Integration'"],
		[{ integrationId, clientRequestId: 'x y' }, "'Client Request ID'"],
	])('refuses %j before any call', async (item, parameter) => {
		const simulator = await start();
		const finished = await run(simulator, 'request', 'getStatus', { parameters }, [item]);
		expect(finished.error?.message).toContain(parameter);
		expect(simulator.journal).toHaveLength(0);
	});

	test('with Continue processes the other items', async () => {
		const simulator = await start({ deleteTakes: 0 });
		await runOn(simulator, deletion({ parameters: { options: { clientRequestId: 'mine' } } }));
		const finished = await run(
			simulator,
			'request',
			'getStatus',
			{ parameters, node: { onError: 'continueErrorOutput' } },
			[
				{ integrationId: 'bad', clientRequestId: 'x' },
				{ integrationId, clientRequestId: 'mine' },
			],
		);
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE' }]);
		expect(finished.json('Trouble')).toMatchObject([
			{ integrationId: 'bad', error: expect.stringContaining("'Integration'") },
		]);
	});
});
