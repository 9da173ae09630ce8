/** For this long after its process began, n8n may be starting, in ms: it looks for waits after about 10 s. */
const STARTING_UP = 30_000;

/**
 * Whether n8n may still be starting. It resumes waits that are due first of all, and a moment later takes
 * every execution that runs for one that crashed with the process before (n8n 2.41.1, `WaitTracker.init`
 * in `commands/start.ts`, then `performStartupRecovery` of `MessageEventBus`). Its next look for waits
 * comes a minute after the first, when the process is older than this. Longer would only keep the results of a
 * worker that was just started from those who wait for them.
 *
 * @param now ms since 1970
 */
export const isStartingUp = (now: number): boolean => now - performance.timeOrigin < STARTING_UP;
