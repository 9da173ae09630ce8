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
	untilEnded,
	untilParked,
} from '../deletions.mts';
import { suiteFolder } from '../folders.mts';
import { packPackage } from '../pack.mts';

/**
 * The package as it was before its loop was made of steps of its own: it waits through n8n's *Wait*
 * node, and asks through *Get Status* (built and packed from commit 40d0945).
 */
const earlierPackage = join(suiteFolder, 'fixtures', 'parks-through-wait-node.tar.gz');

export default defineCase({
	number: 36,
	title:
		'what an earlier package has parked ends under this one, with the IDs and never as a success',
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
		const [stopping, continuing, branching] = await Promise.all([
			park(),
			park('continueRegularOutput'),
			park('continueErrorOutput'),
		]);
		await n8n.stop();
		await n8n.installPackage(await packPackage());
		await n8n.start();

		const message = /^This wait was started by an(other| earlier) version of the package/;
		const [stopped, continued, branched] = await Promise.all(
			[stopping, continuing, branching].map(async ({ id }) => await untilEnded(n8n, id, 500_000)),
		);
		assert.equal(stopped.status, 'error');
		const { error } = stopped.data.resultData;
		stage.figure('the waiting execution says', `${error?.message} ${error?.description}`);
		assert.match(String(error?.message), message);
		const { clientRequestId } = stopping.gong.deletions()[0];
		assert.ok(error?.description?.includes(clientRequestId), String(error?.description));
		assert.ok(error?.description?.includes(ids[0]), String(error?.description));

		const [item] = received(continued);
		assert.match(String(item.error), message);
		assert.equal(received(branched).length, 0);
		assert.match(String(received(branched, 'Trouble')[0].error), message);
		for (const { gong } of [stopping, continuing, branching]) assertDeletedOnce(gong, [ids[0]]);
	},
});
