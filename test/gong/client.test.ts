import {
	type Call,
	GongClient,
	isOutOfTime,
	NO_TIME_LEFT,
	type Reply,
	type Send,
} from '../../nodes/gong/client';
import { TOO_LARGE } from '../../nodes/gong/objects';
import { Paces } from '../../nodes/gong/pace';
import { Clock as SimulatorClock } from '../simulator/clock';
import { CallCounter } from '../simulator/limits';
import { DiscreteTime } from './discreteTime';
import { answer, refusal, scripted } from './scripted';

const silence = { noAnswer: 'ECONNRESET' };
const tooLarge = { status: 200, headers: {}, body: null };
const status = { status: 'DONE', errors: [], totalErrorCount: 0, totalSuccessCount: 1 };
/** What something between n8n and Gong says, which is not JSON. */
const gateway = (status: number, headers: Record<string, string> = {}) => ({
	status,
	headers,
	body: '<html></html>',
});
const list = { integrations: [{ integrationId: 7, name: 'Acme', ownerEmail: 'a@example.com' }] };
const raw = { bytes: Buffer.from('x'), contentType: 'text/plain' };
const request = { integrationId: '7', clientRequestId: 'mine' };
const deals = { integrationId: '7', objectType: 'DEAL' };

const INTEGRATIONS = '/v2/crm/integrations';
const OBJECTS = '/v2/crm/entities';
const SCHEMA = '/v2/crm/entity-schema';
const STATUS = '/v2/crm/request-status';

const acts = {
	deleteIntegration: async (gong) => await gong.deleteIntegration('7', 'mine'),
	uploadObjects: async (gong) => await gong.uploadObjects('7', 'DEAL', 'mine', raw),
	getObjects: async (gong) => await gong.getObjects('7', 'DEAL', ['a', 'b']),
	listSchemaFields: async (gong) => await gong.listSchemaFields('7', 'DEAL'),
	setSchemaFields: async (gong) => await gong.setSchemaFields('7', 'DEAL', [{ a: 1 }]),
	getRequestStatus: async (gong) => await gong.getRequestStatus('7', 'mine'),
	pollRequestStatus: async (gong) => await gong.pollRequestStatus('7', 'mine'),
	listIntegrations: async (gong) => await gong.listIntegrations(),
	pollIntegrations: async (gong) => await gong.pollIntegrations(),
	registerIntegration: async (gong) => await gong.registerIntegration('Acme', 'a@example.com'),
} satisfies Record<string, (gong: GongClient) => Promise<unknown>>;

const ids = ['a', 'b'];
const registration = { name: 'Acme', ownerEmail: 'a@example.com' };

/** Each call, what it sends, and how often where Gong is away. */
test.each<[keyof typeof acts, Call, number]>([
	['deleteIntegration', { method: 'DELETE', path: INTEGRATIONS, query: request }, 5],
	['uploadObjects', { method: 'POST', path: OBJECTS, query: { ...request, ...deals }, raw }, 5],
	[
		'getObjects',
		{ method: 'GET', path: OBJECTS, query: deals, body: ids, largestAnswer: 50_000_000 },
		5,
	],
	['listSchemaFields', { method: 'GET', path: SCHEMA, query: deals }, 5],
	['setSchemaFields', { method: 'POST', path: SCHEMA, query: deals, body: [{ a: 1 }] }, 1],
	['getRequestStatus', { method: 'GET', path: STATUS, query: request }, 5],
	['pollRequestStatus', { method: 'GET', path: STATUS, query: request }, 1],
	['listIntegrations', { method: 'GET', path: INTEGRATIONS }, 5],
	['pollIntegrations', { method: 'GET', path: INTEGRATIONS }, 1],
	['registerIntegration', { method: 'PUT', path: INTEGRATIONS, body: registration }, 1],
])('the client’s %s sends its call, with retries where allowed', async (act, call, times) => {
	const { client, calls, slept } = scripted(silence);
	await acts[act](client);
	expect(calls).toEqual(Array(times).fill(call));
	expect(slept).toHaveLength(times - 1);
});

