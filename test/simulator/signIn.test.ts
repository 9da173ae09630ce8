import type { Method } from 'axios';
import { sleep } from 'n8n-workflow';
import { type Client, connect, keyPair, parsed } from './client';
import { expectRefusal, gongSuccess } from './expected';
import { ALL_SCOPES } from './scopes';
import { start, startConnected, stopAll } from './simulators';

const ID = '5517027188234205706';

/** One call per scope that fails with 400 or 200, but not 401, when signed in. */
const CALLS: Record<string, (client: Client) => ReturnType<Client['list']>> = {
	'api:crm:integration:delete': async (client) => await client.remove(ID, 'a'),
	'api:crm:integrations:read': async (client) => await client.list(),
	'api:crm:upload': async (client) => await client.status(ID, 'a'),
	'api:crm:integration:register': async (client) => await client.register({}),
	'api:crm:schema': async (client) => await client.call('GET', '/v2/crm/entity-schema'),
	'api:crm:get-objects': async (client) => await client.call('GET', '/v2/crm/entities'),
};

/** What Gong says for each of them. */
const WRONG_SIGN_IN = 'Validate credentials failed. Please check your credentials and try again.';

const bearer = (token: string) => `Bearer ${token}`;

afterEach(stopAll);

describe('the access key', () => {
	it.each([
		['a wrong key', { key: 'other' }],
		['a wrong secret', { secret: 'other' }],
		['an empty secret', { secret: '' }],
	])('answers 401 for %s', async (_, pair) => {
		const simulator = await start();

		const answer = await connect(simulator, keyPair(simulator, pair)).list();

		expectRefusal(answer, 401, WRONG_SIGN_IN);
	});

	it('may have a colon in its secret', async () => {
		const simulator = await start({ accessKeySecret: 'a:b:' });

		expect((await connect(simulator).list()).status).toBe(200);
	});

	it('answers 401 after it was revoked, until it is restored', async () => {
		const { simulator, client } = await startConnected();

		simulator.revokeKey();
		expect((await client.list()).status).toBe(401);
		simulator.restoreKey();
		expect((await client.list()).status).toBe(200);
	});
});

describe('no or unreadable sign-in', () => {
	it.each(['', 'Basic', 'Basic %%%', 'Basic bm9jb2xvbg==', 'Digest x', 'Bearer', 'Bearer made-up'])(
		'answers 401 for "%s"',
		async (authorization) => {
			const answer = await connect(await start(), authorization).list();

			expectRefusal(answer, 401, WRONG_SIGN_IN);
		},
	);

	it.each([
		'GET /v2/calls',
		'GET /v2',
		'GET /crm/integrations',
		'DELETE /',
		'POST /oauth2/authorize',
	])('is what a path looks like that is not there, with a good key too: %s', async (call) => {
		const [method, path] = call.split(' ') as [Method, string];

		expectRefusal(await connect(await start()).call(method, path), 401, WRONG_SIGN_IN);
	});

	it('is told before anything is said about the method, which is 405 with a good key', async () => {
		const simulator = await start();

		const path = '/v2/crm/integrations';
		expect((await connect(simulator, 'none').call('PATCH', path)).status).toBe(401);
		expectRefusal(await connect(simulator).call('PATCH', path), 405, 'Method Not Allowed');
	});

	it('is answered before anything is said about the parameters', async () => {
		const answer = await connect(await start(), 'none').call('DELETE', '/v2/crm/integrations');

		expect(answer.status).toBe(401);
	});
});

it('a key and a token have every scope by default', async () => {
	const simulator = await start();
	const token = simulator.issueToken();

	for (const client of [connect(simulator), connect(simulator, bearer(token.access_token))]) {
		for (const call of Object.values(CALLS)) expect((await call(client)).status).not.toBe(401);
	}
	expect(token.scope).toBe(ALL_SCOPES.join(' '));
});

it.each(ALL_SCOPES)('a key or a token without %s is answered 401 with its name', async (scope) => {
	const simulator = await start();
	const others = ALL_SCOPES.filter((other) => other !== scope);
	simulator.setScopes(others);
	const token = simulator.issueToken(others);

	for (const client of [connect(simulator), connect(simulator, bearer(token.access_token))]) {
		expectRefusal(
			await CALLS[scope](client),
			401,
			expect.stringContaining(`You don't have permission to use '${scope}' in your app.`),
		);
	}
	expect(simulator.deletions()).toEqual([]);
});

describe('a bearer token', () => {
	it('keeps its scopes when those of the key pair change', async () => {
		const simulator = await start();
		const token = simulator.issueToken();

		simulator.setScopes([]);

		expect((await connect(simulator, bearer(token.access_token)).list()).status).toBe(200);
		expect((await connect(simulator).list()).status).toBe(401);
	});

	it('answers 401 after its lifetime', async () => {
		const simulator = await start({ oauth: { tokenLifetime: 0.001 } });
		const token = simulator.issueToken();
		const client = connect(simulator, bearer(token.access_token));
		await sleep(5);

		const answer = await client.list();

		expectRefusal(answer, 401, WRONG_SIGN_IN);
	});

	it('answers 401 once tokens were expired, and a later one is good', async () => {
		const simulator = await start();
		const before = simulator.issueToken();

		simulator.expireTokens();
		const after = simulator.issueToken();

		expect((await connect(simulator, bearer(before.access_token)).list()).status).toBe(401);
		expect((await connect(simulator, bearer(after.access_token)).list()).status).toBe(200);
	});

	it('leads to the same company as the access key', async () => {
		const simulator = await start();
		await connect(simulator, bearer(simulator.issueToken().access_token)).remove(ID, 'a');

		const answer = await connect(simulator).status(ID, 'a');

		expect(parsed(answer)).toEqual(gongSuccess({ status: 'PENDING' }));
		expect(simulator.journal.map(({ signIn }) => signIn)).toEqual(['bearer', 'basic']);
	});
});
