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
import { deletion, follow, settings, upload } from './requests';

const acme = { integrationId: '7', name: 'Acme', ownerEmail: 'a@example.com' };
const located = (type: string, message: string) => ({
	type,
	message: expect.stringContaining(message),
	location: 'outputPane',
});

test('each hint is shown at the output', () => {
	expect(notAwaitedHint).toEqual(located('info', '"Wait for Completion"'));
	expect(dryRunHint([acme])).toEqual(located('info', 'delete "Acme" (a@example.com, ID 7), with'));
	expect(dryRunHint([])).toEqual(located('info', 'There is nothing to delete'));
	expect(misnamedHint([acme])).toEqual(located('warning', '"Acme" (a@example.com, ID 7)'));
	expect(notSuspendedHint('Why')).toEqual(located('warning', 'n8n says: Why'));
});

test.each([
	[0, '0 seconds'],
	[119_999, '119 seconds'],
	[120_000, '2 minutes'],
	[7_199_999, '119 minutes'],
	[7_200_000, '2.0 hours'],
	[93_600_000, '26.0 hours'],
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
			located('warning', 'whether 7, 8 is gone, could not be read'),
		]);
	});

	test('says that the list still has the integration', () => {
		expect(notConfirmedHints([done('listed')])).toEqual([located('warning', 'still lists 7')]);
	});

	test('says both where both is so', () => {
		expect(notConfirmedHints([done('listed'), done('unconfirmed', '8')])).toEqual([
			located('warning', 'whether 8 is gone'),
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

	test('appears once their file is finished', () => {
		expect(
			uploadSummaryHints(
				[
					follow(upload({ status: 'DONE' })),
					follow(upload(half)),
					follow(upload({ timedOut: true })),
					follow(upload({ status: 'PENDING' })),
				],
				settings,
			),
		).toEqual([located('warning', 'Uploaded: 3 of 6 objects. Refused by Gong: 1. Not known: 2.')]);
	});

	test('is not a warning when all objects are uploaded', () => {
		expect(uploadSummaryHints([follow(upload({ status: 'DONE' }))], settings)).toEqual([
			located('info', 'Uploaded: 2 of 2'),
		]);
	});

	test('is absent for any other request', () => {
		expect(
			uploadSummaryHints(
				[
					follow(deletion({ status: 'DONE' })),
					follow(upload({ status: 'DONE' }, { isGiven: true })),
					follow(upload({ status: 'DRY_RUN' })),
					follow(upload({ status: 'NOT_SENT' }, { number: null })),
					follow(upload({ status: 'DONE', file: null })),
				],
				settings,
			),
		).toEqual([]);
	});
});
