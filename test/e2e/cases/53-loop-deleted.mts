import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflowOf,
	assertDeletedOnce,
	ids,
	parkDeletion,
	received,
	run,
	untilEnded,
	untilSucceeded,
} from '../deletions.mts';
import { outputOf } from '../n8nApi.mts';
import { useSharedN8n } from '../shared.mts';
import { byId, gongNode } from '../../workflows/nodes.ts';

/** Between two of n8n's looks for executions that are due, in ms. */
const TICK = 60_000;

export default defineCase({
	number: 53,
	title:
		'the loop deleted by hand: its parent stays Waiting, is found in the list, can be stopped, and Get Status says what became of the deletion',
	light: true,
	everyN8n: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const { gong, workflow, id } = await parkDeletion(stage, n8n, [{ deleteTakes: 3_600_000 }]);
		const parked = await n8n.api.getExecution(id);
		const [loop] = await n8n.api.childExecutionsOf(parked);
		// n8n deletes what waits only once it is stopped; both at once, as whoever tidies up does.
		await n8n.api.call('POST', '/rest/executions/delete', { ids: [loop.id] });
		assert.deepEqual(await n8n.api.childExecutionsOf(parked), []);
		gong.setDeletion({ integrationId: ids[0], takes: 0 });
		await sleep(2 * TICK + 5000);

		// How to find such executions: they wait, and of their workflow no sub-execution does.
		const waiting = await n8n.api.listExecutions({
			workflowId: workflow.id,
			status: ['waiting'],
		});
		assert.deepEqual(
			waiting.map((one) => [one.id, one.mode]),
			[[id, parked.mode]],
		);
		// What is known of the deletion is in its view.
		const [known] = outputOf(await n8n.api.getExecution(id), 'Delete').map(({ json }) => json);
		const [{ clientRequestId }] = gong.deletions();
		assert.deepEqual([known.integrationId, known.clientRequestId], [ids[0], clientRequestId]);

		// The way out: stop it, and ask Gong.
		await n8n.api.stopExecution(id);
		assert.equal((await untilEnded(n8n, id)).status, 'canceled');
		const asking = await addWorkflowOf(n8n, [
			gongNode('Ask', await addKey(n8n, gong), 'request', 'getStatus', {
				integrationId: byId(ids[0]),
				clientRequestId: String(known.clientRequestId),
			}),
		]);
		const [{ status, deleted }] = received(await untilSucceeded(n8n, await run(n8n, asking)));
		assert.deepEqual([status, deleted], ['DONE', true]);
		assertDeletedOnce(gong, [ids[0]]);
	},
});
