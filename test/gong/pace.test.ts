import fc from 'fast-check';
import type { Clock } from '../../nodes/gong/clock';
import { type Feedback, LONGEST_HOLD, Paces, toAccount } from '../../nodes/gong/pace';
import { DiscreteTime } from './discreteTime';

const fine: Feedback = { isOverLimit: false, retryAfter: null };
const overLimit: Feedback = { isOverLimit: true, retryAfter: null };

/** A call as Gong sees it: how long it is under way, and how long the answer takes, in ms. */
interface Trip {
	there: number;
	back: number;
}

const atOnce: Trip = { there: 0, back: 0 };

/** What callers do at one account, and when Gong sees it. */
function office(paces = new Paces(), time = new DiscreteTime()) {
	const start = time.now();
	/** Ms since the start, with the caller's name. */
	const arrivals: Array<[name: string, at: number]> = [];
	/** A caller that makes these calls, one after the other. */
	const caller = (
		name: string,
		perSecond: number,
		clock: Clock = time,
		feedback = () => fine,
		account = 'gong',
	) => {
		const inTurn = paces.join<void>(clock, perSecond, feedback);
		const call = async ({ there, back }: Trip) =>
			await inTurn(account, async () => {
				if (there > 0) await time.sleep(there);
				arrivals.push([name, time.now() - start]);
				if (back > 0) await time.sleep(back);
			});
		return {
			call,
			make: async (...trips: Trip[]) => {
				for (const trip of trips) await call(trip);
			},
		};
	};
	return {
		time,
		paces,
		caller,
		arrivals: () => arrivals.map(([, at]) => at),
		arrivalsOf: (name: string) => arrivals.filter(([of]) => of === name).map(([, at]) => at),
		names: () => arrivals.map(([name]) => name),
	};
}

/** When each of some calls of one caller reaches Gong, and when the last answer is there. */
async function play(perSecond: number, trips: Trip[]) {
	const { time, caller, arrivals } = office();
	const start = time.now();
	await time.play(caller('one', perSecond).make(...trips));
	return { arrivals: arrivals(), took: time.now() - start };
}

function expectWithin(perSecond: number, arrivals: number[]): void {
	const sorted = [...arrivals].sort((a, b) => a - b);
	for (const [index, arrival] of sorted.entries())
		if (index >= perSecond)
			expect(arrival - sorted[index - perSecond]).toBeGreaterThanOrEqual(1000);
}

const tripsWithin = (ms: number, maxLength: number) =>
	fc.array(
		fc.record({ there: fc.integer({ min: 0, max: ms }), back: fc.integer({ min: 0, max: ms }) }),
		{ maxLength },
	);

describe('one caller', () => {
	test('no more of its calls than allowed reach Gong in any second, however long each is under way', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 20 }),
				tripsWithin(1500, 60),
				async (perSecond, trips) => {
					expectWithin(perSecond, (await play(perSecond, trips)).arrivals);
				},
			),
		);
	});

	test('with answers that take 200 ms, it uses more than four fifths of the limit', async () => {
		const { took } = await play(3, Array<Trip>(300).fill({ there: 100, back: 100 }));
		expect(300 / (took / 1000)).toBeGreaterThan(0.8 * 3);
	});

	test.each([
		['three a second, which are not held back', 3, [0, 0, 0, 1000, 1000, 1000, 2000]],
		['one call in two seconds', 0.5, [0, 2000, 4000]],
		['one call in twenty seconds, which is no Retry-After', 0.05, [0, 20_000, 40_000]],
		['two and a half a second, which count as two', 2.5, [0, 0, 1000]],
	])('it keeps to what it asks for: %s', async (_, perSecond, expected) => {
		const trips = expected.map(() => atOnce);
		expect((await play(perSecond, trips)).arrivals).toEqual(expected);
	});

	test('a call that throws counts too, and is thrown', async () => {
		const time = new DiscreteTime();
		const inTurn = new Paces().join<void>(time, 1, () => fine);
		const start = time.now();
		await expect(
			inTurn('gong', async () => await Promise.reject(new Error('reset'))),
		).rejects.toThrow('reset');
		await time.play(inTurn('gong', async () => await Promise.resolve()));
		expect(time.now() - start).toBe(1000);
	});

	test('a timer that is early does not bring a call early', async () => {
		const { time, caller, arrivals } = office();
		const early = {
			...time,
			sleep: async (ms: number) => await time.sleep(Math.ceil(ms / 2)),
		};
		await time.play(caller('one', 1, early).make(atOnce, atOnce));
		expect(arrivals()[1]).toBeGreaterThanOrEqual(1000);
	});

	test('calls that it asks for at once are made in their order', async () => {
		const { time, caller, arrivals } = office();
		const { call } = caller('one', 1);
		await time.play(...[1, 2, 3].map(async () => await call({ there: 10, back: 0 })));
		expect(arrivals()).toEqual([10, 1020, 2030]);
	});

	test('where the clock is set back, it waits no longer than before', async () => {
		const { time, caller, arrivals } = office();
		const { make } = caller('one', 1);
		await make(atOnce);
		time.set(time.now() - 3_600_000);
		const before = time.now();
		await time.play(make(atOnce));
		expect(time.now() - before).toBe(1000);
		expect(arrivals()).toHaveLength(2);
	});
});

