import type { Clock } from '../gong/clock';
import type { GongClient } from '../gong/client';
import { nextCheck } from '../gong/schedule';
import { checkRound, giveUp } from './checkRound';
import { type ItemState, isWaiting } from '../requests/itemState';
import type { WaitSettings } from '../requests/waitSettings';
import { objection } from '../requests/settle';

/** How far a wait has come. */
export interface Progress {
	states: ItemState[];
	/** Ms since 1970 before which Gong asked not to be called; 0 = it did not. */
	notBefore: number;
}

/**
 * Follows all open deletions on the schedule, inside the running execution, until none is open, the
 * time is up, an objection ends the run, or `until` says so.
 *
 * @param startedAt ms since 1970: when the last deletion was submitted
 * @param until asked before each sleep with the ms elapsed since `startedAt`
 */
export async function waitInExecution(
	progress: Progress,
	settings: WaitSettings,
	{ client, clock, startedAt }: { client: GongClient; clock: Clock; startedAt: number },
	until: (elapsed: number) => boolean = () => false,
): Promise<Progress> {
	let { states, notBefore } = progress;
	while (!isSettled(states, settings)) {
		const elapsed = clock.now() - startedAt;
		if (until(elapsed)) break;
		const next = nextCheck(elapsed, notBefore - startedAt, settings.schedule);
		if (next === null) return { states: giveUp(states), notBefore };
		await clock.sleep(next - elapsed);
		({ states, notBefore } = await checkRound(states, client, clock, settings));
	}
	return { states, notBefore };
}

/** Whether there is nothing to wait for any more. */
export const isSettled = (states: ItemState[], settings: WaitSettings): boolean =>
	!states.some(isWaiting) ||
	(settings.stopOnError && states.some((state) => objection(state, settings) !== null));
