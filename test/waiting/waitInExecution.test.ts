import { answer, scripted } from '../gong/scripted';
import type { Round } from '../../nodes/waiting/round';
import { waitInExecution } from '../../nodes/waiting/waitInExecution';
import { deletion, follow, settings, strict } from './requests';

const pending = answer(200, { status: 'PENDING' });

/** Follows a deletion; what came of it, and the pauses in between in seconds. */
async function wait(
	{
		until,
		notBefore = 0,
		longestWait = 3_600_000,
		followed: made = [follow(deletion({ seenListed: false }))],
		wait: choices = settings,
	}: {
		until?: (progress: Round, elapsed: number) => boolean;
		followed?: Round['followed'];
		wait?: typeof settings;
		notBefore?: number;
		longestWait?: number;
	},
	...answers: Parameters<typeof scripted>
) {
	const { client, clock, calls, slept } = scripted(...answers);
	const startedAt = clock.now();
	const { followed } = await waitInExecution(
		{ followed: made, notBefore: notBefore && startedAt + notBefore },
		{ ...choices, schedule: { ...choices.schedule, longestWait } },
		{ client, clock, startedAt },
		until && ((progress) => until(progress, clock.now() - startedAt)),
	);
	return { followed, calls, slept: slept.map((ms) => ms / 1000) };
}

test('a wait in the execution polls on schedule until the request is done', async () => {
	const { followed, slept } = await wait({}, pending, pending, answer(200, { status: 'DONE' }));
	expect(slept).toEqual([1, 2, 4]);
	expect(followed).toMatchObject([{ request: { status: 'DONE', timedOut: false } }]);
});

test('a wait in the execution stops at its limit before it sleeps', async () => {
	const { followed, slept } = await wait({ until: (_, elapsed) => elapsed >= 3000 }, pending);
	expect(slept).toEqual([1, 2]);
	expect(followed).toMatchObject([{ request: { status: 'PENDING', timedOut: false } }]);
});

test('a wait in the execution gives up at the maximum wait', async () => {
	const { followed, slept } = await wait({ longestWait: 5000 }, pending);
	expect(slept).toEqual([1, 2, 2]);
	expect(followed).toMatchObject([{ request: { timedOut: true } }]);
});

test('a wait in the execution never polls before Retry-After', async () => {
	const held = answer(429, {}, { 'retry-after': '60' });
	expect((await wait({ notBefore: 20_000 }, answer(200, { status: 'DONE' }))).slept).toEqual([20]);
	expect((await wait({}, held, answer(200, { status: 'DONE' }))).slept).toEqual([1, 60]);
});

test('a wait in the execution hands its progress over before a long Retry-After is slept through', async () => {
	const held = answer(429, {}, { 'retry-after': '60' });
	const seen: number[] = [];
	const { slept } = await wait(
		{
			until: ({ notBefore }) => {
				seen.push(notBefore);
				return notBefore > 0;
			},
		},
		held,
	);
	expect(slept).toEqual([1]);
	expect(seen).toEqual([0, expect.any(Number)]);
	expect(seen[1]).toBeGreaterThan(0);
});

test('a wait in the execution makes no call when there is nothing to wait for', async () => {
	for (const followed of [
		[],
		[follow(deletion({ status: 'DONE' }))],
		[{ request: deletion(), refusal: { message: '', description: '', httpCode: null } }],
	])
		expect(await wait({ followed }, pending)).toMatchObject({ calls: [], slept: [], followed });
});

test('a wait in the execution ends with the first error that ends the run', async () => {
	const { calls, followed } = await wait(
		{ followed: [1, 2].map(() => follow(deletion({ seenListed: false }))), wait: strict },
		answer(200, { status: 'FAILED' }),
		pending,
	);
	expect(calls).toHaveLength(2);
	expect(followed.map(({ request }) => request.status)).toEqual(['FAILED', 'PENDING']);
});

test('a wait in the execution ends at its maximum, however often Gong asks for a few seconds more', async () => {
	const held = answer(429, {}, { 'retry-after': '10' });
	const { slept } = await wait({ longestWait: 60_000 }, held);
	expect(slept.reduce((sum, seconds) => sum + seconds, 0)).toBeLessThanOrEqual(60);
});
