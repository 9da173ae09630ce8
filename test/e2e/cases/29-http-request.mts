import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import { defineCase } from '../case.mts';
import { addKey, addWorkflowAround, run, startGong, untilEnded } from '../deletions.mts';
import type { Simulator } from '../../simulator/startSimulator.ts';
import { useSharedN8n } from '../shared.mts';
import { httpRequest } from '../../workflows/nodes.ts';

/** Those of n8n's HTTP Request node that follow redirects unless they are told not to. */
const versions = [4, 4.1, 4.2, 4.3, 4.4, 4.5];

const path = '/v2/crm/integrations';

export default defineCase({
	number: 29,
	title: 'the access key in n8n’s HTTP Request node goes to no other host',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const other = await startGong(stage, [{}]);
		const callWith = async (gong: Simulator, typeVersion: number, options: INodeParameters) => {
			const parameters = { url: `${gong.url}${path}`, options };
			const key = await addKey(n8n, gong);
			const workflow = await addWorkflowAround(n8n, {
				nodes: [httpRequest('Call', parameters, key, { typeVersion })],
			});
			return await untilEnded(n8n, await run(n8n, workflow));
		};

		for (const version of versions) {
			const gong = await startGong(stage, [{}]);
			const options = { sendCredentialsOnCrossOriginRedirect: true };
			gong.addFault({ kind: 'redirect', location: `${other.url}${path}` });
			const redirected = await callWith(gong, version, options);
			assert.equal(redirected.status, 'error');
			assert.match(String(redirected.data.resultData.error?.message), /302/);
			assert.equal((await callWith(gong, version, options)).status, 'success');
			assert.deepEqual(
				gong.journal.map(({ signIn, status }) => [signIn, status]),
				[
					['basic', 302],
					['basic', 200],
				],
			);
		}

		const gong = await startGong(stage, [{}]);
		const nextURL = `={{ $pageCount ? "${other.url}${path}" : "${gong.url}${path}" }}`;
		const paged = await callWith(gong, 4.5, {
			pagination: { pagination: { paginationMode: 'responseContainsNextURL', nextURL } },
		});
		assert.equal(paged.status, 'error');
		assert.match(String(paged.data.resultData.error?.message), /only sent to/);
		assert.equal(gong.journal.length, 1);

		assert.equal(other.journal.length, 0);
	},
});
