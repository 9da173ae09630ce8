import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addAccount,
	addKey,
	addWorkflow,
	assertPaired,
	ids,
	keyOf,
	run,
	startGong,
	untilAsleep,
	untilEnded,
	untilParked,
} from '../deletions.mts';
import { signInAt } from '../n8n.mts';

export default defineCase({
	number: 13,
	title:
		'both credentials through n8n’s own store; OAuth connected, and refreshed during the wait; one of two workers dies in it',
	modes: ['sqlite', 'queue'],
	canary: ['sqlite'],
	everyN8n: 'canary',
	like3: 'too',
	async run(stage) {
		const gong = await startGong(stage, [{ deleteTakes: 40_000 }, { deleteTakes: 40_000 }]);
		const { main, workers } = await stage.deploy({
			environment: signInAt(gong.oauth),
		});
		const key = await addKey(main, gong);
		const tested = await main.api.testCredential(key, keyOf(gong));
		assert.equal(tested.status, 'OK', tested.message);

		const account = await addAccount(main, gong);

		const byKey = await run(main, await addWorkflow(main, key), [ids[0]]);
		const byAccount = await run(main, await addWorkflow(main, account), [ids[1]]);
		await untilParked(main, byKey);
		await untilAsleep(main, byAccount);
		await workers[0]?.kill();
		const refreshes = () => gong.calls('POST', '/oauth2/generate-customer-token').length;
		const before = refreshes();
		gong.expireTokens();

		assertPaired(await untilEnded(main, byKey), [[ids[0], 'DONE']]);
		assertPaired(await untilEnded(main, byAccount), [[ids[1], 'DONE']]);
		assert.equal(refreshes() - before, 1);
		const signIns = new Set(
			gong.calls('DELETE', '/v2/crm/integrations').map(({ signIn }) => signIn),
		);
		assert.deepEqual([...signIns].sort(), ['basic', 'bearer']);
	},
});