describe('many callers at one address', () => {
	test('no more of their calls than Gong allows reach it in any second', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.array(
					fc.record({
						perSecond: fc.constantFrom(0.5, 1, 2, 3),
						begins: fc.nat(3000),
						trips: tripsWithin(500, 8),
					}),
					{ minLength: 1, maxLength: 12 },
				),
				async (plan) => {
					const { time, caller, arrivals, arrivalsOf } = office();
					await time.play(
						...plan.map(async ({ perSecond, begins, trips }, index) => {
							await time.sleep(begins);
							await caller(String(index), perSecond).make(...trips);
						}),
					);
					expect(arrivals()).toHaveLength(plan.flatMap(({ trips }) => trips).length);
					expectWithin(3, arrivals());
					for (const [index, { perSecond }] of plan.entries())
						expectWithin(Math.max(1, perSecond), arrivalsOf(String(index)));
				},
			),
			{ numRuns: 60 },
		);
	});

	test('thirty that come at once are through in ten seconds', async () => {
		const { time, caller, arrivals } = office();
		await time.play(
			...Array.from({ length: 30 }, async (_, index) => {
				await caller(String(index), 3).make(atOnce);
			}),
		);
		expect(Math.max(...arrivals())).toBe(9000);
	});

	test('one with 200 calls delays another by one call at most', async () => {
		const { time, caller, arrivalsOf } = office();
		const many = Array<Trip>(200).fill({ there: 50, back: 50 });
		await time.play(
			caller('upload', 3).make(...many),
			(async () => {
				await time.sleep(10_500);
				await caller('check', 3).make(atOnce);
			})(),
		);
		const [check] = arrivalsOf('check');
		// What is under way at 10,500 has started before.
		const between = arrivalsOf('upload').filter((at) => at - 50 > 10_500 && at < check);
		expect(between.length).toBeLessThanOrEqual(1);
		expect(check - 10_500).toBeLessThanOrEqual(1100);
	});

	test('ten with many calls take turns', async () => {
		const { time, caller, names } = office();
		const callers = Array.from({ length: 10 }, (_, index) => String(index));
		await time.play(
			...callers.map(async (name) => await caller(name, 3).make(...Array<Trip>(6).fill(atOnce))),
		);
		for (let from = 0; from < 60; from += 10)
			expect(new Set(names().slice(from, from + 10)).size).toBe(10);
	});

	test('a call that goes first comes before all that wait', async () => {
		const { time, paces, caller, arrivals } = office();
		const start = time.now();
		const inTurn = paces.join<void>(time, 3, () => fine);
		let arrived = 0;
		await time.play(
			...Array.from({ length: 9 }, async (_, index) => {
				await caller(String(index), 3).make(atOnce);
			}),
			(async () => {
				await time.sleep(500);
				await inTurn(
					'gong',
					async () => {
						arrived = time.now() - start;
						return await Promise.resolve();
					},
					{ goesFirst: true },
				);
			})(),
		);
		expect(arrived).toBe(1000);
		expect(Math.max(...arrivals())).toBe(3000);
	});

	test('one that asks for many calls at once takes turns too', async () => {
		const { time, caller, arrivalsOf } = office();
		const many = caller('many', 3);
		await time.play(
			...Array.from({ length: 9 }, async () => await many.call(atOnce)),
			(async () => {
				await time.sleep(500);
				await caller('other', 3).make(atOnce);
			})(),
		);
		expect(arrivalsOf('other')).toEqual([1000]);
		expect(arrivalsOf('many')).toHaveLength(9);
	});

	test('nobody waits for the answer of an upload that takes minutes', async () => {
		const { time, caller, arrivalsOf } = office();
		const hour = { there: 0, back: 3_600_000 };
		await time.play(
			...['a', 'b', 'c'].map(async (name) => await caller(name, 3).make(hour)),
			caller('check', 3).make(atOnce),
		);
		expect(arrivalsOf('check')).toEqual([2000]);
	});

	test('an answer after minutes counts as a call that Gong has seen just now', async () => {
		const { time, caller, arrivalsOf } = office();
		await time.play(
			...['a', 'b', 'c'].map(
				async (name) => await caller(name, 3).make({ there: 60_000, back: 0 }),
			),
			(async () => {
				const { make } = caller('check', 3);
				await time.sleep(30_000);
				await make(atOnce);
				await time.sleep(30_001);
				await make(atOnce);
			})(),
		);
		expect(arrivalsOf('check')).toEqual([30_000, 61_000]);
	});

	test('one that asks for little keeps to it, and does not keep the others', async () => {
		const { time, caller, arrivalsOf } = office();
		await time.play(
			caller('slow', 0.1).make(atOnce, atOnce),
			caller('one', 3).make(...Array<Trip>(6).fill(atOnce)),
		);
		expect(arrivalsOf('slow')).toEqual([0, 10_000]);
		expect(arrivalsOf('one')).toEqual([0, 0, 1000, 1000, 1000, 2000]);
	});

	test('while one says that Gong allows more, it does so for the address, and others keep to theirs', async () => {
		const { time, caller, arrivalsOf } = office();
		await time.play(
			caller('fast', 10).make(...Array<Trip>(10).fill(atOnce)),
			caller('one', 3).make(...Array<Trip>(4).fill(atOnce)),
		);
		expect(arrivalsOf('one')).toEqual([0, 0, 0, 1000]);
		expect(arrivalsOf('fast').filter((at) => at === 0)).toHaveLength(7);
	});

	test('another address has a pace of its own', async () => {
		const { time, caller, arrivals } = office();
		await time.play(
			...['a', 'b'].map(
				async (name) =>
					await caller(name, 3, undefined, undefined, name).make(atOnce, atOnce, atOnce),
			),
		);
		expect(arrivals()).toEqual([0, 0, 0, 0, 0, 0]);
	});
});

