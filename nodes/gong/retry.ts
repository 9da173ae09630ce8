import { type Answer, isTransient } from './answers';

/** How often one call is sent at most, the first time included. */
export const MOST_TRIES = 5;

/**
 * The longest `Retry-After` that is sat out inside a node, in ms. Gong's daily limit can ask for
 * hours: then it is kinder to say so than to hold a worker.
 */
export const LONGEST_RETRY_AFTER = 120_000;

/** How long to stay away after a 429, beyond what it asks for, at the first try; in ms. */
const FIRST_YIELD = 4000;

/** The same at later tries, at most; in ms. */
const LONGEST_YIELD = 64_000;

/**
 * How long to wait before the same call is sent again, in ms; `null` = do not send it again.
 *
 * Network faults and 5xx are worth another try: after about 1, 2, 4 and 8 s, and never before
 * `Retry-After`. A 429 says that others of the company use its limit too, and all of them were told to
 * come back at the same moment: these tries come about 4, 16, 64 and 64 s after that moment, so that
 * ten executions that start at once all get through. All of it is shortened at random by up to a half,
 * so that many callers do not return in step.
 *
 * @param tries how often the call has been sent so far, from 1
 * @param random from 0 to below 1
 */
export function delayBeforeRetry(answer: Answer, tries: number, random: number): number | null {
	if (!isTransient(answer) || tries >= MOST_TRIES) return null;
	const shortened = 1 - random / 2;
	const backoff = 1000 * 2 ** (tries - 1) * shortened;
	if (answer.kind !== 'refused') return backoff;
	const retryAfter = answer.retryAfter ?? 0;
	if (retryAfter > LONGEST_RETRY_AFTER) return null;
	return answer.status === 429
		? retryAfter + Math.min(FIRST_YIELD * 4 ** (tries - 1), LONGEST_YIELD) * shortened
		: Math.max(backoff, retryAfter);
}
