import fc from 'fast-check';
import type { Answer } from '../../nodes/gong/answers';
import { delayBeforeRetry, LONGEST_RETRY_AFTER, MOST_TRIES } from '../../nodes/gong/retry';
import { refusal } from './scripted';

test.each([
	['500', refusal(500)],
	['503', refusal(503)],
	['408', refusal(408)],
	['no answer', { kind: 'noAnswer', reason: 'ECONNRESET' } as const],
	['an unreadable answer', { kind: 'unreadable', status: 200, isTooLarge: false } as const],
])(
	'a call is retried after %s, after about 1, 2, 4 and 8 seconds, five tries in all',
	(_, answer) => {
		expect([1, 2, 3, 4, 5].map((tries) => delayBeforeRetry(answer, tries, 0))).toEqual([
			1000,
			2000,
			4000,
			8000,
			null,
		]);
	},
);

test.each([200, 201, 301, 400, 401, 403, 404, 409])('a call is not retried after %d', (status) => {
	const answer: Answer =
		status < 300 ? { kind: 'ok', status, body: {}, requestId: null } : refusal(status);
	expect(delayBeforeRetry(answer, 1, 0)).toBeNull();
});

test('a retry waits as long as Gong’s Retry-After', () => {
	expect(delayBeforeRetry(refusal(503, 30_000), 1, 0)).toBe(30_000);
	expect(delayBeforeRetry(refusal(503, LONGEST_RETRY_AFTER), 1, 0)).toBe(LONGEST_RETRY_AFTER);
});

test('a retry after 429 leaves capacity to the company’s other callers', () => {
	expect([1, 2, 3, 4, 5].map((tries) => delayBeforeRetry(refusal(429, 1000), tries, 0))).toEqual([
		5000,
		17_000,
		65_000,
		65_000,
		null,
	]);
	expect(delayBeforeRetry(refusal(429), 1, 0.999)).toBeCloseTo(2002);
});

test('a call is not retried when Retry-After is longer than a node should wait', () => {
	expect(delayBeforeRetry(refusal(429, LONGEST_RETRY_AFTER + 1), 1, 0)).toBeNull();
});

test('retries have a jitter of up to a half, never more', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: MOST_TRIES - 1 }),
			fc.double({ min: 0, max: 0.999, noNaN: true }),
			(tries, random) => {
				const full = 1000 * 2 ** (tries - 1);
				const delay = delayBeforeRetry(refusal(500), tries, random) ?? 0;
				expect(delay).toBeGreaterThanOrEqual(full / 2);
				expect(delay).toBeLessThanOrEqual(full);
			},
		),
	);
});
