import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { assertDeletedOnce, ids, parkDeletion, untilEnded, untilSucceeded } from '../deletions.mts';
import { outputOf } from '../n8nApi.mts';
import { useSharedN8n } from '../shared.mts';

const NEVER = 3_600_000;

export default defineCase({
	number: 52,
	title:
		'stopped while waiting and retried, with the error output on: what is known comes out, one item for each',
	light: true,
	everyN8n: 'canary',
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const { gong, id } = await parkDeletion(
			stage,
			n8n,
			[{ deleteTakes: NEVER }, { deleteTakes: NEVER }],
			{ node: { onError: 'continueErrorOutput' } },
		);
		await n8n.api.stopExecution(id);
		const stopped = await untilEnded(n8n, id);
		assert.equal(stopped.status, 'canceled');

		const retried = await untilSucceeded(n8n, await n8n.api.retryExecution(stopped));
		const [known, troubles] = [0, 1].map((output) =>
			outputOf(retried, 'Delete', output).map(({ json }) => json),
		);
		const ofGong = gong.deletions();
		assert.deepEqual(
			known.map(({ integrationId, clientRequestId, deleted, finished, error }) => ({
				integrationId,
				clientRequestId,
				deleted,
				finished,
				error,
			})),
			ofGong.map(({ integrationId, clientRequestId }) => ({
				integrationId,
				clientRequestId,
				deleted: false,
				finished: false,
				error: undefined,
			})),
		);
		assert.deepEqual(troubles, []);
		// The next node gets the same, beside the input that each belongs to.
		assert.deepEqual(
			outputOf(retried, 'Next').map(({ json }) => [json.input, json.integrationId]),
			ids.slice(0, 2).map((one) => [one, one]),
		);
		assertDeletedOnce(gong, ids.slice(0, 2));
	},
});
