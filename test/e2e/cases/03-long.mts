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
		// 1, 3, 7, 77, 147 and 217 s; on a busy machine the fifth may come after the end at 150 s.
		const [long, middle, short] = ids.map((id) => checksOf(gong, [id]));
		stage.figure('checks', [long, middle, short].join(', '));
		assert.ok([5, 6].includes(long), `${long} checks`);
		assert.equal(middle, 4);
		assert.ok(short <= 2, `${short} checks`);
		// A finished one is not asked about again.
		for (const [index, { deleteTakes }] of threeDeletions.entries()) {
			const { registeredAt } = gong.deletions()[index];
			const after = gong
				.calls('GET', '/v2/crm/request-status')
				.filter(({ integrationId }) => integrationId === ids[index])
				.filter(({ at }) => Date.parse(at) >= Date.parse(registeredAt) + deleteTakes);
			assert.equal(after.length, 1, `asked about integration ${index + 1} after its end`);
		}

		const [child] = await main.api.childExecutionsOf(execution);
		assert.equal(child.status, 'success');
		assert.equal(child.workflowData.name, 'Waiting for Gong to delete 3 CRM integrations');
	},
});
