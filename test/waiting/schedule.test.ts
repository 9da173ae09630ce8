import fc from 'fast-check';
import {
	FIRST_CHECKS,
	FIRST_CHECKS_WATCHED,
	firstChecksAreOver,
	nextCheck,
	type Schedule,
} from '../../nodes/gong/schedule';
import { isWorthSuspending, nextPark } from '../../nodes/waiting/park';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const schedule = (change: Partial<Schedule> = {}): Schedule => ({
	firstChecks: FIRST_CHECKS,
	longestInterval: 5 * MINUTE,
	longestWait: 24 * HOUR,
	...change,
});

/** No wait has more checks than this; without an end, one that is wrong might have none. */
const MOST_CHECKS = 20_000;

function add(checks: number[], at: number): void {
	if (checks.push(at) > MOST_CHECKS) throw new Error('The schedule has no end');
}

/** All check times of a deletion that never ends, where nothing is parked. */
function allChecks(of: Schedule): number[] {
	const checks: number[] = [];
	for (let at = nextCheck(0, 0, of); at !== null; at = nextCheck(at, 0, of)) add(checks, at);
	return checks;
}

/**
 * All check times of one that is parked after the first checks, on an n8n that looks for what is due
 * once a minute.
 *
 * @param tick when n8n looks for the first time, in ms after the submission, below a minute
 */
function allParkedChecks(of: Schedule, tick: number): number[] {
	const checks = [...of.firstChecks].filter((at) => at < of.longestWait);
	let elapsed = checks.at(-1) ?? 0;
	for (;;) {
		const next = nextPark(elapsed, 0, of);
		if (next === null) return checks;
		if ('stay' in next) elapsed += next.stay;
		else elapsed = tick + Math.ceil((elapsed + next.park - tick) / MINUTE) * MINUTE;
		add(checks, elapsed);
	}
}

describe('the poll schedule within the execution', () => {
	test('polls at 1, 3, 7 and 15 seconds, every minute for ten minutes, then after a tenth of the elapsed time', () => {
		const seconds = allChecks(schedule()).map((at) => Math.round(at / 1000));
		expect(seconds.slice(0, 18)).toEqual([
			1, 3, 7, 15, 75, 135, 195, 255, 315, 375, 435, 495, 555, 615, 677, 744, 819, 900,
		]);
	});

	test('has an extra poll at 30 seconds in an execution started in the editor', () => {
		const watched = schedule({ firstChecks: FIRST_CHECKS_WATCHED });
		const seconds = allChecks(watched).map((at) => at / 1000);
		expect(seconds.slice(0, 7)).toEqual([1, 3, 7, 15, 30, 90, 150]);
	});

	test('polls about 310 times in a day, at most five minutes apart, and last at the very end', () => {
		const checks = allChecks(schedule());
		expect(checks.length).toBeGreaterThan(300);
		expect(checks.length).toBeLessThan(315);
		expect(checks.at(-1)).toBe(24 * HOUR);
		const gaps = checks.map((at, index) => at - (checks[index - 1] ?? 0));
		expect(Math.max(...gaps.slice(0, -1))).toBeLessThanOrEqual(5 * MINUTE);
	});

	test('does not poll before Retry-After', () => {
		expect(nextCheck(1000, 20_000, schedule())).toBe(20_000);
		expect(nextCheck(7000, 200_000, schedule())).toBe(200_000);
	});

	test('ends at the maximum wait', () => {
		expect(nextCheck(24 * HOUR, 0, schedule())).toBeNull();
	});

	test('keeps the last poll when Retry-After lies beyond the maximum wait', () => {
		expect(nextCheck(1000, 25 * HOUR, schedule())).toBe(24 * HOUR);
		expect(nextCheck(23 * HOUR, 25 * HOUR, schedule())).toBe(24 * HOUR);
	});

	test('knows when the first polls are over', () => {
		expect(firstChecksAreOver(14_999, schedule())).toBe(false);
		expect(firstChecksAreOver(15_000, schedule())).toBe(true);
	});
});

