import axios from 'axios';
import { connect, keyPair, parsed } from './client';
import { expectRefusal, gongError, gongSuccess } from './expected';
import { start, startConnected, stopAll } from './simulators';
import type { Fault, FaultKind, FaultTarget, Simulator } from './startSimulator';

const ID = '5517027188234205706';

afterEach(stopAll);

describe('which calls a fault plays on', () => {
	it('leaves OAuth alone unless it is named', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status: 500 });
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
	])('plays %s, on any call to the API', async (_, times, expected) => {
		const { simulator, client } = await startConnected();
		simulator.addFault({ kind: 'status', status: 503, times });

		const statuses = [];
		for (let call = 0; call < 3; call++) statuses.push((await client.list()).status);

		expect(statuses).toEqual(expected);
	});

	it('plays until it is cleared when told Infinity', async () => {
		const { simulator, client } = await startConnected();
		simulator.addFault({ kind: 'status', status: 503, times: Infinity });
		for (let call = 0; call < 5; call++) expect((await client.list()).status).toBe(503);

		simulator.clearFaults();

		expect((await client.list()).status).toBe(200);
	});

	it('waits for its endpoint, and lets calls through first', async () => {
		const { simulator, client } = await startConnected();
		simulator.addFault({
			kind: 'status',
			status: 500,
			on: 'GET /v2/crm/request-status',
			skip: 1,
		});

		const statuses = [];
		statuses.push((await client.list()).status);
		for (const id of ['a', 'b', 'c']) statuses.push((await client.status('1', id)).status);

		expect(statuses).toEqual([200, 400, 500, 400]);
	});

	it('plays the first of several that match, one per call', async () => {
		const { simulator, client } = await startConnected();
		simulator.addFault({ kind: 'status', status: 500 });
		simulator.addFault({ kind: 'status', status: 502 });

		expect([(await client.list()).status, (await client.list()).status]).toEqual([500, 502]);
	});

	it('comes before sign-in', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status: 500 });

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
		const simulator = await start();

		expect(() => simulator.addFault(fault)).toThrow(message);
	});
});

describe('faults that answer without doing the work', () => {
	it.each([400, 401, 403, 404, 409, 429, 500, 503])('status %d', async (status) => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status });

		const answer = await connect(simulator).remove(ID, 'a');

		expectRefusal(answer, status, expect.stringContaining(String(status)));
		expect(simulator.deletions()).toEqual([]);
		expect(simulator.journal).toMatchObject([{ status, fault: 'status', clientRequestId: 'a' }]);
	});

	it('status with errors and Retry-After', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status: 429, retryAfter: 7, errors: ['Slow', 'down'] });

		const answer = await connect(simulator).list();

		expect(answer.headers['retry-after']).toBe('7');
		expect(parsed(answer)).toEqual(gongError('Slow', 'down'));
	});

	it('status with a body and a type of its own', async () => {
		const simulator = await start();
		const retryAfter = 'Wed, 21 Oct 2026 07:28:00 GMT';
		simulator.addFault({
			kind: 'status',
			status: 503,
			body: 'busy',
			contentType: 'text/plain',
			retryAfter,
		});

		const answer = await connect(simulator).list();

		expect(answer.data).toBe('busy');
		expect(answer.headers).toMatchObject({ 'retry-after': retryAfter });
		expect(answer.headers['content-type']).toContain('text/plain');
	});

	it.each([
		[undefined, 502],
		[200, 200],
	])('html with status %p', async (status, expected) => {
		const simulator = await start();
		simulator.addFault({ kind: 'html', status });

		const answer = await connect(simulator).remove(ID, 'a');

		expect(answer.status).toBe(expected);
		expect(answer.headers['content-type']).toContain('text/html');
		expect(answer.data).toContain('<html');
		expect(simulator.deletions()).toEqual([]);
	});

	it.each([
		[undefined, 200],
		[201, 201],
		[500, 500],
	])('empty with status %p', async (status, expected) => {
		const simulator = await start();
		simulator.addFault({ kind: 'empty', status });

		const answer = await connect(simulator).remove(ID, 'a');

		expect([answer.status, answer.data]).toEqual([expected, '']);
		expect(simulator.deletions()).toEqual([]);
	});

	it.each([
		[undefined, 302],
		[301 as const, 301],
		[303 as const, 303],
		[307 as const, 307],
		[308 as const, 308],
	])('redirect with status %p', async (status, expected) => {
		const simulator = await start();
		simulator.addFault({ kind: 'redirect', location: 'https://evil.example.com/', status });

		const answer = await connect(simulator).list();

		expect(answer.status).toBe(expected);
		expect(answer.headers.location).toBe('https://evil.example.com/');
	});
});

