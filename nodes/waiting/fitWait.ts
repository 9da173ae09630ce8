import type { RunSettings } from '../items/settings';
import type { WaitSettings } from '../requests/waitSettings';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/**
 * The settings of a wait that begins now: n8n's limit counts from the start of the execution, and a
 * submission may have taken minutes of it.
 *
 * @param now ms since 1970
 */
export function fitWait(settings: RunSettings, now: number): WaitSettings {
	const { authentication, requestsPerSecond, schedule, onFailed, onTimeout, stopOnError } =
		settings;
	const { deadline, agentsUntil } = settings;
	const agentWaits = agentsUntil === null ? Infinity : Math.max(0, agentsUntil - now);
	const asked = Math.min(schedule.longestWait, agentWaits);
	const timeLeft = deadline === null ? null : Math.max(0, deadline - now);
	const longestWait = fitBeforeDeadline(asked, timeLeft);
	const lastCheckBy = now + fitBeforeDeadline(agentWaits, timeLeft);
	return {
		authentication,
		requestsPerSecond,
		schedule: { ...schedule, longestWait },
		onFailed,
		onTimeout,
		shortened: longestWait < asked,
		...(lastCheckBy < Infinity && { lastCheckBy }),
		stopOnError,
	};
}

/**
 * How much of a maximum wait fits before the moment at which n8n cancels the execution, without a
 * word. The wait ends a tenth of the time left, at least 10 s and at most a minute, before.
 *
 * @param longestWait what the user asked for, in ms
 * @param timeLeft ms until that moment; `null` = there is none
 * @returns ms, at least 0
 */
export function fitBeforeDeadline(longestWait: number, timeLeft: number | null): number {
	if (timeLeft === null) return longestWait;
	const margin = Math.min(MINUTE, Math.max(10 * SECOND, timeLeft / 10));
	// In whole milliseconds, as timers are: the rest of one would be slept through in vain.
	return Math.floor(Math.max(0, Math.min(longestWait, timeLeft - margin)));
}
