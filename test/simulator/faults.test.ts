import axios from 'axios';
import { connect, keyPair, parsed } from './client';
import { gongSuccess } from './expected';
import { startConnected, stopAll } from './simulators';
import type { Fault, FaultKind, FaultTarget } from './startSimulator';

const ID = '5517027188234205706';
const query = { integrationId: ID, objectType: 'STAGE', clientRequestId: 'a' };
const stage = { objectId: '1', name: 'Open' };

afterEach(stopAll);

/** Starts a simulator on which this fault plays, with somebody who calls it. */
async function startWith(fault: Fault) {
	const { simulator, client } = await startConnected();
	simulator.addFault(fault);
	return { simulator, client };
}

describe('which calls a fault plays on', () => {
	it('leaves OAuth alone unless it is named', async () => {
		const { simulator } = await startWith({ kind: 'status', status: 500 });
		simulator.addFault({
			kind: 'status',
			status: 503,
			on: 'POST /oauth2/generate-customer-token',
			skip: 1,
		});
		const ask = async () =>
			(await axios.post(simulator.oauth.tokenUrl, '', { validateStatus: () => true })).status;

		expect([await ask(), await ask()]).toEqual([401, 503]);
	});

	it.each([
		['once by default', undefined, [503, 200, 200]],
		['as often as it is told', 2, [503, 503, 200]],
		['until it is cleared when told Infinity', Infinity, [503, 503, 503]],
	])('plays %s, on any call to the API', async (_, times, expected) => {
		const { simulator, client } = await startWith({ kind: 'status', status: 503, times });

		const statuses = [];
		for (let call = 0; call < 3; call++) statuses.push((await client.list()).status);
		simulator.clearFaults();

		expect(statuses).toEqual(expected);
		expect((await client.list()).status).toBe(200);
	});

	it('waits for its endpoint, and lets calls through first', async () => {
		const on = 'GET /v2/crm/request-status';
		const { client } = await startWith({ kind: 'status', status: 500, on, skip: 1 });

		const statuses = [(await client.list()).status];
		for (const id of ['a', 'b', 'c']) statuses.push((await client.status('1', id)).status);

		expect(statuses).toEqual([200, 400, 500, 400]);
	});

	it.each<FaultTarget>([
		'GET /v2/crm/entities',
		'GET /v2/crm/entity-schema',
		'POST /v2/crm/entities',
		'POST /v2/crm/entity-schema',
	])('plays on %s alone', async (target) => {
		const { simulator, client } = await startWith({ kind: 'status', status: 599, on: target });
		await client.get(ID, 'LEAD', ['1']);
		await client.call('GET', '/v2/crm/entity-schema', { integrationId: ID });
		await client.upload(query, [stage]);
		await client.setSchema(ID, 'LEAD', []);

		const hit = simulator.journal.filter(({ status }) => status === 599);
		expect(hit.map(({ method, path }) => `${method} ${path}`)).toEqual([target]);
		expect(simulator.journal.filter(({ status }) => Number(status) < 300)).toHaveLength(3);
	});

	it('plays the first of several that match, one per call', async () => {
		const { simulator, client } = await startWith({ kind: 'status', status: 500 });
		simulator.addFault({ kind: 'status', status: 502 });

		expect([(await client.list()).status, (await client.list()).status]).toEqual([500, 502]);
	});

	it('comes before sign-in', async () => {
		const { simulator } = await startWith({ kind: 'status', status: 500 });

		expect((await connect(simulator, 'Bearer wrong').list()).status).toBe(500);
	});

	it.each<[Fault, string]>([
		[{ kind: 'reset', times: 0 }, 'times must be'],
		[{ kind: 'reset', times: 1.5 }, 'times must be'],
		[{ kind: 'reset', skip: -1 }, 'skip must be'],
		[{ kind: 'slow', delay: -1 }, 'delay must be'],
		[{ kind: 'drip', interval: 0 }, 'interval must be'],
		[{ kind: 'drip', interval: NaN }, 'interval must be'],
		[{ kind: 'oversized', bytes: 0 }, 'bytes must be'],
		[{ kind: 'oversized', bytes: 1.5 }, 'bytes must be'],
		[{ kind: 'altered', fields: {} }, 'fields must have'],
	])('refuses %p', async (fault, message) => {
		await expect(startWith(fault)).rejects.toThrow(message);
	});
});

