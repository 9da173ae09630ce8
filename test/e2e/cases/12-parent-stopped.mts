import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { assertDeletedOnce, ids, parkDeletion, untilEnded } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 12,
	title: 'the waiting execution stopped by its user: canceled, and the loop ends by itself',
	light: true,
	everyN8n: 'canary',
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const { gong, id } = await parkDeletion(stage, n8n, [{ deleteTakes: 40_000 }]);
		const [child] = await n8n.api.childExecutionsOf(await n8n.api.getExecution(id));
		await n8n.api.stopExecution(id);
		assert.equal((await untilEnded(n8n, id)).status, 'canceled');

		const ended = await untilEnded(n8n, child.id);
		assert.equal(ended.status, 'success');
		assert.equal((await n8n.api.getExecution(id)).status, 'canceled');
		assertDeletedOnce(gong, [ids[0]]);
	},
});
