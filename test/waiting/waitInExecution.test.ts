import { answer, scripted } from '../gong/scripted';
import { isSettled, waitInExecution } from '../../nodes/waiting/waitInExecution';
import { deletion, follow, settings, strict, upload } from './requests';

const pending = answer(200, { status: 'PENDING' });

/** Follows a deletion; what came of it, and the pauses in between in seconds. */
async function wait(
	{
		until,
		notBefore = 0,
		longestWait = 3_600_000,
	}: { until?: (elapsed: number) => boolean; notBefore?: number; longestWait?: number },
	...answers: Parameters<typeof scripted>
) {
	const { client, clock, calls, slept } = scripted(...answers);
	const startedAt = clock.now();
	const { followed } = await waitInExecution(
		{ followed: [follow(deletion())], notBefore: notBefore && startedAt + notBefore },
		{ ...settings, schedule: { ...settings.schedule, longestWait } },
		{ client, clock, startedAt },
		until,
	);
	return { followed, calls, slept: slept.map((ms) => ms / 1000) };
}

test('a wait in the execution polls on schedule until the request is done', async () => {
	const { followed, slept } = await wait({}, pending, pending, answer(200, { status: 'DONE' }));
	expect(slept).toEqual([1, 2, 4]);
	expect(followed).toMatchObject([{ request: { status: 'DONE', timedOut: false } }]);
});

test('a wait in the execution stops at its limit before it sleeps', async () => {
	const { followed, slept } = await wait({ until: (elapsed) => elapsed >= 3000 }, pending);
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

test('a wait in the execution is settled when no request is open or an error ends the run', () => {
	const failed = [follow(deletion({ status: 'FAILED' })), follow(deletion())];
	expect(isSettled([follow(deletion())], settings)).toBe(false);
	expect(isSettled([follow(deletion({ status: 'DONE' }))], settings)).toBe(true);
	expect(isSettled(failed, strict)).toBe(true);
	expect(isSettled(failed, settings)).toBe(false);
	expect(isSettled(failed, { ...strict, stopOnError: false })).toBe(false);
	// All files come to their end first.
	expect(
		isSettled([follow(upload({ status: 'FAILED' }, { isGiven: true })), follow(upload())], strict),
	).toBe(false);
});
