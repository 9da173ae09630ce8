import type { FaultKind } from '../simulator/startSimulator';

/** What a caller can make of a call on which a fault plays. */
export type Told =
	/** The answer is whole; what is odd about it does not matter. */
	| 'all'
	/** The status arrives, and the body is of no use. */
	| 'status'
	/** A success whose body is not what Gong documents. */
	| 'nonsense'
	/** Nothing, or not enough of it. */
	| 'nothing'
	/** No, with this HTTP status. */
	| number;

/** One way in which a call can go wrong, and what there is to know about it. */
export interface MatrixFault {
	name: string;
	/** How the simulator plays it; `closedPort` and `unknownHost` are below HTTP and need none. */
	play: FaultKind | { kind: 'closedPort' | 'unknownHost' };
	told: Told;
	/** Gong does what it was asked to, whatever the caller learns of it. */
	done: boolean;
	/** How long the answer asks to stay away, in seconds; 0 = it does not. */
	retryAfter: number;
}

/** More than any node sits out, and than any maximum wait here. In seconds. */
const ABSURD = 99_999_999_999;

const MEGABYTE = 1_000_000;

const fault = (
	name: string,
	told: Told,
	play: MatrixFault['play'],
	about: Partial<Pick<MatrixFault, 'done' | 'retryAfter'>> = {},
): MatrixFault => ({ name, told, play, done: false, retryAfter: 0, ...about });

const done = { done: true };

const status = (code: number): MatrixFault =>
	fault(`status ${code}`, code, { kind: 'status', status: code });

const limited = (name: string, retryAfter: number, header: number | string): MatrixFault =>
	fault(
		`429, Retry-After ${name}`,
		429,
		{ kind: 'status', status: 429, retryAfter: header },
		{ retryAfter },
	);

/**
 * Every fault. `location` is where redirects point to: a host that writes down what it receives.
 *
 * @param now ms since 1970, for a date in a header
 */
export const faults = (location: string, now: number): MatrixFault[] => [
	fault('connection refused', 'nothing', { kind: 'closedPort' }),
	fault('DNS name not found', 'nothing', { kind: 'unknownHost' }),
	fault('reset before the headers', 'nothing', { kind: 'reset' }),
	fault('reset after the headers', 'nothing', { kind: 'reset', after: 'headers' }, done),
	fault('no answer', 'nothing', { kind: 'silent' }),
	fault('slow answer, 10 s', 'all', { kind: 'slow', delay: 10_000 }, done),
	fault('slow drip, a byte a second', 'nothing', { kind: 'drip', interval: 1000 }, done),
	fault('answer lost, work done', 'nothing', { kind: 'lostAnswer' }, done),
	fault('truncated JSON', 'nothing', { kind: 'truncated' }, done),
	fault('HTML with status 200', 'nonsense', { kind: 'html', status: 200 }),
	fault('HTML with status 502', 502, { kind: 'html', status: 502 }),
	fault('empty body', 'nonsense', { kind: 'empty' }),
	fault('`errors` missing, 400', 400, { kind: 'status', status: 400, body: '{"requestId":"r"}' }),
	fault('`errors` of the wrong type, 400', 400, {
		kind: 'status',
		status: 400,
		body: '{"requestId":7,"errors":[{"toString":1},null,[[]]]}',
	}),
	fault(
		'`errors` of the wrong type, success',
		'all',
		{ kind: 'altered', fields: { errors: { toString: 1 } } },
		done,
	),
	fault('unknown status value', 'all', { kind: 'altered', fields: { status: 'ARCHIVED' } }, done),
	fault(
		'unknown extra fields',
		'all',
		{ kind: 'altered', fields: { added: { id: 9007199254740993n, list: [null, true] } } },
		done,
	),
	fault('gigantic body, 5 MB', 'status', { kind: 'oversized', bytes: 5 * MEGABYTE }, done),
	fault(
		'gzip bomb, 20 kB for 20 MB',
		'status',
		{ kind: 'oversized', bytes: 20 * MEGABYTE, gzip: true },
		done,
	),
	...([301, 302, 307, 308] as const).map((code) =>
		fault(`${code} to another host`, code, { kind: 'redirect', status: code, location }),
	),
	...[400, 401, 403, 404, 408, 409, 413].map(status),
	limited('in seconds', 2, 2),
	limited('as a date', 20, new Date(now + 20_000).toUTCString()),
	limited('absurd', ABSURD, ABSURD),
	fault('429, no Retry-After', 429, { kind: 'status', status: 429 }),
	...[500, 502, 503, 504].map(status),
];
