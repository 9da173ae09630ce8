import { print } from './print';

/**
 * Other cases in each run. A failure prints the seed and the path of its case; `SEED` in the environment
 * plays the cases of that seed again.
 */
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000_000);

/** For what needs no engine. */
export const pure = { seed, numRuns: 10_000 };

/** For what runs through the engine, over real sockets. */
export const throughEngine = { seed, numRuns: 300 };

/** Prints how often a property held, and with which seed it can be seen again. */
export function printRuns(property: string, { numRuns } = throughEngine): void {
	print(`${property}: ${numRuns.toLocaleString('en-US')} runs each, seed ${seed}`);
}
