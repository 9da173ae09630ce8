import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INode } from 'n8n-workflow';
import { defineCase } from '../case.mts';
import { addKey, ids, memoryAtRest, startGong, untilSucceeded } from '../deletions.mts';
import { connect } from '../../simulator/client.ts';
import { packageFolder } from '../folders.mts';
import type { Item, WorkflowDefinition } from '../n8nApi.mts';
import { to } from '../../workflows/build.ts';
import { webhook } from '../../workflows/nodes.ts';

/** As many checks as a deletion of 24 hours gets, without the first ones, which are made before. */
const ROUNDS = 310;

/** In ms. */
const STARTING_UP = 60_000;

const require = createRequire(import.meta.url);
/** A module of the package as it is built and packed. */
const built = (path: string) => require(join(packageFolder, 'dist', 'nodes', path));

/** The waiting sub-workflow as the package makes it, started by a webhook and with a wait of a second. */
function sped(
	wait: object,
	followed: object[],
	key: object,
): { definition: WorkflowDefinition; items: object[] } {
	const { buildLoopWorkflow } = built('waiting/loopWorkflow.js');
	const { toLoopItems } = built('waiting/loopItems.js');
	const parent = {
		name: 'Delete',
		type: 'n8n-nodes-gong-crm.deleteCrmIntegration',
		credentials: { gongCrmApi: key },
	};
	const { name, nodes, connections, settings } = buildLoopWorkflow(wait, followed, parent, {});
	const [start, park] = nodes as INode[];
	Object.assign(park, {
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 1, unit: 'seconds' },
	});
	Object.assign(start, {
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'body.items', options: {} },
	});
	return {
		definition: {
			name,
			nodes: [webhook('a-day', { responseMode: 'onReceived' }), ...nodes],
			connections: {
				Webhook: { main: [[to(start.name)]] },
				...connections,
			},
			settings,
		},
		items: toLoopItems({ followed, refused: [] }, Date.now()).map(({ json }: Item) => json),
	};
}

export default defineCase({
	number: 15,
	canary: true,
	title: `a day of checks (${ROUNDS} rounds, three items) stays under 500 kB and does not pile up in memory`,
	long: true,
	async run(stage) {
		const main = await stage.startN8n();
		// While n8n starts, a round asks nothing and is not one of those of a day (`engine/startUp.ts`).
		await sleep(STARTING_UP);
		const gong = await startGong(
			stage,
			ids.map(() => ({ deleteTakes: 3_600_000 })),
		);
		const key = await addKey(main, gong);
		const { ownDeletion, startRequest } = built('requests/request.js');
		const asked = ids.map((integrationId, index) => ({
			integrationId,
			clientRequestId: `n8n-${String(index).repeat(32)}`,
			items: [index],
		}));
		for (const { integrationId, clientRequestId } of asked)
			await connect(gong).remove(integrationId, clientRequestId);
		const wait = {
			settings: {
				authentication: 'accessKey',
				requestsPerSecond: 100,
				schedule: {
					firstChecks: [1000, 3000, 7000, 15_000],
					longestInterval: 300_000,
					longestWait: 93_600_000,
				},
				onFailed: 'output',
				onTimeout: 'output',
				shortened: false,
				stopOnError: true,
			},
			startedAt: Date.now() - 15_000,
		};
		const followed = asked.map((one) => ({
			request: {
				...startRequest(one, '4al018gzaztcr8nbukw', Date.now()),
				...ownDeletion,
			},
			refusal: null,
		}));
		const { definition, items } = sped(wait, followed, { id: key.id, name: key.name });
		const workflow = await main.api.createWorkflow(definition);
		await main.api.activate(workflow);
		const idle = await memoryAtRest(main);

		await main.api.callWebhook('a-day', { items });
		const rounds = () =>
			Math.floor(gong.calls('GET', '/v2/crm/request-status').length / ids.length);
		while (rounds() < ROUNDS - 1) await sleep(200);
		const held = (await main.memoryInUse()) - idle;
		for (const integrationId of ids) gong.setDeletion({ integrationId, takes: 0 });

		const [{ id }] = await main.api.listExecutions({ workflowId: workflow.id });
		await untilSucceeded(main, id);
		const [{ size }] = await main.query(
			`SELECT length(data) AS size FROM execution_data WHERE "executionId" = ${id}`,
		);
		const kilobytes = Number(size) / 1000;
		stage.figure('rounds', rounds());
		stage.figure('stored execution', `${kilobytes.toFixed(0)} kB`);
		stage.figure('memory over idle at the end of the day', `${(held / 1e6).toFixed(1)} MB`);
		assert.ok(rounds() >= ROUNDS);
		assert.ok(kilobytes < 500, `${kilobytes} kB`);
		assert.ok(held < 50e6, `${held / 1e6} MB`);
	},
});
