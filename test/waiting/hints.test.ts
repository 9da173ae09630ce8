import type { Proof } from '../../nodes/requests/request';
import {
	dryRunHint,
	misnamedHint,
	notAwaitedHint,
	notConfirmedHints,
	notSuspendedHint,
	shortenedHint,
	uploadSummaryHints,
} from '../../nodes/waiting/hints';
import type { Followed, RefusedItems } from '../../nodes/requests/runState';
import { deletion, follow, refusal, settings, upload } from './requests';

const acme = { integrationId: '7', name: 'Acme', ownerEmail: 'a@example.com' };
const located = (type: string, message: string) => ({
	type,
	message: expect.stringContaining(message),
	location: 'outputPane',
});

test('each hint is shown at the output', () => {
	expect(notAwaitedHint).toEqual(located('info', "'Wait for Completion'"));
	expect(dryRunHint([acme])).toEqual(located('info', 'delete "Acme" (a@example.com, ID 7), with'));
	expect(dryRunHint([])).toEqual(located('info', 'There is nothing to delete'));
	expect(dryRunHint([acme], [2])).toEqual(
		located('info', 'Dry run of item 2: nothing was deleted for it. It would delete "Acme"'),
	);
	expect(dryRunHint([], [0, 2])).toEqual(
		located('info', 'Dry run of items 0, 2: nothing was deleted for them. There is nothing to'),
	);
	expect(misnamedHint([acme])).toEqual(located('warning', '"Acme" (a@example.com, ID 7)'));
	const other = { ...acme, integrationId: '8' };
	// Looked up for several items that ask for different things.
	for (const say of [dryRunHint, misnamedHint])
		expect(say([acme, other, acme]).message).toContain(
			'"Acme" (a@example.com, ID 7), "Acme" (a@example.com, ID 8)',
		);
	expect(dryRunHint([acme, acme]).message).toContain('delete "Acme" (a@example.com, ID 7), with');
	expect(notSuspendedHint('Why')).toEqual(located('warning', 'n8n says: Why'));
});

test.each([
	[119_999, '119 seconds'],
	[93_600_000, '26 hours'],
])('a wait of %d ms has the hint that it was shortened to %s', (longestWait, words) => {
	expect(shortenedHint({ schedule: { ...settings.schedule, longestWait } })).toEqual(
		located('warning', `shortened to ${words},`),
	);
});

describe('the hint about a DONE that is not confirmed as a deletion', () => {
	const done = (proof: Proof, integrationId = '7') =>
		follow(deletion({ status: 'DONE', proof, integrationId }));

	test('says that the list could not be read', () => {
		expect(notConfirmedHints([done('unconfirmed'), done('unconfirmed', '8')])).toEqual([
			located('warning', 'could not be read. Gong says DONE for 7, 8, but'),
		]);
	});

	test('says that the list still has the integration', () => {
		expect(notConfirmedHints([done('listed')])).toEqual([located('warning', 'still lists 7')]);
	});

	test('says both where both is so', () => {
		expect(notConfirmedHints([done('listed'), done('unconfirmed', '8')])).toEqual([
			located('warning', 'Gong says DONE for 8, but'),
			located('warning', 'still lists 7'),
		]);
	});

	test('is absent for any other request', () => {
		expect(
			notConfirmedHints([
				done('ours'),
				done('absent'),
				follow(deletion({ status: 'PENDING', proof: 'unconfirmed' })),
				follow(upload({ status: 'DONE' })),
			]),
		).toEqual([]);
	});
});

describe('the hint that counts uploaded objects', () => {
	const errors = [{ line: 2, description: 'Locked' }];
	const half = { status: 'FAILED', errors, totalErrorCount: 1, totalSuccessCount: 1 };

	const hintsOf = (followed: Followed[], refused: RefusedItems[] = []) =>
		uploadSummaryHints({ followed, refused }, settings);

	test('counts all objects that came in, whatever became of them', () => {
		expect(
			hintsOf(
				[
					follow(upload({ status: 'DONE' })),
					follow(upload(half)),
					follow(upload({ timedOut: true })),
					follow(upload({ status: 'INVALID' }, { number: null })),
					follow(upload({ status: 'NOT_SENT' }, { number: null })),
					follow(upload({ status: 'UNKNOWN' }, { number: null })),
				],
				[{ items: [12], refusal }],
			),
		).toEqual([
			located(
				'warning',
				'Uploaded: 3 of 13 objects. Refused by Gong: 1. Invalid, not sent: 2. Not sent: 2. Not known: 3. Not finished: 2.',
			),
		]);
	});

	test.each([
		['Uploaded', false],
		['Deleted', true],
	])('is not a warning when all objects are %s', (word, deletes) => {
		expect(hintsOf([follow(upload({ status: 'DONE' }, { deletes }))])).toEqual([
			located('info', `${word}: 2 of 2 objects.`),
		]);
	});

	test('is a warning when an item that was refused has no object', () => {
		const refused = { items: [2], refusal };
		expect(hintsOf([follow(upload({ status: 'DONE' }))], [refused])).toEqual([
			located('warning', 'Uploaded: 2 of 3 objects.'),
		]);
	});

	const pending = follow(upload({ status: 'PENDING' }));

	test.each<[string, Followed]>([
		['has ended', follow(upload({ status: 'DONE' }))],
		['has timed out', follow(upload({ status: 'PENDING', timedOut: true }))],
		['was given up', { ...pending, refusal }],
	])('is a warning when one of two files is not finished, and the other %s', (_, other) => {
		expect(hintsOf([other, pending])).toEqual([located('warning', 'of 4 objects.')]);
	});

	test.each([{ status: 'INVALID' }, { status: 'PENDING', timedOut: true }])(
		'is a warning when none is: %j',
		(change) => {
			expect(hintsOf([follow(upload(change))])).toEqual([
				located('warning', 'Uploaded: 0 of 2 objects.'),
			]);
		},
	);

	test('is absent where nobody waits, in a dry run, and for any other request', () => {
		for (const one of [
			deletion({ status: 'DONE' }),
			upload({ status: 'DONE' }, { isGiven: true }),
			upload({ status: 'DRY_RUN' }),
			upload({ status: 'PENDING' }),
			upload({ status: 'DONE', file: null }),
		])
			expect(hintsOf([follow(one)])).toEqual([]);
	});
});
