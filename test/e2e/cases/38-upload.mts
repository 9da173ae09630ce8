import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import {
	addAccount,
	addKey,
	addWorkflowAround,
	ids,
	ofAccounts,
	received,
	run,
	startGong,
	untilSucceeded,
	untilAsleep,
} from '../deletions.mts';
import { signInAt } from '../n8n.mts';
import { uploadItems } from '../uploads.mts';
import { to } from '../../workflows/build.ts';
import { gongNode } from '../../workflows/nodes.ts';

/** The second is refused by Gong. */
const accounts = ['a1', 'a2', 'a3', 'a4', 'a5'];

export default defineCase({
	number: 38,
	title:
		'an upload in three files, parked and killed, with both credentials: each object comes out with its fate, none is sent twice',
	everyN8n: 'canary',
	like3: 'too',
	async run(stage) {
		const gong = await startGong(stage, [{}], { uploadTakes: 3_600_000 });
		gong.setUpload({ refuses: ({ objectId }) => (objectId === 'a2' ? 'Not this one' : undefined) });
		const n8n = await stage.startN8n({ environment: signInAt(gong.oauth) });
		const account = await addAccount(n8n, gong, {
			customScopes: true,
			enabledScopes: 'api:crm:upload api:crm:integrations:read api:crm:schema api:crm:get-objects',
		});
		const key = await addKey(n8n, gong);

		const one = { ...ofAccounts, objectId: '={{ $json.objectId }}' };
		const workflow = await addWorkflowAround(n8n, {
			nodes: [
				...uploadItems(
					key,
					{ options: { maxObjectsPerFile: 2 } },
					{ onError: 'continueErrorOutput' },
				),
				gongNode('Read Back', account, 'object', 'get', one),
			],
			connections: {
				Upload: { main: [[to('Read Back')], [to('Trouble')]] },
				'Read Back': { main: [[to('Next')]] },
			},
		});
		const id = await run(n8n, workflow, accounts);
		await untilAsleep(n8n, id);
		await n8n.kill();
		await sleep(1000);
		await n8n.start();
		gong.setUpload({ takes: 0 });

		const execution = await untilSucceeded(n8n, id, 300_000);
		assert.deepEqual(
			received(execution).map(({ input, objectId, found }) => ({ input, objectId, found })),
			['a1', 'a3', 'a4', 'a5'].map((one) => ({ input: one, objectId: one, found: true })),
		);
		const [trouble] = received(execution, 'Trouble');
		assert.equal(trouble.id, 'a2', 'the input comes along');
		assert.match(String(trouble.message), /Not this one/);
		assert.equal((trouble.details as { uploaded: boolean }).uploaded, false);
		assert.deepEqual(
			gong.uploads().map(({ lines, status }) => [lines, status]),
			[
				[2, 'FAILED'],
				[2, 'DONE'],
				[1, 'DONE'],
			],
		);
		assert.deepEqual(
			gong.objects(ids[0], 'ACCOUNT').map(({ objectId }) => objectId),
			['a1', 'a3', 'a4', 'a5'],
		);
	},
});
