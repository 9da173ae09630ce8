import assert from 'node:assert/strict';
import { defineCase, type Stage } from '../case.mts';
import {
	addKey,
	addWorkflow,
	addWorkflowAround,
	deleteEach,
	ids,
	received,
	run,
	startGong,
	untilSucceeded,
} from '../deletions.mts';
import { connect } from '../../simulator/client.ts';
import { useSharedN8n } from '../shared.mts';
import { gongNode } from '../../workflows/nodes.ts';

const [integrationId] = ids;
const clientRequestId = 'accounts-of-monday';
const own = { options: { clientRequestId } };

/** A Gong that has taken a file of accounts under this ID, and is done with it. */
async function afterUpload(stage: Stage) {
	const gong = await startGong(stage, [{ deleteTakes: 0 }], { uploadTakes: 0 });
	const account = { objectId: 'a1', modifiedDate: '2026-01-31T12:00:00Z', name: 'Acme' };
	const query = { integrationId, clientRequestId, objectType: 'ACCOUNT' };
	const { status } = await connect(gong).upload(query, [account]);
	assert.equal(status, 201);
	return gong;
}

export default defineCase({
	number: 31,
	title: 'DONE of an upload is never taken for a deletion, whoever named its ID',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);

		const deleted = async (waitForCompletion: boolean) => {
			const gong = await afterUpload(stage);
			const parameters = { waitForCompletion, ...own };
			const workflow = await addWorkflow(n8n, await addKey(n8n, gong), { parameters });
			const execution = await untilSucceeded(n8n, await run(n8n, workflow), 400_000);
			assert.equal(gong.integrations().length, 1, 'the integration is still there');
			assert.deepEqual(gong.deletions(), []);
			return execution;
		};
		const asked = async (waitForCompletion: boolean) => {
			const gong = await afterUpload(stage);
			const parameters = { ...deleteEach, clientRequestId, waitForCompletion };
			const key = await addKey(n8n, gong);
			const workflow = await addWorkflowAround(n8n, {
				nodes: [gongNode('Ask', key, 'request', 'getStatus', parameters)],
			});
			return await untilSucceeded(n8n, await run(n8n, workflow), 400_000);
		};
		/** The same for an ID that named a deletion: the list confirms it. */
		const reallyDeleted = async () => {
			const gong = await startGong(stage, [{ deleteTakes: 0 }]);
			await connect(gong).remove(integrationId, clientRequestId);
			const workflow = await addWorkflow(n8n, await addKey(n8n, gong), { parameters: own });
			return await untilSucceeded(n8n, await run(n8n, workflow));
		};
		const [confirmed, ...unconfirmed] = await Promise.all([
			reallyDeleted(),
			deleted(false),
			deleted(true),
			asked(false),
			asked(true),
		]);

		assert.equal(received(confirmed)[0].deleted, true);
		for (const execution of unconfirmed) {
			const [item] = received(execution);
			assert.deepEqual([item.status, item.deleted, item.finished], ['DONE', null, true]);
		}
	},
});
