import assert from 'node:assert/strict';
import { ALL_SCOPES } from '../../simulator/scopes.ts';
import { gongNode } from '../../workflows/nodes.ts';
import { defineCase } from '../case.mts';
import {
	addAccount,
	addWorkflow,
	addWorkflowAround,
	assertDeletedOnce,
	ids,
	received,
	run,
	startGong,
	untilEnded,
	untilSucceeded,
} from '../deletions.mts';
import { signInAt } from '../n8n.mts';

export default defineCase({
	number: 75,
	title:
		'OAuth asks for all scopes; with fewer, n8n keeps what the token says, and what lacks one is not called',
	light: true,
	everyN8n: 'canary',
	async run(stage) {
		const gong = await startGong(stage, [{ deleteTakes: 0 }], {
			tokenScopesSeparatedBy: 'commas',
		});
		const n8n = await stage.startN8n({ environment: signInAt(gong.oauth) });
		const asked = async (id: string) => {
			const address = new URL(await n8n.api.authorizationUrl(id));
			return address.searchParams.get('scope')?.split(' ').sort();
		};
		const all = await addAccount(n8n, gong);
		assert.deepEqual(await asked(all.id), [...ALL_SCOPES].sort());

		const few = ['api:crm:integrations:read', 'api:crm:upload'];
		const entered = { customScopes: true, enabledScopes: few.join(' ') };
		const narrow = await addAccount(n8n, gong, entered, 'Fewer scopes');
		assert.deepEqual(await asked(narrow.id), few);

		const deletes = await addWorkflow(n8n, narrow);
		const lists = await addWorkflowAround(n8n, {
			nodes: [gongNode('List', narrow, 'integration', 'getMany')],
		});
		const tryToDelete = async () => {
			const before = gong.journal.length;
			const { status, data } = await untilEnded(n8n, await run(n8n, deletes, [ids[0]]));
			assert.equal(status, 'error');
			assert.match(
				String(data.resultData.error?.description),
				/lacks the scope "api:crm:integration:delete".*'Custom Scopes'.*connect again/s,
			);
			assert.equal(gong.journal.length, before);
		};
		await tryToDelete();
		// What a refresh brings leaves the scopes as they are.
		gong.expireTokens();
		const listed = await untilSucceeded(n8n, await run(n8n, lists, [ids[0]]));
		assert.equal(received(listed)[0].integrationId, ids[0]);
		assert.equal(gong.calls('POST', '/oauth2/generate-customer-token').length, 3);
		await tryToDelete();
		assertDeletedOnce(gong, []);

		// What a builder sees where Gong sends them back with a no.
		const page = await n8n.api.refusedSignInPage('error=invalid_scope&state=any');
		assert.match(page, /Insufficient parameters for OAuth2 callback.*invalid_scope/s);

		await untilSucceeded(n8n, await run(n8n, await addWorkflow(n8n, all), [ids[0]]));
		assertDeletedOnce(gong, [ids[0]]);
	},
});
