import assert from 'node:assert/strict';
import { defineCase, type Stage } from '../case.mts';
import {
	assertDeletedOnce,
	assertPaired,
	ids,
	parkDeletion,
	startDeletion,
	untilSucceeded,
	type Wishes,
} from '../deletions.mts';
import type { N8nInstance } from '../n8n.mts';
import { useSharedN8n } from '../shared.mts';

/** The execution is running, not waiting, until Gong is done; then it says why. */
async function waitsByItself(
	stage: Stage,
	n8n: N8nInstance,
	refusal: string,
	wishes: Wishes = {},
): Promise<void> {
	const { gong, id } = await startDeletion(stage, n8n, [{ deleteTakes: 40_000 }], wishes);
	const seen = new Set<string>();
	const execution = await n8n.api.waitForExecution(
		id,
		({ status, finished }) => {
			seen.add(status);
			return finished;
		},
		200_000,
	);
	assertPaired(execution, [[ids[0], 'DONE']]);
	assertDeletedOnce(gong, [ids[0]]);
	assert.ok(!seen.has('waiting'), [...seen].join(', '));
	const hints = execution.data.resultData.runData.Delete[0].hints?.map(({ message }) => message);
	stage.figure(refusal, hints?.join(' ') ?? 'no hint');
	assert.match(String(hints?.[0]), /^This n8n could not suspend the execution/);
}

/** The execution is parked, whoever may call its workflow. */
async function parks(stage: Stage, n8n: N8nInstance, settings: Wishes['settings']): Promise<void> {
	const { gong, id } = await parkDeletion(stage, n8n, [{ deleteTakes: 40_000 }], { settings });
	assertPaired(await untilSucceeded(n8n, id), [[ids[0], 'DONE']]);
	assertDeletedOnce(gong, [ids[0]]);
}

export default defineCase({
	number: 18,
	title:
		'where n8n refuses the waiting sub-workflow, the execution waits itself and says why; a caller policy does not refuse it',
	async run(stage) {
		const without = async (node: string) => {
			const main = await stage.startN8n({
				name: `without-${node}`,
				environment: {
					NODES_EXCLUDE: JSON.stringify([`n8n-nodes-base.${node}`]),
					N8N_WORKFLOW_CALLER_POLICY_DEFAULT_OPTION: 'none',
				},
			});
			await waitsByItself(stage, main, `without the ${node} node`);
		};
		const shared = await useSharedN8n(stage);
		await Promise.all([
			without('executeWorkflowTrigger'),
			parks(stage, shared, { callerPolicy: 'none' }),
			parks(stage, shared, { callerPolicy: 'workflowsFromAList', callerIds: '' }),
		]);
	},
});
