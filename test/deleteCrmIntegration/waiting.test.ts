import { type IDataObject, sleep as pause } from 'n8n-workflow';
import { FIRST_CHECKS, nextCheck, type Schedule } from '../../nodes/gong/schedule';
import { deletionOutput } from '../harness/deletionOutput';
import { runFast, runOn } from '../harness/runs';
import { type FinishedRun, startWorkflow } from '../harness/runWorkflow';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor, deletion, waitingDeletion } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';
const STATUS = 'GET /v2/crm/request-status';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

afterEach(stopAll);

/** Waits inside the execution, on virtual time. */
const wait = async (simulator: Simulator, waitOptions: IDataObject = {}): Promise<FinishedRun> =>
	await runFast(simulator, waitingDeletion({}, waitOptions));

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

test('Max Check Interval is a minute at least, so that polling stays within Gong’s daily rate limit', async () => {
	const simulator = await start({ deleteTakes: 3 * HOUR, limits: {} });
	const run = await wait(simulator, { maxCheckIntervalMinutes: 0.01, maxWaitHours: 2 });
	expect(run.json('Next')).toMatchObject([{ timedOut: true, status: 'IN_PROGRESS' }]);
	expect(simulator.journal.every(({ status }) => status !== 429)).toBe(true);
	const schedule = { longestInterval: MINUTE, longestWait: 2 * HOUR };
	expect(checks(simulator)).toEqual(expectedChecks(schedule, 3 * HOUR));
});

test.each([
	['refusing with 503', { kind: 'status', status: 503 }],
	['resetting connections', { kind: 'reset' }],
	[
		'answering a word that means something else here',
		{ kind: 'altered', fields: { status: 'UNKNOWN' } },
	],
] as const)('while Gong is %s, the wait continues', async (_, fault) => {
	const simulator = await start({ deleteTakes: 5 * MINUTE });
	simulator.addFault({ on: STATUS, skip: 1, times: 5, ...fault });
	const run = await wait(simulator);
	expect(run.json('Next')).toMatchObject([{ status: 'DONE' }]);
	expect(checks(simulator)).toEqual(expectedChecks({}, 5 * MINUTE));
});

test('after a Retry-After beyond the maximum wait, the last poll still happens', async () => {
	const simulator = await start({ deleteTakes: 5 * SECOND });
	simulator.addFault({ on: STATUS, kind: 'status', status: 429, retryAfter: 7200 });
	const run = await wait(simulator, { maxWaitHours: 1 });
	expect(run.json('Next')).toMatchObject([{ status: 'DONE', timedOut: false }]);
	expect(checks(simulator)).toEqual([1000, HOUR]);
});

test.each([
	['an execution with 30 requests', 30, 1],
	['30 executions', 1, 30],
])(
	'requests of %s that the last round does not reach time out like the others',
	async (_, each, executions) => {
		const ids = Array.from({ length: 30 }, (__, index) => String(5_500_000_000_000_000 + index));
		const simulator = await startWith(ids, { deleteTakes: HOUR });
		const runs = await onVirtualTime(
			async () =>
				await Promise.all(
					Array.from(
						{ length: executions },
						async (__, run) =>
							await runOn(simulator, waitingDeletion({}, { maxWaitHours: 0.05 }), {
								items: ids.slice(run * each, (run + 1) * each).map((id) => ({ integrationId: id })),
							}),
					),
				),
			() => simulator.waiting(),
		);
		const out = runs.flatMap((run) => run.json('Next'));
		expect(out).toHaveLength(30);
		for (const one of out) expect(one).toMatchObject({ status: 'PENDING', timedOut: true });
	},
);

test('a permanent failure of a poll ends the item at once, with what is known', async () => {
	const simulator = await start({ deleteTakes: HOUR });
	simulator.addFault({ on: STATUS, kind: 'status', status: 401, skip: 4, times: Infinity });
	const run = await wait(simulator);
	expect(run.error).toMatchObject({
		name: 'NodeApiError',
		httpCode: '401',
		message: 'Gong did not accept the credential',
		description: expect.stringMatching(/Last known status: PENDING.*n8n-[0-9a-f]{32}/s),
	});
	expect(checks(simulator)).toHaveLength(5);
});

const until = async (done: () => boolean) => {
	while (!done()) await pause(10);
};

test('an execution canceled between two items deletes nothing more', async () => {
	const ids = ['5517027188234205706', '9007199254740993', '9223372036854775807'];
	const simulator = await startWith(ids, { deleteTakes: HOUR });
	const started = startWorkflow({
		workflow: deletion({
			parameters: { waitForCompletion: true, options: { requestsPerSecond: 1 } },
		}),
		credentials: credentialsFor(simulator),
		items: ids.map((id) => ({ integrationId: id })),
	});
	await until(() => simulator.journal.length === 2);
	started.cancel();
	const run = await started.finished;
	await pause(2500);
	expect(run.status).toBe('canceled');
	expect(simulator.deletions()).toHaveLength(2);
	expect(run.task('Next')).toBeUndefined();
});

test('a canceled execution stops polling within a second', async () => {
	const simulator = await start({ deleteTakes: HOUR });
	const started = startWorkflow({
		workflow: waitingDeletion(),
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
