import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertDeletedOnce,
	ids,
	received,
	run,
	startGong,
	untilEnded,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

const [id] = ids;
const right = { id, dryRun: false, expectedName: 'Integration 1', clientRequestId: 'mine' };

/** What expressions give that lead nowhere: a field that is missing, or that holds something else. */
const unusable: Record<'Expected Integration Name' | 'Dry Run' | 'Client Request ID', unknown[]> = {
	'Expected Integration Name': [undefined, null, '', 5].map((expectedName) => ({
		...right,
		expectedName,
	})),
	'Dry Run': [undefined, null, '', 0, 'yes'].map((dryRun) => ({ ...right, dryRun })),
	'Client Request ID': [undefined, null, 5].map((clientRequestId) => ({
		...right,
		clientRequestId,
	})),
};

export default defineCase({
	number: 30,
	title: 'a guard whose expression gives nothing usable refuses, and nothing is deleted',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const gong = await startGong(stage, [{}]);
		const key = await addKey(n8n, gong);
		const guarded = async (node: Record<string, unknown>) =>
			await addWorkflow(n8n, key, {
				node,
				parameters: {
					waitForCompletion: false,
					dryRun: '={{ $json.dryRun }}',
					options: {
						expectedName: '={{ $json.expectedName }}',
						clientRequestId: '={{ $json.clientRequestId }}',
					},
				},
			});
		const items = Object.values(unusable).flat() as Array<Record<string, unknown>>;

		// One that cannot be used stops the run before those that can.
		const stopping = await guarded({});
		const stopped = await untilEnded(n8n, await run(n8n, stopping, [right, items[0]]));
		assert.equal(stopped.status, 'error');
		assert.equal(gong.journal.length, 0);

		const continuing = await guarded({ onError: 'continueRegularOutput' });
		const refused = await untilEnded(n8n, await run(n8n, continuing, items));
		const messages = received(refused).map(({ error }) => String(error));
		const parameters = Object.entries(unusable).flatMap(([name, of]) => of.map(() => name));
		assert.equal(messages.length, items.length);
		for (const [index, name] of parameters.entries())
			assert.ok(messages[index].includes(name), `${name}: ${messages[index]}`);
		assert.equal(gong.journal.length, 0);

		// The same workflow deletes where each gives what it should.
		const deleted = await untilEnded(n8n, await run(n8n, continuing, [right]));
		assert.equal(received(deleted)[0].status, 'SUBMITTED');
		assertDeletedOnce(gong, [id]);
	},
});
