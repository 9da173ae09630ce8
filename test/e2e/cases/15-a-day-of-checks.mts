import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import { addKey, ids, memoryAtRest, startGong, untilEnded } from '../deletions.mts';
import { packageFolder } from '../folders.mts';
import type { WorkflowDefinition, WorkflowNode } from '../rest.mts';

/** As many checks as a deletion of 24 hours gets, without the first three, which are made before. */
const ROUNDS = 310;

const require = createRequire(import.meta.url);
/** A module of the package as it is built and packed. */
const built = (path: string) => require(join(packageFolder, 'dist', 'nodes', path));

/** The waiting sub-workflow as the package makes it, started by a webhook and with a wait of a second. */
function sped(
	watch: object,
	states: object[],
	key: object,
): { definition: WorkflowDefinition; items: object[] } {
	const { buildWaitingWorkflow } = built('waiting/waitingWorkflow.js');
	const { toLoopItem } = built('requests/itemState.js');
	const parent = {
		type: 'n8n-nodes-gong-crm.deleteCrmIntegration',
		credentials: { gongCrmApi: key },
	};
	const { name, nodes, connections, settings } = buildWaitingWorkflow(watch, states, parent, {
		executionOrder: 'v1',
	});
	const [start, wait] = nodes as WorkflowNode[];
	wait.parameters = { resume: 'timeInterval', amount: 1, unit: 'seconds' };
	Object.assign(start, {
		type: 'n8n-nodes-base.splitOut',
		typeVersion: 1,
		parameters: { fieldToSplitOut: 'body.items', options: {} },
	});
	const webhook: WorkflowNode = {
		name: 'Webhook',
		type: 'n8n-nodes-base.webhook',
		typeVersion: 2,
		position: [-220, 0],
		webhookId: 'a-day',
		parameters: { httpMethod: 'POST', path: 'a-day', responseMode: 'onReceived' },
	};
	return {
		definition: {
			name,
			nodes: [webhook, ...nodes],
			connections: {
				Webhook: { main: [[{ node: start.name, type: 'main', index: 0 }]] },
				...connections,
			},
			settings,
		},
		items: states.map((state, index) => toLoopItem(state, index, 70).json),
	};
}

export default defineCase({
	number: 15,
	title: `a day of checks (${ROUNDS} rounds, three items) stays under 500 kB and does not pile up in memory`,
	long: true,
	async run(stage) {
		const main = await stage.startN8n();
		const gong = await startGong(
			stage,
			ids.map(() => ({ deleteTakes: 3_600_000 })),
		);
		const key = await addKey(main, gong);
		const { submitted } = built('gong/deletion.js');
		const signIn = Buffer.from(`${gong.accessKey}:${gong.accessKeySecret}`).toString('base64');
		for (const [index, id] of ids.entries())
			await fetch(
				`${gong.url}/v2/crm/integrations?integrationId=${id}&clientRequestId=n8n-${String(index).repeat(32)}`,
				{ method: 'DELETE', headers: { Authorization: `Basic ${signIn}` } },
			);
		const watch = {
			settings: {
				authentication: 'accessKey',
				requestsPerSecond: 100,
				schedule: {
					firstChecks: [1000, 3000, 7000],
					longestInterval: 300_000,
					longestWait: 86_400_000,
				},
				onFailed: 'output',
				onTimeout: 'output',
				shortened: false,
				stopOnError: true,
			},
			startedAt: Date.now() - 7000,
		};
		const states = ids.map((id, index) => ({
			deletion: submitted(
				id,
				`n8n-${String(index).repeat(32)}`,
				{ requestId: '4al018gzaztcr8nbukw', recovered: false },
				Date.now(),
			),
			refusal: null,
		}));
		const { definition, items } = sped(watch, states, { id: key.id, name: key.name });
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
		const execution = await untilEnded(main, id);
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
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
