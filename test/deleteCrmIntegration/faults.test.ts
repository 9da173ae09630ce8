import { runFast } from '../harness/runs';
import { deletion } from '../harness/workflows';
import { saysNothingStarted } from '../faults/invariants';
import { start, stopAll } from '../simulator/simulators';
import type { Fault, Simulator } from '../simulator/startSimulator';

const DELETE = 'DELETE /v2/crm/integrations';

afterEach(stopAll);

const run = async (simulator: Simulator) => await runFast(simulator, deletion());

/** When the deletion was sent, in s after the first time. */
const sentAfter = (simulator: Simulator): number[] => {
	const times = simulator.calls('DELETE', '/v2/crm/integrations').map(({ at }) => Date.parse(at));
	return times.map((time) => (time - times[0]) / 1000);
};

const fresh = { status: 'SUBMITTED', recovered: false };
/** Gong has done the work; what it says of it then brings the status. */
const found = { status: 'PENDING', recovered: true, requestId: null };

test.each<[string, Fault, object]>([
	['status 503', { kind: 'status', status: 503 }, fresh],
	['HTML with status 200', { kind: 'html', status: 200 }, fresh],
	['a truncated body', { kind: 'truncated' }, found],
	['a body of 30 MB', { kind: 'oversized', bytes: 30_000_000, gzip: true }, found],
	['a lost answer', { kind: 'lostAnswer' }, found],
])(
	'a DELETE call is retried with the same client request ID after %s',
	async (_, fault, result) => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, ...fault });
		const finished = await run(simulator);
		expect(finished.error).toBeUndefined();
		expect(finished.json('Next')).toMatchObject([result]);
		const calls = simulator.calls('DELETE', '/v2/crm/integrations');
		expect(calls).toHaveLength(2);
		expect(new Set(calls.map(({ clientRequestId }) => clientRequestId)).size).toBe(1);
		expect(simulator.deletions()).toHaveLength(1);
	},
);

test('a DELETE call is retried once it has taken 30 seconds', async () => {
	const simulator = await start({ deleteTakes: 3_600_000 });
	simulator.addFault({ on: DELETE, kind: 'slow', delay: 60_000 });
	expect((await run(simulator)).json('Next')).toMatchObject([found]);
	const [, again] = sentAfter(simulator);
	expect(again).toBeGreaterThanOrEqual(30);
	expect(again).toBeLessThan(32);
	expect(simulator.deletions()).toHaveLength(1);
});

test('a DELETE call answered within its timeout is not retried', async () => {
	const simulator = await start();
	simulator.addFault({ on: DELETE, kind: 'slow', delay: 29_000 });
	expect((await run(simulator)).json('Next')).toMatchObject([fresh]);
	expect(simulator.journal).toHaveLength(1);
});

test('when all five tries of the DELETE call fail, the error says what is known and what is not', async () => {
	const simulator = await start();
	simulator.addFault({ on: DELETE, times: Infinity, kind: 'reset' });
	const { error } = await run(simulator);
	expect(error).toMatchObject({
		name: 'NodeApiError',
		message: 'Gong could not be reached',
		httpCode: null,
	});
	expect(error?.description).toContain('Gong may or may not have registered');
	expect(error?.description).toContain(simulator.journal[0].clientRequestId);
	// Five times the deletion, then once the question about it.
	expect(simulator.journal.map(({ method }) => method)).toEqual([
		...Array<string>(5).fill('DELETE'),
		'GET',
	]);
});

test.each<[string, Fault]>([
	['401', { kind: 'status', status: 401 }],
	['a redirect', { kind: 'redirect', location: 'https://example.com/' }],
])(
	'after a lost answer to the DELETE call, nothing is claimed to be certain when all others are %s',
	async (_, fault) => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, kind: 'lostAnswer' });
		simulator.addFault({ times: Infinity, ...fault });
		const { error } = await run(simulator);
		expect(error?.description).toMatch(/^Gong may or may not have registered/);
		expect(saysNothingStarted(error?.description ?? '')).toBe(false);
		expect(simulator.deletions()).toHaveLength(1);
	},
);

test('a long answer of Gong’s does not make a long error', async () => {
	const simulator = await start();
	const body = JSON.stringify({ errors: ['x'.repeat(2_000_000)] });
	simulator.addFault({ on: DELETE, kind: 'status', status: 401, body });
	const { error } = await run(simulator);
	expect(error).toMatchObject({ httpCode: '401' });
	expect(error?.description?.length).toBeLessThan(1000);
	expect(simulator.journal).toHaveLength(1);
});
