import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	assertThree,
	checksOf,
	ids,
	mostChecks,
	parkDeletion,
	threeDeletions,
	untilEnded,
} from '../deletions.mts';

export default defineCase({
	number: 3,
	title:
		'three long deletions wait in the database, without n8n’s Wait and If nodes, and come out paired, one FAILED',
	everyN8n: 'canary',
	like3: 'too',
	async run(stage) {
		const { main } = await stage.deploy({
			environment: { NODES_EXCLUDE: JSON.stringify(['n8n-nodes-base.wait', 'n8n-nodes-base.if']) },
		});
		const { gong, id } = await parkDeletion(stage, main, threeDeletions);
		assert.deepEqual(await main.api.listExecutions({ status: ['running'] }), []);

		const execution = await untilEnded(main, id, 300_000);
		assertThree(execution, gong);
		const checks = ids.map((id) => checksOf(gong, [id]));
		stage.figure('checks', checks.join(', '));
		for (const [index, { deleteTakes }] of threeDeletions.entries())
			assert.ok(checks[index] <= mostChecks(deleteTakes / 1000), `${checks[index]} checks`);
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
		assert.equal(child.workflowData.name, 'Waiting for Gong to finish 3 requests');
	},
});
