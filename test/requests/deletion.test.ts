import { deletionKind } from '../../nodes/requests/deletion';
import type { Deletion } from '../../nodes/requests/request';
import { deletion, settings as lenient, strict } from '../waiting/requests';

const errorOf = (change: Partial<Deletion>, choices = strict) =>
	deletionKind.results(deletion(change), choices)[0].error;

test.each([
	['DONE', true],
	['FAILED', true],
	['PENDING', false],
	['SUBMITTED', false],
	['DRY_RUN', false],
])('a deletion with status %s is finished: %p', (status, finished) => {
	expect(deletionKind.summary(deletion({ status }))).toMatchObject({ finished });
});

test('a deletion says that its status could not be read only by not saying whether it is deleted', () => {
	const { deleted, ...rest } = deletionKind.summary(deletion({ status: 'PENDING' }));
	expect(deleted).toBe(false);
	expect(deletionKind.summary(deletion({ status: 'PENDING', unreadable: true }))).toEqual({
		...rest,
		deleted: null,
	});
});

test('each item of a deletion gets its full result', () => {
	const request = deletion({ items: [0, 3] });
	const json = deletionKind.summary(request);
	expect(deletionKind.results(request, strict)).toEqual([
		{ json, error: null },
		{ json, error: null },
	]);
});

test('a FAILED deletion is an error when the settings say so', () => {
	const errors = [{ line: 0, description: 'Locked' }];
	expect(errorOf({ status: 'FAILED', errors, requestId: 'r' })).toEqual({
		message: 'Gong could not delete integration 7',
		description:
			'Gong says: “Locked”. Gong’s reference: r. The integration may be partly deleted. Run the workflow again, or ask Gong’s support about the client request ID mine.',
		httpCode: null,
	});
	for (const made of [{ submittedAt: null, recovered: true }, {}])
		expect(errorOf({ status: 'FAILED', ...made })?.description).toContain('Run the workflow again');
	expect(errorOf({ status: 'FAILED', submittedAt: null })?.description).toContain(
		'Delete it again, or ask',
	);
	expect(errorOf({ status: 'FAILED' })?.description).not.toContain('reference');
	expect(errorOf({ status: 'FAILED', timedOut: true }, lenient)).toBeNull();
});

test('a timed-out deletion is an error when the settings say so', () => {
	expect(errorOf({ status: 'PENDING', timedOut: true })).toEqual({
		message: 'Gong is still deleting integration 7',
		description: expect.stringMatching(
			/^'Max Wait Time \(Hours\)' is over\. The deletion of integration 7 may still be running.*PENDING.*mine\.$/,
		),
		httpCode: null,
		isOurs: true,
	});
	expect(errorOf({ status: 'PENDING' })).toBeNull();
	expect(errorOf({ status: 'PENDING', timedOut: true }, lenient)).toBeNull();
});

test.each<[string, Partial<Deletion>, string]>([
	[
		'never gave a status',
		{ status: 'SUBMITTED', readableBy: '2026-11-25T12:02:00.000Z', statusChecks: 9 },
		'Gong has not given its status yet.',
	],
	[
		'does not find the status any more',
		{ status: 'IN_PROGRESS', unreadable: true },
		'Last known status: IN_PROGRESS.',
	],
])('a deletion that timed out is not said to go on where Gong %s', (_, change, known) => {
	expect(errorOf({ ...change, timedOut: true })).toMatchObject({
		message: 'Gong did not say what became of the deletion of integration 7',
		description: expect.stringContaining(`may still be running at Gong. ${known} To follow it`),
	});
});

test('with Stop the first failed deletion ends the run and gives the error', () => {
	const [first, second] = ['1', '2'].map((message, itemIndex) => ({
		message,
		description: '',
		httpCode: null,
		itemIndex,
	}));
	expect(deletionKind.failsFast).toBe(true);
	expect(deletionKind.summarizeErrors([first, second], [], 2)).toBe(first);
	expect(deletionKind.verbPhrase(deletion())).toBe('delete 7');
	expect(deletionKind.purpose).toBe('delete');
});
