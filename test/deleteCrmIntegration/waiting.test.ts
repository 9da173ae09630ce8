import { type IDataObject, sleep as pause } from 'n8n-workflow';
import { FIRST_CHECKS, nextCheck, type Schedule } from '../../nodes/gong/schedule';
import { deletionOutput } from '../harness/deletionOutput';
import { runFast } from '../harness/runs';
import { type FinishedRun, startWorkflow } from '../harness/runWorkflow';
import { credentialsFor, deletion, waitingDeletion, type Wishes } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';
const STATUS = 'GET /v2/crm/request-status';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

afterEach(stopAll);

interface Waiting extends Wishes {
	options?: IDataObject;
	waitOptions?: IDataObject;
	mode?: 'manual' | 'trigger';
	items?: IDataObject[];
	/** n8n's limit for the execution, from its start, in ms. */
	limit?: number;
}

/** Waits inside the execution, on virtual time, where nothing else is said. */
async function wait(simulator: Simulator, wishes: Waiting = {}): Promise<FinishedRun> {
	const { options = {}, waitOptions = {}, mode, items = [{ integrationId }], limit } = wishes;
	return await runFast(
		simulator,
		waitingDeletion(
			{ ...wishes, parameters: { options, ...wishes.parameters } as Wishes['parameters'] },
			waitOptions,
		),
		{ items, mode, executionTimeoutTimestamp: limit && Date.now() + limit },
	);
}

/** When the status was asked for, in ms after the deletion was submitted. */
function checks(simulator: Simulator): number[] {
	const [submission] = simulator.calls('DELETE', '/v2/crm/integrations');
	return simulator
		.calls('GET', '/v2/crm/request-status')
		.map(({ at }) => Date.parse(at) - Date.parse(submission.at));
}

/** The check times of a schedule, up to the one that sees a deletion which takes `took`. */
function expectedChecks(schedule: Partial<Schedule>, took: number): number[] {
	const of = { firstChecks: FIRST_CHECKS, longestInterval: 5 * MINUTE, longestWait: 26 * HOUR };
	const times: number[] = [];
	let at: number | null = 0;
	do {
		at = nextCheck(at, 0, { ...of, ...schedule });
		if (at !== null) times.push(at);
	} while (at !== null && at < took);
	return times;
}

test('a short deletion is seen as DONE within seconds', async () => {
	const simulator = await start({ deleteTakes: 5 * SECOND });
	const run = await wait(simulator);
	expect(checks(simulator)).toEqual([1000, 3000, 7000]);
	expect(run.json('Next')).toEqual([
		deletionOutput({
			status: 'DONE',
			deleted: true,
			finished: true,
			clientRequestId: expect.any(String),
			requestId: expect.any(String),
			submittedAt: expect.any(String),
			finishedAt: expect.any(String),
			lastCheckedAt: expect.any(String),
			statusChecks: 3,
		}),
	]);
	const [{ submittedAt, finishedAt, lastCheckedAt }] = run.json('Next') as Array<
		Record<string, string>
	>;
	expect(Date.parse(finishedAt) - Date.parse(submittedAt)).toBe(7000);
	expect(lastCheckedAt).toBe(finishedAt);
});

test('a deletion is polled once more in its first minute in an execution started in the editor', async () => {
	const simulator = await start({ deleteTakes: 29 * SECOND });
	await wait(simulator, { mode: 'manual' });
	expect(checks(simulator)).toEqual([1000, 3000, 7000, 15_000, 30_000]);
});

test('a deletion of 24 hours is polled on schedule and seen as DONE at most 5 minutes late', async () => {
	const took = 23.9 * HOUR;
	const simulator = await start({ deleteTakes: took });
	const run = await wait(simulator);
	const expected = expectedChecks({}, took);
	expect(checks(simulator)).toEqual(expected);
	expect(expected.length).toBeGreaterThan(300);
	expect(expected.length).toBeLessThan(315);
	expect((expected.at(-1) ?? 0) - took).toBeLessThanOrEqual(5 * MINUTE);
	expect(run.json('Next')).toMatchObject([{ status: 'DONE', statusChecks: expected.length }]);
}, 120_000);

test('Max Check Interval limits the time between polls', async () => {
	const simulator = await start({ deleteTakes: 3 * HOUR });
	await wait(simulator, { waitOptions: { maxCheckIntervalMinutes: 30 } });
	expect(checks(simulator)).toEqual(expectedChecks({ longestInterval: 30 * MINUTE }, 3 * HOUR));
}, 60_000);

