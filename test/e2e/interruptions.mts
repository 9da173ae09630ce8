import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployment, Stage } from './case.mts';
import {
	assertThree,
	checksOf,
	ids,
	parkDeletion,
	threeDeletions,
	untilEnded,
	untilAsleep,
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
	// Two of them end when they are told to: starting n8n again takes long on a busy machine.
	const [first, second, third] = threeDeletions;
	const { gong, id } = await parkDeletion(stage, n8n.main, [
		{ ...first, deleteTakes: 3_600_000 },
		{ ...second, deleteTakes: 3_600_000 },
		third,
	]);
	const end = (integrationId: string) => gong.setDeletion({ integrationId, takes: 0 });
	const interrupted = async () => {
		await untilAsleep(n8n.main, id);
		await interrupt(n8n);
		await sleep(5000);
		// n8n takes what runs while it starts for crashed: no check may be made then.
		gong.addFault({ on: 'GET /v2/crm/request-status', kind: 'slow', delay: 20_000 });
		await n8n.start();
	};
	await interrupted();
	const asked = checksOf(gong);
	end(ids[1]);
	while (checksOf(gong) === asked) await sleep(250);
	await interrupted();
	end(ids[0]);
	assertThree(await untilEnded(n8n.main, id, 300_000), gong);
}
