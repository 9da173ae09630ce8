import { connect, parsed } from './client';
import { gongError } from './expected';
import { start, startConnected, stopAll, stoppedClock } from './simulators';

afterEach(stopAll);

describe("Gong's limits", () => {
	it('answers 429 with Retry-After to the fourth call in a second, and lets it through later', async () => {
		const { now, pass } = stoppedClock();
		const { client } = await startConnected({ limits: {}, now });

		const answers = await Promise.all([1, 2, 3, 4].map(async () => await client.list()));

		const refused = answers.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(1);
		expect(refused[0].headers['retry-after']).toBe('1');
		expect(parsed(refused[0])).toEqual(gongError(expect.stringContaining('Too many calls')));
		pass(999);
		expect((await client.list()).status).toBe(429);
		pass(1);
		expect((await client.list()).status).toBe(200);
	});

	it('counts the calls of both sign-ins and all endpoints together', async () => {
		const simulator = await start({ limits: { perSecond: 2 } });
		await connect(simulator).list();
		await connect(simulator).status('1', 'a');
		const withToken = connect(simulator, `Bearer ${simulator.issueToken().access_token}`);

		expect((await withToken.list()).status).toBe(429);
	});

	it('answers 429 with the seconds left of the day when its calls are used up', async () => {
		const { client } = await startConnected({ limits: { perSecond: Infinity, perDay: 5 } });
		for (let call = 0; call < 5; call++) expect((await client.list()).status).toBe(200);

		const answer = await client.list();

		expect(answer.status).toBe(429);
		const seconds = Number(answer.headers['retry-after']);
		expect(seconds).toBeGreaterThan(86_390);
		expect(seconds).toBeLessThanOrEqual(86_400);
	});

	it('does no work over the limit, and writes the call down', async () => {
		const { simulator, client } = await startConnected({ limits: { perSecond: 1 } });
		await client.list();

		await client.remove('5517027188234205706', 'a');

		expect(simulator.deletions()).toEqual([]);
		expect(simulator.journal.map(({ status }) => status)).toEqual([200, 429]);
	});

	it('answers a wrong key with 401 however many calls came before', async () => {
		const simulator = await start({ limits: { perSecond: 1 } });
		await connect(simulator).list();

		expect((await connect(simulator, 'Bearer wrong').list()).status).toBe(401);
	});

	it("stays on the caller's clock whatever the time scale", async () => {
		const simulator = await start({ limits: { perSecond: 1 }, timeScale: 1e6 });
		await connect(simulator).list();

		expect((await connect(simulator).list()).status).toBe(429);
	});
});
