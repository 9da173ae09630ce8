/**
 * For this long after its process began, n8n may be starting, in ms: it takes 10 s, and on a busy machine half a
 * minute. More than a minute would also put off the checks after the first, which come a minute after it.
 */
const STARTING_UP = 60_000;

/**
 * Whether n8n may still be starting. It resumes waits that are due first of all, and a moment later takes
 * every execution that runs for one that crashed with the process before (n8n 2.41.1, `WaitTracker.init`
 * in `commands/start.ts`, then `performStartupRecovery` of `MessageEventBus`). In queue mode each worker that
 * starts does so too, with all that it ever worked on and that another worker is working on now. n8n's next
 * look for waits comes a minute after the first, when the process is older than this.
 *
 * The age of the process does not jump when somebody, or a time server, sets the clock on the wall.
 *
 * @param age of the process, in ms
 */
export const isStartingUp = (age = performance.now()): boolean => age < STARTING_UP;
