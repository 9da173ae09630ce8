import {
	isFinalStatus,
	isNotKnown,
	isTransient,
	mayHaveSucceeded,
	readAcceptance,
	readAnswer,
	readIntegrations,
	readRegisteredId,
	readRequestStatus,
	readRetryAfter,
} from '../../nodes/gong/answers';

const now = Date.parse('2026-11-23T17:00:00Z');
const answer = (status: number, body = '', headers = {}) =>
	readAnswer({ status, headers, body }, now);

test.each([
	['seconds', '30', 30_000],
	['a number', 2, 2000],
	['a fraction', '1.25', 1250],
	['seconds with spaces around them', ' 7 ', 7000],
	['an HTTP date', 'Mon, 23 Nov 2026 17:01:00 GMT', 60_000],
	['a date in an older form', 'Mon Nov 23 17:01:00 2026', 60_000],
	['a date that begins with digits', '2026-11-23T17:01:00Z', 60_000],
	['a date that has passed', 'Mon, 23 Nov 2026 16:00:00 GMT', 0],
	['more than a day', '99999999', 86_400_000],
	['more than a number can hold', '9'.repeat(400), 86_400_000],
	['a date in the far future', 'Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
	['nothing', undefined, null],
	['nonsense', 'soon', null],
	['a negative number', '-5', null],
])('reads Retry-After as %s', (name, header, expected) => {
	// A negative number is no delay; some engines read it as a year.
	const read = readRetryAfter(header, now);
	if (name === 'a negative number') expect(read === null || read === 0).toBe(true);
	else expect(read).toBe(expected);
});

test('a success has its body and Gong’s request ID', () => {
	expect(answer(201, '{"requestId":"4al0","clientRequestId":"x","new":1}')).toEqual({
		kind: 'ok',
		status: 201,
		body: { requestId: '4al0', clientRequestId: 'x', new: 1 },
		requestId: '4al0',
	});
});

test.each(['', '<html></html>', '{"requestId":', '[]', 'null', '"text"'])(
	'a success with the body %j counts as unreadable',
	(body) => {
		expect(answer(200, body)).toEqual({ kind: 'unreadable', status: 200, isTooLarge: false });
	},
);

test('a refusal has Gong’s errors, its request ID, and its Retry-After', () => {
	expect(
		answer(429, '{"requestId":"4al0","errors":["slow down"]}', { 'retry-after': '2' }),
	).toEqual({
		kind: 'refused',
		status: 429,
		errors: ['slow down'],
		requestId: '4al0',
		retryAfter: 2000,
		location: null,
	});
});

test.each([
	['https://us-1.api.gong.io/v2/x?token=1', 'https://us-1.api.gong.io'],
	['/elsewhere', '/elsewhere'],
])('a redirect to %s is reported without its query', (location, expected) => {
	expect(answer(307, '', { location })).toMatchObject({ location: expected });
});

test.each([
	[408, true],
	[429, true],
	[500, true],
	[503, true],
	[301, false],
	[400, false],
	[401, false],
	[403, false],
	[404, false],
	[409, false],
])('%d of Gong is transient: %s', (status, passes) => {
	for (const body of ['{"requestId":"r"}', '{"errors":["No."]}', '{"errors":[]}'])
		expect(isTransient(answer(status, body))).toBe(passes);
});

test.each([
	[400, 'unreadable'],
	[403, 'unreadable'],
	[404, 'unreadable'],
	[409, 'unreadable'],
	[301, 'refused'],
	[401, 'refused'],
	[408, 'refused'],
	[413, 'refused'],
	[429, 'refused'],
	[500, 'refused'],
	[502, 'refused'],
])('%d in another form than Gong’s is %s', (status, kind) => {
	for (const body of ['', '<html></html>', '{"message":"Forbidden"}', '["errors"]'])
		expect(answer(status, body)).toMatchObject({
			kind,
			status,
			...(kind === 'unreadable' && { isTooLarge: false }),
		});
});

test('407 is of a proxy, whatever its form', () => {
	expect(answer(407, '{"requestId":"r","errors":["No."]}').kind).toBe('unreadable');
});

test('a request status is read with its errors, and malformed errors become readable', () => {
	expect(
		readRequestStatus({
			status: 'FAILED',
			errors: [
				{ line: 3, description: 'bad' },
				{ description: 'worse' },
				{ line: 'x', description: { toString: 1 } },
				'text',
				7,
			],
		}),
	).toEqual({
		status: 'FAILED',
		errors: [
			{ line: 3, description: 'bad' },
			{ line: 0, description: 'worse' },
			{ line: 0, description: '' },
		],
		totalErrorCount: null,
		totalSuccessCount: null,
	});
	expect(readRequestStatus({ status: 'DONE', totalErrorCount: 0, totalSuccessCount: 7 })).toEqual({
		status: 'DONE',
		errors: [],
		totalErrorCount: 0,
		totalSuccessCount: 7,
	});
	expect(readRequestStatus({ status: 'DONE', errors: 'none' })?.errors).toEqual([]);
	expect(readRequestStatus({ errors: [] })).toBeNull();
});

test.each([
	['PENDING', false],
	['IN_PROGRESS', false],
	['DONE', true],
	['FAILED', true],
	['SOMETHING_NEW', false],
])('the request status %s is final: %s', (status, final) => {
	expect(isFinalStatus(status)).toBe(final);
});

test('a list with an unreadable ID counts as unreadable, not as a list without that integration', () => {
	expect(readIntegrations({ integrations: [{ integrationId: 1.5 }] })).toBeNull();
	expect(readIntegrations({ integrations: ['x'] })).toBeNull();
	expect(readIntegrations({})).toBeNull();
	expect(readIntegrations({ integrations: [] })).toEqual([]);
	expect(readIntegrations({ integrations: [{ integrationId: 7 }] })).toEqual([
		{ integrationId: '7', name: '', ownerEmail: '' },
	]);
});

test.each([
	['a text instead of a list', '{"errors":"no"}', ['no']],
	['things that are not texts', '{"errors":[null,{"toString":1},["deep"],7,"yes"]}', ['7', 'yes']],
	['an object', '{"errors":{"toString":1}}', []],
	['nothing', '{"requestId":"r"}', []],
])('errors that are %s are read as far as they are texts', (_, body, errors) => {
	expect(answer(400, body)).toMatchObject({ kind: 'refused', errors });
});

test.each([
	[{ clientRequestId: 'mine', requestId: 'r' }, 'r'],
	[{ clientRequestId: 'other', requestId: 'r' }, null],
	[{ clientRequestId: 'mine' }, null],
	[{ clientRequestId: 'mine', requestId: '' }, null],
	[{ requestId: 'r' }, null],
	[{}, null],
])('%j is read as the acceptance of a request with the ID %p', (body, requestId) => {
	expect(readAcceptance(body, 'mine')).toBe(requestId);
});

test.each([199, 300])('HTTP status %d is not a success', (status) => {
	expect(answer(status, '{}')).toMatchObject({ kind: 'refused', status });
});

test('Gong’s texts are truncated beyond 500 characters, and not before', () => {
	const text = (length: number) => 'x'.repeat(length);
	const said = (length: number) =>
		answer(400, JSON.stringify({ errors: [text(length)], requestId: text(length) }));
	expect(said(500)).toMatchObject({ errors: [text(500)], requestId: text(500) });
	expect(said(501)).toMatchObject({ errors: [`${text(500)}…`], requestId: text(500) });
});

test.each([
	['12', 12],
	['x12', 0],
	['12x', 0],
	['1234567890', 0],
	[12, 12],
	[true, 0],
	[['12'], 0],
])('the line number %j of an error is read as %d', (line, number) => {
	const status = readRequestStatus({ status: 'FAILED', errors: [{ line }] });
	expect(status?.errors).toEqual([{ line: number, description: '' }]);
});

test.each([1.5, -1, '7', '1.5', 1.0e-3])('%j is not read as a count of objects', (count) => {
	expect(
		readRequestStatus({ status: 'DONE', totalErrorCount: count, totalSuccessCount: count }),
	).toMatchObject({ totalErrorCount: null, totalSuccessCount: null });
});

test.each([
	['5517027188234205706', '5517027188234205706'],
	[undefined, null],
	[2 ** 53, null],
	['0', null],
	['012', null],
	['x12', null],
	['12x', null],
	[true, null],
	[['12'], null],
])('the registered integration ID %j is read as %j', (integrationId, read) => {
	expect(readRegisteredId({ integrationId })).toBe(read);
});

test.each<[string, boolean]>([
	['ECONNRESET: socket hang up', true],
	['ECONNRESET: CERT_HAS_EXPIRED: said by whoever hung up', true],
	['CERT_HAS_EXPIRED: certificate has expired', false],
	['CRL_HAS_EXPIRED: CRL has expired', false],
	['DEPTH_ZERO_SELF_SIGNED_CERT: self-signed certificate', false],
	['SELF_SIGNED_CERT_IN_CHAIN: self-signed certificate in certificate chain', false],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE: unable to verify the first certificate', false],
	['ERR_TLS_CERT_ALTNAME_INVALID: Hostname does not match', false],
])('a call that ended with "%s" may have succeeded: %p', (reason, may) => {
	expect(mayHaveSucceeded({ kind: 'noAnswer', reason })).toBe(may);
});

test.each<[number, boolean]>([
	[407, false],
	[200, true],
	[502, true],
	[429, false],
])(
	'a call that something answered with %d in no form of Gong’s may have succeeded: %p',
	(status, may) => {
		expect(mayHaveSucceeded(answer(status, '<html></html>'))).toBe(may);
	},
);

test.each<[number, string, boolean]>([
	[400, '{"errors":["x"]}', true],
	[404, '{"errors":["x"]}', true],
	[404, '<html></html>', false],
	[401, '{"errors":["x"]}', false],
	[409, '{"errors":["x"]}', false],
	[200, '{}', false],
])('an answer %d with %s says that Gong does not know what it is asked about: %p', (...row) => {
	const [status, body, isSo] = row;
	expect(isNotKnown(answer(status, body))).toBe(isSo);
});
