import { NO_TIME_LEFT } from '../../nodes/gong/client';
import { answer, scripted } from '../gong/scripted';
import type { GongRequest } from '../../nodes/requests/request';
import { applyList, checkRound } from '../../nodes/waiting/round';
import { deletion, follow, refusal, settings, upload } from './requests';

const status = (word: string) => answer(200, { status: word });
const held = (code: number, seconds = 60) => answer(code, {}, { 'retry-after': String(seconds) });

/** One round over these requests, in which Gong answers so. */
async function round(
	followed: Parameters<typeof checkRound>[0],
	...answers: Parameters<typeof scripted>
) {
	const { client, clock, calls, slept } = scripted(...answers);
	const start = clock.now();
	const { followed: after, notBefore } = await checkRound(followed, client, clock, settings);
	return {
		after,
		held: notBefore === 0 ? 0 : notBefore - start,
		asked: calls.map(({ path, query }) => query?.clientRequestId ?? path),
		slept,
		start,
	};
}

/** Deletions that the list is not asked for. */
const numbered = (...checks: number[]) =>
	checks.map((statusChecks, index) =>
		follow(deletion({ clientRequestId: `id-${index}`, statusChecks, seenListed: false })),
	);

test('a round polls open requests, the least polled first', async () => {
	const others = [
		follow(deletion({ status: 'DONE' })),
		{ request: deletion(), refusal },
		follow(upload({ status: 'NOT_SENT' })),
		follow(upload({ status: 'UNKNOWN' })),
		follow(deletion({ timedOut: true })),
	];
	const {
		after,
		asked,
		held: pause,
	} = await round([...numbered(2, 1, 3, 1), ...others], status('PENDING'));
	expect(asked).toEqual(['id-1', 'id-3', 'id-0', 'id-2']);
	expect(after.map(({ request }) => request.statusChecks)).toEqual([3, 2, 4, 2, 0, 0, 0, 0, 0]);
	expect(after.slice(4)).toEqual(others);
	expect(pause).toBe(0);
});

describe('the last round', () => {
	/** @param past how long ago the wait was over, in ms */
	async function last(past: number, ...answers: Parameters<typeof scripted>) {
		const { client, clock, calls, slept } = scripted(...answers);
		await checkRound(numbered(0, 0, 0), client, clock, settings, clock.now() - past);
		return { asked: calls.map(({ query }) => query?.clientRequestId), slept };
	}

	test('asks about every request, whatever Retry-After Gong answers one with', async () => {
		const { asked, slept } = await last(0, status('PENDING'), held(429), status('DONE'));
		expect(asked).toEqual(['id-0', 'id-1', 'id-2']);
		expect(slept).toEqual([]);
	});

	test('is not put off: a round before it sits out no Retry-After that ends with the wait', async () => {
		expect((await last(-2000, held(429, 2))).slept).toEqual([]);
		expect((await last(-2001, held(429, 2), status('DONE'))).slept).toEqual([2000]);
	});

	const MINUTE = 60_000;

	/** In ms: how long the wait is over, how long a limit leaves for the last check, and each call takes. */
	test.each<[number, number, number, number]>([
		[0, Infinity, 0, 3],
		// However late n8n resumes the wait.
		[25 * MINUTE, Infinity, 0, 3],
		[0, Infinity, 2501, 2],
		[25 * MINUTE, Infinity, 2501, 2],
		// Not so late that n8n cancels the execution, or an agent waits.
		[25 * MINUTE, -5000, 0, 3],
		[25 * MINUTE, -5001, 0, 0],
		[25 * MINUTE, -3000, 1000, 3],
		[25 * MINUTE, -3000, 1001, 2],
	])(
		'%d ms after the end, with %d ms left for it and calls of %d ms, asks %d times',
		async (past, left, took, times) => {
			const { client, clock, calls } = scripted(() => {
				void clock.sleep(took);
				return status('PENDING');
			});
			const lastCheckBy = clock.now() + left;
			const endsAt = clock.now() - past;
			const giveUpAt = Math.min(Math.max(endsAt, clock.now()), lastCheckBy) + 5000;
			await checkRound(
				numbered(0, 0, 0),
				client,
				clock,
				{ ...settings, ...(left < Infinity && { lastCheckBy }) },
				endsAt,
			);
			expect(calls).toHaveLength(times);
			for (const call of calls) expect(call.giveUpAt).toBe(giveUpAt);
		},
	);

	test('is also the one that began before the end: a Retry-After that comes later puts nothing off', async () => {
		const { client, clock, calls } = scripted(() => {
			void clock.sleep(1000);
			return held(429);
		});
		const done = await checkRound(numbered(0, 0), client, clock, settings, clock.now() + 500);
		expect(calls.map(({ query }) => query?.clientRequestId)).toEqual(['id-0', 'id-1']);
		expect(done.followed).toMatchObject([0, 1].map(() => ({ request: { statusChecks: 1 } })));
	});

	test('leaves a request as it is whose turn comes too late to ask about it', async () => {
		const { client, clock } = scripted(status('PENDING'), NO_TIME_LEFT);
		const before = numbered(0, 0, 0);
		const { followed } = await checkRound(before, client, clock, settings, clock.now());
		expect(followed).toMatchObject([
			{ request: { status: 'PENDING', statusChecks: 1 }, refusal: null },
			before[1],
			before[2],
		]);
	});
});

