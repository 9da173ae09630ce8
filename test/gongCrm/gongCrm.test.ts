import type { INodeParameters } from 'n8n-workflow';
import { deletionOutput } from '../harness/deletionOutput';
import { runFast, runOn } from '../harness/runs';
import { deletion, gongCrm } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import { byId } from '../workflows/nodes';
import { integrationId, runGong } from './uploading';

afterEach(stopAll);

const registration = { name: 'Other CRM', ownerEmail: ' owner@example.com ' };
const accounts = { objectType: 'ACCOUNT' };
const field = { uniqueName: 'plain', label: 'Plain', type: 'STRING' };

test.each<[Parameters<typeof gongCrm>[0], string, INodeParameters, string, string]>([
	['integration', 'getMany', {}, 'Gong refused to list the integrations', ''],
	['integration', 'register', registration, 'Gong refused to register the integration', ''],
	['object', 'get', { objectId: 'a-1' }, 'Gong refused to read the objects', ''],
	['schemaField', 'getMany', {}, 'Gong refused to list or change the schema fields', ''],
	[
		'schemaField',
		'upsert',
		field,
		'Gong refused to list or change the schema fields',
		'The schema was not changed: it is read before a change. ',
	],
	[
		'request',
		'getStatus',
		{ clientRequestId: 'mine' },
		'Gong did not return the status of the request',
		'Check that both IDs belong to the same request. ',
	],
])(
	'a call that Gong refuses is said with what it was for, and in Gong’s words: %s, %s',
	async (resource, operation, parameters, message, before) => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status: 400, errors: ['as Gong says'], times: 9 });
		const finished = await runGong(simulator, resource, operation, {
			parameters: { ...accounts, ...parameters } as INodeParameters,
		});
		expect(finished.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '400',
			message: `${message} (status 400)`,
			description: expect.stringMatching(new RegExp(`^${before}.*Gong says: “as Gong says”`)),
		});
	},
);

describe('CRM Integration: Get Many', () => {
	/** More than *Limit* has by default. */
	const MANY = 51;

	const startWithMany = async () =>
		await start({
			oneIntegrationAtATime: false,
			integrations: Array.from({ length: MANY }, (_, at) => ({
				integrationId: String(at + 1),
				name: `CRM ${at + 1}`,
				ownerEmail: 'ada@example.com',
			})),
		});

	test.each([
		['50 unless told otherwise', {}, 50],
		['as many as Limit says', { limit: 2 }, 2],
		['all, and no note of more, where Limit is just their number', { limit: MANY }, MANY],
		['as many as there are where Limit is higher', { limit: 99 }, MANY],
		['all with Return All', { returnAll: true }, MANY],
	])('outputs %s', async (_what, parameters, count) => {
		const finished = await runGong(await startWithMany(), 'integration', 'getMany', { parameters });
		expect(finished.json('Next')).toHaveLength(count);
		expect(finished.hints('Gong')).toEqual(
			count < MANY
				? [`Limit: the first ${count} of ${MANY}. Switch on 'Return All' to get the others too.`]
				: [],
		);
	});

	test('gives each item as many as it asks for, with the calls of one', async () => {
		const simulator = await startWithMany();
		const finished = await runGong(simulator, 'integration', 'getMany', {
			parameters: { limit: '={{ $json.limit }}' },
			items: [{ limit: '2' }, { limit: '1' }],
		});
		expect(finished.pairs('Gong')).toEqual([0, 0, 1].map((item) => ({ item })));
		expect(finished.hints('Gong')).toEqual([expect.stringContaining(`the first 1 of ${MANY}.`)]);
		expect(simulator.journal).toHaveLength(1);
	});

	test('refuses a Limit that is no number before it asks Gong', async () => {
		const simulator = await start();
		const parameters = { limit: '={{ "many" }}' };
		const finished = await runGong(simulator, 'integration', 'getMany', { parameters });
		expect(finished.error?.message).toContain("The value of 'Limit' cannot be used");
		expect(simulator.journal).toEqual([]);
	});

	test('outputs one item per integration, with exact IDs', async () => {
		const integrations = [
			{ integrationId: '9223372036854775807', name: 'One', ownerEmail: 'a@example.com' },
			{ integrationId: '12', name: 'Two', ownerEmail: 'b@example.com' },
		];
		const simulator = await start({ oneIntegrationAtATime: false, integrations });
		const finished = await runGong(simulator, 'integration', 'getMany');
		expect(finished.json('Next')).toEqual(integrations);
		expect(finished.pairs('Gong')).toEqual([0, 0].map((item) => ({ item })));
	});

	test('outputs nothing when there is no integration', async () => {
		const simulator = await start({ integrations: [] });
		expect((await runGong(simulator, 'integration', 'getMany')).json('Gong')).toEqual([]);
	});
});

