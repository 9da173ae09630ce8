import type { Authentication } from '../../nodes/n8n/authentication';
import { createSend } from '../../nodes/n8n/send';
import { explain } from '../../nodes/n8n/explain';
import { type HttpAnswer, readAnswer } from '../../nodes/gong/answers';
import type { Failure, Send } from '../../nodes/gong/client';
import { findMissingScope } from '../../nodes/gong/scopes';
import { loadOptionsFor } from '../harness/loadOptions';
import { activeTimers } from '../harness/timers';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor } from '../harness/workflows';
import { startOtherHost } from '../faults/otherHost';
import { ALL_SCOPES } from '../simulator/scopes';
import { start, stopAll } from '../simulator/simulators';
import type { FaultKind, Simulator } from '../simulator/startSimulator';

afterEach(stopAll);

/** No pace: each test makes a call or two. */
const atOnce: Parameters<Send>[1] = async (_, call) => await call();

const LIST = '/v2/crm/integrations';
const TOKEN = 'POST /oauth2/generate-customer-token';

/** Lists the integrations through n8n's request helper. */
async function list(
	simulator: Simulator,
	authentication: Authentication,
	{ isExpired = false, ...address }: { isExpired?: boolean; baseUrl?: string } = {},
) {
	const { gongCrmApi, gongCrmOAuth2Api } = credentialsFor(simulator);
	if (isExpired) simulator.expireTokens();
	const credentials = { gongCrmApi: { ...gongCrmApi, ...address }, gongCrmOAuth2Api };
	const send = createSend(loadOptionsFor(credentials, { authentication }), authentication);
	return await send({ method: 'GET', path: LIST }, atOnce);
}

/** Lists them with an expired token, where its refresh comes to this. */
async function refreshedWith(fault: FaultKind) {
	const simulator = await start();
	simulator.addFault({ on: TOKEN, ...fault });
	return await list(simulator, 'oAuth2', { isExpired: true });
}

describe('an OAuth token refresh', () => {
	test.each([
		[300, 401],
		[400, 401],
		[403, 401],
		[404, 401],
		[408, 408],
		[429, 429],
		[499, 401],
	])('answered with %i counts as status %i', async (status, amountsTo) => {
		const sent = await refreshedWith({ kind: 'status', status });
		expect(sent).toEqual({ status: amountsTo, headers: {}, body: '' });
	});

	test.each([500, 503])('answered with %i is returned as that status', async (status) => {
		const errors = ['Come back later.'];
		const sent = await refreshedWith({ kind: 'status', status, errors });
		expect(sent).toMatchObject({ status, body: expect.stringContaining(errors[0]) });
	});

	test('whose connection breaks counts as no answer', async () => {
		expect(await refreshedWith({ kind: 'reset' })).toEqual({
			noAnswer: expect.stringMatching(/^ECONNRESET: ./),
		});
	});
});

test('with OAuth a 401 that remains after the refresh is returned with Gong’s message', async () => {
	const simulator = await start();
	simulator.addFault({ on: `GET ${LIST}`, kind: 'status', status: 401, errors: ['No.'], times: 3 });
	const sent = await list(simulator, 'oAuth2');
	expect(sent).toMatchObject({ status: 401, body: expect.stringContaining('No.') });
});

test.each(['accessKey', 'oAuth2'] as const)('Gong’s redirect is not followed (%s)', async (by) => {
	const other = await startOtherHost();
	const simulator = await start();
	const location = `${other.url}/elsewhere`;
	simulator.addFault({ on: `GET ${LIST}`, kind: 'redirect', location, status: 307 });
	expect(await list(simulator, by)).toMatchObject({ status: 307, headers: { location } });
	expect(other.take()).toEqual([]);
	await other.stop();
});

test('every call to Gong asks for JSON', async () => {
	const other = await startOtherHost();
	await list(await start(), 'accessKey', { baseUrl: other.url });
	const [method, path, headers] = JSON.parse(other.take()[0]) as unknown[];
	expect([method, path, headers]).toMatchObject(['GET', LIST, { accept: 'application/json' }]);
	expect(headers).not.toHaveProperty('content-type');
	await other.stop();
});

test('a call that exceeds its timeout counts as no answer and reports the timeout', async () => {
	const simulator = await start();
	simulator.addFault({ on: `GET ${LIST}`, kind: 'drip', interval: 20_000 });
	const sent = await onVirtualTime(
		async () => await list(simulator, 'accessKey'),
		simulator.waiting,
	);
	expect(sent).toEqual({ noAnswer: 'ETIMEDOUT: no whole answer within 30 seconds' });
});

test('the timeout of a call grows with what it sends, and with the largest answer to it', async () => {
	const context = loadOptionsFor(credentialsFor(await start()), { authentication: 'accessKey' });
	const limits: unknown[] = [];
	context.helpers.httpRequestWithAuthentication = async (_type, { timeout }) => {
		limits.push(timeout);
		return await Promise.resolve({ statusCode: 200, headers: {}, body: '{}' });
	};
	const send = createSend(context, 'accessKey');
	const call = { method: 'POST', path: '/v2/crm/entities' } as const;
	const sized = (bytes: number) => ({ bytes: Buffer.alloc(bytes), contentType: 'x/y' });
	await send(call, atOnce);
	await send({ ...call, raw: sized(20_000_000) }, atOnce);
	await send({ ...call, raw: sized(200_000_000) }, atOnce);
	await send({ ...call, method: 'GET', body: ['a'], largestAnswer: 50_000_000 }, atOnce);
	// 200 MB at 2 Mbit/s take 800 s.
	expect(limits).toEqual([30_000, 110_000, 830_000, 226_000]);
});