test.each([429, 503])('a round of polls ends at a %d with a long Retry-After', async (code) => {
	const {
		asked,
		held: pause,
		after,
		slept,
	} = await round(numbered(0, 0, 0), status('DONE'), held(code));
	expect(asked).toEqual(['id-0', 'id-1']);
	expect(slept).toEqual([]);
	expect(pause).toBe(60_000);
	expect(after).toMatchObject([
		{ request: { status: 'DONE' } },
		{ request: { status: 'SUBMITTED', statusChecks: 1 }, refusal: null },
		{ request: { statusChecks: 0 } },
	]);
});

describe('a Retry-After inside a round of polls', () => {
	test.each([
		[10, [10_000], 0],
		[11, [], 11_000],
	])('of %d s is sat out up to ten seconds', async (seconds, slept, pause) => {
		const done = await round(numbered(0, 0), held(429, seconds), status('DONE'));
		expect(done.slept).toEqual(slept);
		expect(done.held).toBe(pause);
		expect(done.asked).toEqual(slept.length > 0 ? ['id-0', 'id-0', 'id-1'] : ['id-0']);
	});

	test('is sat out once, for all requests together', async () => {
		const {
			asked,
			slept,
			held: pause,
			after,
		} = await round(numbered(0, 0), held(429, 2), status('PENDING'), held(429, 2));
		expect(slept).toEqual([2000]);
		expect(asked).toEqual(['id-0', 'id-0', 'id-1']);
		// Two seconds from when it was over.
		expect(pause).toBe(2000 + 2000);
		expect(after).toMatchObject([{ request: { status: 'PENDING' } }, { refusal: null }]);
	});
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

/** Seconds left in which the request may be unreadable, and whether it is polled again. */
test.each<[GongRequest['kind'] | 'accepted deletion', number, number | null, boolean]>([
	['upload', 400, 1, true],
	['upload', 404, 1, true],
	['upload', 403, 1, false],
	['upload', 404, -1, false],
	['upload', 404, null, false],
	['deletion', 400, 1, true],
	['deletion', 404, -1, false],
	// The integration may be gone, and the status with it.
	['accepted deletion', 404, -1, true],
	['deletion', 400, null, true],
	['deletion', 403, 1, false],
	['deletion', 410, null, false],
])(
	'a poll of a(n) %s answered %d with %p s left in which it may be unreadable is repeated: %p',
	async (kind, code, left, waits) => {
		const now = scripted(answer(200)).clock.now();
		const readableBy = left === null ? null : new Date(now + left * 1000).toISOString();
		const change = { readableBy };
		const submittedAt = kind === 'accepted deletion' ? new Date(now).toISOString() : null;
		const request =
			kind === 'upload' ? upload(change) : deletion({ ...change, submittedAt, seenListed: false });
		const { after } = await round([follow(request)], answer(code));
		expect(after[0].refusal === null).toBe(waits);
		expect(after[0].request).toMatchObject({
			statusChecks: 1,
			unreadable: code === 400 || code === 404,
		});
	},
);

describe('a request that Gong says it does not know', () => {
	const readableBy = new Date(0).toISOString();
	const asked = { proof: 'unconfirmed', submittedAt: null, readableBy } as const;
	const advice = /^Check that both IDs belong to the same request\./;
	const still = /may still be running at Gong\. .*Get Status.*mine\.$/;

	test.each<[string, GongRequest, RegExp, RegExp]>([
		['is only asked about: a deletion', deletion(asked), advice, still],
		['is only asked about: an upload', { ...upload({ readableBy }), file: null }, advice, still],
		// There is one.
		['Gong knew', { ...upload({ status: 'PENDING' }), file: null }, still, advice],
		['an earlier try made', deletion({ ...asked, recovered: true }), still, advice],
		['this run made', upload({ readableBy }), still, advice],
	])('has the advice that fits: %s', async (_, request, said, unsaid) => {
		for (const status of [400, 404]) {
			const [{ refusal: why }] = (await round([follow(request)], answer(status))).after;
			expect(why?.description).toMatch(said);
			expect(why?.description).not.toMatch(unsaid);
		}
		// The IDs are not to blame.
		const [{ refusal: why }] = (await round([follow(request)], answer(401))).after;
		expect(why?.description).toMatch(still);
		expect(why?.description).not.toMatch(advice);
	});
});

test('a status that could not be read stays unreadable while Gong is away', async () => {
	const lost = follow(deletion({ unreadable: true, seenListed: false }));
	const { after } = await round([lost], answer(503));
	expect(after[0].request.unreadable).toBe(true);
});

describe('the list of integrations in a round of polls', () => {
	const done = follow(deletion({ status: 'DONE', proof: 'unconfirmed', listDue: true }));
	const gone = follow(deletion({ status: 'DONE' }));
	const going = follow(deletion({ status: 'PENDING' }));
	const listing = (...ids: string[]) =>
		answer(200, {
			integrations: ids.map((integrationId) => ({
				integrationId,
				name: 'A',
				ownerEmail: 'a@example.com',
			})),
		});

	test('is read when a deletion has to be confirmed', async () => {
		const { after, asked } = await round([done, gone], listing());
		expect(asked).toEqual(['/v2/crm/integrations']);
		expect(after).toMatchObject([{ request: { proof: 'absent' } }, gone]);
	});

	test.each([
		[['7'], true],
		[[], false],
	])('with %j is read once while a deletion is going on', async (ids, seenListed) => {
		const first = await round(
			[going, going],
			status('PENDING'),
			status('PENDING'),
			listing(...ids),
		);
		expect(first.asked).toEqual(['mine', 'mine', '/v2/crm/integrations']);
		expect(first.after).toMatchObject([{ request: { seenListed } }, { request: { seenListed } }]);
		const second = await round(first.after, status('PENDING'));
		expect(second.asked).toEqual(['mine', 'mine']);
	});

	test('shows the end of a deletion whose status cannot be read any more', async () => {
		const first = await round([going], status('PENDING'), listing('7'));
		const second = await round(first.after, answer(404), listing('7'));
		expect(second.after).toMatchObject([
			{ request: { status: 'PENDING', unreadable: true }, refusal: null },
		]);
		const third = await round(second.after, answer(404), listing('8'));
		expect(third.after).toMatchObject([
			{ request: { status: 'DONE', proof: 'absent', unreadable: false } },
		]);
		expect((await round(third.after, status('PENDING'))).asked).toEqual([]);
	});

	test('is not read in a round that Gong’s limit has cut short', async () => {
		expect((await round([done, going], held(429))).asked).toEqual(['mine']);
	});

	test('is obeyed where it asks for a pause', async () => {
		const { after, held: pause, asked } = await round([done], held(429));
		expect(after).toMatchObject([{ request: { proof: 'unconfirmed', listDue: true } }]);
		expect(pause).toBe(60_000);
		expect(asked).toHaveLength(1);
	});

	test('changes nothing of a request that does not need it', () => {
		const others = [gone, follow(upload({ status: 'DONE' })), { request: done.request, refusal }];
		expect(applyList(others, { ok: true, value: [] }, 0)).toEqual(others);
	});
});
