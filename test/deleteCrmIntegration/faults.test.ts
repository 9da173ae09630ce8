import { runFast } from '../harness/runs';
import { deletion, type Wishes } from '../harness/workflows';
import { saysNothingStarted } from '../faults/invariants';
import { start, stopAll } from '../simulator/simulators';
import type { Fault, Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';
const DELETE = 'DELETE /v2/crm/integrations';

afterEach(stopAll);

async function run(simulator: Simulator, wishes: Wishes = {}) {
	return await runFast(simulator, deletion(wishes));
}

/** How long after the first call of an endpoint the others came, in whole seconds. */
const gaps = (simulator: Simulator): number[] => {
	const times = simulator.calls('DELETE', '/v2/crm/integrations').map(({ at }) => Date.parse(at));
	return times.slice(1).map((time, index) => (time - times[index]) / 1000);
};

describe('a DELETE call with a transient failure is retried with the same client request ID', () => {
	const faults: Array<[string, Fault]> = [
		['status 500', { kind: 'status', status: 500 }],
		['status 503', { kind: 'status', status: 503, errors: ['maintenance'] }],
		['status 429', { kind: 'status', status: 429, retryAfter: 1 }],
		['HTML instead of JSON', { kind: 'html', status: 502 }],
		['HTML with status 200', { kind: 'html', status: 200 }],
		['an empty body', { kind: 'empty' }],
		['a truncated body', { kind: 'truncated' }],
		['a connection reset', { kind: 'reset' }],
		['a lost answer after the deletion was registered', { kind: 'lostAnswer' }],
	];

	/** Gong has done the work; what it says of it then brings the status. */
	const isLost = ({ kind }: Fault) => kind === 'truncated' || kind === 'lostAnswer';

	test.each(faults)('after %s', async (_, fault) => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, ...fault });
		const finished = await run(simulator);
		expect(finished.error).toBeUndefined();
		expect(finished.json('Next')).toMatchObject([
			isLost(fault)
				? { integrationId, status: 'PENDING', recovered: true, requestId: null }
				: { integrationId, status: 'SUBMITTED', recovered: false },
		]);

		const calls = simulator.calls('DELETE', '/v2/crm/integrations');
		expect(calls).toHaveLength(2);
		expect(new Set(calls.map(({ clientRequestId }) => clientRequestId)).size).toBe(1);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test('with the builder’s own client request ID, which request-status then confirms', async () => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, kind: 'lostAnswer' });
		const finished = await run(simulator, {
			parameters: { options: { clientRequestId: 'mine', ifRequestIdUsed: 'error' } },
		});
		expect(finished.json('Next')).toMatchObject([{ recovered: true, status: 'PENDING' }]);
	});

	test('with growing pauses', async () => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, kind: 'status', status: 500, times: 4 });
		await run(simulator);
		const seconds = gaps(simulator);
		for (const [index, full] of [1, 2, 4, 8].entries()) {
			expect(seconds[index]).toBeGreaterThanOrEqual(full / 2);
			expect(seconds[index]).toBeLessThanOrEqual(full + 0.1);
		}
	});

	test('not before Retry-After', async () => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, kind: 'status', status: 429, retryAfter: 42 });
		await run(simulator);
		expect(gaps(simulator)[0]).toBeGreaterThanOrEqual(42);
		expect(gaps(simulator)[0]).toBeLessThan(47);
	});

	test('within Gong’s rate limits', async () => {
		const simulator = await start({ limits: { perSecond: 1 } });
		const finished = await run(simulator, {
			parameters: { options: { expectedName: 'Acme CRM' } },
		});
		expect(finished.json('Next')).toMatchObject([{ status: 'SUBMITTED' }]);
	});
});

describe('when all five tries of the DELETE call fail', () => {
	/** Calls that are made: five times the deletion, then once the question about it. */
	const asked = ['DELETE', 'DELETE', 'DELETE', 'DELETE', 'DELETE', 'GET'];

	test.each<[string, Fault, string, string | null]>([
		['500', { kind: 'status', status: 500 }, 'Gong cannot answer right now (status 500)', '500'],
		['reset', { kind: 'reset' }, 'Gong could not be reached', null],
		['HTML', { kind: 'html', status: 200 }, 'The answer did not come from Gong’s API', '200'],
	])('the error says what is known and what is not: %s', async (_, fault, message, httpCode) => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, times: Infinity, ...fault });
		const finished = await run(simulator);
		expect(finished.error).toMatchObject({ name: 'NodeApiError', message, httpCode });
		const { clientRequestId } = simulator.journal[0];
		expect(finished.error?.description).toContain('Gong may or may not have registered');
		expect(finished.error?.description).toContain(clientRequestId);
		expect(simulator.journal.map(({ method }) => method)).toEqual(asked);
	});

	test('with 429 alone, the error says that Gong registered nothing', async () => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, times: Infinity, kind: 'status', status: 429 });
		const finished = await run(simulator);
		expect(finished.error).toMatchObject({
			name: 'NodeApiError',
			message: 'Rate limit reached',
			description: expect.stringMatching(/^Gong did not accept this, so nothing was started/),
			httpCode: '429',
		});
		expect(simulator.journal.map(({ method }) => method)).toEqual(asked.slice(0, 5));
	});

	test('a Retry-After of hours is reported at once instead of being waited for', async () => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, kind: 'status', status: 429, retryAfter: 7200 });
		const finished = await run(simulator);
		expect(finished.error?.description).toContain('wait 2 hours');
		expect(simulator.journal).toHaveLength(1);
	});
});

