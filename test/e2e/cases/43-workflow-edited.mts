import { defineCase } from '../case.mts';
import { assertDeletedOnce, assertPaired, ids, parkDeletion, untilEnded } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 43,
	title:
		'the workflow is edited and deactivated while its execution waits: the wait goes on as it was',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const { gong, workflow, id } = await parkDeletion(stage, n8n, [{ deleteTakes: 40_000 }]);
		await n8n.api.deactivate(workflow);
		await n8n.api.update(workflow, {
			nodes: workflow.nodes.filter(({ name }) => name === 'Webhook'),
			connections: {},
		});
		const execution = await untilEnded(n8n, id);
		assertPaired(execution, [[ids[0], 'DONE']]);
		assertDeletedOnce(gong, [ids[0]]);
	},
});
