import fc from 'fast-check';
import { goal, type Goal, judge } from '../../bench/goals';

/** The same goal in the last full run, and in a quick run now. */
const twice = (
	before: number,
	now: number,
	direction: Goal['direction'],
	target: number,
	margin?: number,
): [Goal, Goal] => [
	goal('a figure', now, direction, target, margin),
	goal('a figure', before, direction, target, margin),
];

describe('a goal', () => {
	it.each([
		['atMost', 1.1, 1.1, true],
		['atMost', 1.1001, 1.1, false],
		['atLeast', 0.95, 0.95, true],
		['atLeast', 0.9499, 0.95, false],
		['atMost', NaN, 1, false],
		['atLeast', NaN, 1, false],
	] as const)('%s: %d where %d is asked for is met: %s', (direction, measured, target, met) => {
		expect(goal('a figure', measured, direction, target).met).toBe(met);
	});

	it('is decided by the figure itself, and kept with four digits', () => {
		expect(goal('a figure', 1.00001, 'atMost', 1)).toMatchObject({ measured: 1, met: false });
	});
});

describe('a quick run', () => {
	it.each([
		['atMost', 0, 0, 0, 'kept'],
		['atMost', 0, 1, 0, 'lost'],
		['atLeast', 1, 1, 0, 'kept'],
		['atLeast', 1, 0.999, 0, 'lost'],
		['atMost', 1, 1.15, 0.25, 'kept'],
		['atMost', 1, 1.3, 0.25, 'lost'],
		['atLeast', 1, 0.8, 0.25, 'kept'],
		['atLeast', 1, 0.7, 0.25, 'lost'],
	] as const)(
		'%s: %d before and %d now, with a margin of %d, is %s',
		(direction, before, now, margin, verdict) => {
			const target = before;
			expect(judge(...twice(before, now, direction, target, margin))).toBe(verdict);
		},
	);

	it('does not ask for more than the full run reached', () => {
		expect(judge(...twice(1.4, 1.5, 'atMost', 1.1))).toBe('missed before');
		expect(judge(...twice(1.4, 1.0, 'atMost', 1.1))).toBe('missed before');
	});

	it('fails on a goal that the full run does not know', () => {
		expect(judge(goal('renamed', 1, 'atMost', 2), undefined)).toBe('unknown');
	});

	it('fails on a figure that is not a number', () => {
		expect(judge(...twice(1, NaN, 'atMost', 1, 0.5))).toBe('lost');
		expect(judge(...twice(1, NaN, 'atLeast', 1, 0.5))).toBe('lost');
	});

	it('keeps every goal whose figure has not become worse', () => {
		const figure = fc.double({ min: 0.001, max: 1000, noNaN: true });
		const share = fc.double({ min: 0, max: 1, noNaN: true });
		fc.assert(
			fc.property(
				figure,
				share,
				share,
				fc.constantFrom('atMost', 'atLeast'),
				(target, better, margin, direction) => {
					const measured = direction === 'atMost' ? target * (1 - better) : target * (1 + better);
					expect(judge(...twice(measured, measured, direction, target, margin))).toBe('kept');
				},
			),
		);
	});
});
