import fc from 'fast-check';
import { createPace } from '../../nodes/gong/clock';

/** A clock on which only sleeping and calls take time. */
function manualClock() {
	let now = 1_000_000;
	let sleeps = 0;
	return {
		now: () => now,
		sleep: async (ms: number) => {
			sleeps += 1;
			if (sleeps > 20_000) throw new Error('Time is slept through in vain');
			now += ms;
			return await Promise.resolve();
		},
	};
}

/** A call as Gong sees it: how long it is under way, and how long the answer takes. */
interface Trip {
	there: number;
	back: number;
}

/** When each of some calls reaches Gong, and when the last answer is there. */
async function play(requestsPerSecond: number, trips: Trip[]) {
	const clock = manualClock();
	const start = clock.now();
	const inTurn = createPace(requestsPerSecond, clock, () => false);
	const arrivals: number[] = [];
	for (const { there, back } of trips)
		await inTurn(async () => {
			await clock.sleep(there);
			arrivals.push(clock.now() - start);
			await clock.sleep(back);
		});
	return { arrivals, took: clock.now() - start };
}

const trips = fc.array(
	fc.record({ there: fc.integer({ min: 0, max: 1500 }), back: fc.integer({ min: 0, max: 1500 }) }),
	{ maxLength: 60 },
);

test('no more calls than the rate limit reach Gong in any second, however long each takes', async () => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 20 }), trips, async (perSecond, each) => {
			const { arrivals } = await play(perSecond, each);
			for (const [index, arrival] of arrivals.entries())
				if (index >= perSecond)
					expect(arrival - arrivals[index - perSecond]).toBeGreaterThanOrEqual(1000);
		}),
	);
});

test('the first calls of a second are not delayed', async () => {
	const { arrivals } = await play(3, Array(7).fill({ there: 0, back: 0 }));
	expect(arrivals).toEqual([0, 0, 0, 1000, 1000, 1000, 2000]);
});

test('with answers that take 200 ms, more than four fifths of the rate limit are used', async () => {
	const { took } = await play(3, Array(300).fill({ there: 100, back: 100 }));
	expect(300 / (took / 1000)).toBeGreaterThan(0.8 * 3);
});

test.each([
	['one call in two seconds', 0.5, [0, 2000, 4000]],
	['two and a half a second count as two', 2.5, [0, 0, 1000]],
])('the rate limiter: %s', async (_, perSecond, expected) => {
	const { arrivals } = await play(perSecond, Array(3).fill({ there: 0, back: 0 }));
	expect(arrivals).toEqual(expected);
});

test('a call that throws counts towards the rate limit', async () => {
	const clock = manualClock();
	const inTurn = createPace(1, clock, () => false);
	await expect(inTurn(async () => await Promise.reject(new Error('reset')))).rejects.toThrow();
	const start = clock.now();
	await inTurn(async () => await Promise.resolve());
	expect(clock.now() - start).toBe(1000);
});

test('a timer that fires early does not start a call early', async () => {
	const clock = manualClock();
	const early = { ...clock, sleep: async (ms: number) => await clock.sleep(Math.ceil(ms / 2)) };
	const inTurn = createPace(1, early, () => false);
	const starts: number[] = [];
	for (let call = 0; call < 2; call++)
		await inTurn(async () => {
			starts.push(clock.now());
			return await Promise.resolve();
		});
	expect(starts[1] - starts[0]).toBeGreaterThanOrEqual(1000);
});

test('calls slow down after rate limit errors, and every pause is in whole milliseconds', async () => {
	const clock = manualClock();
	const pauses: number[] = [];
	const inTurn = createPace<boolean>(
		3,
		{
			...clock,
			sleep: async (ms) => {
				pauses.push(ms);
				await clock.sleep(ms);
			},
		},
		(overLimit) => overLimit,
	);
	const starts: number[] = [];
	for (const overLimit of [true, true, true, true, ...Array<boolean>(24).fill(false)])
		await inTurn(async () => {
			starts.push(clock.now());
			return await Promise.resolve(overLimit);
		});
	// A timer leaves the rest of a millisecond out, and would be set again and again for that rest.
	expect(pauses.filter((ms) => !Number.isInteger(ms))).toEqual([]);
	// At most an eighth as fast, then step by step faster, to the limit again.
	const apart = starts.map((at, index) => at - starts[index - 3]).slice(3);
	expect(Math.max(...apart)).toBe(8000);
	expect(apart.at(-1)).toBeLessThan(1500);
	expect(apart.every((ms) => ms >= 1000)).toBe(true);
});
