import type { Clock } from '../gong/clock';
import type { GongClient } from '../gong/client';
import { nextCheck } from '../gong/schedule';
import { isSettled } from '../requests/predicates';
import { giveUp } from '../requests/giveUp';
import type { WaitSettings } from '../requests/waitSettings';
import { checkRound, type Round } from './round';

/**
 * Follows all open requests on the schedule, inside the running execution, until none is open, the
 * time is up, an error ends the run, or `until` says so.
 *
 * @param startedAt ms since 1970: when the wait began
 * @param until asked before each sleep
 */
export async function waitInExecution(
	progress: Round,
	settings: WaitSettings,
	{ client, clock, startedAt }: { client: GongClient; clock: Clock; startedAt: number },
	until: (progress: Round) => boolean = () => false,
): Promise<Round> {
	const endsAt = startedAt + settings.schedule.longestWait;
	let round = progress;
	while (!isSettled(round.followed, settings)) {
		if (until(round)) break;
		const elapsed = clock.now() - startedAt;
		const next = nextCheck(elapsed, round.notBefore - startedAt, settings.schedule);
		if (next === null) return { ...round, followed: giveUp(round.followed) };
		await clock.sleep(next - elapsed);
		round = await checkRound(round.followed, client, clock, settings, endsAt);
	}
	return round;
}
