import { deletionOutput } from '../engine/deletionOutput';
import { runOn } from '../engine/runs';
import { runWorkflow } from '../engine/runWorkflow';
import { onVirtualTime } from '../engine/virtualTime';
import { credentialsFor, deletion, gongCrm, type Wishes } from '../engine/workflows';
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
		expect(finished.error?.description).toContain('not known whether Gong registered it');
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
		expect(finished.error?.description).toContain('both IDs are of the same request');
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
		[{ integrationId: '0', clientRequestId: 'x' }, '"Integration"'],
		[{ integrationId, clientRequestId: 'x y' }, '"Client Request ID"'],
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
			{ integrationId: 'bad', error: expect.stringContaining('"Integration"') },
		]);
	});
});