test('a day of polling stays within Gong’s daily rate limit', async () => {
	const simulator = await start({ deleteTakes: 27 * HOUR, limits: {} });
	const run = await wait(simulator, { waitOptions: { maxCheckIntervalMinutes: 0.01 } });
	expect(run.json('Next')).toMatchObject([{ timedOut: true, status: 'IN_PROGRESS' }]);
	expect(simulator.journal.every(({ status }) => status !== 429)).toBe(true);
	// A minute is the shortest interval, and 26 hours is the longest wait.
	expect(checks(simulator)).toEqual(expectedChecks({ longestInterval: MINUTE }, 27 * HOUR));
}, 120_000);

test('a waiting deletion goes through PENDING and IN_PROGRESS', async () => {
	const simulator = await start({ deleteTakes: 6 * SECOND, pendingShare: 0.4 });
	await wait(simulator);
	expect(
		simulator.calls('GET', '/v2/crm/request-status').map((call) => call.answeredStatus),
	).toEqual(['PENDING', 'IN_PROGRESS', 'DONE']);
});

test('a status that Gong may add in the future is not final', async () => {
	const simulator = await start({ deleteTakes: 2 * SECOND });
	simulator.addFault({
		on: STATUS,
		kind: 'status',
		status: 200,
		body: '{"requestId":"x","status":"ARCHIVING","errors":[]}',
		times: 2,
	});
	const run = await wait(simulator);
	expect(run.json('Next')).toMatchObject([{ status: 'DONE', statusChecks: 3 }]);
});

test('a FAILED deletion is output with Gong’s errors', async () => {
	const errors = [
		{ line: 0, description: 'still importing' },
		{ line: 7, description: 'locked' },
	];
	const simulator = await start({ deleteTakes: SECOND, outcome: 'FAILED', errors });
	const run = await wait(simulator);
	expect(run.status).toBe('success');
	expect(run.json('Next')).toMatchObject([
		{ status: 'FAILED', deleted: false, finished: true, errors },
	]);
});

describe('the option If the Wait Times Out', () => {
	test('polls one last time, then outputs the last known status', async () => {
		const simulator = await start({ deleteTakes: 2 * HOUR });
		const run = await wait(simulator, { waitOptions: { maxWaitHours: 0.5 } });
		expect(checks(simulator).at(-1)).toBe(0.5 * HOUR);
		expect(run.json('Next')).toMatchObject([
			{ status: 'IN_PROGRESS', timedOut: true, finished: false, deleted: false },
		]);
	});

	test('outputs DONE when the last poll returns it', async () => {
		const simulator = await start({ deleteTakes: 0.1 * HOUR - SECOND });
		const run = await wait(simulator, { waitOptions: { maxWaitHours: 0.1 } });
		expect(run.json('Next')).toMatchObject([{ status: 'DONE', timedOut: false }]);
	});
});

describe('while Gong is unavailable', () => {
	test.each([
		['refusing with 503', { kind: 'status', status: 503 }],
		['refusing with 429', { kind: 'status', status: 429 }],
		['answering HTML', { kind: 'html', status: 200 }],
		['resetting connections', { kind: 'reset' }],
	] as const)('%s, the wait continues', async (_, fault) => {
		const simulator = await start({ deleteTakes: 5 * MINUTE });
		simulator.addFault({ on: STATUS, skip: 1, times: 5, ...fault });
		const run = await wait(simulator);
		expect(run.json('Next')).toMatchObject([{ status: 'DONE' }]);
		expect(checks(simulator)).toEqual(expectedChecks({}, 5 * MINUTE));
	});

	test('the wait obeys Retry-After', async () => {
		const simulator = await start({ deleteTakes: 5 * SECOND });
		simulator.addFault({ on: STATUS, kind: 'status', status: 429, retryAfter: 600 });
		await wait(simulator);
		expect(checks(simulator)).toEqual([1000, 601_000]);
	});

	test.each([7200, 99_999_999_999])(
		'the last poll still happens after a Retry-After of %d s, beyond the maximum wait',
		async (retryAfter) => {
			const simulator = await start({ deleteTakes: 5 * SECOND });
			simulator.addFault({ on: STATUS, kind: 'status', status: 429, retryAfter });
			const run = await wait(simulator, { waitOptions: { maxWaitHours: 1 } });
			expect(run.json('Next')).toMatchObject([{ status: 'DONE', timedOut: false }]);
			expect(checks(simulator)).toEqual([1000, 3_600_000]);
		},
	);

	test('the maximum wait still applies', async () => {
		const simulator = await start({ deleteTakes: MINUTE });
		simulator.addFault({ on: STATUS, kind: 'status', status: 503, times: Infinity });
		const run = await wait(simulator, { waitOptions: { maxWaitHours: 0.1 } });
		expect(run.json('Next')).toMatchObject([{ status: 'SUBMITTED', timedOut: true }]);
	});
});

