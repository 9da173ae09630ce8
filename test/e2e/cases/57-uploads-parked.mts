import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addAccount,
	addKey,
	addWorkflowAround,
	ids,
	received,
	run,
	startGong,
	untilParked,
	untilSucceeded,
} from '../deletions.mts';
import { signInAt } from '../n8n.mts';
import type { Credential } from '../n8nApi.mts';
import { uploadFiles, uploadItems } from '../uploads.mts';

const accounts = ['a1', 'a2'];

/** Longer than the first checks of an execution that somebody watches. In ms. */
const LONG = 40_000;

export default defineCase({
	number: 57,
	title:
		'uploads from items and from files, with both credentials, by webhook and by hand, are parked and come out uploaded',
	modes: ['sqlite', 'queue'],
	like3: 'only',
	async run(stage) {
		const gong = await startGong(stage, [{}], { uploadTakes: LONG });
		const { main } = await stage.deploy({ environment: signInAt(gong.oauth) });
		const credentials = [await addKey(main, gong), await addAccount(main, gong)];

		const uploads = async (nodes: typeof uploadItems, credential: Credential, byHand: boolean) => {
			const workflow = await addWorkflowAround(main, { nodes: nodes(credential) });
			const id = byHand
				? await main.api.runManually(workflow, 'By Hand')
				: await run(main, workflow, accounts);
			await untilParked(main, id);
			const items = received(await untilSucceeded(main, id, 300_000));
			const inputs = byHand ? ids : accounts;
			assert.deepEqual(
				items.map(({ input }) => input),
				inputs,
			);
			for (const item of items) {
				assert.equal(item.finished, true);
				// An item for each object, or one for each file of one object.
				assert.ok(item.uploaded === true || item.succeeded === 1, JSON.stringify(item));
			}
		};
		await Promise.all(
			credentials.flatMap((credential) =>
				[uploadItems, uploadFiles].flatMap((nodes) =>
					[true, false].map(async (byHand) => await uploads(nodes, credential, byHand)),
				),
			),
		);
		assert.deepEqual(
			gong
				.objects(ids[0], 'ACCOUNT')
				.map(({ objectId }) => objectId)
				.sort(),
			[...accounts, ...ids].sort(),
		);
		assert.ok(gong.uploads().every(({ status }) => status === 'DONE'));
	},
});
