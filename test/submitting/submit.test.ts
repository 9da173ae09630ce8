import type { Call, Sent } from '../../nodes/gong/client';
import type { DeletionWish } from '../../nodes/submitting/nextStep';
import { submit } from '../../nodes/submitting/submit';
import { answer, refusal, scripted } from '../gong/scripted';
import { plain } from './plain';

const acme = { integrationId: '7', name: 'Acme', ownerEmail: 'a@example.com' };
const list = (...integrations: unknown[]) => answer(200, { integrations });
const status = (word: string) => answer(200, { status: word });
const refused = (code: number, lost = false): Sent => ({
	kind: code === 409 ? 'idInUse' : 'refused',
	answer: refusal(code),
	lost,
});
const accepted: Sent = { kind: 'accepted', requestId: 'r' };

/** What a submission sends and asks, in this order, and how it ends. */
async function play(
	wish: Partial<DeletionWish>,
	sent: Sent[],
	...answers: Parameters<typeof scripted>
) {
	return await playUntil(Infinity, wish, sent, ...answers);
}

/** The same, for somebody who wants to hear of it within so many ms. */
async function playUntil(
	within: number,
	wish: Partial<DeletionWish>,
	sent: Sent[],
	...answers: Parameters<typeof scripted>
) {
	const { client, clock, calls, slept } = scripted(...answers);
	Object.assign(clock, { deadline: clock.now() + within });
	const ids: string[] = [];
	const submission = await submit(
		{
			wish: { ...plain, ...wish },
			integrationId: '7',
			clientRequestId: 'mine',
			send: async (clientRequestId) => {
				ids.push(clientRequestId);
				const next = sent[ids.length - 1];
				if (!next) throw new Error(`Sent once more, as ${clientRequestId}`);
				return next;
			},
		},
		client,
		clock,
	);
	const short = ({ path, query }: Call) =>
		path.endsWith('integrations') ? 'list' : query?.clientRequestId;
	return { submission, ids, asked: calls.map(short), slept };
}

test('a plain deletion is sent without a lookup', async () => {
	expect(await play({}, [accepted])).toEqual({
		submission: { end: 'accepted', requestId: 'r', clientRequestId: 'mine', integration: null },
		ids: ['mine'],
		asked: [],
		slept: [],
	});
});

test('an integration that was looked up is part of the submission', async () => {
	const { submission, asked } = await play(
		{ expectedName: 'Acme' },
		[accepted],
		list({ ...acme, integrationId: '8' }, acme),
	);
	expect(submission).toMatchObject({ end: 'accepted', integration: acme });
	expect(asked).toEqual(['list']);
});

test.each([
	[
		'not there',
		list({ ...acme, integrationId: '8' }),
		{ end: 'refused', refusal: { why: 'notFound' } },
	],
	['not to be had', answer(403), { end: 'refused', refusal: { why: 'notLookedUp' } }],
])('a dry run reports an integration that is %s', async (_, listed, end) => {
	const { submission, ids } = await play({ dryRun: true }, [], listed);
	expect(submission).toMatchObject({ ...end, integration: null });
	expect(ids).toEqual([]);
});

test('after 409 the client request ID is polled with growing pauses, then the list is read', async () => {
	const { submission, asked, slept } = await play(
		{},
		[refused(409)],
		...[404, 400, 404, 404].map((code) => answer(code)),
		list(acme),
	);
	expect(asked).toEqual(['mine', 'mine', 'mine', 'mine', 'list']);
	expect(slept).toEqual([1000, 2000, 4000]);
	expect(submission).toMatchObject({ end: 'refused', refusal: { why: 'cannotTell' } });
});

test.each([
	['refused as another request’s', 400, 'idOfAnother'],
	['refused as another request’s', 404, 'idOfAnother'],
	['left unclear', 401, 'cannotTell'],
])(
	'the builder’s own client request ID is %s when Gong answers its poll with %d',
	async (_, code, why) => {
		const { submission } = await play({ ownId: true }, [refused(409)], answer(code));
		expect(submission).toMatchObject({ end: 'refused', refusal: { why } });
	},
);

