import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import { assertDeletedOnce, ids, parkDeletion, untilEnded } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 17,
	title: 'the loop stopped by a user: the waiting execution ends visibly, and goes no further',
	light: true,
	everyN8n: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const { gong, id } = await parkDeletion(stage, n8n, [{ deleteTakes: 600_000 }]);
		const [loop] = await n8n.api.childExecutionsOf(await n8n.api.getExecution(id));
		// A stop in the moment of a resume is undone: the run that starts writes its status over that of the
		// stop (n8n 2.39 and 2.41, `ActiveExecutions.add`). A builder sees it, and stops it again.
		const stop = async () => {
			await n8n.api.stopExecution(loop.id);
			await sleep(10_000);
			return (await n8n.api.getExecution(loop.id)).status;
		};
		if ((await stop()) !== 'canceled') assert.equal(await stop(), 'canceled');

		// n8n looks once a minute for executions whose sub-execution has ended.
		const { status, data } = await untilEnded(n8n, id);
		stage.figure('the waiting execution ended as', status);
		stage.figure('and says', data.resultData.error?.message ?? 'nothing');
		assert.ok(['error', 'canceled'].includes(status), status);
		assert.equal(data.resultData.runData.Next, undefined);
		assertDeletedOnce(gong, [ids[0]]);
	},
});
