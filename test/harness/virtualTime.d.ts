/**
 * Plays hours in seconds: `Date` and timers are virtual for `work` and all it calls; sockets are real.
 *
 * @param kept how many calls have no answer until time goes on (a simulator's `waiting`); default none
 */
export function onVirtualTime<T>(work: () => Promise<T>, kept?: () => number): Promise<T>;
