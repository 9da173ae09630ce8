import { type Call, GongClient, type Send } from '../../nodes/gong/client';
import { TOO_LARGE } from '../../nodes/gong/objects';
import { Paces } from '../../nodes/gong/pace';
import { Clock as SimulatorClock } from '../simulator/clock';
import { CallCounter } from '../simulator/limits';
import { DiscreteTime } from './discreteTime';
import { answer, refusal, scripted } from './scripted';

const silence = { noAnswer: 'ECONNRESET' };
const tooLarge = { status: 200, headers: {}, body: null };
const status = { status: 'DONE', errors: [], totalErrorCount: 0, totalSuccessCount: 1 };
const list = { integrations: [{ integrationId: 7, name: 'Acme', ownerEmail: 'a@example.com' }] };
const raw = { bytes: Buffer.from('x'), contentType: 'text/plain' };
const request = { integrationId: '7', clientRequestId: 'mine' };
const deals = { integrationId: '7', objectType: 'DEAL' };

/** Each call, what it sends, and how often where Gong is away. */
test.each<[(client: GongClient) => Promise<unknown>, Call, number]>([
	[
		async (client) => await client.deleteIntegration('7', 'mine'),
		{ method: 'DELETE', path: '/v2/crm/integrations', query: request },
		5,
	],
	[
		async (client) => await client.uploadObjects('7', 'DEAL', 'mine', raw),
		{ method: 'POST', path: '/v2/crm/entities', query: { ...request, ...deals }, raw },
		5,
	],
	[
		async (client) => await client.getObjects('7', 'DEAL', ['a', 'b']),
		{
			method: 'GET',
			path: '/v2/crm/entities',
			query: deals,
			body: ['a', 'b'],
			largestAnswer: 50_000_000,
		},
		5,
	],
	[
		async (client) => await client.listSchemaFields('7', 'DEAL'),
		{
			method: 'GET',
			path: '/v2/crm/entity-schema',
			query: deals,
		},
		5,
	],
	[
		async (client) => await client.setSchemaFields('7', 'DEAL', [{ a: 1 }]),
		{
			method: 'POST',
			path: '/v2/crm/entity-schema',
			query: deals,
			body: [{ a: 1 }],
		},
		1,
	],
	[
		async (client) => await client.getRequestStatus('7', 'mine'),
		{ method: 'GET', path: '/v2/crm/request-status', query: request },
		5,
	],
	[
		async (client) => await client.pollRequestStatus('7', 'mine'),
		{ method: 'GET', path: '/v2/crm/request-status', query: request },
		1,
	],
	[
		async (client) => await client.listIntegrations(),
		{ method: 'GET', path: '/v2/crm/integrations' },
		5,
	],
	[
		async (client) => await client.pollIntegrations(),
		{ method: 'GET', path: '/v2/crm/integrations' },
		1,
	],
	[
		async (client) => await client.registerIntegration('Acme', 'a@example.com'),
		{
			method: 'PUT',
			path: '/v2/crm/integrations',
			body: { name: 'Acme', ownerEmail: 'a@example.com' },
		},
		1,
	],
])(
	'each method of the client sends its call, with retries where allowed: %#',
	async (act, call, times) => {
		const { client, calls, slept } = scripted(silence);
		await act(client);
		expect(calls).toEqual(Array(times).fill(call));
		expect(slept).toHaveLength(times - 1);
	},
);