describe('faults of the connection', () => {
	const fetchDeletion = async (simulator: Simulator) =>
		await fetch(`${simulator.url}/v2/crm/integrations?integrationId=${ID}&clientRequestId=a`, {
			method: 'DELETE',
			headers: { authorization: keyPair(simulator) },
		});

	it('reset: the caller sees a reset and nothing was done', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'reset' });

		await expect(connect(simulator).remove(ID, 'a')).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(simulator.deletions()).toEqual([]);
		expect(simulator.journal).toMatchObject([{ status: null, fault: 'reset' }]);
	});

	it('lostAnswer: the caller sees a closed connection and the deletion is registered', async () => {
		const { simulator, client } = await startConnected();
		simulator.addFault({ kind: 'lostAnswer', on: 'DELETE /v2/crm/integrations' });

		await expect(client.remove(ID, 'a')).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(simulator.deletions()).toMatchObject([{ clientRequestId: 'a' }]);
		expect((await client.remove(ID, 'a')).status).toBe(409);
		expect(simulator.journal.map(({ status }) => status)).toEqual([null, 409]);
	});

	it('truncated: half of the real answer arrives, with the length of the whole', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'truncated' });

		const response = await fetchDeletion(simulator);

		expect(response.status).toBe(201);
		const length = Number(response.headers.get('content-length'));
		const received: Buffer[] = [];
		const readAll = async () => {
			for await (const part of response.body ?? []) received.push(Buffer.from(part));
		};
		await expect(readAll()).rejects.toThrow();
		expect(Buffer.concat(received)).toHaveLength(Math.floor(length / 2));
		expect(simulator.deletions()).toHaveLength(1);
		expect(simulator.journal).toMatchObject([{ status: 201, fault: 'truncated' }]);
	});

	it('reset after the headers: the caller learns the status, and the work is done', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'reset', after: 'headers' });

		const response = await fetchDeletion(simulator);

		expect(response.status).toBe(201);
		await expect(response.text()).rejects.toThrow();
		expect(simulator.deletions()).toHaveLength(1);
	});

	it('drip: the headers come at once and the body little by little', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'drip', interval: 2 });
		const startedAt = performance.now();

		const answer = await connect(simulator).remove(ID, 'a');

		expect(parsed(answer)).toEqual(gongSuccess({ clientRequestId: 'a' }));
		expect(performance.now() - startedAt).toBeGreaterThan(2 * answer.data.length * 0.9);
		expect(simulator.waiting()).toBe(0);
	});

	it('altered: the real answer with other fields', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'altered', fields: { clientRequestId: 7, more: [1n] } });

		const answer = await connect(simulator).remove(ID, 'a');

		expect(parsed(answer)).toEqual(gongSuccess({ clientRequestId: 7, more: [1] }));
		expect(simulator.deletions()).toMatchObject([{ clientRequestId: 'a' }]);
	});

	it.each([false, true])('oversized: the real answer, blown up (gzip: %p)', async (gzip) => {
		const simulator = await start();
		simulator.addFault({ kind: 'oversized', bytes: 1_000_000, gzip });

		const response = await fetch(`${simulator.url}/v2/crm/integrations`, {
			headers: { authorization: keyPair(simulator) },
		});

		expect(response.headers.get('content-encoding')).toBe(gzip ? 'gzip' : null);
		expect(Number(response.headers.get('content-length')) < 10_000).toBe(gzip);
		const body = await response.text();
		expect(body.length).toBeGreaterThan(1_000_000);
		expect(JSON.parse(body)).toEqual(gongSuccess({ integrations: [expect.anything()] }));
	});

	it('silent: no answer comes, nothing is done, and stopping closes the connection', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'silent' });
		const call = connect(simulator).remove(ID, 'a');
		const outcome = expect(call).rejects.toMatchObject({ code: 'ECONNRESET' });

		await connect(simulator).list();
		expect(simulator.deletions()).toEqual([]);
		expect(simulator.journal[0]).toMatchObject({ status: null, fault: 'silent' });
		await simulator.stop();
		await outcome;
	});

	it('slow: the work is done at once and the real answer comes late', async () => {
		const simulator = await start();
		simulator.addFault({ kind: 'slow', delay: 150 });
		const startedAt = performance.now();
		const call = connect(simulator).remove(ID, 'a');

		await connect(simulator).list();
		expect(simulator.deletions()).toHaveLength(1);
		expect(simulator.journal[0].status).toBeNull();
		expect(parsed(await call)).toEqual(gongSuccess({ clientRequestId: 'a' }));
		expect(performance.now() - startedAt).toBeGreaterThanOrEqual(145);
		expect(simulator.journal[0]).toMatchObject({ status: 201, fault: 'slow' });
	});

	it.each<[FaultKind, number | null]>([
		[{ kind: 'drip', interval: 3_600_000 }, 200],
		[{ kind: 'slow', delay: 3_600_000 }, null],
	])('%j: stopping does not wait for the end', async (fault, status) => {
		const simulator = await start();
		simulator.addFault(fault);
		const outcome = expect(connect(simulator).list()).rejects.toThrow();
		await connect(simulator).list();
		expect(simulator.waiting()).toBe(1);

		await simulator.stop();

		await outcome;
		expect(simulator.journal[0].status).toBe(status);
	});
});

