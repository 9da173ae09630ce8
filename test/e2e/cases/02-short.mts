import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertPaired,
	ids,
	run,
	startGong,
	untilEnded,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 2,
	alone: true,
	title: 'a deletion of 5 s is DONE in under 10 s, without suspension',
	everyN8n: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const gong = await startGong(stage, [{ deleteTakes: 5000 }]);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong));
		const execution = await untilEnded(n8n, await run(n8n, workflow));
		assertPaired(execution, [[ids[0], 'DONE']]);
		const took = Date.parse(execution.stoppedAt ?? '') - Date.parse(execution.startedAt ?? '');
		stage.figure('from webhook to end', `${(took / 1000).toFixed(1)} s`);
		assert.ok(took < 10_000, `${took} ms`);
		assert.deepEqual(await n8n.api.childExecutionsOf(execution), []);
	},
});
