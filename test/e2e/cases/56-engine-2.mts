import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { INode } from 'n8n-workflow';
import { defineCase, type Stage } from '../case.mts';
import {
	addKey,
	addWorkflowAround,
	deleteEach,
	ids,
	received,
	run,
	startGong,
	untilEnded,
} from '../deletions.mts';
import { announced, type Announced, onEngine2, startEngine2 } from '../engine2.mts';
import type { N8nInstance } from '../n8n.mts';
import type { Credential, Execution } from '../n8nApi.mts';
import type { Simulator, SimulatorOptions } from '../../simulator/startSimulator.ts';
import { node, type NodeSettings } from '../../workflows/build.ts';
import { deleteNode } from '../../workflows/nodes.ts';
import { uploadFiles, uploadItems } from '../uploads.mts';

/** What `context.logger` writes in the place of a hint, of which Engine 2.0 keeps none. */
const SAID = 'This engine cannot suspend the execution';

/** Longer than the first checks take: from there on the wait would be parked. In ms. */
const LONG = 25_000;

interface Check {
	title: string;
	/** Of each integration. Default: done at once. */
	deleteTakes?: number;
	outcome?: 'FAILED';
	gong?: SimulatorOptions;
	prepare?(gong: Simulator): void;
	nodes(key: Credential): INode[];
	items: string[];
	/** Each item of the next node, as far as it is told here; or the message of the error that ends it. */
	expected: Array<Record<string, unknown>> | ((message: string, gong: Simulator) => void);
	/** How many deletions and uploads Gong has registered. */
	requests: number;
	/** Whether it says that it waits by itself. */
	says?: boolean;
}

const deleting =
	(parameters: INode['parameters'] = {}, settings: NodeSettings = {}) =>
	(key: Credential): INode[] => [
		deleteNode('Delete', key, { ...deleteEach, ...parameters }, settings),
	];

const accounts = ['a1', 'a2'];

const checks: Check[] = [
	{
		title: 'a dry run',
		nodes: deleting({ dryRun: true }),
		items: [ids[0]],
		expected: [{ integrationId: ids[0], status: 'DRY_RUN', deleted: false }],
		requests: 0,
	},
	{
		title: 'no wait',
		nodes: deleting({ waitForCompletion: false }),
		items: [ids[0]],
		expected: [{ integrationId: ids[0], status: 'SUBMITTED', finished: false }],
		requests: 1,
	},
	{
		title: 'a wait longer than the first checks, two items',
		deleteTakes: LONG,
		nodes: deleting(),
		items: ids.slice(0, 2),
		expected: ids
			.slice(0, 2)
			.map((id) => ({ input: id, integrationId: id, status: 'DONE', deleted: true })),
		requests: 2,
		says: true,
	},
	{
		title: 'a lost answer',
		// Still open when the node learns that Gong has it, on a busy machine too.
		deleteTakes: 12_000,
		prepare: (gong) => gong.addFault({ kind: 'lostAnswer', on: 'DELETE /v2/crm/integrations' }),
		nodes: deleting(),
		items: [ids[0]],
		expected: [{ integrationId: ids[0], status: 'DONE', deleted: true, finished: true }],
		requests: 1,
		says: true,
	},
	{
		title: 'a deletion that Gong ends badly, with Continue',
		outcome: 'FAILED',
		nodes: deleting({ waitOptions: { onFailed: 'error' } }, { onError: 'continueRegularOutput' }),
		items: [ids[0]],
		expected: [{ input: ids[0], error: `Gong could not delete integration ${ids[0]}` }],
		requests: 1,
		says: true,
	},
	{
		title: 'the same, with Stop: the message has what is lost with the description',
		outcome: 'FAILED',
		nodes: deleting({ waitOptions: { onFailed: 'error' } }),
		items: [ids[0]],
		expected(message, gong) {
			const [{ clientRequestId }] = gong.deletions();
			assert.match(message, new RegExp(`^Gong could not delete integration ${ids[0]}`));
			assert.ok(message.includes(clientRequestId), message);
		},
		requests: 1,
		says: true,
	},
	{
		title: 'an upload from items',
		nodes: uploadItems,
		items: accounts,
		expected: accounts.map((id) => ({ input: id, objectId: id, uploaded: true })),
		requests: 1,
		says: true,
	},
	{
		title: 'an upload from a file',
		nodes: uploadFiles,
		items: ['a1'],
		expected: [{ objects: 1, succeeded: 1, failed: 0, finished: true }],
		requests: 1,
		says: true,
	},
];

