import { connect, keyPair, parsed } from './client';
import { expectRefusal, gongSuccess } from './expected';
import { start, startConnected, stopAll, stoppedClock } from './simulators';

const ID = '5517027188234205706';

/** What Gong says to every wrong sign-in. */
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

	it('answers 401 after it was revoked', async () => {
		const { simulator, client } = await startConnected();
		expect((await client.list()).status).toBe(200);

		simulator.revokeKey();

		expect((await client.list()).status).toBe(401);
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

	it.each(['DELETE', 'PATCH'] as const)(
		'is told before anything is said about the parameters or the method: %s',
		async (method) => {
			const answer = await connect(await start(), 'none').call(method, '/v2/crm/integrations');

			expect(answer.status).toBe(401);
		},
	);
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
		const { now, pass } = stoppedClock();
		const simulator = await start({ oauth: { tokenLifetime: 60 }, now });
		const client = connect(simulator, bearer(simulator.issueToken().access_token));

		pass(59_999);
		expect((await client.list()).status).toBe(200);
		pass(1);
		expectRefusal(await client.list(), 401, WRONG_SIGN_IN);
	});

	it('leads to the same company as the access key', async () => {
		const simulator = await start();
		await connect(simulator, bearer(simulator.issueToken().access_token)).remove(ID, 'a');

		const answer = await connect(simulator).status(ID, 'a');

		expect(parsed(answer)).toEqual(gongSuccess({ status: 'PENDING' }));
		expect(simulator.journal.map(({ signIn }) => signIn)).toEqual(['bearer', 'basic']);
	});
});
