import { runOn } from '../harness/runs';
import type { FinishedRun } from '../harness/runWorkflow';
import { onVirtualTime } from '../harness/virtualTime';
import { deletion } from '../harness/workflows';
import { startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { waitTogether } from './dueTogether';
import { print } from './print';

const SECOND = 1000;

/** What Gong allows a company by default. */
const limits = { perSecond: 3, perDay: 10_000 };

afterEach(stopAll);

const ids = (count: number, from: bigint): string[] =>
	Array.from({ length: count }, (_, index) => String(from + BigInt(index)));

/** Gong with its real limits, its integrations gone within `deleteTakes` ms. */
async function company(integrationIds: string[], deleteTakes: number): Promise<Simulator> {
	return await startWith(integrationIds, { limits, deleteTakes });
}

const run = async (simulator: Simulator, integrationIds: string[]): Promise<FinishedRun> =>
	await runOn(
		simulator,
		deletion({
			parameters: { waitForCompletion: true, waitOptions: { suspend: false } },
		}),
		{ items: integrationIds.map((integrationId) => ({ integrationId })) },
	);

const refusals = (simulator: Simulator): number =>
	simulator.journal.filter(({ status }) => status === 429).length;

/** When calls arrived, in ms. */
const arrivals = (simulator: Simulator): number[] =>
	simulator.journal.map(({ at }) => Date.parse(at));

/** The most calls that arrived within any second. */
function mostInASecond(times: number[]): number {
	return Math.max(
		...times.map((from) => times.filter((at) => at >= from && at < from + SECOND).length),
	);
}

/** Calls a second in the first `seconds`, as a share of what Gong allows. */
function shareOfAllowed(times: number[], seconds: number): number {
	const until = times[0] + seconds * SECOND;
	return times.filter((at) => at < until).length / (seconds * limits.perSecond);
}

/**
 * The submissions come one after the other, as fast as allowed; so do the checks of one round. On the
 * way to Gong and back a call takes `latency` ms, which virtual time plays.
 */
test.each([0, 50, 100])(
	'30 items that wait keep within 3 calls a second and use at least 90 %% of them (%d ms a call)',
	async (latency) => {
		const items = ids(30, 5517027188234205706n);
		const simulator = await company(items, 5 * SECOND);
		simulator.addFault({ kind: 'slow', delay: latency, times: Infinity });
		const finished = await onVirtualTime(
			async () => await run(simulator, items),
			() => simulator.waiting(),
		);

		expect(finished.json('Next')).toHaveLength(30);
		expect(finished.json('Next').every(({ deleted }) => deleted)).toBe(true);
		expect(simulator.deletions()).toHaveLength(30);
		expect(refusals(simulator)).toBe(0);
		const times = arrivals(simulator);
		expect(mostInASecond(times)).toBeLessThanOrEqual(limits.perSecond);
		// While the 30 are submitted, nothing but the limit holds the node up.
		const share = shareOfAllowed(times.slice(0, 30), 9);
		expect(share).toBeGreaterThanOrEqual(0.9);
		expect(simulator.journal.length / items.length).toBeLessThanOrEqual(3);
		print(
			`30 items, ${latency} ms a call: ${(share * 100).toFixed(0)} % of the allowed rate, no 429, ${(
				simulator.journal.length / items.length
			).toFixed(1)} calls per deletion`,
		);
	},
);

test('in real time no call exceeds the rate limit', async () => {
	const items = ids(12, 9007199254740993n);
	const simulator = await company(items, 0);
	const finished = await run(simulator, items);
	expect(finished.json('Next').every(({ deleted }) => deleted)).toBe(true);
	expect(refusals(simulator)).toBe(0);
	const share = shareOfAllowed(arrivals(simulator), 5);
	expect(share).toBeGreaterThanOrEqual(0.9);
	print(`12 items in real time: ${(share * 100).toFixed(0)} % of the allowed rate, no 429`);
});

test('ten executions at once in one process share its pace, and none is sent away', async () => {
	const each = Array.from({ length: 10 }, (_, index) =>
		ids(2, 1_000_000_000_000_000_000n + BigInt(index) * 1000n),
	);
	const simulator = await company(each.flat(), 5 * SECOND);
	const runs = await onVirtualTime(
		async () => await Promise.all(each.map(async (items) => await run(simulator, items))),
	);

	expect(runs.map(({ error }) => error?.message)).toEqual(Array(10).fill(undefined));
	expect(runs.flatMap((one) => one.json('Next')).every(({ deleted }) => deleted)).toBe(true);
	expect(simulator.deletions()).toHaveLength(20);
	expect(refusals(simulator)).toBe(0);
	print(
		`ten executions of 2 items: all done, no 429, ${(simulator.journal.length / 20).toFixed(1)} calls per deletion`,
	);
});

describe('30 parked waits of one request each that come due together', () => {
	const mean = (all: number[]) => all.reduce((sum, one) => sum + one, 0) / all.length / SECOND;

	test('are known 45 s after their end on average, and nobody is over the limit', async () => {
		const items = ids(30, 1_000_000_000_000_000_000n);
		const { lags, refusals: refused } = await waitTogether(await company(items, 0), items);
		expect(refused).toBe(0);
		expect(mean(lags)).toBeLessThanOrEqual(45);
		print(`30 parked waits: known ${mean(lags).toFixed(0)} s after their end on average, no 429`);
	});

	test('also beside an upload of 200 files', async () => {
		const [integrationId, ...items] = ids(31, 1_000_000_000_000_000_000n);
		const simulator = await company([integrationId, ...items], 0);
		const beside = { integrationId, files: 200 };
		const { lags, refusals: refused, upload } = await waitTogether(simulator, items, beside);
		expect(upload).not.toBeNull();
		expect(refused).toBe(0);
		expect(mean(lags)).toBeLessThanOrEqual(45);
		print(`and beside an upload of 200 files: ${mean(lags).toFixed(0)} s, no 429`);
		// Hundreds of calls and turns of virtual time: 28 s were seen on a busy machine.
	}, 120_000);
});
