import { joinSentences } from '../text/sentences';
import { explainFailure } from '../n8n/nodeErrors';
import type { ItemError } from '../n8n/result';
import { type CrmIntegration, isNotKnown, isTransient } from '../gong/answers';
import type { Clock } from '../gong/clock';
import { type Failure, type GongClient, isOutOfTime, type Outcome } from '../gong/client';
import { LONGEST_HOLD } from '../gong/pace';
import { kindOf } from '../requests/kinds';
import { isKnownToGong, mayNotBeReadable, needsList, needsStatus } from '../requests/predicates';
import { holdAgainstList } from '../requests/proof';
import { type GongRequest, recordFailedCheck, recordStatus } from '../requests/request';
import type { Followed } from '../requests/runState';
import type { WaitSettings } from '../requests/waitSettings';
import { explainHowToFollow, isUnheardOf } from '../requests/words';

/** What one round of checks brought. */
export interface Round {
	followed: Followed[];
	/** Ms since 1970 before which Gong asked not to be called; 0 = it did not. */
	notBefore: number;
}

/** The last round of checks goes on for this long at most, in ms. */
const LONGEST_LAST_ROUND = 5000;

/**
 * Asks Gong once about every request that is still open, those first that were asked about least often:
 * a round that Gong's limit cut short goes on where it stopped. What is transient (429, 5xx, the network,
 * a status that cannot be read yet) leaves a request open; what is not (401, 403, an address that nothing
 * may be sent to) ends it, since waiting cannot mend it. A request whose turn comes too late in the last
 * round is not asked about.
 *
 * @param endsAt when the wait is over, in ms since 1970: a round that goes on then is the last one, also
 * where n8n resumes the wait hours later
 */
export async function checkRound(
	before: Followed[],
	client: GongClient,
	clock: Clock,
	{ authentication, lastCheckBy = Infinity }: Pick<WaitSettings, 'authentication' | 'lastCheckBy'>,
	endsAt = Infinity,
): Promise<Round> {
	const followed = [...before];
	const giveUpAt = Math.min(Math.max(endsAt, clock.now()), lastCheckBy) + LONGEST_LAST_ROUND;
	const last = () => ({ isLast: clock.now() >= endsAt, giveUpAt });
	/** Others may be using up Gong's limit for long: a round sits out one `Retry-After`. */
	let mayStay = true;
	for (const index of orderByTurn(before)) {
		// What is not asked about any more keeps what is known of it.
		if (clock.now() > giveUpAt) break;
		for (;;) {
			const { request } = followed[index];
			const outcome = await client.pollRequestStatus(
				request.integrationId,
				request.clientRequestId ?? '',
				last(),
			);
			// That its time is up is the end of the wait, and no fault of the request.
			if (!outcome.ok && isOutOfTime(outcome.answer)) break;
			const now = clock.now();
			followed[index] = outcome.ok
				? { request: recordStatus(request, outcome.value, now), refusal: null }
				: judgeFailure(request, outcome.answer, now, authentication);
			const retryAfter = outcome.ok ? null : readDelay(outcome.answer);
			if (retryAfter === null) break;
			// There is no later round that others could wait for.
			if (now >= endsAt) break;
			if (retryAfter > LONGEST_HOLD || now + retryAfter >= endsAt || !mayStay)
				return { followed, notBefore: now + retryAfter };
			mayStay = false;
			await clock.sleep(retryAfter);
		}
	}
	if (!followed.some((one) => needsList(one, clock.now()) !== null))
		return { followed, notBefore: 0 };
	const list = await client.pollIntegrations(last());
	const retryAfter = list.ok ? null : readDelay(list.answer);
	return {
		followed: applyList(followed, list, clock.now()),
		notBefore: retryAfter === null ? 0 : clock.now() + retryAfter,
	};
}

/** The requests to ask about, by their place, in the order in which it is their turn. */
const orderByTurn = (followed: Followed[]): number[] =>
	[...followed.keys()]
		.filter((index) => needsStatus(followed[index]))
		.sort((a, b) => followed[a].request.statusChecks - followed[b].request.statusChecks);

/** What a poll without a status means for a request. */
function judgeFailure(
	request: GongRequest,
	answer: Failure,
	now: number,
	authentication: WaitSettings['authentication'],
): Followed {
	const isUnknown = isNotKnown(answer);
	const asked = recordFailedCheck(request, now, isUnknown || request.unreadable);
	const mayBeGone = request.kind === 'deletion' && isKnownToGong(request);
	const isWaitedOut =
		isTransient(answer) ||
		// The integration of a deletion may be gone, and its status with it.
		(isUnknown && (mayBeGone || mayNotBeReadable(request, now)));
	if (isWaitedOut) return { request: asked, refusal: null };
	const error = explainFailure(answer, { purpose: 'status', authentication });
	return {
		request: asked,
		refusal:
			isUnknown && isUnheardOf(request) ? adviseOnIds(error) : explainUnfollowed(request, error),
	};
}

/** How long Gong asks to stay away, in ms; `null` = it does not. */
export const readDelay = (answer: Failure): number | null =>
	isTransient(answer) && answer.kind === 'refused' ? answer.retryAfter : null;

/** Gong does not document what it says of a pair of IDs that it does not know. */
export const adviseOnIds = (error: ItemError): ItemError => ({
	...error,
	description: joinSentences(
		'Check that both IDs belong to the same request. In the first two minutes, Gong may not know the status yet.',
		error.description,
	),
});

/** Why nobody asks about a request any more, and what is known of it. */
export const explainUnfollowed = (request: GongRequest, error: ItemError): ItemError => ({
	...error,
	description: joinSentences(
		error.description,
		explainHowToFollow(kindOf(request).label(request), request),
	),
});

/** Holds all deletions that need it against Gong's list. @param now ms since 1970 */
export const applyList = (
	followed: Followed[],
	list: Outcome<CrmIntegration[]>,
	now: number,
): Followed[] =>
	followed.map((one) => {
		const purpose = needsList(one, now);
		return purpose === null || one.request.kind !== 'deletion'
			? one
			: { ...one, request: holdAgainstList(one.request, purpose, list, now) };
	});
