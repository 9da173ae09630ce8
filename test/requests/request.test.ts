import {
	createAlreadyGone,
	recordStatus,
	recordFailedCheck,
	createDryRun,
	adoptRequest,
	isUnfinished,
	mayNotBeReadable,
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
	expect(recordFailedCheck({ ...state, statusChecks: 1 }, now)).toEqual({
		...state,
		statusChecks: 2,
		lastCheckedAt: '2026-11-25T12:00:00.000Z',
	});
});

test.each([
	['SUBMITTED', true],
	['PENDING', true],
	['A_NEW_WORD', true],
	['DONE', false],
	['FAILED', false],
	['DRY_RUN', false],
])('a request with status %s is polled: %p', (status, isAsked) => {
	expect(isUnfinished({ ...state, status })).toBe(isAsked);
	expect(isUnfinished(markTimedOut({ ...state, status }))).toBe(false);
});

test.each([
	[null, now, false],
	['2026-11-25T12:00:00.000Z', now - 1, true],
	['2026-11-25T12:00:00.000Z', now, false],
])('a request may be unreadable until %s', (readableBy, at, expected) => {
	expect(mayNotBeReadable({ ...state, readableBy }, at)).toBe(expected);
});
