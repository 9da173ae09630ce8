import { quoteReference, quoteText, quoteValue } from '../../nodes/text/quotes';

test.each<[unknown, string]>([
	['a', '"a"'],
	['', '""'],
	[12n, '12'],
	[NaN, 'NaN'],
	[null, 'null'],
	[undefined, 'undefined'],
	[['a', 1], '["a",1]'],
	[{ a: 1 }, '{"a":1}'],
	['x'.repeat(59), `"${'x'.repeat(59)}…`],
	['x'.repeat(58), `"${'x'.repeat(58)}"`],
])('the value %p is quoted as %s', (value, text) => {
	expect(quoteValue(value)).toBe(text);
});

test('a sentence is quoted without its full stop', () => {
	expect([quoteText('It is locked.'), quoteText('No. 2')]).toEqual(['“It is locked”', '“No. 2”']);
});

test('Gong’s reference is a sentence, where there is one', () => {
	expect([quoteReference('r'), quoteReference(null)]).toEqual(['Gong’s reference: r.', '']);
});
