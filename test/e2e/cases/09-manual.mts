import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertThree,
	startGong,
	threeDeletions,
	untilEnded,
	untilParked,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 9,
	title: 'a manual execution from the editor waits in the database too',
	light: true,
	like3: 'too',
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const gong = await startGong(stage, threeDeletions);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong));
		const id = await n8n.api.runManually(workflow, 'By Hand');
		await untilParked(n8n, id);
		assertThree(await untilEnded(n8n, id, 300_000), gong);
	},
});