describe('what Gong says', () => {
	test('after answers over the limit calls slow down, and every pause is of whole milliseconds', async () => {
		const time = new DiscreteTime();
		const pauses: number[] = [];
		const clock = {
			...time,
			sleep: async (ms: number) => {
				pauses.push(ms);
				await time.sleep(ms);
			},
		};
		const inTurn = new Paces().join<Feedback>(clock, 3, (feedback) => feedback);
		const starts: number[] = [];
		const answers = [...Array<Feedback>(4).fill(overLimit), ...Array<Feedback>(24).fill(fine)];
		await time.play(
			(async () => {
				for (const feedback of answers)
					await inTurn('gong', async () => {
						starts.push(time.now());
						return await Promise.resolve(feedback);
					});
			})(),
		);
		// A timer leaves the rest of a millisecond out, and would be set again and again for that rest.
		expect(pauses.filter((ms) => !Number.isInteger(ms))).toEqual([]);
		// At most an eighth as fast, then step by step faster, to the limit again.
		const apart = starts.map((at, index) => at - starts[index - 3]).slice(3);
		expect(Math.max(...apart)).toBe(8000);
		expect(apart.at(-1)).toBeLessThan(1500);
		expect(apart.every((ms) => ms >= 1000)).toBe(true);
	});

	test('of calls that are under way together, one over the limit says as much as three', async () => {
		const { time, caller, arrivalsOf } = office();
		const slow = { there: 100, back: 100 };
		await time.play(
			...['a', 'b', 'c'].map(
				async (name) => await caller(name, 3, undefined, () => overLimit).make(slow),
			),
			caller('next', 3).make(atOnce),
		);
		// Half as fast: two seconds after the answer, not eight.
		expect(arrivalsOf('next')).toEqual([2200]);
	});

	test.each([
		['up to ten seconds is waited for by everybody', LONGEST_HOLD, [LONGEST_HOLD], undefined],
		[
			'of more is told to everybody instead, at once',
			LONGEST_HOLD + 1,
			[],
			{ turnIn: LONGEST_HOLD + 1 },
		],
	])('Retry-After %s', async (_, retryAfter, arrived, outcome) => {
		const { time, caller, arrivalsOf } = office();
		await time.play(
			caller('one', 3, undefined, () => ({ isOverLimit: false, retryAfter })).make(atOnce),
		);
		const [told] = await time.play(caller('other', 3).call(atOnce));
		expect(arrivalsOf('other')).toEqual(arrived);
		expect(told).toEqual(outcome);
	});

	test('Retry-After does not hold a last call, which has no later one', async () => {
		const time = new DiscreteTime();
		const inTurn = new Paces().join<Feedback>(time, 3, (feedback) => feedback);
		const hold = { isOverLimit: true, retryAfter: 3_600_000 };
		const call = async (isLast: boolean) => await inTurn('gong', async () => hold, { isLast });
		expect(await call(false)).toBe(hold);
		expect(await call(false)).toEqual({ turnIn: 3_600_000 });
		expect(await call(true)).toBe(hold);
	});

	test('Retry-After that comes while others wait in line reaches them there', async () => {
		const { time, caller, names } = office();
		const slow = { there: 100, back: 100 };
		const hold = () => ({ isOverLimit: true, retryAfter: 60_000 });
		const told = await time.play(
			...['a', 'b', 'c'].map(async (name) => await caller(name, 3, undefined, hold).call(slow)),
			caller('next', 3).call(atOnce),
		);
		expect(names()).toEqual(['a', 'b', 'c']);
		// It looked again after a second.
		expect(told.at(-1)).toEqual({ turnIn: 59_200 });
	});
});

