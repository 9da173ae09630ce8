import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import {
	addKey,
	assertDeletedOnce,
	deleteEach,
	ids,
	startGong,
	untilEnded,
} from '../deletions.mts';
import { outputOf } from '../n8nApi.mts';
import { useSharedN8n } from '../shared.mts';
import { inARow, node } from '../../workflows/build.ts';
import { deleteNode } from '../../workflows/nodes.ts';

const TYPE = 'n8n-nodes-base.evaluation';

interface TestRun {
	id: string;
	status: string;
	errorCode?: string | null;
}

export default defineCase({
	number: 54,
	title:
		'in an evaluation run the node waits inside the execution, since n8n takes what is parked for ended',
	light: true,
	everyN8n: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const { api } = n8n;
		// Longer than the checks inside the execution, after which a wait is parked elsewhere.
		const gong = await startGong(stage, [{ deleteTakes: 40_000 }]);
		const key = await addKey(n8n, gong);
		const { id: project } = await api.call<{ id: string }>('GET', '/rest/projects/personal');
		const table = await api.call<{ id: string }>('POST', `/rest/projects/${project}/data-tables`, {
			name: `Cases ${process.pid}`,
			columns: [{ name: 'integration', type: 'string' }],
		});
		await api.call('POST', `/rest/projects/${project}/data-tables/${table.id}/insert`, {
			data: [{ integration: ids[0] }],
		});
		const metrics = {
			assignments: [
				{ id: 'deleted', name: 'deleted', type: 'number', value: '={{ $json.deleted ? 1 : 0 }}' },
			],
		};
		const nodes = [
			node(
				'Cases',
				`${TYPE}Trigger`,
				{
					source: 'dataTable',
					dataTableId: { __rl: true, mode: 'id', value: table.id },
				},
				{ typeVersion: 4.7 },
			),
			deleteNode('Delete', key, {
				...deleteEach,
				integrationId: { __rl: true, mode: 'id', value: '={{ $json.integration }}' },
			}),
			node(
				'Metrics',
				TYPE,
				{ operation: 'setMetrics', metric: 'customMetrics', metrics },
				{ typeVersion: 4.7 },
			),
		];
		const workflow = await api.createWorkflow({
			name: 'Evaluated',
			settings: { executionOrder: 'v1' },
			nodes,
			connections: inARow(nodes),
		});
		const runs = `/rest/workflows/${workflow.id}/test-runs`;
		await api.call('POST', `${runs}/new`, {});
		const isOver = ({ status }: TestRun) => ['completed', 'error', 'cancelled'].includes(status);
		let latest: TestRun | undefined;
		for (const deadline = Date.now() + 180_000; Date.now() < deadline; await sleep(1000)) {
			[latest] = await api.call<TestRun[]>('GET', runs);
			if (latest && isOver(latest)) break;
		}
		assert.equal(latest?.status, 'completed', JSON.stringify(latest));
		// What n8n has measured is the node's output in the moment in which it took the execution for ended.
		const [measured] = await api.call<Array<{ metrics: Record<string, number> | null }>>(
			'GET',
			`${runs}/${latest?.id}/test-cases`,
		);
		assert.equal(measured.metrics?.deleted, 1, JSON.stringify(measured.metrics));
		const [evaluated] = (await api.listExecutions({ workflowId: workflow.id })).filter(
			({ mode }) => mode === 'evaluation',
		);
		const execution = await untilEnded(n8n, evaluated.id);
		assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
		const [{ json }] = outputOf(execution, 'Delete');
		assert.deepEqual([json.status, json.deleted, json.timedOut], ['DONE', true, false]);
		assert.equal((await api.childExecutionsOf(execution)).length, 0, 'it was parked');
		assertDeletedOnce(gong, [ids[0]]);
	},
});
