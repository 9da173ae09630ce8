import { endSentence, joinSentences } from '../../nodes/text/sentences';

test('what is empty is left out between sentences', () => {
	expect(joinSentences('A.', '', null, false, undefined, 'B.')).toBe('A. B.');
});

test('a sentence ends with one full stop', () => {
	expect([endSentence('A'), endSentence('A.')]).toEqual(['A.', 'A.']);
});
