import fc from 'fast-check';
import { checkClientRequestId, checkIntegrationId } from '../../nodes/gong/identifiers';
import {
	readAnswer,
	readIntegrations,
	readRegisteredId,
	readRequestStatus,
} from '../../nodes/gong/answers';
import { BaseUrlRefused, readBaseUrl, readBaseUrlFromToken } from '../../nodes/gong/baseUrl';
import { Paces } from '../../nodes/gong/pace';
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

	test('no ID in a list or a registration is rounded', () => {
		const id = fc.bigInt({ min: 1n, max: LARGEST_INT64 });
		fc.assert(
			fc.property(fc.array(id), id, (listed, registered) => {
				const body = `{"integrations":[${listed.map((one) => `{"integrationId":${one}}`).join()}],"integrationId": ${registered}}`;
				const answer = readAnswer({ status: 200, headers: {}, body }, 0);
				const read = answer.kind === 'ok' ? answer.body : {};
				expect(readIntegrations(read)?.map(({ integrationId }) => integrationId)).toEqual(
					listed.map(String),
				);
				expect(readRegisteredId(read)).toBe(String(registered));
			}),
			pure,
		);
	});

	test('an ID that is not an integer is not read', () => {
		fc.assert(
			fc.property(
				fc.oneof(
					fc.double().filter((one) => !Number.isSafeInteger(one) || one < 1),
					fc.boolean(),
					fc.constant(null),
					fc.array(fc.integer()),
				),
				(integrationId) => {
					const body = { integrations: [{ integrationId, name: 'N' }], integrationId };
					expect(readIntegrations(body)).toBeNull();
					expect(readRegisteredId(body)).toBeNull();
				},
			),
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

describe('any parameter value is either used exactly or refused clearly', () => {
	const anything = fc.oneof(
		fc.anything({ withBigInt: true, withNullPrototype: true }),
		fc.string(),
		fc.bigInt({ min: 0n, max: LARGEST_INT64 + 9n }).map(String),
		fc.integer(),
		fc.double(),
	);

	const isClear = (checked: { ok: boolean } & Partial<{ problem: string; advice: string }>) =>
		checked.ok || Boolean(checked.problem && checked.advice);

	test('as an integration ID', () => {
		fc.assert(
			fc.property(anything, (value) => {
				const checked = checkIntegrationId(value);
				expect(isClear(checked)).toBe(true);
				if (!checked.ok) return;
				expect(checked.value).toBe(String(value));
				expect(BigInt(checked.value) >= 1n && BigInt(checked.value) <= LARGEST_INT64).toBe(true);
				if (typeof value === 'number') expect(Number.isSafeInteger(value)).toBe(true);
			}),
			pure,
		);
	});

	test('as a client request ID', () => {
		fc.assert(
			fc.property(anything, (value) => {
				const checked = checkClientRequestId(value);
				expect(isClear(checked)).toBe(true);
				if (!checked.ok) return;
				expect(checked.value).toBe(String(value));
				expect(checked.value).toMatch(/^[A-Za-z0-9_-]+$/);
			}),
			pure,
		);
	});

	const address = fc.oneof(
		fc.string(),
		fc.string({ unit: 'binary' }),
		fc.webUrl({ withQueryParameters: true, withFragments: true }),
		fc
			.record({
				scheme: fc.constantFrom('https://', 'http://', 'HTTPS://', 'file://', 'ftp://', '//', ''),
				user: fc.constantFrom('', 'a@', 'a:b@', '@'),
				host: fc.oneof(
					fc.constantFrom('gong.io', 'us-1.api.gong.io', 'localhost', '127.0.0.1', '[::1]'),
					fc.domain(),
					fc.ipV4Extended(),
					fc.ipV6().map((one) => `[${one}]`),
					fc.constantFrom('gong.io.evil.example', 'evilgong.io', 'gong.io.', 'g%6fng.io'),
				),
				rest: fc.constantFrom('', '/', '//', '/v2', '/v2/crm', '/x', '?a', '#a', '\\', ':0', ':1'),
			})
			.map(({ scheme, user, host, rest }) => scheme + user + host + rest),
	);

	/** What an address that was accepted has to be. */
	function expectSafe(accepted: string) {
		const url = new URL(accepted);
		expect(accepted).toBe(url.origin);
		const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
		expect(url.protocol === 'https:' || (url.protocol === 'http:' && local)).toBe(true);
		return url;
	}

	function attempt(read: () => string): string | null {
		try {
			return read();
		} catch (error) {
			expect(error).toBeInstanceOf(BaseUrlRefused);
			expect((error as BaseUrlRefused).advice).not.toBe('');
			return null;
		}
	}

	test('as a base URL', () => {
		fc.assert(
			fc.property(address, (entered) => {
				const accepted = attempt(() => readBaseUrl(entered));
				if (accepted !== null) {
					const url = expectSafe(accepted);
					expect(new URL(entered.trim()).hostname).toBe(url.hostname);
				}
			}),
			pure,
		);
	});

	test('as a base URL that came with a token', () => {
		const tokenUrl = 'https://app.gong.io/oauth2/generate-customer-token';
		fc.assert(
			fc.property(fc.oneof(address, fc.anything()), (received) => {
				const accepted = attempt(() => readBaseUrlFromToken(received, tokenUrl));
				if (accepted !== null) expect(`.${expectSafe(accepted).hostname}`).toMatch(/\.gong\.io$/);
			}),
			pure,
		);
	});
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

	test('polls at most once a minute, plus five times, in a day', () => {
		fc.assert(
			fc.property(schedules, (schedule) => {
				let checks = 0;
				let at: number | null = 0;
				while (at !== null && at <= 24 * HOUR) {
					at = nextCheck(at, 0, schedule);
					checks += 1;
				}
				expect(checks).toBeLessThanOrEqual(5 + (24 * HOUR) / MINUTE + 1);
			}),
			{ ...pure, numRuns: 1000 },
		);
	});

	test('calls never start faster than the configured rate, nor wait longer than that rate requires', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 20 }),
				fc.array(fc.record({ latency: fc.nat(500), idle: fc.nat(3000) }), {
					minLength: 1,
					maxLength: 20,
				}),
				async (rate, plan) => {
					let now = 0;
					const clock = {
						now: () => now,
						sleep: async (ms: number) => {
							now += ms;
							return await Promise.resolve();
						},
					};
					const inTurn = new Paces().join<void>(clock, rate, () => ({
						isOverLimit: false,
						retryAfter: null,
					}));
					const calls: Array<{ asked: number; start: number; end: number }> = [];
					for (const { latency, idle } of plan) {
						now += idle;
						const asked = now;
						await inTurn('gong', async () => {
							const start = now;
							now += latency;
							calls.push({ asked, start, end: now });
							return await Promise.resolve();
						});
					}
					const earliest = calls.map(({ asked }, index) =>
						Math.max(asked, index < rate ? 0 : calls[index - rate].end + 1000),
					);
					expect(calls.map(({ start }) => start)).toEqual(earliest);
				},
			),
			pure,
		);
	});
});