describe('a fault that prevents the work', () => {
	const has = (text: string) => expect.stringContaining(text) as string;
	const date = 'Wed, 21 Oct 2026 07:28:00 GMT';
	const location = 'https://evil.example.com/';

	it.each<[FaultKind, object]>([
		[
			{ kind: 'status', status: 404 },
			{ status: 404, data: has('"errors":["Simulated fault: status 404."]') },
		],
		[
			{ kind: 'status', status: 429, retryAfter: 7, errors: ['Slow', 'down'] },
			{ status: 429, data: has('"errors":["Slow","down"]'), headers: { 'retry-after': '7' } },
		],
		[
			{ kind: 'status', status: 503, body: 'busy', contentType: 'text/plain', retryAfter: date },
			{ data: 'busy', headers: { 'retry-after': date, 'content-type': has('text/plain') } },
		],
		[
			{ kind: 'status', status: 200, body: '{}' },
			{ status: 200, data: '{}' },
		],
		[
			{ kind: 'html' },
			{ status: 502, data: has('<html'), headers: { 'content-type': has('text/html') } },
		],
		[
			{ kind: 'html', status: 200 },
			{ status: 200, data: has('<html') },
		],
		[{ kind: 'empty' }, { status: 200, data: '' }],
		[
			{ kind: 'empty', status: 500 },
			{ status: 500, data: '' },
		],
		[
			{ kind: 'redirect', location },
			{ status: 302, headers: { location } },
		],
		[
			{ kind: 'redirect', location, status: 308 },
			{ status: 308, headers: { location } },
		],
	])('%j: a deletion is answered %j', async (fault, answer) => {
		const { simulator, client } = await startWith(fault);

		expect(await client.remove(ID, 'a')).toMatchObject(answer);
		expect(simulator.deletions()).toEqual([]);
		expect(simulator.journal).toMatchObject([{ fault: fault.kind, clientRequestId: 'a' }]);
		expect(simulator.journal[0].status).toBeGreaterThanOrEqual(200);
	});

	it('reset: the caller sees a reset', async () => {
		const { simulator, client } = await startWith({ kind: 'reset' });

		await expect(client.remove(ID, 'a')).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(simulator.deletions()).toEqual([]);
		expect(simulator.journal).toMatchObject([{ status: null, fault: 'reset' }]);
	});

	it('silent: no answer comes, and stopping closes the connection', async () => {
		const { simulator, client } = await startWith({ kind: 'silent' });
		const outcome = expect(client.remove(ID, 'a')).rejects.toMatchObject({ code: 'ECONNRESET' });

		await client.list();
		expect(simulator.deletions()).toEqual([]);
		expect(simulator.journal[0]).toMatchObject({ status: null, fault: 'silent' });
		await simulator.stop();
		await outcome;
	});
});

