import { countOf, joinList } from '../../nodes/text/lists';

const letters = [...'abcdefghijkl'];

test.each([
	[[], ''],
	[['a'], 'a'],
	[letters.slice(0, 10), 'a, b, c, d, e, f, g, h, i, j'],
	[letters.slice(0, 11), 'a, b, c, d, e, f, g, h, i, j and 1 more'],
	[Array.from({ length: 1000 }, (_, i) => String(i)), '0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 990 more'],
])('a list in a message names ten entries and counts the rest: %#', (items, text) => {
	expect(joinList(items)).toBe(text);
});

test('a list in a message names as many entries as the caller asks for', () => {
	expect(joinList(letters, 2)).toBe('a, b and 10 more');
});

test('a list in a message counts what it was not given too', () => {
	expect(joinList(letters, 10, 2_000_000)).toMatch(/^a, .*, j and 1999990 more$/);
	expect(joinList(['It is red.'], 10, 3)).toBe('It is red. And 2 more.');
});

test('sentences in a list are joined without commas, and the rest is a sentence too', () => {
	expect(joinList(['It is red.', 'Item 2'])).toBe('It is red. Item 2');
	expect(joinList(letters.map((letter) => `It is ${letter}.`))).toMatch(
		/^It is a\. It is b\. .*It is j\. And 2 more\.$/,
	);
});

test.each([
	[0, '0 files'],
	[1, '1 file'],
	[2, '2 files'],
])('%d has its noun in the right number', (count, text) => {
	expect(countOf(count, 'file')).toBe(text);
});
