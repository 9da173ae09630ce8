import type { Authentication } from '../../nodes/connection/authentication';
import { createSend } from '../../nodes/connection/send';
import type { Send } from '../../nodes/gong/client';
import { loadOptionsFor } from '../engine/loadOptions';
import { activeTimers } from '../engine/timers';
import { onVirtualTime } from '../engine/virtualTime';
import { credentialsFor } from '../engine/workflows';
import { startOtherHost } from '../faults/otherHost';
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

describe('the refresh of a token', () => {
	test.each([
		[300, 401],
		[400, 401],
		[403, 401],
		[404, 401],
		[408, 408],
		[429, 429],
		[499, 401],
	])('that is answered with %i amounts to %i', async (status, amountsTo) => {
		const sent = await refreshedWith({ kind: 'status', status });
		expect(sent).toEqual({ status: amountsTo, headers: {}, body: '' });
	});

	test.each([500, 503])('that is answered with %i is that answer', async (status) => {
		const errors = ['Come back later.'];
		const sent = await refreshedWith({ kind: 'status', status, errors });
		expect(sent).toMatchObject({ status, body: expect.stringContaining(errors[0]) });
	});

	test('that is refused for good amounts to 401', async () => {
		const body = '{"error":"invalid_grant"}';
		expect(await refreshedWith({ kind: 'status', status: 400, body })).toMatchObject({
			status: 401,
		});
	});

	test('that breaks off is no answer', async () => {
		expect(await refreshedWith({ kind: 'reset' })).toEqual({
			noAnswer: expect.stringMatching(/^ECONNRESET: ./),
		});
	});
});

test('a 401 is one with OAuth too, with Gong’s words', async () => {
	const simulator = await start();
	simulator.addFault({ on: `GET ${LIST}`, kind: 'status', status: 401, errors: ['No.'], times: 2 });
	const sent = await list(simulator, 'oAuth2');
	expect(sent).toMatchObject({ status: 401, body: expect.stringContaining('No.') });
});

test.each(['accessKey', 'oAuth2'] as const)('a redirect is not followed (%s)', async (by) => {
	const other = await startOtherHost();
	const simulator = await start();
	const location = `${other.url}/elsewhere`;
	simulator.addFault({ on: `GET ${LIST}`, kind: 'redirect', location, status: 307 });
	expect(await list(simulator, by)).toMatchObject({ status: 307, headers: { location } });
	expect(other.take()).toEqual([]);
	await other.stop();
});

test('asks for JSON', async () => {
	const other = await startOtherHost();
	await list(await start(), 'accessKey', { baseUrl: other.url });
	const [method, path, headers] = JSON.parse(other.take()[0]) as unknown[];
	expect([method, path, headers]).toMatchObject(['GET', LIST, { accept: 'application/json' }]);
	expect(headers).not.toHaveProperty('content-type');
	await other.stop();
});

test('what takes too long is no answer, and says how long that is', async () => {
	const simulator = await start();
	simulator.addFault({ on: `GET ${LIST}`, kind: 'drip', interval: 20_000 });
	const sent = await onVirtualTime(
		async () => await list(simulator, 'accessKey'),
		simulator.waiting,
	);
	expect(sent).toEqual({ noAnswer: 'ETIMEDOUT: no whole answer within 30 seconds' });
});

test('calls that are over leave no timers behind', async () => {
	const simulator = await start();
	await list(simulator, 'accessKey');
	const before = activeTimers();
	for (let calls = 0; calls < 5; calls++) await list(simulator, 'accessKey');
	expect(activeTimers() - before).toBeLessThan(5);
});

test('an address that cannot be used is refused with advice, before anything is sent', async () => {
	const simulator = await start();
	await expect(list(simulator, 'accessKey', { baseUrl: 'http://gong.test' })).rejects.toMatchObject(
		{ message: expect.stringContaining('https'), description: expect.stringMatching(/./) },
	);
	expect(simulator.journal).toEqual([]);
});

test('what is neither an answer nor of the network ends the node, in its own words', async () => {
	const context = loadOptionsFor(credentialsFor(await start()), { authentication: 'oAuth2' });
	const send = async (error: unknown) => {
		context.helpers.httpRequestWithAuthentication = async () => await Promise.reject(error);
		return await createSend(context, 'oAuth2')({ method: 'GET', path: LIST }, atOnce);
	};
	const description = expect.stringContaining('Open the Gong credential');
	await expect(send(new Error('No such thing'))).rejects.toMatchObject({
		message: 'No such thing',
		description,
	});
	await expect(send(undefined)).rejects.toMatchObject({
		message: 'The call to Gong could not be made',
		description,
	});
});