describe('a fault after the work', () => {
	it.each<[FaultKind, number | null]>([
		[{ kind: 'lostAnswer' }, null],
		[{ kind: 'truncated' }, 201],
		[{ kind: 'reset', after: 'headers' }, 201],
		[{ kind: 'slow', delay: 1 }, 201],
		[{ kind: 'drip', interval: 0.1 }, 201],
		[{ kind: 'altered', fields: { clientRequestId: 'b' } }, 201],
		[{ kind: 'oversized', bytes: 10 }, 201],
	])('%j: a file is stored, and the same call is answered 409', async (fault, status) => {
		const { simulator, client } = await startWith(fault);

		await client.upload(query, [stage]).catch(() => undefined);

		expect(simulator.objects(ID, 'STAGE')).toEqual([stage]);
		expect((await client.upload(query, [stage])).status).toBe(409);
		expect(simulator.uploads()).toMatchObject([{ status: 'DONE' }]);
		expect(simulator.journal[0]).toMatchObject({ status, fault: fault.kind });
	});

	/** Deletes with `fetch`, which gives the headers before the body is there. */
	async function fetchDeletion(fault: FaultKind) {
		const { simulator } = await startWith(fault);
		return await fetch(
			`${simulator.url}/v2/crm/integrations?integrationId=${ID}&clientRequestId=a`,
			{ method: 'DELETE', headers: { authorization: keyPair(simulator) } },
		);
	}

	it('lostAnswer: the caller sees a closed connection', async () => {
		const { client } = await startWith({ kind: 'lostAnswer' });

		await expect(client.remove(ID, 'a')).rejects.toMatchObject({ code: 'ECONNRESET' });
	});

	it('truncated: half of the real answer arrives, with the length of the whole', async () => {
		const response = await fetchDeletion({ kind: 'truncated' });

		expect(response.status).toBe(201);
		const length = Number(response.headers.get('content-length'));
		const received: Buffer[] = [];
		const readAll = async () => {
			for await (const part of response.body ?? []) received.push(Buffer.from(part));
		};
		await expect(readAll()).rejects.toThrow();
		expect(Buffer.concat(received)).toHaveLength(Math.floor(length / 2));
	});

	it('reset after the headers: the caller learns the status, and no more', async () => {
		const response = await fetchDeletion({ kind: 'reset', after: 'headers' });

		expect(response.status).toBe(201);
		await expect(response.text()).rejects.toThrow();
	});

	it('drip: the headers come at once and the body little by little', async () => {
		const { simulator, client } = await startWith({ kind: 'drip', interval: 2 });
		const startedAt = performance.now();

		const answer = await client.remove(ID, 'a');

		expect(parsed(answer)).toEqual(gongSuccess({ clientRequestId: 'a' }));
		expect(performance.now() - startedAt).toBeGreaterThan(2 * answer.data.length * 0.9);
		expect(simulator.waiting()).toBe(0);
	});

	it('altered: the real answer with other fields', async () => {
		const fields = { clientRequestId: 7, more: [1n] };
		const { simulator, client } = await startWith({ kind: 'altered', fields });

		const answer = await client.remove(ID, 'a');

		expect(parsed(answer)).toEqual(gongSuccess({ clientRequestId: 7, more: [1] }));
		expect(simulator.deletions()).toMatchObject([{ clientRequestId: 'a' }]);
	});

	it.each([false, true])('oversized: the real answer, blown up (gzip: %p)', async (gzip) => {
		const { simulator } = await startWith({ kind: 'oversized', bytes: 1_000_000, gzip });

		const response = await fetch(`${simulator.url}/v2/crm/integrations`, {
			headers: { authorization: keyPair(simulator) },
		});

		expect(response.headers.get('content-encoding')).toBe(gzip ? 'gzip' : null);
		expect(Number(response.headers.get('content-length')) < 10_000).toBe(gzip);
		const body = await response.text();
		expect(body.length).toBeGreaterThan(1_000_000);
		expect(JSON.parse(body)).toEqual(gongSuccess({ integrations: [expect.anything()] }));
	});

	it('slow: the work is done at once and the real answer comes late', async () => {
		const { simulator, client } = await startWith({ kind: 'slow', delay: 150 });
		const startedAt = performance.now();
		const call = client.remove(ID, 'a');

		await client.list();
		expect(simulator.deletions()).toHaveLength(1);
		expect(simulator.journal[0].status).toBeNull();
		expect(parsed(await call)).toEqual(gongSuccess({ clientRequestId: 'a' }));
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
	});

	it.each<[FaultKind, number | null]>([
		[{ kind: 'drip', interval: 3_600_000 }, 200],
		[{ kind: 'slow', delay: 3_600_000 }, null],
	])('%j: stopping does not wait for the end', async (fault, status) => {
		const { simulator, client } = await startWith(fault);
		const outcome = expect(client.list()).rejects.toThrow();
		await client.list();
		expect(simulator.waiting()).toBe(1);

		await simulator.stop();

		await outcome;
		expect(simulator.journal[0].status).toBe(status);
	});
});