test.each([
	[401, 'Gong did not accept the credential'],
	[403, 'Gong did not accept the credential'],
])(
	'a permanent failure (%d) of a poll ends the item at once, with what is known',
	async (status, message) => {
		const simulator = await start({ deleteTakes: HOUR });
		simulator.addFault({ on: STATUS, kind: 'status', status, skip: 4, times: Infinity });
		const run = await wait(simulator);
		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: String(status),
			message,
			description: expect.stringMatching(/Last known status: PENDING.*n8n-[0-9a-f]{32}/s),
		});
		expect(checks(simulator)).toHaveLength(5);
	},
);

describe('an execution timeout of n8n that is shorter than the wait', () => {
	test('ends the wait before it, with a hint', async () => {
		const simulator = await start({ deleteTakes: HOUR });
		const run = await wait(simulator, { limit: MINUTE });
		expect(run.json('Next')).toMatchObject([{ timedOut: true }]);
		const last = checks(simulator).at(-1) ?? 0;
		expect(last).toBeGreaterThan(45 * SECOND);
		expect(last).toBeLessThanOrEqual(50 * SECOND);
		expect(run.hints('Delete')).toEqual([expect.stringContaining('shortened to')]);
	});

	test('is named in the error when a timed-out wait is an error', async () => {
		const simulator = await start({ deleteTakes: HOUR });
		const run = await wait(simulator, {
			limit: MINUTE,
			waitOptions: { onTimeout: 'error' },
		});
		expect(run.error?.description).toContain('Timeout Workflow');
	});

	test('has no effect on a wait that fits', async () => {
		const simulator = await start({ deleteTakes: 2 * SECOND });
		const run = await wait(simulator, {
			limit: 2 * HOUR,
			waitOptions: { maxWaitHours: 1 },
		});
		expect(run.hints('Delete')).toEqual([]);
	});
});

const until = async (done: () => boolean) => {
	while (!done()) await pause(10);
};

/** Lets an execution of three items, a call a second, make `calls` calls, and cancels it. */
async function cancelAfter(calls: number) {
	const ids = ['5517027188234205706', '9007199254740993', '9223372036854775807'];
	const simulator = await startWith(ids, { deleteTakes: HOUR });
	const started = startWorkflow({
		workflow: deletion({
			parameters: { waitForCompletion: true, options: { requestsPerSecond: 1 } },
		}),
		credentials: credentialsFor(simulator),
		items: ids.map((id) => ({ integrationId: id })),
	});
	await until(() => simulator.journal.length === calls);
	started.cancel();
	const run = await started.finished;
	await pause(2500);
	return { run, simulator };
}

test('an execution canceled between two items deletes nothing more', async () => {
	const { run, simulator } = await cancelAfter(2);
	expect(run.status).toBe('canceled');
	expect(simulator.deletions()).toHaveLength(2);
	expect(run.task('Next')).toBeUndefined();
});

test('an execution canceled between two polls sends no more polls', async () => {
	const { run, simulator } = await cancelAfter(4);
	expect(run.status).toBe('canceled');
	expect(simulator.calls('GET', '/v2/crm/request-status')).toHaveLength(1);
	expect(run.task('Next')).toBeUndefined();
});

test('a canceled execution stops polling within a second', async () => {
	const simulator = await start({ deleteTakes: HOUR });
	const started = startWorkflow({
		workflow: deletion({
			parameters: { waitForCompletion: true, waitOptions: { suspend: false } },
		}),
		credentials: credentialsFor(simulator),
		items: [{ integrationId }],
	});
	await until(() => checks(simulator).length === 2);
	const asked = simulator.journal.length;
	const canceledAt = Date.now();
	started.cancel();
	const run = await started.finished;
	expect(run.status).toBe('canceled');
	expect(Date.now() - canceledAt).toBeLessThan(1000);
	await pause(5000);
	expect(simulator.journal).toHaveLength(asked);
}, 30_000);
