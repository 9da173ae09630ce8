import { print } from './print';
import { seed } from './seed';

/** For what needs no engine. A failure prints the seed and the path of its case. */
export const pure = { seed, numRuns: 10_000 };

/** For what runs through the engine, over real sockets. */
export const throughEngine = { seed, numRuns: 300 };

/** Prints how often a property held, and with which seed it can be seen again. */
export function printRuns(property: string, { numRuns } = throughEngine): void {
	print(`${property}: ${numRuns.toLocaleString('en-US')} runs each, seed ${seed}`);
}
