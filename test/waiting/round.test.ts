import { NodeOperationError } from 'n8n-workflow';
import type { INode } from 'n8n-workflow';
import { answer, scripted } from '../gong/scripted';
import { checkRound, isQuiet } from '../../nodes/waiting/round';
import { deletion, follow, refusal, settings, upload } from './requests';

const status = (word: string) => answer(200, { status: word });
const held = (code: number) => answer(code, {}, { 'retry-after': '60' });

/** One round over these requests, in which Gong answers so. */
async function round(
	followed: Parameters<typeof checkRound>[0],
	...answers: Parameters<typeof scripted>
) {
	const { client, clock, calls } = scripted(...answers);
	const start = clock.now();
	const { followed: after, notBefore } = await checkRound(followed, client, clock, settings);
	return {
		after,
		held: notBefore === 0 ? 0 : notBefore - start,
		asked: calls.map(({ path, query }) => query?.clientRequestId ?? path),
		start,
	};
}

const numbered = (...checks: number[]) =>
	checks.map((statusChecks, index) =>
		follow(deletion({ clientRequestId: `id-${index}`, statusChecks })),
	);

test('a round polls open requests, the least polled first', async () => {
	const others = [follow(deletion({ status: 'DONE' })), { request: deletion(), refusal }];
	const {
		after,
		asked,
		held: pause,
	} = await round([...numbered(2, 1, 3, 1), ...others], status('PENDING'));
	expect(asked).toEqual(['id-1', 'id-3', 'id-0', 'id-2']);
	expect(after.map(({ request }) => request.statusChecks)).toEqual([3, 2, 4, 2, 0, 0]);
	expect(after.slice(4)).toEqual(others);
	expect(pause).toBe(0);
});

test.each([429, 503])('a round of polls ends at a %d with Retry-After', async (code) => {
	const { asked, held: pause, after } = await round(numbered(0, 0, 0), status('DONE'), held(code));
	expect(asked).toEqual(['id-0', 'id-1']);
	expect(pause).toBe(60_000);
	expect(after).toMatchObject([
		{ request: { status: 'DONE' } },
		{ request: { status: 'SUBMITTED', statusChecks: 1 }, refusal: null },
		{ request: { statusChecks: 0 } },
	]);
});

test.each([
	['a 429 that names no time', answer(429)],
	['a network that is away', { noAnswer: 'ECONNRESET' }],
	['an answer that nobody can read', answer(200, {})],
])('a round of polls continues after %s', async (_, first) => {
	const { asked, after } = await round(numbered(0, 0), first, status('DONE'));
	expect(asked).toEqual(['id-0', 'id-1']);
	expect(after[0]).toMatchObject({ request: { statusChecks: 1 }, refusal: null });
});

test('a round of polls continues after an answer that ends the request, whatever its Retry-After', async () => {
	const { after, asked, held: pause } = await round(numbered(0, 0), held(401), status('DONE'));
	expect(asked).toEqual(['id-0', 'id-1']);
	expect(pause).toBe(0);
	expect(after[0].refusal).toMatchObject({
		message: 'Gong did not accept the credential',
		description: expect.stringMatching(/The deletion of integration 7 may still.*id-0\.$/),
		httpCode: '401',
	});
});

test.each([
	[400, 1, true],
	[404, 1, true],
	[403, 1, false],
	[404, -1, false],
	[404, null, false],
])(
	'a poll answered %d with %p s left in which the request may be unreadable is repeated: %p',
	async (code, left, waits) => {
		const now = scripted(answer(200)).clock.now();
		const readableBy = left === null ? null : new Date(now + left * 1000).toISOString();
		const { after } = await round([follow(deletion({ readableBy }))], answer(code));
		expect(after[0].refusal === null).toBe(waits);
	},
);

test('a call that may not be sent ends the request with what is known; any other error is thrown', async () => {
	const error = new NodeOperationError({} as INode, 'No address', { description: 'Enter one' });
	const throwing = (thrown: Error) => () => {
		throw thrown;
	};
	const { after } = await round(numbered(0), throwing(error));
	expect(after).toMatchObject([
		{
			request: { statusChecks: 0 },
			refusal: {
				message: 'No address',
				description: expect.stringMatching(/^Enter one The deletion/),
				httpCode: null,
			},
		},
	]);
	await expect(round(numbered(0), throwing(new Error('canceled')))).rejects.toThrow('canceled');
});

describe('the list of integrations in a round of polls', () => {
	const done = follow(deletion({ status: 'DONE', proof: 'unconfirmed' }));
	const gone = follow(deletion({ status: 'DONE' }));

	test('is read when a deletion has to be confirmed', async () => {
		const { after, asked } = await round([done, gone], answer(200, { integrations: [] }));
		expect(asked).toEqual(['/v2/crm/integrations']);
		expect(after).toMatchObject([{ request: { proof: 'absent' } }, gone]);
	});

	test.each([
		[held(429), 60_000],
		[answer(503), 0],
		[{ noAnswer: 'ECONNRESET' }, 0],
	])('may be unavailable: %#', async (away, pause) => {
		const { after, held: until } = await round([done], away);
		expect(after).toMatchObject([{ request: { proof: 'unconfirmed' } }]);
		expect(until).toBe(pause);
	});
});

test('a round has nothing to poll when no request is open', () => {
	expect(isQuiet([follow(deletion({ status: 'DONE' })), follow(upload({ status: 'DONE' }))])).toBe(
		true,
	);
	expect(isQuiet([follow(deletion({ status: 'DONE' })), follow(upload())])).toBe(false);
});