test('a call that had to wait for its turn goes to the address that the credential has by then', async () => {
	const [before, now] = [await start(), await start()];
	const credentials = credentialsFor(before);
	const context = loadOptionsFor(credentials, { authentication: 'oAuth2' });
	await createSend(context, 'oAuth2')({ method: 'GET', path: LIST }, async (_, call) => {
		credentials.gongCrmOAuth2Api = credentialsFor(now).gongCrmOAuth2Api;
		return await call();
	});
	expect([before.journal, now.journal]).toMatchObject([[], [{ status: 200 }]]);
});

test('finished calls leave no timers behind', async () => {
	const simulator = await start();
	await list(simulator, 'accessKey');
	const before = activeTimers();
	for (let calls = 0; calls < 5; calls++) await list(simulator, 'accessKey');
	expect(activeTimers() - before).toBeLessThan(5);
});

test('an unusable base URL is refused with advice before anything is sent', async () => {
	const simulator = await start();
	expect(await list(simulator, 'accessKey', { baseUrl: 'http://gong.test' })).toMatchObject({
		notSent: expect.stringContaining('https'),
		advice: expect.stringMatching(/./),
	});
	expect(simulator.journal).toEqual([]);
});

test('what nobody knows is no answer: the call may have been under way', async () => {
	const context = loadOptionsFor(credentialsFor(await start()), { authentication: 'oAuth2' });
	const send = async (error: unknown) => {
		context.helpers.httpRequestWithAuthentication = async () => await Promise.reject(error);
		return await createSend(context, 'oAuth2')({ method: 'GET', path: LIST }, atOnce);
	};
	expect(await send(new Error('No such thing'))).toEqual({ noAnswer: 'No such thing' });
	expect(await send(undefined)).toEqual({ noAnswer: 'no reason given' });
});

test('a credential that cannot be read is told in n8n’s words, before anything is sent', async () => {
	const context = loadOptionsFor(credentialsFor(await start()), { authentication: 'oAuth2' });
	context.getCredentials = async () => await Promise.reject(new Error('It was deleted'));
	expect(await createSend(context, 'oAuth2')({ method: 'GET', path: LIST }, atOnce)).toEqual({
		notSent: 'It was deleted',
		advice: expect.stringContaining('Open the Gong credential'),
	});
});

test.each([
	[403, 403],
	[404, 404],
	[407, 407],
])('a token endpoint that a proxy answers with %i amounts to %i', async (status, amountsTo) => {
	const sent = await refreshedWith({ kind: 'html', status });
	expect(sent).toEqual({ status: amountsTo, headers: {}, body: '' });
});

describe('a call for which the token has no scope', () => {
	const scope = 'api:crm:integrations:read';
	const others = ALL_SCOPES.filter((one) => one !== scope);

	/** What comes of listing with a token that has no scope for it, and says so in these words. */
	async function listWithout(words: unknown) {
		const simulator = await start({ scopes: others });
		const credentials = credentialsFor(simulator);
		const { oauthTokenData } = credentials.gongCrmOAuth2Api;
		Object.assign(oauthTokenData as object, { scope: words });
		const context = loadOptionsFor(credentials, { authentication: 'oAuth2' });
		const reply = await createSend(context, 'oAuth2')({ method: 'GET', path: LIST }, atOnce);
		return { reply, simulator };
	}

	test.each([others.join(' '), others.join(','), `read ${others.join(', ')}`])(
		'is not made where the token says so: %s',
		async (words) => {
			const { reply, simulator } = await listWithout(words);
			expect(simulator.journal).toEqual([]);
			expect(reply).toMatchObject({ status: 401, body: expect.stringContaining(`'${scope}'`) });
		},
	);

	test.each([undefined, null, '', 7, 'read write', 'api:calls:read:basic', [scope]])(
		'is made where the token does not say, and costs no refresh: %j',
		async (words) => {
			const { reply, simulator } = await listWithout(words);
			expect(reply).toMatchObject({ status: 401, body: expect.stringContaining(`'${scope}'`) });
			expect(simulator.journal).toHaveLength(1);
		},
	);

	test('reads to a builder as if Gong had said it', async () => {
		const descriptions = await Promise.all(
			[others.join(' '), undefined].map(async (words) => {
				const { reply } = await listWithout(words);
				const answer = readAnswer(reply as HttpAnswer, Date.now()) as Failure;
				return explain(answer, 'list', 'oAuth2').description.replace(/ Gong says: .*/, '');
			}),
		);
		expect(descriptions[0]).toBe(descriptions[1]);
		expect(descriptions[0]).toContain(`The connection lacks the scope "${scope}"`);
	});
});

/** Gong API reference, at each call. */
const scopeOf = {
	'GET /v2/crm/integrations': 'api:crm:integrations:read',
	'PUT /v2/crm/integrations': 'api:crm:integration:register',
	'DELETE /v2/crm/integrations': 'api:crm:integration:delete',
	'GET /v2/crm/entity-schema': 'api:crm:schema',
	'POST /v2/crm/entity-schema': 'api:crm:schema',
	'GET /v2/crm/entities': 'api:crm:get-objects',
	'POST /v2/crm/entities': 'api:crm:upload',
	'GET /v2/crm/request-status': 'api:crm:upload',
};

test.each(Object.entries(scopeOf))('%s needs %s, and nothing else', (call, scope) => {
	const [method, path] = call.split(' ');
	expect(findMissingScope(scope, { method, path })).toBeNull();
	const others = ALL_SCOPES.filter((one) => one !== scope);
	expect(findMissingScope(others.join(' '), { method, path })).toBe(scope);
});
