import fc from 'fast-check';
import {
	FIRST_CHECKS,
	FIRST_CHECKS_WATCHED,
	firstChecksAreOver,
	fitIntoTimeout,
	nextCheck,
	type Schedule,
	SHORTEST_PARKED_WAIT,
} from '../../nodes/gong/schedule';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const schedule = (change: Partial<Schedule> = {}): Schedule => ({
	firstChecks: FIRST_CHECKS,
	longestInterval: 5 * MINUTE,
	longestWait: 24 * HOUR,
	...change,
});

/** All check times of a deletion that never ends. */
function allChecks(of: Schedule): number[] {
	const checks: number[] = [];
	for (let at = nextCheck(0, 0, of); at !== null; at = nextCheck(at, 0, of)) checks.push(at);
	return checks;
}

test('checks at 1, 3 and 7 seconds, then 70 seconds apart, then a tenth of the elapsed time', () => {
	const seconds = allChecks(schedule()).map((at) => Math.round(at / 1000));
	expect(seconds.slice(0, 16)).toEqual([
		1, 3, 7, 77, 147, 217, 287, 357, 427, 497, 567, 637, 707, 778, 855, 941,
	]);
});

test('checks also at 15 and 30 seconds while somebody is watching', () => {
	const seconds = allChecks(schedule({ firstChecks: FIRST_CHECKS_WATCHED })).map((at) => at / 1000);
	expect(seconds.slice(0, 7)).toEqual([1, 3, 7, 15, 30, 100, 170]);
});

test('asks about 310 times in a day, at most five minutes apart, and last at the very end', () => {
	const checks = allChecks(schedule());
	expect(checks.length).toBeGreaterThan(300);
	expect(checks.length).toBeLessThan(315);
	expect(checks.at(-1)).toBe(24 * HOUR);
	const gaps = checks.map((at, index) => at - (checks[index - 1] ?? 0));
	expect(Math.max(...gaps.slice(0, -1))).toBeLessThanOrEqual(5 * MINUTE);
});

test('does not ask before Gong wants to be asked again', () => {
	expect(nextCheck(1000, 20_000, schedule())).toBe(20_000);
	expect(nextCheck(7000, 200_000, schedule())).toBe(200_000);
});

test('ends when the time is up', () => {
	expect(nextCheck(24 * HOUR, 0, schedule())).toBeNull();
});

test('keeps the last check where Gong wants to be left alone until after the maximum wait', () => {
	expect(nextCheck(1000, 25 * HOUR, schedule())).toBe(24 * HOUR);
	expect(nextCheck(23 * HOUR, 25 * HOUR, schedule())).toBe(24 * HOUR);
});

test('knows when the first checks are over', () => {
	expect(firstChecksAreOver(6999, schedule())).toBe(false);
	expect(firstChecksAreOver(7000, schedule())).toBe(true);
});

const schedules = fc.record({
	firstChecks: fc.constantFrom(FIRST_CHECKS, FIRST_CHECKS_WATCHED),
	longestInterval: fc.integer({ min: 1000, max: HOUR }),
	longestWait: fc.integer({ min: 1000, max: 48 * HOUR }),
});

test('always comes to an end, always forward, with the last check at the maximum wait', () => {
	fc.assert(
		fc.property(schedules, (of) => {
			const checks = allChecks(of);
			expect(checks.at(-1)).toBe(of.longestWait);
			expect(checks).toEqual([...checks].sort((a, b) => a - b));
		}),
		{ numRuns: 50 },
	);
});

test('after the first checks, every wait is long enough to be parked in the database', () => {
	fc.assert(
		fc.property(schedules, (of) => {
			const checks = allChecks(of).filter((at) => at >= (of.firstChecks.at(-1) ?? 0));
			for (const [index, at] of checks.entries())
				if (index > 0 && of.longestWait - checks[0] >= SHORTEST_PARKED_WAIT)
					expect(at - checks[index - 1]).toBeGreaterThanOrEqual(SHORTEST_PARKED_WAIT);
		}),
		{ numRuns: 50 },
	);
});

test('a result is known within a tenth of the time it took, or 70 seconds, or the longest interval', () => {
	const checks = allChecks(schedule());
	fc.assert(
		fc.property(fc.integer({ min: 7000, max: 23 * HOUR }), (took) => {
			const seen = checks.find((at) => at >= took) ?? Infinity;
			expect(seen - took).toBeLessThanOrEqual(Math.max(70_000, Math.min(took / 10, 5 * MINUTE)));
		}),
	);
});

test.each([
	['no timeout leaves the wait alone', 24 * HOUR, null, 0, 24 * HOUR],
	['a longer timeout too', HOUR, 2 * HOUR, 0, HOUR],
	['a short timeout keeps 10 s in hand', 24 * HOUR, 60_000, 0, 50_000],
	['a long one a minute', 24 * HOUR, HOUR, 0, 59 * MINUTE],
	['what has already run counts', 24 * HOUR, 60_000, 30_000, 20_000],
	['nothing is left at all', 24 * HOUR, 5000, 0, 0],
])('%s', (_, wait, timeout, run, expected) => {
	expect(fitIntoTimeout(wait, timeout, run)).toBe(expected);
});
