import type { HttpAnswer } from '../../nodes/gong/answers';
import {
	type Call,
	GongClient,
	type Failure,
	type Reply,
	type Send,
} from '../../nodes/gong/client';
import { Paces } from '../../nodes/gong/pace';

/** An answer of Gong's, with JSON in it; a no is in the form that Gong's have. */
export const answer = (
	status: number,
	body: unknown = status < 400 ? {} : { errors: [] },
	headers: Record<string, string> = {},
): HttpAnswer => ({ status, headers, body: JSON.stringify(body) });

/** A no of Gong's with this status, and nothing said but how long to stay away, in ms. */
export const refusal = (
	status: number,
	retryAfter: number | null = null,
): Extract<Failure, { kind: 'refused' }> => ({
	kind: 'refused',
	status,
	errors: [],
	requestId: null,
	retryAfter,
	location: null,
});

/** No test makes more; without an end, one that fails might never do so. */
const MOST_CALLS = 1100;

/** A client that gets these answers, one after the other and the last again and again, in no time. */
export function scripted(...answers: Array<Reply | ((call: Call) => Reply)>) {
	const calls: Call[] = [];
	const slept: number[] = [];
	let now = 1_795_000_000_000;
	const clock = {
		now: () => now,
		sleep: async (ms: number) => {
			slept.push(ms);
			now += ms;
		},
	};
	const send: Send = async (call, inTurn) =>
		await inTurn('gong', async () => {
			if (calls.length > MOST_CALLS) throw new Error('Gong is called again and again');
			const next = answers[Math.min(calls.length, answers.length - 1)];
			calls.push(call);
			return await Promise.resolve(typeof next === 'function' ? next(call) : next);
		});
	return { client: new GongClient(send, clock, 1000, new Paces()), clock, calls, slept };
}
