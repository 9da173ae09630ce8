import * as fc from 'fast-check';
import { readRequestStatus } from '../../nodes/gong/answers';
import {
	type FileStatus,
	findFileSize,
	isRefusedWhole,
	isUploaded,
	type ObjectOutcome,
	readFileOutcome,
	readLineOutcomes,
} from '../../nodes/gong/uploadOutcome';

const errorsOn = (...lines: number[]) =>
	lines.map((line) => ({ line, description: `Line ${line} is bad` }));

const failed = (
	errors: FileStatus['errors'],
	totalErrorCount: number | null,
	totalSuccessCount: number | null,
): FileStatus => ({ status: 'FAILED', errors, totalErrorCount, totalSuccessCount });

/** What became of each line of a file with three. */
const outcomes = (file: FileStatus, lines = 3) =>
	Array.from({ length: lines }, (_, index) =>
		isUploaded(readLineOutcomes(file, lines)(index + 1).outcome),
	);

test('no object is said to be refused while its file is in progress, whatever Gong lists so far', () => {
	const file = { ...failed(errorsOn(0, 2), 2, null), status: 'IN_PROGRESS' };
	expect(readLineOutcomes(file, 3)(2)).toEqual({ outcome: 'pending', errors: [] });
});

test.each<[string, Partial<FileStatus>, ObjectOutcome | 'partly', boolean | null]>([
	['DONE', {}, 'uploaded', true],
	['INVALID', { statusChecks: 0 }, 'invalid', false],
	['NOT_SENT', { statusChecks: 0 }, 'notSent', false],
	['UNKNOWN', { statusChecks: 0 }, 'unknown', null],
	['DRY_RUN', { statusChecks: 0 }, 'dryRun', null],
	// The same words, said by Gong.
	['INVALID', { statusChecks: 1 }, 'pending', null],
	['NOT_SENT', { statusChecks: 1 }, 'pending', null],
	['UNKNOWN', { statusChecks: 1 }, 'pending', null],
	['DRY_RUN', {}, 'pending', null],
	['SUBMITTED', {}, 'pending', null],
	['IN_PROGRESS', { totalSuccessCount: 1 }, 'pending', null],
	['constructor', {}, 'pending', null],
	['IN_PROGRESS', { unreadable: true }, 'unknown', null],
	['FAILED', { errors: errorsOn(0) }, 'refused', false],
	[
		'FAILED',
		{ errors: errorsOn(1, 2), totalErrorCount: 2, totalSuccessCount: 0 },
		'refused',
		false,
	],
	['FAILED', { errors: errorsOn(1), totalErrorCount: 1, totalSuccessCount: 1 }, 'partly', false],
	['FAILED', { totalErrorCount: 2, totalSuccessCount: 1 }, 'partly', null],
	['FAILED', { errors: errorsOn(1), totalErrorCount: 1, totalSuccessCount: 0 }, 'unknown', false],
	['FAILED', { errors: errorsOn(1), totalErrorCount: 1, totalSuccessCount: 2 }, 'unknown', false],
	['FAILED', { errors: errorsOn(1), totalErrorCount: 1 }, 'unknown', false],
	['FAILED', { errors: errorsOn(1, 2), totalErrorCount: 2 }, 'unknown', false],
])(
	'a file of two objects that is %s, %j, is %s, and its first object uploaded: %p',
	(status, more, outcome, uploaded) => {
		const file = { status, errors: [], totalErrorCount: null, totalSuccessCount: null, ...more };
		expect(readFileOutcome(file, 2)).toBe(outcome);
		expect(outcomes(file, 2)[0]).toBe(uploaded);
		const first = readLineOutcomes(file, 2)(1);
		if (status !== 'FAILED') expect(first).toEqual({ outcome, errors: [] });
		else if (uploaded === null) expect(first.outcome).toBe('unknown');
	},
);

test('an object of a DONE file has the errors of its own line, and not those of the whole', () => {
	const file = { ...failed(errorsOn(0, 1), 2, 1), status: 'DONE' };
	expect(readLineOutcomes(file, 2)(1)).toEqual({ outcome: 'uploaded', errors: errorsOn(1) });
});

test.each([
	[20, 60, 1000, 333],
	[20, 25, 30, 24],
	[20, 1000, 1000, 20],
	[20, 3000, 1000, 6],
	[1, 5000, 10, 1],
	[20, 20, 1000, null],
	[0, 20, 1000, null],
	[20, null, 1000, null],
])(
	'with %d of %p errors listed of %d objects, files of %p would show all',
	(listed, total, lines, size) => {
		const errors = errorsOn(...Array.from({ length: listed }, (_, index) => index + 1));
		expect(findFileSize(failed(errors, total, 0), lines)).toBe(size);
	},
);

