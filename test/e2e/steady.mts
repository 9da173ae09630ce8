import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Steadiness {
	/** How many looks in a row have to agree. */
	looks: number;
	/** Time between two of them, in ms. */
	apart: number;
	/** By how much they may differ, in the unit of what is looked at. */
	within: number;
	/** After how many ms it counts as restless. */
	patience: number;
}

/**
 * What `readList` sees at the last of some looks in a row that agree.
 *
 * @throws AssertionError with all that was seen, if it does not come to rest
 */
export async function steady(
	look: () => number | Promise<number>,
	{ looks, apart, within, patience }: Steadiness,
): Promise<number> {
	const seen: number[] = [];
	for (const deadline = performance.now() + patience; ; await sleep(apart)) {
		seen.push(await look());
		const last = seen.slice(-looks);
		if (last.length === looks && Math.max(...last) - Math.min(...last) < within)
			return last[looks - 1];
		assert.ok(performance.now() < deadline, `Does not come to rest: ${seen.join(', ')}`);
	}
}
