import fc from 'fast-check';
import { checkClientRequestId, checkIntegrationId } from '../../nodes/gong/identifiers';

describe('an integration ID', () => {
	test.each([
		['1'],
		['5517027188234205706'],
		['9007199254740993'],
		['9223372036854775807'],
		[12345, '12345'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		[5517027188234205706n, '5517027188234205706'],
	])('accepts %s unchanged', (value: unknown, expected: unknown = value) => {
		expect(checkIntegrationId(value)).toEqual({ ok: true, value: expected });
	});

	test.each([
		['a rounded number', Number('5517027188234205706'), /already been rounded/],
		['one beyond 2^53 - 1', 2 ** 53, /already been rounded/],
		['a decimal number', 1.5, /not a whole number/],
		['NaN', NaN, /not a whole number/],
		['infinity', Infinity, /not a whole number/],
		['0', '0', /is 0/],
		['the number 0', 0, /is 0/],
		['several zeros', '000', /is 0/],
		['a negative ID', '-5', /not an integration ID/],
		['a negative number', -5, /not an integration ID/],
		['a negative bigint', -5n, /not an integration ID/],
		['a decimal', '5.0', /not an integration ID/],
		['an exponent', '5e18', /not an integration ID/],
		['a leading zero', '0123', /not an integration ID/],
		['letters', 'abc', /not an integration ID/],
		['other digits', '１２３', /not an integration ID/],
		['a space before', ' 5517027188234205706', /contains a space/],
		['a space inside', '55 17', /contains a space/],
		['a line break after', '5517\n', /contains a space/],
		['one more than int64', '9223372036854775808', /larger than any ID/],
		['twenty digits', '10000000000000000000', /larger than any ID/],
		['nothing', '', /is empty/],
		['null', null, /is empty/],
		['undefined', undefined, /is empty/],
		['a boolean', true, /not text: boolean/],
		['a list', ['1'], /not text: a list/],
		['an object', {}, /not text: object/],
		['something long', 'x'.repeat(60), /"x{60}"/],
		['something endless', 'x'.repeat(500), /"x{60}…"/],
		['a rounded number, as it came', 2 ** 60, /number 1152921504606847000,/],
	])('refuses %s', (_, value: unknown, problem) => {
		const checked = checkIntegrationId(value);
		expect(checked).toMatchObject({ ok: false });
		expect(checked.ok ? '' : checked.problem).toMatch(problem);
		expect(checked.ok ? '' : checked.advice).not.toBe('');
	});

	test('keeps every digit of any 64-bit integer', () => {
		fc.assert(
			fc.property(fc.bigInt(1n, 2n ** 63n - 1n), (id) => {
				expect(checkIntegrationId(String(id))).toEqual({ ok: true, value: String(id) });
			}),
		);
	});

	test('is never accepted outside 64 bits, and never changed', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.bigInt(), fc.double(), fc.integer()), (value) => {
				const checked = checkIntegrationId(value);
				if (!checked.ok) return;
				expect(checked.value).toBe(String(value));
				expect(BigInt(checked.value) > 0n && BigInt(checked.value) < 2n ** 63n).toBe(true);
			}),
		);
	});
});

describe('a client request ID', () => {
	test.each(['a', 'n8n-0123_Z', '-', '_'])('accepts %s', (value) => {
		expect(checkClientRequestId(value)).toEqual({ ok: true, value });
	});

	test.each([
		['nothing', '', /empty/],
		['a whole number', 2026, /not text/],
		['a decimal number', 1.5, /not text/],
		['an object', {}, /not text/],
		['with a space', 'a b', /a space/],
		['with a dot', 'a.b', /"\."/],
		['with an umlaut', 'lösche', /"ö"/],
		['with a symbol', 'a😀', /"😀"/],
	])('refuses %s', (_, value: unknown, problem) => {
		const checked = checkClientRequestId(value);
		expect(checked.ok ? '' : checked.problem).toMatch(problem);
	});

	test('is accepted exactly when it has only letters, digits, "-" and "_"', () => {
		fc.assert(
			fc.property(fc.string(), (value) => {
				expect(checkClientRequestId(value).ok).toBe(/^[A-Za-z0-9_-]+$/.test(value));
			}),
		);
	});
});