describe('the outcome of each line of a FAILED upload', () => {
	test.each<[string, FileStatus, Array<boolean | null>]>([
		['every error is listed and the counts agree', failed(errorsOn(2), 1, 2), [true, false, true]],
		['all lines are refused', failed(errorsOn(1, 2, 3), 3, 0), [false, false, false]],
		[
			'lines are counted, and one has two errors',
			failed(errorsOn(2, 2), 1, 2),
			[true, false, true],
		],
		['so, and another has one', failed(errorsOn(1, 2, 2), 2, 1), [false, false, true]],
		['errors are counted, and one line has two', failed(errorsOn(2, 2), 2, 2), [null, false, null]],
		['nothing is kept', failed(errorsOn(2), 1, 0), [null, false, null]],
		['an error is not listed', failed(errorsOn(2), 2, 1), [null, false, null]],
		['no errors are counted', failed(errorsOn(2), null, 2), [null, false, null]],
		['no successes are counted', failed(errorsOn(2), 1, null), [null, false, null]],
		['no error is listed', failed([], 1, 2), [null, null, null]],
		['nothing is listed or counted', failed([], 0, 3), [null, null, null]],
		['a listed line is not in the file', failed(errorsOn(7), 1, 2), [null, null, null]],
		['it is refused as a whole', failed(errorsOn(0), 1, 0), [false, false, false]],
		['it is refused as a whole, uncounted', failed(errorsOn(0), null, null), [false, false, false]],
		[
			'it is refused as a whole, yet something taken',
			failed(errorsOn(0), 1, 2),
			[null, null, null],
		],
		['one error of two is about no line', failed(errorsOn(0, 2), 2, 1), [null, false, null]],
	])('when %s', (_, file, expected) => {
		expect(outcomes(file)).toEqual(expected);
	});

	test('is known for the other lines when Gong lists exactly as many errors as it counts', () => {
		const lines = Array.from({ length: 20 }, (_, index) => index + 1);
		expect(outcomes(failed(errorsOn(...lines), 20, 1), 21)).toEqual([
			...lines.map(() => false),
			true,
		]);
	});

	test('is unknown for the other lines when there may be more errors than Gong lists', () => {
		const twice = Array.from({ length: 10 }, (_, index) => [index + 1, index + 1]).flat();
		// Twenty listed errors on ten lines: if lines are counted, another line's may be left out.
		expect(outcomes(failed(errorsOn(...twice), 10, 2), 12).slice(10)).toEqual([null, null]);
		const lines = Array.from({ length: 20 }, (_, index) => index + 1);
		expect(outcomes(failed(errorsOn(...lines), 25, 5), 30).slice(20)).toEqual(Array(10).fill(null));
	});

	test('has the errors of its own line, or those of the whole file', () => {
		const file = failed([...errorsOn(1), ...errorsOn(2, 2)], 3, 0);
		expect(readLineOutcomes(file, 3)(2).errors).toEqual(errorsOn(2, 2));
		expect(readLineOutcomes(file, 3)(3).errors).toEqual([]);
		expect(readLineOutcomes(failed(errorsOn(0), 1, 0), 3)(3).errors).toEqual(errorsOn(0));
	});
});

test('is never uploaded when Gong may have omitted the line’s error', () => {
	const files = fc.record({
		lines: fc.integer({ min: 1, max: 40 }),
		bad: fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 40 }),
		keeps: fc.boolean(),
	});
	fc.assert(
		fc.property(files, ({ lines, bad, keeps }) => {
			const refused = bad.filter((line) => line <= lines).sort((a, b) => a - b);
			if (refused.length === 0) return;
			const file = failed(
				errorsOn(...refused.slice(0, 20)),
				refused.length,
				keeps ? lines - refused.length : 0,
			);
			for (let line = 1; line <= lines; line++) {
				const uploaded = isUploaded(readLineOutcomes(file, lines)(line).outcome);
				const isStored = keeps && !refused.includes(line);
				if (uploaded !== null) expect([line, uploaded]).toEqual([line, isStored]);
				// Where Gong says enough, it is not thrown away.
				if (keeps && refused.length <= 20) expect(uploaded).not.toBeNull();
			}
		}),
	);
});

test('only an upload that Gong refused as a whole is sent again by a later try', () => {
	expect(isRefusedWhole(failed(errorsOn(0), 1, 0))).toBe(true);
	expect(isRefusedWhole(failed(errorsOn(1), 1, 0))).toBe(false);
	expect(isRefusedWhole(failed([], 1, 0))).toBe(false);
	expect(isRefusedWhole({ ...failed(errorsOn(0), 1, 0), status: 'IN_PROGRESS' })).toBe(false);
});

test('a line number that Gong writes as text refers to that line, not to the whole file', () => {
	const errors = [{ line: '2', description: 'bad' }];
	const file = readRequestStatus({ status: 'FAILED', errors, totalErrorCount: 1 });
	expect(file && isRefusedWhole(file)).toBe(false);
	expect(file && outcomes(file)).toEqual([null, false, null]);
});