describe('CRM Integration: Register', () => {
	test('outputs the exact ID of the new integration', async () => {
		const simulator = await start({ integrations: [] });
		const finished = await runGong(simulator, 'integration', 'register', {
			parameters: registration,
		});
		const [registered] = simulator.integrations();
		expect(registered).toMatchObject({ name: 'Other CRM', ownerEmail: 'owner@example.com' });
		expect(finished.json('Next')).toEqual([registered]);
		expect(BigInt(registered.integrationId)).toBeGreaterThan(2n ** 53n);
	});

	test('is sent once: after a lost answer the error says to check the list first', async () => {
		const simulator = await start({ integrations: [] });
		simulator.addFault({ on: 'PUT /v2/crm/integrations', kind: 'lostAnswer' });
		const finished = await runGong(simulator, 'integration', 'register', {
			parameters: registration,
		});
		expect(finished.error?.description).toContain('Gong may or may not have registered it');
		expect(simulator.journal).toHaveLength(1);
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
		const finished = await runGong(simulator, 'request', 'getStatus', {
			parameters,
			items: [request],
		});
		expect(finished.json('Next')).toEqual([
			deletionOutput({
				status: 'PENDING',
				clientRequestId: request.clientRequestId,
				lastCheckedAt: expect.any(String),
				statusChecks: 1,
			}),
		]);
	});

	test('says nothing of the IDs where Gong is away', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status: 503, times: 9 });
		const items = [{ integrationId, clientRequestId: 'mine' }];
		const finished = await runGong(simulator, 'request', 'getStatus', { parameters, items });
		expect(finished.error?.description).toMatch(/^Give Gong a few minutes\./);
	});

	describe('with Wait for Completion', () => {
		/** Asks about a deletion that takes a minute, while Gong's first answers are these. */
		async function follow(
			...faults: Array<{ status: number; retryAfter?: number; times?: number }>
		) {
			const simulator = await start({ deleteTakes: 60_000 });
			await connect(simulator).remove(integrationId, 'mine');
			for (const fault of faults)
				simulator.addFault({ on: 'GET /v2/crm/request-status', kind: 'status', ...fault });
			const before = simulator.journal.length;
			const workflow = gongCrm('request', 'getStatus', {
				parameters: { ...parameters, waitForCompletion: true, waitOptions: { suspend: false } },
			});
			const items = [{ integrationId, clientRequestId: 'mine' }];
			const run = await runFast(simulator, workflow, { items });
			return { run, calls: simulator.journal.slice(before).map(({ status }) => status) };
		}

		test.each([
			['a long Retry-After', { status: 429, retryAfter: 600 }],
			['a Gong that is away for half a minute', { status: 503, times: 5 }],
		])('waits out %s in answer to its first question', async (_, fault) => {
			const { run } = await follow(fault);
			expect(run.json('Next')).toMatchObject([{ status: 'DONE', deleted: true }]);
		});

		test.each([1, 30, 600])(
			'asks nothing for the %d s that a gateway asks for in answer to its first question',
			async (retryAfter) => {
				const simulator = await start({ deleteTakes: 60_000 });
				await connect(simulator).remove(integrationId, 'mine');
				simulator.addFault({
					on: 'GET /v2/crm/request-status',
					kind: 'status',
					status: 503,
					retryAfter,
					body: 'busy',
					contentType: 'text/plain',
				});
				const workflow = gongCrm('request', 'getStatus', {
					parameters: { ...parameters, waitForCompletion: true, waitOptions: { suspend: false } },
					node: { onError: 'continueRegularOutput' },
				});
				const items = ['mine', 'other'].map((id) => ({ integrationId, clientRequestId: id }));
				const run = await runFast(simulator, workflow, { items });
				const [first, next] = simulator
					.calls('GET', '/v2/crm/request-status')
					.map(({ at }) => Date.parse(at));
				expect(next - first).toBeGreaterThanOrEqual(retryAfter * 1000);
				expect(run.json('Next')).toMatchObject([
					{ status: 'DONE', deleted: true },
					{ error: 'Gong did not return the status of the request (status 400)' },
				]);
			},
		);

		test.each([400, 401, 403, 404])('ends at once where Gong answers %d', async (status) => {
			const atOnce = await follow({ status, times: 9 });
			expect(atOnce.calls).toEqual([status]);
			const { run, calls } = await follow({ status: 503, times: 1 }, { status, times: 9 });
			expect(calls).toEqual([503, status]);
			const isNotKnown = [400, 404].includes(status);
			for (const error of [atOnce.run.error, run.error])
				expect(error?.description?.startsWith('Check that both IDs belong')).toBe(isNotKnown);
			// Nobody knows that there is such a request.
			expect(run.error?.description?.includes('may still be running')).toBe(!isNotKnown);
			expect(run.error?.description).not.toContain('Last known status');
		});
	});

	test.each([['mine'], ['typo']])(
		'claims nothing of the deletion %p where Gong gives no status as long as it waits',
		async (clientRequestId) => {
			const simulator = await start({ deleteTakes: 0 });
			await connect(simulator).remove(integrationId, 'mine');
			const on = 'GET /v2/crm/request-status';
			simulator.addFault({ on, kind: 'status', status: 503, times: Infinity });
			const wait = async (onTimeout: 'output' | 'error') => {
				const waitOptions = { suspend: false, maxWaitHours: 0.5, onTimeout };
				const workflow = gongCrm('request', 'getStatus', {
					parameters: { ...parameters, waitForCompletion: true, waitOptions },
				});
				return await runFast(simulator, workflow, {
					items: [{ integrationId, clientRequestId }],
				});
			};
			expect((await wait('output')).json('Next')).toMatchObject([
				{ status: 'SUBMITTED', deleted: null, timedOut: true },
			]);
			expect((await wait('error')).error?.message).toBe(
				`Gong did not say what became of the deletion of integration ${integrationId}`,
			);
		},
	);

	test('with Continue, outputs the end of a deletion beside IDs that cannot be used', async () => {
		const simulator = await start({ deleteTakes: 0 });
		await runOn(simulator, deletion({ parameters: { options: { clientRequestId: 'mine' } } }));
		const finished = await runGong(simulator, 'request', 'getStatus', {
			parameters,
			node: { onError: 'continueErrorOutput' },
			items: [
				{ integrationId: 'bad', clientRequestId: 'x' },
				{ integrationId, clientRequestId: 'x y' },
				{ integrationId, clientRequestId: 'mine' },
			],
		});
		expect(finished.json('Next')).toMatchObject([
			{ status: 'DONE', deleted: true, finished: true },
		]);
		expect(finished.json('Trouble')).toMatchObject([
			{ integrationId: 'bad', error: expect.stringContaining("'Integration'") },
			{ integrationId, error: expect.stringContaining("'Client Request ID'") },
		]);
	});
});
