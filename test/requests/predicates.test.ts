import {
	hasErrorItem,
	isOpen,
	isSettled,
	mayNotBeReadable,
	needsList,
	needsStatus,
} from '../../nodes/requests/predicates';
import type { ListPurpose } from '../../nodes/requests/proof';
import type { Deletion } from '../../nodes/requests/request';
import { deletion, follow, refusal, settings, strict, upload } from '../waiting/requests';

const now = Date.parse('2026-11-25T12:00:00.000Z');

describe.each([
	['deletion', deletion],
	['upload', upload],
] as const)('a request, which is a(n) %s', (_, make) => {
	test.each([
		['SUBMITTED', 0, true],
		['PENDING', 1, true],
		['IN_PROGRESS', 1, true],
		['A_NEW_WORD', 1, true],
		['DONE', 1, false],
		['FAILED', 1, false],
		['DRY_RUN', 0, false],
		['INVALID', 0, false],
		['NOT_SENT', 0, false],
		['UNKNOWN', 0, false],
		// The same words, said by Gong.
		['DRY_RUN', 1, true],
		['INVALID', 1, true],
		['NOT_SENT', 1, true],
		['UNKNOWN', 1, true],
	])(
		'is polled with status %s after %d checks, and so open: %p',
		(status, statusChecks, isAsked) => {
			const request = make({ status, statusChecks });
			expect(needsStatus(follow(request))).toBe(isAsked);
			expect(isOpen(follow(request))).toBe(isAsked);
			for (const ended of [
				{ request, refusal },
				follow({ ...request, timedOut: true }),
				{ request: { ...request, timedOut: true }, refusal },
			]) {
				expect(needsStatus(ended)).toBe(false);
				expect(isOpen(ended)).toBe(false);
			}
		},
	);
});

/** What is known of a deletion, and what the list is asked for because of it. */
test.each<[Partial<Deletion>, ListPurpose | null]>([
	[{ status: 'DONE', listDue: true }, 'confirm'],
	[{ status: 'DONE', listDue: true, unreadable: true, seenListed: true }, 'confirm'],
	[{ status: 'DONE' }, null],
	[{ status: 'DONE', seenListed: true }, null],
	[{ status: 'FAILED', listDue: true }, null],
	[{ status: 'DRY_RUN' }, null],
	// Going on, and not looked for since Gong has accepted it.
	[{ status: 'SUBMITTED' }, 'sight'],
	[{ status: 'PENDING' }, 'sight'],
	[{ status: 'PENDING', listDue: true }, 'sight'],
	[{ status: 'PENDING', seenListed: false }, null],
	[{ status: 'PENDING', seenListed: true }, null],
	// Its status cannot be read any more.
	[{ status: 'PENDING', unreadable: true, seenListed: true }, 'find'],
	[{ status: 'PENDING', unreadable: true, seenListed: false }, null],
	[{ status: 'PENDING', unreadable: true, seenListed: null }, 'sight'],
	// Not known to be accepted: what the list shows may be somebody else's doing.
	[{ status: 'SUBMITTED', readableBy: '2026-11-25T12:02:00.000Z', submittedAt: null }, null],
	[
		{
			status: 'SUBMITTED',
			readableBy: '2026-11-25T12:02:00.000Z',
			submittedAt: '2026-11-25T12:00:00.000Z',
		},
		'sight',
	],
])('a deletion with %j has the list asked to %p', (change, purpose) => {
	const request = deletion(change);
	expect(needsList(follow(request))).toBe(purpose);
	expect(isOpen(follow(request))).toBe(purpose === 'confirm' || needsStatus(follow(request)));
	expect(needsList({ request, refusal })).toBeNull();
	expect(needsList(follow({ ...request, timedOut: true }))).toBeNull();
});

test('a status that cannot be read yet is no reason to look for the integration', () => {
	const readableBy = '2026-11-25T12:02:00.000Z';
	const one = follow(
		deletion({
			status: 'SUBMITTED',
			submittedAt: '2026-11-25T12:00:00.000Z',
			readableBy,
			unreadable: true,
			seenListed: true,
		}),
	);
	expect(needsList(one, Date.parse(readableBy) - 1)).toBeNull();
	expect(needsList(one, Date.parse(readableBy))).toBe('find');
});

test('the list says nothing about an upload', () => {
	for (const status of ['SUBMITTED', 'PENDING', 'DONE', 'NOT_SENT'])
		expect(needsList(follow(upload({ status })))).toBeNull();
});

test.each([
	[null, now, false],
	['2026-11-25T12:00:00.000Z', now - 1, true],
	['2026-11-25T12:00:00.000Z', now, false],
])('a request may be unreadable until %s', (readableBy, at, expected) => {
	expect(mayNotBeReadable(deletion({ readableBy }), at)).toBe(expected);
});

test('each request is asked whether its failure is an error', () => {
	const failed = follow(deletion({ status: 'FAILED' }));
	const late = follow(deletion({ timedOut: true }));
	for (const one of [failed, late]) {
		expect(hasErrorItem(one, strict)).toBe(true);
		expect(hasErrorItem(one, settings)).toBe(false);
	}
	expect(hasErrorItem({ request: deletion(), refusal }, settings)).toBe(true);
	const half = { status: 'FAILED', errors: [{ line: 2, description: '' }] };
	expect(hasErrorItem(follow(upload(half)), settings)).toBe(true);
	expect(hasErrorItem(follow(upload({ status: 'DONE' })), strict)).toBe(false);
});

test('a run is settled when no request is open or an error ends it', () => {
	const failed = [follow(deletion({ status: 'FAILED' })), follow(deletion())];
	expect(isSettled([], settings)).toBe(true);
	expect(isSettled([follow(deletion())], settings)).toBe(false);
	expect(isSettled([follow(deletion({ status: 'DONE' }))], settings)).toBe(true);
	expect(isSettled([follow(deletion({ status: 'DONE', listDue: true }))], settings)).toBe(false);
	expect(isSettled(failed, strict)).toBe(true);
	expect(isSettled(failed, settings)).toBe(false);
	expect(isSettled(failed, { ...strict, stopOnError: false })).toBe(false);
});

test('files come to their end before an error ends the run', () => {
	const file = follow(upload());
	expect(isSettled([follow(upload({ status: 'FAILED' }, { isGiven: true })), file], strict)).toBe(
		false,
	);
	expect(isSettled([{ request: upload({ status: 'NOT_SENT' }), refusal }, file], strict)).toBe(
		false,
	);
});