const logOf = (n8n: N8nInstance): string => readFileSync(n8n.logFile, 'utf8');

/** What is not as it should be; `null` = nothing. */
async function findFault(stage: Stage, n8n: N8nInstance, check: Check): Promise<string | null> {
	const { deleteTakes = 0, outcome } = check;
	const gong = await startGong(
		stage,
		ids.map(() => ({ deleteTakes, outcome })),
		{ uploadTakes: 2000, ...check.gong },
	);
	check.prepare?.(gong);
	const workflow = await addWorkflowAround(n8n, {
		nodes: check.nodes(await addKey(n8n, gong)),
		settings: onEngine2,
	});
	const { length: logged } = logOf(n8n);
	const execution = await untilEnded(n8n, await run(n8n, workflow, check.items));
	try {
		assert.match(execution.id, /-/, 'it ran on another engine');
		assertOutcome(check, execution, gong);
		assert.equal(gong.deletions().length + gong.uploads().length, check.requests, 'requests');
		assert.deepEqual(
			(await n8n.api.listExecutions({ workflowId: workflow.id })).map(({ id }) => id),
			[execution.id],
			'the executions of the workflow',
		);
		const lines = logOf(n8n).slice(logged).split('\n');
		assert.equal(
			lines.some((line) => line.includes(SAID)),
			check.says ?? false,
			lines.join('\n'),
		);
		assert.deepEqual(
			lines.filter((line) => /\b(error|failed|warn)\b/i.test(line)),
			[],
			'the log',
		);
		return null;
	} catch (error) {
		return `${check.title}: ${(error as Error).message}`;
	}
}

function assertOutcome({ expected }: Check, execution: Execution, gong: Simulator): void {
	const { error } = execution.data.resultData;
	if (typeof expected === 'function') {
		assert.equal(execution.status, 'error');
		return expected(String(error?.message), gong);
	}
	assert.equal(execution.status, 'success', error?.message);
	const told = received(execution);
	assert.deepEqual(
		told.map((json, index) =>
			Object.fromEntries(Object.keys(expected[index] ?? {}).map((key) => [key, json[key]])),
		),
		expected,
	);
}

/** n8n's own node that waits for a sub-execution: what becomes of it shows that the change is in place. */
async function assertChanged(n8n: N8nInstance, change: Announced): Promise<void> {
	const child = await n8n.api.createWorkflow({
		name: 'Waits',
		nodes: [
			node(
				'Start',
				'n8n-nodes-base.executeWorkflowTrigger',
				{ inputSource: 'passthrough' },
				{ typeVersion: 1.1 },
			),
			node('Wait', 'n8n-nodes-base.wait', { amount: 1, unit: 'days' }, { typeVersion: 1.1 }),
		],
		connections: { Start: { main: [[{ node: 'Wait', type: 'main', index: 0 }]] } },
	});
	await n8n.api.activate(child);
	const workflow = await addWorkflowAround(n8n, {
		nodes: [
			node(
				'Call',
				'n8n-nodes-base.executeWorkflow',
				{ workflowId: { __rl: true, mode: 'id', value: child.id }, options: {} },
				{ typeVersion: 1.3 },
			),
		],
		settings: onEngine2,
	});
	const { status } = await untilEnded(n8n, await run(n8n, workflow));
	assert.equal(status, change === 'parking does nothing' ? 'success' : 'error', change);
}

export default defineCase({
	number: 56,
	title:
		'on Engine 2.0, as it is and as announced, each operation ends in one execution with the final state, and nothing failed is logged',
	modes: ['engine2'],
	async run(stage) {
		const changes = Object.keys(announced) as Announced[];
		const faults = await Promise.all(
			[undefined, ...changes].map(async (change, index) => {
				const n8n = await startEngine2(stage, `main-${index}`, change && announced[change]);
				if (change) await assertChanged(n8n, change);
				const found: Array<string | null> = [];
				// One after the other: Engine 2.0 takes one step at a time.
				for (const check of checks) found.push(await findFault(stage, n8n, check));
				return found.flatMap((fault) => (fault ? `${change ?? 'as it is'}: ${fault}` : []));
			}),
		);
		assert.equal(faults.flat().length, 0, faults.flat().join('\n\n'));
	},
});