describe('who leaves', () => {
	test('a caller that is canceled leaves the line at once, and the next comes in its place', async () => {
		const { time, caller, arrivalsOf } = office();
		const canceled = time.cancelable();
		const gone = caller('gone', 3, canceled).call(atOnce);
		await time.play(gone);
		await time.play(time.sleep(300));
		await time.play(caller('one', 3).make({ there: 0, back: 300 }, atOnce));
		const waiting = caller('gone', 3, canceled).call(atOnce);
		await time.play(time.sleep(200));
		canceled.cancel();
		await expect(waiting).rejects.toThrow('canceled');
		expect(time.now()).toBe(1_000_800);
		await time.play(caller('next', 3).call(atOnce));
		expect(arrivalsOf('next')).toEqual([1000]);
		expect(arrivalsOf('gone')).toEqual([0]);
	});

	test.each([
		[999, [], { turnIn: 1000 }],
		[1000, [1000], undefined],
	])(
		'a caller that wants an answer within %d ms does not begin a wait for longer',
		async (within, arrived, outcome) => {
			const { time, caller, arrivalsOf } = office();
			await time.play(caller('one', 3).make(atOnce, atOnce, atOnce));
			const clock = { ...time, deadline: time.now() + within };
			const [told] = await time.play(caller('agent', 3, clock).call(atOnce));
			expect(told).toEqual(outcome);
			expect(arrivalsOf('agent')).toEqual(arrived);
		},
	);

	test('an address that nobody calls any more is forgotten, and one that holds or is under way is not', async () => {
		const { time, paces, caller } = office();
		const at = (account: string, feedback = () => fine) =>
			caller(account, 3, undefined, feedback, account);
		const under = at('under').call({ there: 0, back: 600_000 });
		const hold = () => ({ isOverLimit: true, retryAfter: 3_600_000 });
		await time.play(at('a').call(atOnce), at('b', hold).call(atOnce));
		expect(paces.size).toBe(3);
		await time.play(time.sleep(400_000));
		await time.play(at('c').call(atOnce));
		expect(paces.size).toBe(3);
		await time.play(under);
		await time.play(time.sleep(3_600_000));
		await time.play(at('d').call(atOnce));
		expect(paces.size).toBe(1);
	});
});

test.each([
	['https://us-1.api.gong.io', 'https://us-1.api.gong.io'],
	['https://api.gong.io', 'https://api.gong.io 7'],
])('calls to %s count towards %s', (address, account) => {
	expect(toAccount(address, '7')).toBe(account);
});
