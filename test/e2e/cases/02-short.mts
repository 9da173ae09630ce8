import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { assertPaired, ids, lasted, startDeletion, untilEnded } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 2,
	alone: true,
	title: 'a deletion of 5 s is DONE in under 10 s, without suspension',
	everyN8n: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const { id } = await startDeletion(stage, n8n, [{ deleteTakes: 5000 }]);
		const execution = await untilEnded(n8n, id);
		assertPaired(execution, [[ids[0], 'DONE']]);
		const took = lasted(execution);
		stage.figure('from webhook to end', `${(took / 1000).toFixed(1)} s`);
		assert.ok(took < 10_000, `${took} ms`);
		assert.deepEqual(await n8n.api.childExecutionsOf(execution), []);
	},
});