describe('a DELETE call that exceeds its timeout of 30 seconds is retried', () => {
	test.each<[string, Fault, object]>([
		['never answered', { kind: 'silent' }, { recovered: false, status: 'SUBMITTED' }],
		['answered too late', { kind: 'slow', delay: 60_000 }, { recovered: true, status: 'PENDING' }],
		[
			'answered byte by byte',
			{ kind: 'drip', interval: 5000 },
			{ recovered: true, status: 'PENDING' },
		],
	])('when it is %s', async (_, fault, result) => {
		const simulator = await start({ deleteTakes: 3_600_000 });
		simulator.addFault({ on: DELETE, ...fault });
		const finished = await run(simulator);
		expect(finished.json('Next')).toMatchObject([result]);
		expect(gaps(simulator)[0]).toBeGreaterThanOrEqual(30);
		expect(gaps(simulator)[0]).toBeLessThan(32);
		expect(simulator.deletions()).toHaveLength(1);
	});
});

test('a DELETE call answered within its timeout is not retried', async () => {
	const simulator = await start();
	simulator.addFault({ on: DELETE, kind: 'slow', delay: 29_000 });
	const finished = await run(simulator);
	expect(finished.json('Next')).toMatchObject([{ status: 'SUBMITTED', recovered: false }]);
	expect(simulator.journal).toHaveLength(1);
});

describe('after a lost answer to the DELETE call', () => {
	const answers: Array<[string, Fault]> = [
		['401', { kind: 'status', status: 401 }],
		['403', { kind: 'status', status: 403 }],
		['413', { kind: 'status', status: 413 }],
		['a redirect', { kind: 'redirect', location: 'https://example.com/' }],
	];

	test.each(answers)(
		'nothing is claimed to be certain when the next answer is %s and request-status gives no status',
		async (_, fault) => {
			const simulator = await start();
			simulator.addFault({ on: DELETE, kind: 'lostAnswer' });
			simulator.addFault({ times: Infinity, ...fault });
			const finished = await run(simulator);
			expect(finished.error?.description).toMatch(/^Gong may or may not have registered/);
			expect(saysNothingStarted(finished.error?.description ?? '')).toBe(false);
			expect(simulator.deletions()).toHaveLength(1);
		},
	);

	test.each<[string, Fault]>([
		...answers,
		['400', { kind: 'status', status: 400 }],
		['404', { kind: 'status', status: 404 }],
	])('request-status is polled when the next answer is %s', async (_, fault) => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, kind: 'lostAnswer' });
		simulator.addFault({ on: DELETE, ...fault });
		const finished = await run(simulator);
		expect(finished.json('Next')).toMatchObject([{ recovered: true, status: 'PENDING' }]);
		expect(simulator.deletions()).toHaveLength(1);
	});
});

describe('an oversized answer to the DELETE call', () => {
	test.each([false, true])('is cut off at one megabyte (compressed: %p)', async (gzip) => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, kind: 'oversized', bytes: 30_000_000, gzip });
		const finished = await run(simulator);
		expect(finished.json('Next')).toMatchObject([{ status: 'PENDING', recovered: true }]);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test('is explained by its status', async () => {
		const simulator = await start();
		const body = JSON.stringify({ errors: ['x'.repeat(2_000_000)] });
		simulator.addFault({ on: DELETE, kind: 'status', status: 401, body });
		const finished = await run(simulator);
		expect(finished.error).toMatchObject({ httpCode: '401' });
		expect(finished.error?.description?.length).toBeLessThan(1000);
	});
});

describe('a DELETE call with a permanent failure is not retried', () => {
	test('for a missing scope, which the error names with where to grant it', async () => {
		const simulator = await start({ scopes: ['api:crm:upload'] });
		const finished = await run(simulator);
		expect(finished.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '401',
			message: 'Gong did not accept the credential',
			description: expect.stringMatching(
				/^Gong did not accept this, so nothing was started.*lacks the scope "api:crm:integration:delete".*Gong says: “.*Gong’s reference: [0-9a-z]{19}\./s,
			),
		});
		expect(simulator.journal).toHaveLength(1);
	});

	test('for a revoked key', async () => {
		const simulator = await start();
		simulator.revokeKey();
		expect((await run(simulator)).error?.message).toBe('Gong did not accept the credential');
		expect(simulator.journal).toHaveLength(1);
	});

	test.each([
		[403, 'Gong did not accept the credential'],
		[418, expect.stringContaining('status 418')],
	])('for status %d', async (status, message) => {
		const simulator = await start();
		simulator.addFault({ kind: 'status', status });
		expect((await run(simulator)).error).toMatchObject({ httpCode: String(status), message });
	});

	test('for a redirect, which is not followed', async () => {
		const elsewhere = await start();
		const simulator = await start();
		simulator.addFault({ kind: 'redirect', location: `${elsewhere.url}/v2/crm/integrations` });
		const finished = await run(simulator);
		expect(finished.error).toMatchObject({
			message: 'The address in the credential redirects to another one',
			description: expect.stringContaining(`redirect to ${elsewhere.url} was`),
		});
		expect(elsewhere.journal).toHaveLength(0);
	});
});