describe('the client’s outcome', () => {
	test.each<[string, (client: GongClient) => Promise<unknown>, unknown, unknown]>([
		[
			'a status',
			async (client) => await client.pollRequestStatus('7', 'mine'),
			status,
			{ ok: true, value: status },
		],
		[
			'a list',
			async (client) => await client.pollIntegrations(),
			list,
			{ ok: true, value: [{ ...list.integrations[0], integrationId: '7' }] },
		],
		[
			'a registration',
			async (client) => await client.registerIntegration('Acme', 'a@example.com'),
			{ integrationId: 7 },
			{ ok: true, value: '7' },
		],
		[
			'a schema',
			async (client) => await client.listSchemaFields('7', 'DEAL'),
			{ objectTypeToSelectedFields: {} },
			{ ok: true, value: [] },
		],
		[
			'a schema that was set',
			async (client) => await client.setSchemaFields('7', 'DEAL', []),
			{ requestId: 'r' },
			{ ok: true, value: true },
		],
		[
			'a change of a schema that somebody else has answered',
			async (client) => await client.setSchemaFields('7', 'DEAL', []),
			{},
			{ ok: false, answer: { kind: 'unreadable', status: 200, isTooLarge: false } },
		],
		[
			'a success without what it was for',
			async (client) => await client.pollIntegrations(),
			{},
			{ ok: false, answer: { kind: 'unreadable', status: 200, isTooLarge: false } },
		],
	])('for %s', async (_, act, body, outcome) => {
		expect(await act(scripted(answer(200, body)).client)).toEqual(outcome);
	});

	test('for a refusal, and for no answer', async () => {
		const refused = await scripted(answer(400)).client.pollIntegrations();
		expect(refused).toMatchObject({ ok: false, answer: { kind: 'refused', status: 400 } });
		expect(await scripted(silence).client.pollIntegrations()).toEqual({
			ok: false,
			answer: { kind: 'noAnswer', reason: 'ECONNRESET' },
		});
	});
});

describe('the client’s outcome of a call that starts a request', () => {
	const registered = answer(201, { clientRequestId: 'mine', requestId: 'r' });

	test.each<[string, Parameters<typeof scripted>, object]>([
		['registered', [registered], { kind: 'accepted', requestId: 'r' }],
		['registered at the second try', [silence, registered], { kind: 'accepted', requestId: 'r' }],
		['409', [answer(409)], { kind: 'idInUse', lost: false }],
		['409 after a lost answer', [silence, answer(409)], { kind: 'idInUse', lost: true }],
		['409 after 503', [answer(503), answer(409)], { kind: 'idInUse', lost: true }],
		[
			'409 after 429, which registers nothing',
			[answer(429), answer(409)],
			{ kind: 'idInUse', lost: false },
		],
		['409 after a lost answer and 429', [silence, answer(429), answer(409)], { lost: true }],
		['400', [answer(400)], { kind: 'refused', lost: false }],
		['nothing but 429', [answer(429)], { kind: 'refused', lost: false }],
		['no answer', [silence], { kind: 'refused', lost: true }],
		['a 201 that names nothing', [answer(201)], { kind: 'refused', lost: true }],
		[
			'a 201 of another request',
			[answer(201, { clientRequestId: 'other', requestId: 'r' })],
			{ kind: 'refused', lost: true },
		],
	])('for %s', async (_, answers, sent) => {
		expect(await scripted(...answers).client.deleteIntegration('7', 'mine')).toMatchObject(sent);
	});
});

