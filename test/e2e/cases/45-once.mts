import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase, type Stage } from '../case.mts';
import {
	addKey,
	addWorkflowOf,
	assertDeletedOnce,
	deleteEach,
	ids,
	run,
	startGong,
	untilEnded,
	untilSucceeded,
} from '../deletions.mts';
import type { N8nInstance } from '../n8n.mts';
import type { Execution, NodeRun } from '../n8nApi.mts';
import type { Simulator } from '../../simulator/startSimulator.ts';
import { node, to } from '../../workflows/build.ts';
import { byId, deleteNode, httpRequest, noOp, splitOut } from '../../workflows/nodes.ts';

/** What a run of a node put out. */
const outputOfRun = ({ data }: NodeRun): Array<Record<string, unknown>> =>
	(data?.main?.[0] ?? []).map(({ json }) => json);

/** Fails unless Gong was asked to delete each integration, under one client request ID however often. */
function assertOneIdEach(gong: Simulator, integrations: string[]): void {
	const asked = gong
		.calls('DELETE', '/v2/crm/integrations')
		.map(({ integrationId, clientRequestId }) => `${integrationId} ${clientRequestId}`);
	assert.equal(new Set(asked).size, integrations.length, [...new Set(asked)].join('\n'));
	assertDeletedOnce(gong, integrations);
}

/** Fails unless each run of the node put out one deletion of the integration that is done, or accepted. */
function assertBothRuns(execution: Execution, gong: Simulator, status: string): void {
	const runs = execution.data.resultData.runData.Delete;
	const [{ clientRequestId }] = gong.deletions();
	assert.deepEqual(
		runs.map(outputOfRun).map((items) => items.map((json) => [json.integrationId, json.status])),
		[[[ids[0], status]], [[ids[0], status]]],
	);
	for (const json of runs.flatMap(outputOfRun)) {
		assert.equal(json.clientRequestId, clientRequestId);
		assert.equal(json.deleted, status === 'DONE');
	}
}

/** Two branches into one node: n8n runs it twice in one execution. */
async function hasTwoBranches(stage: Stage, n8n: N8nInstance, waits: boolean): Promise<void> {
	const gong = await startGong(stage, [{ deleteTakes: waits ? 2000 : 600_000 }]);
	const key = await addKey(n8n, gong);
	const workflow = await addWorkflowOf(
		n8n,
		[
			splitOut('Split', 'body.items'),
			noOp('One'),
			noOp('Other'),
			deleteNode('Delete', key, {
				integrationId: byId("={{ $json.id ?? $json['body.items'].id }}"),
				waitForCompletion: waits,
			}),
		],
		{
			connections: {
				Split: { main: [[to('One'), to('Other')]] },
				One: { main: [[to('Delete')]] },
				Other: { main: [[to('Delete')]] },
				Delete: { main: [[to('Next')]] },
			},
		},
	);
	const execution = await untilSucceeded(n8n, await run(n8n, workflow));
	assertOneIdEach(gong, [ids[0]]);
	// Without a wait, the second run is told what became of the first one's request.
	if (waits) assertBothRuns(execution, gong, 'DONE');
	else {
		const [first, second] = execution.data.resultData.runData.Delete.map(outputOfRun);
		assert.deepEqual([first.length, second.length], [1, 1]);
		assert.equal(first[0].clientRequestId, second[0].clientRequestId);
		assert.deepEqual([first[0].deleted, second[0].deleted], [false, false]);
	}
}

/** *Loop Over Items* with the same integration twice. */
async function comesAroundAgain(stage: Stage, n8n: N8nInstance): Promise<void> {
	const gong = await startGong(stage, [{ deleteTakes: 2000 }]);
	const key = await addKey(n8n, gong);
	const workflow = await addWorkflowOf(
		n8n,
		[
			splitOut('Split', 'body.items'),
			node('Loop', 'n8n-nodes-base.splitInBatches', { options: {} }, { typeVersion: 3 }),
			deleteNode('Delete', key, {
				...deleteEach,
				integrationId: byId("={{ $json.id ?? $json['body.items'].id }}"),
			}),
		],
		{
			connections: {
				Split: { main: [[to('Loop')]] },
				Loop: { main: [[to('Next')], [to('Delete')]] },
				Delete: { main: [[to('Loop')]] },
			},
		},
	);
	const execution = await untilSucceeded(n8n, await run(n8n, workflow, [ids[0], ids[0]]));
	assertOneIdEach(gong, [ids[0]]);
	assertBothRuns(execution, gong, 'DONE');
}

/** A list that is in another order each time it is read. */
async function startList(stage: Stage, list: string[]): Promise<string> {
	let reads = 0;
	const server = createServer((_, answer) => {
		const items = reads++ % 2 === 0 ? list : [...list].reverse();
		answer.setHeader('Content-Type', 'application/json');
		answer.end(JSON.stringify({ items: items.map((id) => ({ id })) }));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	stage.defer(() => void server.close());
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** `kill -9` between two deletions, and *Retry* in the list, which reads the items anew. */
async function isRetriedInAnotherOrder(stage: Stage, n8n: N8nInstance): Promise<void> {
	const list = ids.slice(0, 2);
	const gong = await startGong(
		stage,
		list.map(() => ({ deleteTakes: 3_600_000 })),
	);
	const key = await addKey(n8n, gong);
	const workflow = await addWorkflowOf(n8n, [
		httpRequest('Read', { url: await startList(stage, list), options: {} }),
		splitOut('Split', 'items'),
		deleteNode('Delete', key, deleteEach),
	]);
	gong.addFault({ on: 'DELETE /v2/crm/integrations', kind: 'silent', skip: 1 });
	const id = await run(n8n, workflow);
	while (!gong.journal.some(({ fault }) => fault === 'silent')) await sleep(20);
	assert.equal(gong.deletions().length, 1);
	await n8n.kill();
	gong.clearFaults();
	await n8n.start();
	const crashed = await untilEnded(n8n, id);
	assert.equal(crashed.status, 'crashed');

	const retry = await n8n.api.retryExecution(crashed);
	while (gong.deletions().length < 2) await sleep(100);
	for (const integrationId of list) gong.setDeletion({ integrationId, takes: 0 });
	const execution = await untilSucceeded(n8n, retry, 200_000);
	const [delivered] = execution.data.resultData.runData.Delete.map(outputOfRun);
	assert.deepEqual(
		delivered.map(({ integrationId, status, deleted }) => [integrationId, status, deleted]),
		[...list].reverse().map((one) => [one, 'DONE', true]),
	);
	assertOneIdEach(gong, list);
}

export default defineCase({
	number: 45,
	title:
		'one execution deletes one integration once: two branches, a loop that comes around again, a retry after kill -9 that reads its items in another order',
	everyN8n: 'canary',
	async run(stage) {
		const n8n = await stage.startN8n();
		const failures: string[] = [];
		const note = (about: string) => (error: Error) => failures.push(`${about}: ${error.message}`);
		await Promise.all([
			hasTwoBranches(stage, n8n, true).catch(note('two branches that wait')),
			hasTwoBranches(stage, n8n, false).catch(note('two branches')),
			comesAroundAgain(stage, n8n).catch(note('a loop')),
		]);
		await isRetriedInAnotherOrder(stage, n8n).catch(note('a retry'));
		assert.deepEqual(failures, []);
	},
});
