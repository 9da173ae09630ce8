import fc from 'fast-check';
import { parseExactJson } from '../../nodes/gong/exactJson';

test.each(['5517027188234205706', '9007199254740993', '9223372036854775807', '-9007199254740993'])(
	'exact JSON parsing keeps %s digit for digit',
	(digits) => {
		expect(parseExactJson(`{"integrationId": ${digits}}`)).toEqual({ integrationId: digits });
		expect(parseExactJson(`[${digits},${digits}]`)).toEqual([digits, digits]);
	},
);

test('exact JSON parsing reads safe integers, decimals and exponents as JSON.parse does', () => {
	const json =
		'[1, -2, 9007199254740991, 1.5, 12345678901234567890.5, 0.12345678901234567, 1e30, 0.198765432109876543, 12345678901234567e+12, 12345678901234567E-10, 12345678901234567e12, 1e98765432109876543210]';
	expect(parseExactJson(json)).toEqual(JSON.parse(json));
});

test('exact JSON parsing leaves digits inside strings unchanged', () => {
	const value = {
		name: 'id 5517027188234205706, "9223372036854775807" \\',
		'5517027188234205706': 1,
	};
	expect(parseExactJson(JSON.stringify(value))).toEqual(value);
});

test('exact JSON parsing refuses what JSON.parse refuses', () => {
	expect(() => parseExactJson('<html>')).toThrow(SyntaxError);
	expect(() => parseExactJson('{"integrationId": 55170271882')).toThrow(SyntaxError);
});

test('exact JSON parsing reads any JSON without large integers as JSON.parse does', () => {
	fc.assert(
		fc.property(fc.json(), (json) => {
			fc.pre(!/\d{16}/.test(json));
			expect(parseExactJson(json)).toEqual(JSON.parse(json));
		}),
	);
});

test('exact JSON parsing keeps any 64-bit integer beside any text', () => {
	fc.assert(
		fc.property(fc.bigInt(2n ** 53n, 2n ** 63n - 1n), fc.string(), (id, name) => {
			const json = `{"name":${JSON.stringify(name)},"integrationId":${id}}`;
			expect(parseExactJson(json)).toEqual({ name, integrationId: String(id) });
		}),
	);
});
