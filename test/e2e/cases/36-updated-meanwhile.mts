import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { OnError } from 'n8n-workflow';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertDeletedOnce,
	ids,
	received,
	run,
	startGong,
	untilParked,
	untilSucceeded,
} from '../deletions.mts';
import { suiteFolder } from '../folders.mts';
import { packPackage } from '../pack.mts';

/** The package as it was when its loop had the form of version 1 (`nodes/waiting/loopItems.ts`), packed. */
const earlierPackage = join(suiteFolder, 'fixtures', 'loop-v1.tar.gz');

export default defineCase({
	number: 36,
	canary: true,
	title: 'what an earlier package has parked goes on under this one, to its end',
	long: true,
	async run(stage) {
		const n8n = await stage.startN8n({ package: earlierPackage });
		const park = async (onError?: OnError) => {
			const gong = await startGong(stage, [{ deleteTakes: 60_000 }]);
			// The next check is not to fall into the restart: n8n takes what runs while it starts for crashed.
			gong.addFault({
				on: 'GET /v2/crm/request-status',
				kind: 'status',
				status: 429,
				retryAfter: 200,
				skip: 2,
			});
			const workflow = await addWorkflow(n8n, await addKey(n8n, gong), { node: { onError } });
			const id = await run(n8n, workflow);
			await untilParked(n8n, id);
			return { gong, id };
		};
		const parked = await Promise.all([park(), park('continueErrorOutput')]);
		await n8n.stop();
		await n8n.installPackage(await packPackage());
		await n8n.start();

		for (const { gong, id } of parked) {
			const [item] = received(await untilSucceeded(n8n, id, 500_000));
			assert.equal(item.status, 'DONE');
			assert.equal(item.deleted, true);
			assertDeletedOnce(gong, [ids[0]]);
		}
	},
});
