import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment, Stage } from './case.mts';
import {
	assertThree,
	checksOf,
	parkDeletion,
	threeDeletions,
	untilEnded,
	untilParked,
} from './deletions.mts';

/**
 * Ends n8n in the middle of a wait, and starts it again: once during the first wait, and once during a
 * wait that a round of the loop began. Fails unless all comes out as without.
 */
export async function interruptTwice(
	stage: Stage,
	interrupt: (n8n: Deployment) => Promise<void>,
): Promise<void> {
	const n8n = await stage.deploy();
	const { gong, id } = await parkDeletion(stage, n8n.main, threeDeletions);
	const asked = checksOf(gong);
	const interrupted = async () => {
		await untilParked(n8n.main, id);
		await interrupt(n8n);
		await sleep(5000);
		await n8n.start();
	};
	await interrupted();
	while (checksOf(gong) === asked) await sleep(250);
	await interrupted();
	assertThree(await untilEnded(n8n.main, id, 300_000), gong);
}