describe('faults of an upload', () => {
	const query = { integrationId: ID, objectType: 'STAGE', clientRequestId: 'a' };
	const stage = { objectId: '1', name: 'Open' };
	const on = 'POST /v2/crm/entities';

	/** A simulator on which this fault plays, once, on an upload. */
	async function startWith(fault: FaultKind) {
		const simulator = await start({ uploadTakes: 0 });
		simulator.addFault({ on, ...fault } as Fault);
		const client = connect(simulator);
		await client.list();
		return { simulator, upload: async () => await client.upload(query, [stage]) };
	}

	it.each([200, 201])('status %d with a body that says nothing: a proxy', async (status) => {
		const { simulator, upload } = await startWith({ kind: 'status', status, body: '{}' });

		const answer = await upload();

		expect([answer.status, answer.data]).toEqual([status, '{}']);
		expect(simulator.uploads()).toEqual([]);
	});

	it.each<FaultKind>([
		{ kind: 'lostAnswer' },
		{ kind: 'truncated' },
		{ kind: 'reset', after: 'headers' },
		{ kind: 'slow', delay: 1 },
		{ kind: 'drip', interval: 0.1 },
		{ kind: 'altered', fields: { clientRequestId: 'b' } },
		{ kind: 'oversized', bytes: 10 },
	])('$kind: the file is stored, and the same call is answered 409', async (fault) => {
		const { simulator, upload } = await startWith(fault);

		await upload().catch(() => undefined);

		expect(simulator.objects(ID, 'STAGE')).toEqual([stage]);
		expect((await upload()).status).toBe(409);
		expect(simulator.uploads()).toMatchObject([{ status: 'DONE' }]);
	});

	it.each<FaultTarget>([
		'GET /v2/crm/entities',
		'GET /v2/crm/entity-schema',
		'POST /v2/crm/entities',
		'POST /v2/crm/entity-schema',
	])('plays on %s alone', async (target) => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status: 599, on: target });
		const client = connect(simulator);
		await client.get(ID, 'LEAD', ['1']);
		await client.call('GET', '/v2/crm/entity-schema', { integrationId: ID });
		await client.upload(query, [stage]);
		await client.setSchema(ID, 'LEAD', []);

		const hit = simulator.journal.filter(({ status }) => status === 599);
		expect(hit.map(({ method, path }) => `${method} ${path}`)).toEqual([target]);
		expect(simulator.journal.filter(({ status }) => Number(status) < 300)).toHaveLength(3);
	});
});
