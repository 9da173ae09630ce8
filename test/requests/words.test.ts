import {
	quoteErrors,
	explainTimeout,
	explainHowToFollow,
	isMadeElsewhere,
} from '../../nodes/requests/words';
import type { Upload } from '../../nodes/requests/request';
import { deletion, upload } from '../waiting/requests';

test('a request is made elsewhere where this run, or an earlier try, has not made it', () => {
	expect(isMadeElsewhere(upload())).toBe(false);
	expect(isMadeElsewhere({ ...upload(), file: null })).toBe(true);
	// Whatever Gong's list has shown since.
	for (const proof of ['ours', 'absent', 'listed', 'unconfirmed'] as const) {
		expect(isMadeElsewhere(deletion({ proof }))).toBe(false);
		expect(isMadeElsewhere(deletion({ proof, submittedAt: null, recovered: true }))).toBe(false);
		expect(isMadeElsewhere(deletion({ proof, submittedAt: null }))).toBe(true);
	}
});

test('a message says whether a wait ended at its maximum or at n8n’s execution timeout', () => {
	expect(explainTimeout({ shortened: false })).toContain("'Max Wait Time (Hours)' is over");
	expect(explainTimeout({ shortened: true })).toContain('n8n cancels this execution');
});

test('a message says how to follow a request that is not polled', () => {
	const say = (change: Partial<Upload>) => explainHowToFollow('The upload', upload(change));
	expect(say({ status: 'PENDING' })).toMatch(
		/^The upload may still be running.*PENDING\. .*Get Status.*mine\.$/,
	);
	// SUBMITTED is no word of Gong's.
	expect(say({ readableBy: '2026-11-25T12:02:00.000Z' })).toMatch(
		/^The upload may still be running at Gong\. Gong has not given its status yet\. .*mine\.$/,
	);
});

test('a message has up to ten of Gong’s errors, with their line numbers', () => {
	expect(quoteErrors({ errors: [] })).toBe('Gong gave no reason.');
	const errors = [0, 1, 2].map((line) => ({ line, description: `No. ${line}` }));
	expect(quoteErrors({ errors })).toBe('Gong says: “No. 0”, “No. 1” (line 1), “No. 2” (line 2).');
	const many = Array.from({ length: 12 }, () => errors[0]);
	expect(quoteErrors({ errors: many })).toMatch(/“No. 0” and 2 more\.$/);
});
