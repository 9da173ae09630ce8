import { print } from './print';

/** The same cases every time; another seed is one change here. A failure prints seed and path. */
const seed = 20261124;

/** For what needs no engine. */
export const pure = { seed, numRuns: 10_000 };

/** For what runs through the engine, over real sockets. */
export const throughEngine = { seed, numRuns: 300 };

/** Prints how often a property held, and with which seed it can be seen again. */
export function printRuns(property: string, { numRuns } = throughEngine): void {
	print(`${property}: ${numRuns.toLocaleString('en-US')} runs each, seed ${seed}`);
}
