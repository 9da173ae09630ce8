import { explain, type Explanation, sentences } from '../connection/explain';
import { isNodeError } from '../connection/nodeErrors';
import { isPassing } from '../gong/answers';
import type { Clock } from '../gong/clock';
import type { GongClient } from '../gong/client';
import { checked, checkedInVain, type Deletion, timedOut } from '../requests/request';
import { knownState } from '../requests/knownState';
import { type ItemState, isWaiting } from '../requests/itemState';
import type { WaitSettings } from '../requests/waitSettings';

/** What one round of checks brought. */
export interface Round {
	states: ItemState[];
	/** Ms since 1970 before which Gong asked not to be called; 0 = it did not. */
	notBefore: number;
}

/**
 * Asks Gong once about every deletion that is still open. What passes (429, 5xx, the network) leaves
 * a deletion open; what does not (401, 403, 404, 400, an address that nothing may be sent to) ends its
 * item, since waiting cannot mend it.
 */
export async function checkRound(
	states: ItemState[],
	client: GongClient,
	clock: Clock,
	{ authentication }: Pick<WaitSettings, 'authentication'>,
): Promise<Round> {
	const after = [...states];
	for (const [index, state] of states.entries()) {
		const { deletion } = state;
		if (!isWaiting(state) || deletion?.clientRequestId == null) continue;

		const refuse = (asked: Deletion, { message, description, httpCode }: Explanation) => {
			after[index] = {
				deletion: asked,
				refusal: { message, description: sentences(description, knownState(deletion)), httpCode },
			};
		};
		const outcome = await client
			.checkRequestStatus(deletion.integrationId, deletion.clientRequestId)
			.catch((error: unknown) => {
				if (isNodeError(error)) return error;
				throw error;
			});
		const now = clock.now();
		if (isNodeError(outcome)) {
			const { message, description } = outcome;
			refuse(deletion, { message, description: description ?? '', httpCode: null });
			continue;
		}
		if (outcome.ok) {
			after[index] = { ...state, deletion: checked(deletion, outcome.value, now) };
			continue;
		}
		const { answer } = outcome;
		const asked = checkedInVain(deletion, now);
		if (!isPassing(answer)) {
			refuse(asked, explain(answer, 'status', authentication));
			continue;
		}
		after[index] = { ...state, deletion: asked };
		if (answer.kind === 'refused' && answer.retryAfter !== null)
			return { states: after, notBefore: now + answer.retryAfter };
	}
	return { states: after, notBefore: 0 };
}

/** Ends the wait for everything that is still open. */
export const giveUp = (states: ItemState[]): ItemState[] =>
	states.map((state) =>
		isWaiting(state) && state.deletion ? { ...state, deletion: timedOut(state.deletion) } : state,
	);
