import { explain, type Explanation, joinSentences } from '../connection/explain';
import { isNodeError } from '../connection/nodeErrors';
import { isTransient } from '../gong/answers';
import type { Clock } from '../gong/clock';
import type { GongClient, Failure } from '../gong/client';
import { kindOf } from '../requests/kinds';
import {
	recordStatus,
	recordFailedCheck,
	type GongRequest,
	mayNotBeReadable,
} from '../requests/request';
import { type Followed, isOpen, needsConfirmation, needsStatus } from '../requests/runState';
import type { WaitSettings } from '../requests/waitSettings';
import { explainHowToFollow } from '../requests/words';
import { confirm } from './confirm';

/** What one round of checks brought. */
export interface Round {
	followed: Followed[];
	/** Ms since 1970 before which Gong asked not to be called; 0 = it did not. */
	notBefore: number;
}

/**
 * Asks Gong once about every request that is still open, those first that were asked about least often:
 * a round that Gong's limit cut short goes on where it stopped. What passes (429, 5xx, the network, a
 * status that cannot be read yet) leaves a request open; what does not (401, 403, 404, 400, an address
 * that nothing may be sent to) ends it, since waiting cannot mend it.
 *
 * @param isLast the wait is over after it
 */
export async function checkRound(
	before: Followed[],
	client: GongClient,
	clock: Clock,
	{ authentication }: Pick<WaitSettings, 'authentication'>,
	isLast = false,
): Promise<Round> {
	const followed = [...before];
	for (const index of orderByTurn(before)) {
		const { request } = before[index];
		const outcome = await client
			.pollRequestStatus(request.integrationId, request.clientRequestId ?? '', isLast)
			.catch((error: unknown) => {
				if (isNodeError(error)) return error;
				throw error;
			});
		const now = clock.now();
		if (isNodeError(outcome)) {
			const { message, description } = outcome;
			const about = { message, description: description ?? '', httpCode: null };
			followed[index] = { request, refusal: toFailure(request, about) };
			continue;
		}
		if (outcome.ok) {
			followed[index] = { request: recordStatus(request, outcome.value, now), refusal: null };
			continue;
		}
		const { answer } = outcome;
		const asked = recordFailedCheck(request, now);
		const isWaitedOut =
			isTransient(answer) || (isUnknown(answer) && mayNotBeReadable(request, now));
		followed[index] = {
			request: asked,
			refusal: isWaitedOut ? null : toFailure(request, explain(answer, 'status', authentication)),
		};
		const retryAfter = retryAfterOf(answer);
		if (isWaitedOut && retryAfter !== null) return { followed, notBefore: now + retryAfter };
	}
	if (!followed.some(needsConfirmation)) return { followed, notBefore: 0 };
	const list = await client.pollIntegrations(isLast);
	const retryAfter = list.ok ? null : retryAfterOf(list.answer);
	return {
		followed: confirm(followed, list, clock.now()),
		notBefore: retryAfter === null ? 0 : clock.now() + retryAfter,
	};
}

/** The requests to ask about, by their place, in the order in which it is their turn. */
const orderByTurn = (followed: Followed[]): number[] =>
	[...followed.keys()]
		.filter((index) => needsStatus(followed[index]))
		.sort((a, b) => followed[a].request.statusChecks - followed[b].request.statusChecks);

const isUnknown = (answer: Failure): boolean =>
	answer.kind === 'refused' && [400, 404].includes(answer.status);

const retryAfterOf = (answer: Failure): number | null =>
	answer.kind === 'refused' ? answer.retryAfter : null;

/** Why nobody asks about a request any more, and what is known of it. */
const toFailure = (request: GongRequest, { message, description, httpCode }: Explanation) => ({
	message,
	description: joinSentences(
		description,
		explainHowToFollow(kindOf(request).label(request), request),
	),
	httpCode,
});

/** Whether there is nothing left to ask Gong. */
export const isQuiet = (followed: Followed[]): boolean => !followed.some(isOpen);