test('a failed deletion is sent again under the next unused client request ID', async () => {
	const { submission, ids, asked } = await play(
		{ expectedName: 'Acme' },
		[refused(409), refused(409), accepted],
		list(acme),
		status('FAILED'),
	);
	expect(ids).toEqual(['mine', 'mine-2', 'mine-3']);
	expect(asked).toEqual(['list', 'mine', 'mine-2']);
	expect(submission).toMatchObject({ clientRequestId: 'mine-3', integration: acme });
});

test.each([
	['PENDING', answer(200, { status: 'PENDING' }), { end: 'refused' }],
	['DONE', answer(200, { status: 'DONE' }), { end: 'recovered' }],
	['404', answer(404), { end: 'recovered' }],
])(
	'PENDING is believed unless an ID that was never used is PENDING too: %s',
	async (_, unused, end) => {
		const { submission, asked } = await play(
			{},
			[refused(409)],
			status('PENDING'),
			unused,
			answer(404),
			answer(404),
			answer(404),
			list(acme),
		);
		expect(asked.slice(0, 2)).toEqual(['mine', 'mine-unused']);
		expect(submission).toMatchObject(end);
	},
);

test.each([
	['401', answer(401)],
	['the answer of a gateway', { status: 200, headers: {}, body: '<html>' }],
	['no answer', { noAnswer: 'ECONNRESET' }],
])(
	'PENDING proves nothing when the poll of an ID that was never used brings %s',
	async (_, unused) => {
		const { submission, asked } = await play({}, [refused(409)], ({ path, query }) => {
			if (path.endsWith('integrations')) return list(acme);
			return query?.clientRequestId === 'mine' ? status('PENDING') : unused;
		});
		expect(asked.slice(0, 2)).toEqual(['mine', 'mine-unused']);
		expect(asked.filter((id) => id === 'mine')).toHaveLength(1);
		expect(asked.at(-1)).toBe('list');
		expect(submission).toMatchObject({
			end: 'refused',
			refusal: { why: 'cannotTell', answer: expect.any(Object) },
		});
	},
);

test.each([
	['where Gong has just been away, once', refused(503, true), 1],
	['otherwise, until it answers', refused(400), 5],
])('a deletion that may have been registered is polled %s', async (_, sent, times) => {
	const { asked } = await play({}, [sent], ...Array(5).fill(answer(503)), list(acme));
	expect(asked.filter((id) => id === 'mine')).toHaveLength(times);
});

test('an integration that is not listed may have been deleted by an earlier try, which is polled', async () => {
	const { submission, ids, asked } = await play(
		{ expectedName: 'Acme' },
		[],
		list(),
		status('DONE'),
	);
	expect(ids).toEqual([]);
	expect(asked).toEqual(['list', 'mine']);
	expect(submission).toMatchObject({ end: 'recovered', status: { status: 'DONE' } });
});

describe('an integration that is not listed after a lost answer, whose status Gong does not know', () => {
	const wish = { ifNotFound: 'succeed' } as const;
	const answers = [answer(404), list(), answer(404)];

	test('is asked about for two minutes, until Gong would know of its deletion', async () => {
		const asks = Array(7).fill(answer(404));
		const { submission, slept } = await play(
			wish,
			[refused(409, true)],
			answer(404),
			list(),
			...asks,
			list(),
		);
		expect(submission.end).toBe('alreadyGone');
		expect(slept).toEqual([1000, 2000, 4000, 8000, 15_000, 30_000, 60_000]);
	});

	test('is asked about for as long as there is time, and then not said to be gone', async () => {
		const { submission, slept } = await playUntil(20_000, wish, [refused(409)], ...answers);
		expect(submission).toMatchObject({ end: 'refused', refusal: { why: 'mayBeDeleting' } });
		expect(slept).toEqual([1000, 2000, 4000, 8000]);
	});

	test('is asked about at the very end of that time', async () => {
		const { slept } = await playUntil(3000, wish, [refused(409)], ...answers);
		expect(slept).toEqual([1000, 2000]);
	});
});
