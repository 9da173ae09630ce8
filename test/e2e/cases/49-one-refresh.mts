import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addAccount,
	addWorkflow,
	parentsOf,
	received,
	run,
	startGong,
	untilEnded,
	untilParked,
} from '../deletions.mts';
import { signInAt } from '../n8n.mts';

const COUNT = 30;

/** What 30 calls take, three of them a second, and a little more; in ms. */
const ALL_HAVE_ASKED = 12_000;

export default defineCase({
	number: 49,
	canary: true,
	title: `${COUNT} waits that come due together with one expired OAuth token refresh it once, and all end DONE`,
	everyN8n: 'canary',
	async run(stage) {
		const gong = await startGong(
			stage,
			Array.from({ length: COUNT }, () => ({ deleteTakes: 3_600_000 })),
		);
		const n8n = await stage.startN8n({ environment: signInAt(gong.oauth) });
		const workflow = await addWorkflow(n8n, await addAccount(n8n, gong));
		const integrations = gong.integrations().map(({ integrationId }) => integrationId);
		const executions: string[] = [];
		for (const integrationId of integrations)
			executions.push(await run(n8n, workflow, [integrationId]));
		await Promise.all(executions.map(async (id) => await untilParked(n8n, id)));

		const refreshes = () => gong.calls('POST', '/oauth2/generate-customer-token').length;
		const before = refreshes();
		// All have asked with the old token by the time the first of them is told that it has expired, and
		// want a new one while the first is being fetched.
		gong.addFault({
			on: 'GET /v2/crm/request-status',
			kind: 'slow',
			delay: ALL_HAVE_ASKED,
			times: COUNT,
		});
		gong.addFault({
			on: 'POST /oauth2/generate-customer-token',
			kind: 'slow',
			delay: 5000,
			times: COUNT,
		});
		gong.expireTokens();
		for (const integrationId of integrations) gong.setDeletion({ integrationId, takes: 0 });
		const ended = await Promise.all(
			(await parentsOf(n8n, workflow)).map(async ({ id }) => await untilEnded(n8n, id, 300_000)),
		);
		const turnedAway = gong
			.calls('GET', '/v2/crm/request-status')
			.filter(({ status }) => status === 401).length;
		stage.figure('calls with the expired token', turnedAway);
		assert.deepEqual(
			ended.map((one) => received(one)[0]?.status ?? one.data.resultData.error?.message),
			ended.map(() => 'DONE'),
		);
		stage.figure('refreshes', refreshes() - before);
		assert.equal(refreshes() - before, 1);
		// A refresh token is good for once: a second use of it would have been refused.
		assert.equal(gong.deletions().length, COUNT);
	},
});
