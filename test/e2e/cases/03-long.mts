import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	assertThree,
	checksOf,
	ids,
	parkDeletion,
	threeDeletions,
	untilEnded,
} from '../deletions.mts';

export default defineCase({
	number: 3,
	title: 'three long deletions wait in the database and come out paired, one FAILED',
	modes: ['sqlite', 'queue'],
	async run(stage) {
		const { main } = await stage.deploy();
		const { gong, id } = await parkDeletion(stage, main, threeDeletions);
		assert.deepEqual(await main.api.listExecutions({ status: ['running'] }), []);

		const execution = await untilEnded(main, id, 300_000);
		assertThree(execution, gong);
		// 1, 3, 7, 77, 147 and 217 s, and fewer on a busy machine: late checks are not made up for.
		const [long, middle, short] = ids.map((integrationId) => checksOf(gong, [integrationId]));
		stage.figure('checks', [long, middle, short].join(', '));
		assert.ok(long >= 4 && long <= 6, `${long} checks`);
		// A finished one is not asked about again.
		assert.ok(middle < long && middle <= 4, `${middle} checks`);
		assert.ok(short <= 2, `${short} checks`);

		const [child] = await main.api.childExecutionsOf(execution);
		assert.equal(child.status, 'success');
		assert.equal(child.workflowData.name, 'Waiting for Gong to delete 3 CRM integrations');
	},
});
