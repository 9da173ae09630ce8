import { changeOf, goal, type Goal } from '../../bench/goals';

describe('a benchmark goal', () => {
	it.each([
		['atMost', 1.1, 1.1, true],
		['atMost', 1.1001, 1.1, false],
		['atLeast', 0.95, 0.95, true],
		['atLeast', 0.9499, 0.95, false],
		['atMost', NaN, 1, false],
		['atLeast', NaN, 1, false],
	] as const)(
		'%s: a measured %d against a target of %d is met: %s',
		(direction, measured, target, met) => {
			expect(goal('a figure', measured, direction, target).met).toBe(met);
		},
	);

	it('is judged by the exact figure and stored with four digits', () => {
		expect(goal('a figure', 1.00001, 'atMost', 1)).toMatchObject({ measured: 1, met: false });
	});

	it('has a reason only when it is missed', () => {
		const why = 'A reason';
		expect(goal('a figure', 2, 'atMost', 1, { why }).why).toBe(why);
		expect(goal('a figure', 1, 'atMost', 1, { why }).why).toBeUndefined();
	});
});

describe('a benchmark goal compared with the last run', () => {
	it.each([
		// Met is as good as met.
		['atMost', 1, 0, 1, 0, 'as before'],
		['atLeast', 1, 2, 1, 0, 'as before'],
		['atMost', 1, 1.2, 1, 0, 'as before'],
		// Met before, and missed now: no margin helps.
		['atMost', 1, 1, 1.001, 0.5, 'worse'],
		['atLeast', 1, 1, 0.999, 0.5, 'worse'],
		// Missed before, and missed by more.
		['atMost', 1, 2, 2, 0, 'as before'],
		['atMost', 1, 2, 2.01, 0, 'worse'],
		['atMost', 1, 2, 2.4, 0.25, 'as before'],
		['atMost', 1, 2, 2.6, 0.25, 'worse'],
		['atLeast', 1, 0.8, 0.65, 0.25, 'as before'],
		['atLeast', 1, 0.8, 0.55, 0.25, 'worse'],
		['atMost', 1, 2, NaN, 0.25, 'worse'],
		['atLeast', 1, 0.8, NaN, 0.25, 'worse'],
	] as const)(
		'%s %d that was %d and is now %d, with a margin of %d, is %s',
		(direction, target, before, now, margin, change) => {
			const measured = (figure: number): Goal =>
				goal('a figure', figure, direction, target, { margin });
			expect(changeOf(measured(now), measured(before))).toBe(change);
		},
	);

	it('is new when the last run does not have it', () => {
		expect(changeOf(goal('renamed', 1, 'atMost', 2), undefined)).toBe('new');
	});
});
