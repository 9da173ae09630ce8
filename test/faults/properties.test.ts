import fc from 'fast-check';
import {
	readAnswer,
	readIntegrations,
	readRegisteredId,
	readRequestStatus,
} from '../../nodes/gong/answers';
import { parseExactJson } from '../../nodes/gong/exactJson';
import { FIRST_CHECKS, FIRST_CHECKS_WATCHED, nextCheck } from '../../nodes/gong/schedule';
import { printRuns, pure } from './seeded';

afterAll(() => printRuns('properties of the pure parts', pure));

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const LARGEST_INT64 = 9223372036854775807n;

describe('for any JSON with 64-bit integers', () => {
	const int64 = fc.bigInt({ min: -LARGEST_INT64 - 1n, max: LARGEST_INT64 });

	/** A number that JSON text keeps, written as a whole number or not. */
	const wellKept = fc.double().filter((one) => !Number.isInteger(one) || Number.isSafeInteger(one));

	/** JSON text with int64s anywhere, and what has to come out of it. */
	const { document } = fc.letrec<{ document: { text: string; value: unknown } }>((tie) => ({
		document: fc.oneof(
			{ depthSize: 'small' },
			int64.map((id) => ({
				text: String(id),
				value: Number.isSafeInteger(Number(id)) ? Number(id) : String(id),
			})),
			fc
				.oneof(fc.string({ unit: 'binary' }), wellKept, fc.boolean(), fc.constant(null))
				.map((value) => ({
					text: JSON.stringify(value),
					value: JSON.parse(JSON.stringify(value)),
				})),
			// Text that looks like numbers, quotes and escapes.
			fc
				.stringMatching(/^["\\\d:,{} -]{0,30}$/)
				.map((value) => ({ text: JSON.stringify(value), value })),
			fc.array(tie('document'), { maxLength: 4 }).map((entries) => ({
				text: `[ ${entries.map(({ text }) => text).join(' ,\n')}]`,
				value: entries.map(({ value }) => value),
			})),
			fc
				.uniqueArray(fc.tuple(fc.string(), tie('document')), {
					maxLength: 4,
					selector: ([key]) => key,
				})
				.map((fields) => ({
					text: `{${fields.map(([key, { text }]) => `${JSON.stringify(key)} : ${text}`).join(',')} }`,
					value: Object.fromEntries(fields.map(([key, { value }]) => [key, value])),
				})),
		),
	}));

	test('every digit is kept wherever the integers are, and nothing else changes', () => {
		fc.assert(
			fc.property(document, ({ text, value }) => {
				expect(parseExactJson(text)).toEqual(value);
			}),
			pure,
		);
	});
});

test('any answer is classified, and nothing that Gong may send makes the reader throw', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 100, max: 599 }),
			fc.oneof(
				fc.json(),
				fc.string(),
				fc.jsonValue().map((value) => JSON.stringify({ errors: value })),
			),
			fc.oneof(fc.string(), fc.double(), fc.constant(undefined), fc.date().map(String)),
			(status, body, retryAfter) => {
				const headers = { 'retry-after': retryAfter, location: retryAfter };
				const answer = readAnswer({ status, headers, body }, 0);
				if (answer.kind === 'refused') {
					expect(answer.errors.every((one) => typeof one === 'string')).toBe(true);
					const { retryAfter: wait } = answer;
					expect(wait === null || (wait >= 0 && wait <= 24 * HOUR)).toBe(true);
				}
				if (answer.kind !== 'ok') return;
				readIntegrations(answer.body);
				readRegisteredId(answer.body);
				readRequestStatus({ status: 'DONE', ...answer.body });
			},
		),
		pure,
	);
});

describe('for any settings the poll schedule', () => {
	const schedules = fc.record({
		firstChecks: fc.constantFrom(FIRST_CHECKS, FIRST_CHECKS_WATCHED),
		// Shorter ones are not taken from the builder.
		longestInterval: fc.integer({ min: MINUTE, max: 24 * HOUR }),
		longestWait: fc.integer({ min: 1, max: 7 * 24 * HOUR }),
	});

	test('is never slower than its bound, never faster than a poll a minute, and obeys Retry-After', () => {
		fc.assert(
			fc.property(
				schedules,
				fc.integer({ min: 0, max: 7 * 24 * HOUR }),
				fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 8 * 24 * HOUR })),
				(schedule, elapsed, notBefore) => {
					const { firstChecks, longestInterval, longestWait } = schedule;
					const next = nextCheck(elapsed, notBefore, schedule);
					if (next === null) {
						expect(elapsed).toBeGreaterThanOrEqual(longestWait);
						return;
					}
					expect(next).toBeGreaterThan(elapsed);
					expect(next).toBeLessThanOrEqual(longestWait);
					expect(next).toBeGreaterThanOrEqual(Math.min(notBefore, longestWait));
					const first = firstChecks.some((check) => check > elapsed);
					if (!first && next !== longestWait) expect(next - elapsed).toBeGreaterThanOrEqual(MINUTE);
					expect(next - elapsed).toBeLessThanOrEqual(
						Math.max(longestInterval, notBefore - elapsed),
					);
				},
			),
			pure,
		);
	});
});
