import { quoteErrors, explainTimeout, explainHowToFollow } from '../../nodes/requests/words';

test('a wait ends because of its maximum, or of n8n’s', () => {
	expect(explainTimeout({ shortened: false })).toContain('"Max Wait Time (Hours)" is over');
	expect(explainTimeout({ shortened: true })).toContain('n8n has a time limit for this execution');
});

test('how to follow a request that nobody follows', () => {
	const said = explainHowToFollow('The upload', { clientRequestId: 'mine', status: 'PENDING' });
	expect(said).toMatch(/^The upload may still be going on.*PENDING\. .*Get Status.*mine\.$/);
});

test('what Gong says, with the line where it is about one, and no more than ten of it', () => {
	expect(quoteErrors({ errors: [] })).toBe('Gong gave no reason.');
	const errors = [0, 1, 2].map((line) => ({ line, description: `No. ${line}` }));
	expect(quoteErrors({ errors })).toBe('Gong says: “No. 0”, “No. 1” (line 1), “No. 2” (line 2).');
	const many = Array.from({ length: 12 }, () => errors[0]);
	expect(quoteErrors({ errors: many })).toMatch(/“No. 0” and 2 more\.$/);
});