describe('the client’s outcome', () => {
	test.each<[keyof typeof acts, object, unknown]>([
		['pollRequestStatus', status, status],
		['pollIntegrations', list, [{ ...list.integrations[0], integrationId: '7' }]],
		['registerIntegration', { integrationId: 7 }, '7'],
		['listSchemaFields', { objectTypeToSelectedFields: {} }, []],
		['setSchemaFields', { requestId: 'r' }, true],
	])('for %s is what it was for', async (act, body, value) => {
		expect(await acts[act](scripted(answer(200, body)).client)).toEqual({ ok: true, value });
	});

	test.each(['setSchemaFields', 'pollIntegrations', 'registerIntegration'] as const)(
		'for %s is none where a success says nothing of what it was for',
		async (act) => {
			expect(await acts[act](scripted(answer(200, {})).client)).toEqual({
				ok: false,
				answer: { kind: 'unreadable', status: 200, isTooLarge: false },
			});
		},
	);

	test.each([{ requestId: '' }, { requestId: 5 }])(
		'for setSchemaFields is none where the success names %j',
		async (body) => {
			const { client } = scripted(answer(200, body));
			expect(await acts.setSchemaFields(client)).toMatchObject({ ok: false });
		},
	);

	test('for a call that was not made says why', async () => {
		const { client } = scripted({ notSent: 'No key', advice: 'Get one.' });
		expect(await client.pollIntegrations()).toEqual({
			ok: false,
			answer: { kind: 'notSent', reason: 'No key', advice: 'Get one.' },
		});
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
		['409 of a gateway, which knows no IDs', [gateway(409)], { kind: 'refused', lost: true }],
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

test('a request is not sent from the moment on at which nobody would hear of it', async () => {
	const { client, clock, calls } = scripted(
		answer(201, { clientRequestId: 'mine', requestId: 'r' }),
	);
	Object.assign(clock, { deadline: clock.now() });
	const { notSent: reason, advice } = NO_TIME_LEFT;
	const refused = { kind: 'notSent', reason, advice } as const;
	expect(await client.deleteIntegration('7', 'mine')).toEqual({
		kind: 'refused',
		answer: refused,
		lost: false,
	});
	expect(calls).toEqual([]);
	expect(isOutOfTime(refused)).toBe(true);
	expect(isOutOfTime({ ...refused, reason: 'No key' })).toBe(false);
	expect(isOutOfTime({ kind: 'noAnswer', reason })).toBe(false);

	Object.assign(clock, { deadline: clock.now() + 1 });
	expect(await client.deleteIntegration('7', 'mine')).toMatchObject({ kind: 'accepted' });
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

	test.each([
		['Gong’s, which stays', answer(404), 1],
		['a gateway’s, which passes', gateway(404), 5],
	])('a refusal ends it: %s', async (_, reply, tries) => {
		const { client, calls } = scripted(reply);
		expect(await client.getObjects('7', 'DEAL', ids(150))).toMatchObject({ ok: false });
		expect(asked(calls)).toEqual(Array(tries).fill(100));
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
	const pauses = async (reply: Reply) => {
		const { client, slept } = scripted(reply);
		for (let call = 0; call < 1001; call++) await client.pollIntegrations();
		return slept[0];
	};
	expect(await pauses(answer(429))).toBe(8000);
	for (const reply of [answer(400), answer(200), gateway(404), silence])
		expect(await pauses(reply)).toBe(1000);
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
	// Nothing would be asked after it.
	expect(await client.pollIntegrations({ isLast: true })).toMatchObject({ ok: true });
});

test.each([{ errors: ['busy'] }, { requestId: 'r' }])(
	'Retry-After holds others where %j says that it is Gong’s',
	async (body) => {
		const { client, calls } = scripted(
			answer(503, body, { 'retry-after': '60' }),
			answer(200, list),
		);
		await client.pollIntegrations();
		expect(await client.pollIntegrations()).toMatchObject({ ok: false });
		expect(calls).toHaveLength(1);
	},
);

test('Retry-After of a gateway holds nobody else', async () => {
	const { client, calls } = scripted(gateway(503, { 'retry-after': '60' }), answer(200, list));
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