describe('the client’s list of objects', () => {
	const ids = (count: number) => Array.from({ length: count }, (_, index) => String(index));
	const echo = ({ body }: Call) =>
		answer(200, {
			crmObjectsMap: Object.fromEntries((body as string[]).map((id) => [id, { id }])),
		});
	const asked = (calls: Call[]) => calls.map(({ body }) => (body as string[]).length);

	test.each([
		[0, []],
		[100, [100]],
		[101, [100, 1]],
		[250, [100, 100, 50]],
	])('gets %d objects in calls of a hundred', async (count, chunks) => {
		const { client, calls } = scripted(echo);
		const outcome = await client.getObjects('7', 'DEAL', ids(count));
		expect(outcome.ok && [...outcome.value.keys()]).toEqual(ids(count));
		expect(asked(calls)).toEqual(chunks);
	});

	test('halves a call whose answer is too large, at once and in order', async () => {
		const { client, calls, slept } = scripted((call) =>
			(call.body as string[]).length > 2 ? tooLarge : echo(call),
		);
		const outcome = await client.getObjects('7', 'DEAL', ids(5));
		expect(outcome.ok && [...outcome.value.keys()]).toEqual(ids(5));
		expect(asked(calls)).toEqual([5, 3, 2, 1, 2]);
		expect(slept).toEqual([]);
	});

	test('says which single object is too large, and gets the others', async () => {
		const { client, calls } = scripted((call) =>
			(call.body as string[]).includes('a') ? tooLarge : echo(call),
		);
		expect(await client.getObjects('7', 'DEAL', ['a', 'b'])).toEqual({
			ok: true,
			value: new Map<string, unknown>([
				['a', TOO_LARGE],
				['b', { id: 'b' }],
			]),
		});
		expect(asked(calls)).toEqual([2, 1, 1]);
	});

	test('a refusal ends it', async () => {
		const { client, calls } = scripted(answer(404));
		expect(await client.getObjects('7', 'DEAL', ids(150))).toMatchObject({ ok: false });
		expect(calls).toHaveLength(1);
	});

	test('what Gong does not have is null, and what it does not mention is not known', async () => {
		const { client } = scripted(answer(200, { crmObjectsMap: { a: null, 'c@d.com': {} } }));
		expect(await client.getObjects('7', 'DEAL', ['a', 'b', 'C@D.com'])).toEqual({
			ok: true,
			value: new Map([
				['a', null],
				['C@D.com', {}],
			]),
		});
	});
});

test('the client slows down after 429, and after nothing else', async () => {
	const pauses = async (status: number) => {
		const { client, slept } = scripted(answer(status));
		for (let call = 0; call < 1001; call++) await client.pollIntegrations();
		return slept[0];
	};
	expect(await pauses(429)).toBe(8000);
	expect(await pauses(400)).toBe(1000);
});

test('ten processes that share the limit of one company, each with a pace of its own, all get through', async () => {
	const time = new DiscreteTime();
	const counter = new CallCounter({ perSecond: 3, perDay: 10_000 }, new SimulatorClock(1));
	const dateNow = jest.spyOn(Date, 'now').mockImplementation(time.now);
	let refused = 0;
	const send: Send = async ({ query }, inTurn) =>
		await inTurn('gong', async () => {
			await time.sleep(50);
			const wait = counter.admit();
			await time.sleep(50);
			if (wait === undefined) return answer(201, { requestId: 'r', ...query });
			refused += 1;
			return answer(429, {}, { 'retry-after': String(wait) });
		});
	const outcomes = await time.play(
		...Array.from({ length: 10 }, async (_, index) => {
			const client = new GongClient(send, time, 3, new Paces());
			return [
				await client.deleteIntegration('7', `${index}-a`),
				await client.deleteIntegration('7', `${index}-b`),
			];
		}),
	);
	dateNow.mockRestore();
	expect(outcomes.flat().map(({ kind }) => kind)).toEqual(Array(20).fill('accepted'));
	expect(refused).toBeGreaterThan(10);
});

test('a call whose turn Retry-After puts off is answered as Gong would, without being made', async () => {
	const { client, calls } = scripted(answer(429, {}, { 'retry-after': '60' }), answer(200, list));
	await client.pollIntegrations();
	expect(await client.pollIntegrations()).toEqual({
		ok: false,
		answer: { ...refusal(429, 60_000) },
	});
	expect(calls).toHaveLength(1);
});

test('Retry-After of a gateway holds nobody else', async () => {
	const gateway = { status: 503, headers: { 'retry-after': '60' }, body: '<html></html>' };
	const { client, calls } = scripted(gateway, answer(200, list));
	await client.pollIntegrations();
	expect(await client.pollIntegrations()).toMatchObject({ ok: true });
	expect(calls).toHaveLength(2);
});

test('who wants an answer before the next try is due gets the last one', async () => {
	const { client, clock, calls } = scripted(silence);
	Object.assign(clock, { deadline: clock.now() + 1000 });
	expect(await client.listIntegrations()).toMatchObject({ ok: false });
	expect(calls.length).toBeLessThanOrEqual(3);
});
