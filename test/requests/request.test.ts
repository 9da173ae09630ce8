import {
	createAlreadyGone,
	recordStatus,
	recordFailedCheck,
	createDryRun,
	createUnsent,
	hasNoStatus,
	readObjectIds,
	adoptRequest,
	type RequestState,
	startRequest,
	markTimedOut,
} from '../../nodes/requests/request';

const now = Date.parse('2026-11-25T12:00:00.000Z');
const asked = { integrationId: '1', clientRequestId: 'mine', items: [0, 2] };

/** What is known of a request that nobody has asked about. */
const unasked = {
	integrationId: '1',
	clientRequestId: 'mine',
	requestId: null,
	status: 'SUBMITTED',
	recovered: false,
	timedOut: false,
	unreadable: false,
	errors: [],
	totalErrorCount: null,
	totalSuccessCount: null,
	submittedAt: null,
	readableBy: null,
	finishedAt: null,
	lastCheckedAt: null,
	statusChecks: 0,
	items: [0, 2],
};

const state: RequestState = { ...unasked, kind: 'deletion' };

const answer = (status: string) => ({
	status,
	errors: [],
	totalErrorCount: 0,
	totalSuccessCount: 3,
});

test('a request that was just submitted may be unreadable for two minutes', () => {
	expect(startRequest(asked, 'r', now)).toEqual({
		...unasked,
		requestId: 'r',
		submittedAt: '2026-11-25T12:00:00.000Z',
		readableBy: '2026-11-25T12:02:00.000Z',
	});
});

test.each([
	[0, null],
	[1000, '2026-11-25T12:00:01.000Z'],
])('an adopted request may be unreadable for %d ms', (readableWithin, readableBy) => {
	expect(adoptRequest(asked, { recovered: true, readableWithin }, now)).toEqual({
		...unasked,
		recovered: true,
		readableBy,
	});
});

test('an integration that is already gone is a DONE request without a client request ID', () => {
	expect(createAlreadyGone({ integrationId: '1', items: [0, 2] }, now)).toEqual({
		...unasked,
		kind: 'deletion',
		clientRequestId: null,
		status: 'DONE',
		alreadyGone: true,
		proof: 'absent',
		listDue: false,
		seenListed: null,
		finishedAt: '2026-11-25T12:00:00.000Z',
	});
});

test.each([true, false])('a dry run says whether the integration is gone: %p', (isGone) => {
	expect(createDryRun({ integrationId: '1', items: [0, 2] }, { isGone })).toEqual({
		...unasked,
		kind: 'deletion',
		clientRequestId: null,
		status: 'DRY_RUN',
		alreadyGone: isGone,
		proof: 'ours',
		listDue: false,
		seenListed: null,
	});
});

test('a poll with a status is counted, ends the unreadable period, and keeps the time of the first final status', () => {
	const young = { ...state, readableBy: '2026-11-25T12:02:00.000Z', statusChecks: 1 };
	const going = recordStatus(young, answer('PENDING'), now);
	expect(going).toEqual({
		...state,
		...answer('PENDING'),
		statusChecks: 2,
		lastCheckedAt: '2026-11-25T12:00:00.000Z',
	});
	const done = recordStatus(going, answer('DONE'), now + 1000);
	expect(done.finishedAt).toBe('2026-11-25T12:00:01.000Z');
	expect(recordStatus(done, answer('DONE'), now + 2000).finishedAt).toBe(done.finishedAt);
});

test('a poll without a status is counted and changes nothing else', () => {
	for (const unreadable of [true, false])
		expect(recordFailedCheck({ ...state, unreadable, statusChecks: 1 }, now)).toEqual({
			...state,
			unreadable,
			statusChecks: 2,
			lastCheckedAt: '2026-11-25T12:00:00.000Z',
		});
});

test('a poll answered 400 or 404 makes the status unreadable, and the next status makes it readable', () => {
	const unreadable = recordFailedCheck(state, now, true);
	expect(unreadable).toMatchObject({ unreadable: true, status: 'SUBMITTED' });
	expect(recordStatus(unreadable, answer('PENDING'), now).unreadable).toBe(false);
});

test.each([
	['SUBMITTED', '1970-01-01T00:02:00.000Z', true],
	['SUBMITTED', null, false],
	// Gong's list shows that it is done, and its status was never readable.
	['DONE', '1970-01-01T00:02:00.000Z', false],
])('%s, readable by %p, is the word of nobody but the node: %p', (status, readableBy, isSo) => {
	expect(hasNoStatus({ status, readableBy })).toBe(isSo);
});

test('a request that nobody polls any more keeps its status', () => {
	expect(markTimedOut(state)).toEqual({ ...state, timedOut: true });
});

test.each(['DRY_RUN', 'NOT_SENT', 'UNKNOWN'] as const)(
	'a file that is %s is an upload that Gong was never asked about',
	(status) => {
		const file = {
			objectType: 'DEAL',
			isGiven: false,
			number: null,
			lines: 2,
			objectIds: '["a",""]',
			warnings: {},
		};
		const errors = [{ line: 2, description: 'has no ID' }];
		expect(createUnsent(asked, status, file, errors)).toEqual({
			...unasked,
			kind: 'upload',
			status,
			file,
			errors,
		});
		expect(createUnsent(asked, status, file).errors).toEqual([]);
		expect(readObjectIds(file)).toEqual(['a', '']);
	},
);
