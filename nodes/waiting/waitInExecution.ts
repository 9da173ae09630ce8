import type { Clock } from '../gong/clock';
import type { GongClient } from '../gong/client';
import { nextCheck } from '../gong/schedule';
import { kindOf } from '../requests/kinds';
import { type Followed, giveUp } from '../requests/runState';
import { hasErrorItem } from '../requests/settle';
import type { WaitSettings } from '../requests/waitSettings';
import { checkRound, isQuiet, type Round } from './round';

/**
 * Follows all open requests on the schedule, inside the running execution, until none is open, the
 * time is up, an error ends the run, or `until` says so.
 *
 * @param startedAt ms since 1970: when the last request was submitted
 * @param until asked before each sleep with the ms elapsed since `startedAt`
 */
export async function waitInExecution(
	progress: Round,
	settings: WaitSettings,
	{ client, clock, startedAt }: { client: GongClient; clock: Clock; startedAt: number },
	until: (elapsed: number) => boolean = () => false,
): Promise<Round> {
	let { followed, notBefore } = progress;
	while (!isSettled(followed, settings)) {
		const elapsed = clock.now() - startedAt;
		if (until(elapsed)) break;
		const next = nextCheck(elapsed, notBefore - startedAt, settings.schedule);
		if (next === null) return { followed: giveUp(followed), notBefore };
		await clock.sleep(next - elapsed);
		const isLast = next >= settings.schedule.longestWait;
		({ followed, notBefore } = await checkRound(followed, client, clock, settings, isLast));
	}
	return { followed, notBefore };
}

/** Whether there is nothing to wait for any more. */
export const isSettled = (followed: Followed[], settings: WaitSettings): boolean =>
	isQuiet(followed) ||
	(settings.stopOnError &&
		followed.some((one) => kindOf(one.request).failsFast && hasErrorItem(one, settings)));