describe('the poll schedule of a suspended execution', () => {
	test('polls at each tick of n8n for ten minutes, then after a tenth of the elapsed time', () => {
		expect(nextPark(15 * SECOND, 0, schedule())).toEqual({ park: 10 * SECOND });
		expect(nextPark(10 * MINUTE - 1, 0, schedule())).toEqual({ park: 10 * SECOND });
		expect(nextPark(10 * MINUTE, 0, schedule())).toEqual({ park: MINUTE });
		expect(nextPark(30 * MINUTE, 0, schedule())).toEqual({ park: 3 * MINUTE });
		expect(nextPark(2 * HOUR, 0, schedule())).toEqual({ park: 5 * MINUTE });
	});

	test('does not poll before Retry-After', () => {
		expect(nextPark(15 * SECOND, 15 * MINUTE, schedule())).toEqual({
			park: 15 * MINUTE - 15 * SECOND,
		});
	});

	test('ends a minute before the maximum wait at most, since n8n may resume a minute late', () => {
		const end = 24 * HOUR;
		expect(nextPark(end - 3 * MINUTE, 0, schedule())).toEqual({ park: 2 * MINUTE });
		expect(nextPark(15 * SECOND, 25 * HOUR, schedule())).toEqual({
			park: end - MINUTE - 15 * SECOND,
		});
	});

	test('suspends only if the end is 65 seconds away or more', () => {
		const end = 24 * HOUR;
		expect(nextPark(end - 65 * SECOND, 0, schedule())).toEqual({ park: 5 * SECOND });
		expect(nextPark(end - 65 * SECOND + 1, 0, schedule())).toEqual({ stay: 65 * SECOND - 1 });
		expect(nextPark(end - 10 * SECOND, 0, schedule())).toEqual({ stay: 10 * SECOND });
		expect(nextPark(end, 0, schedule())).toBeNull();
		expect(nextPark(end + 1, 0, schedule())).toBeNull();
	});

	test('once it stays, polls no more often than a wait that was never suspended', () => {
		expect(nextPark(4 * MINUTE, 0, schedule({ longestWait: 5 * MINUTE }))).toEqual({
			stay: MINUTE,
		});
	});

	test('starts suspending only if two minutes or more are left', () => {
		const two = schedule({ longestWait: 15 * SECOND + 2 * MINUTE });
		expect(isWorthSuspending(15 * SECOND, two)).toBe(true);
		expect(isWorthSuspending(15 * SECOND + 1, two)).toBe(false);
	});

	test('polls about 310 times in a day', () => {
		for (const tick of [0, 20 * SECOND, 59 * SECOND]) {
			const checks = allParkedChecks(schedule(), tick);
			expect(checks.length).toBeGreaterThan(285);
			expect(checks.length).toBeLessThan(320);
		}
	});

	/** How long after its end a deletion is seen to be over, on average over the ticks of n8n. */
	const meanLag = (took: number): number => {
		const ticks = Array.from({ length: 60 }, (_, second) => second * SECOND);
		const lags = ticks.map((tick) => {
			const seen = allParkedChecks(schedule(), tick).find((at) => at >= took) ?? Infinity;
			return seen - took;
		});
		return lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
	};

	test.each([
		[10, 12],
		[30, 40],
		[60, 40],
		[120, 40],
		[300, 40],
	])('the end of a deletion of %d s is seen at most %d s later, on average', (took, most) => {
		expect(meanLag(took * SECOND)).toBeLessThanOrEqual(most * SECOND);
	});

	test.each([11, 15, 25, 60, 420, 1200])(
		'the end of a deletion of about %d minutes is seen a tenth of its time, or 40 s, later on average',
		(minutes) => {
			const shares = Array.from({ length: 21 }, (_, index) => 0.9 + index / 100);
			const lags = shares.map((share) => meanLag(share * minutes * MINUTE));
			const mean = lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
			expect(mean).toBeLessThanOrEqual(Math.max(40 * SECOND, (minutes * MINUTE) / 10));
		},
	);
});

const schedules = fc.record({
	firstChecks: fc.constantFrom(FIRST_CHECKS, FIRST_CHECKS_WATCHED),
	longestInterval: fc.integer({ min: MINUTE, max: HOUR }),
	longestWait: fc.integer({ min: 1000, max: 48 * HOUR }),
});

test('any poll schedule ends, always moves forward, and has its last poll at the maximum wait', () => {
	fc.assert(
		fc.property(schedules, (of) => {
			const checks = allChecks(of);
			expect(checks.at(-1)).toBe(of.longestWait);
			expect(checks).toEqual([...checks].sort((a, b) => a - b));
		}),
		{ numRuns: 50 },
	);
});

test('suspended or not, the last poll is at the maximum wait and never after it', () => {
	fc.assert(
		fc.property(schedules, fc.integer({ min: 0, max: MINUTE - 1 }), (of, tick) => {
			fc.pre(isWorthSuspending(of.firstChecks.at(-1) ?? 0, of));
			const checks = allParkedChecks(of, tick);
			expect(checks.at(-1)).toBe(of.longestWait);
			expect(checks).toEqual([...new Set(checks)].sort((a, b) => a - b));
		}),
		{ numRuns: 200 },
	);
});

test('a result is known within a tenth of its duration, a minute, or the longest poll interval', () => {
	const checks = allChecks(schedule());
	fc.assert(
		fc.property(fc.integer({ min: 7000, max: 23 * HOUR }), (took) => {
			const seen = checks.find((at) => at >= took) ?? Infinity;
			expect(seen - took).toBeLessThanOrEqual(Math.max(MINUTE, Math.min(took / 10, 5 * MINUTE)));
		}),
	);
});
