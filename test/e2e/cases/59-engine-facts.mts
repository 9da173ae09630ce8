import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase, type Stage } from '../case.mts';
import {
	addKey,
	addWorkflowAround,
	assertDeletedOnce,
	checksOf,
	deleteEach,
	ids,
	received,
	run,
	startGong,
	untilAsleep,
	untilEnded,
	untilSucceeded,
} from '../deletions.mts';
import { hasEngine2, onEngine2, patch, startEngine2 } from '../engine2.mts';
import type { N8nInstance } from '../n8n.mts';
import type { Execution } from '../n8nApi.mts';
import type { Simulator } from '../../simulator/startSimulator.ts';
import { deleteNode } from '../../workflows/nodes.ts';

const NEVER = 3_600_000;
/** Just longer than the checks that are made before anything is parked. In ms. */
const LONG = 16_000;
/** Of each workflow, in s: long enough to be parked, and not reached. */
const LIMIT = 3600;

/** What the preloaded script says of each run of a node. */
interface Facts {
	execution: string;
	node: string;
	step?: 'park' | 'ask' | 'handBack';
	age: number;
	limit?: number;
	establishedAt?: number;
}

/** In the order of the log. */
const factsIn = ({ logFile }: N8nInstance): Facts[] =>
	[...readFileSync(logFile, 'utf8').matchAll(/^FACTS (.*)$/gm)].map(
		([, json]) => JSON.parse(json) as Facts,
	);

/** What a node does without, and how its wait goes on then. */
const gone: Record<string, 'parked' | 'inside'> = {
	runExecutionData: 'parked',
	additionalData: 'parked',
	getExecuteData: 'parked',
	getExecutionContext: 'parked',
	executeWorkflow: 'inside',
	getExecutionId: 'inside',
};

interface Waiting {
	gong: Simulator;
	id: string;
}

/** Has a node wait for a deletion, without what its name says. */
async function startWaiting(
	stage: Stage,
	n8n: N8nInstance,
	{ without, deleteTakes = NEVER }: { without?: string; deleteTakes?: number } = {},
): Promise<Waiting> {
	const gong = await startGong(stage, [{ deleteTakes }]);
	const name = without ? `Delete without ${without}` : 'Delete';
	const workflow = await addWorkflowAround(n8n, {
		nodes: [deleteNode(name, await addKey(n8n, gong), deleteEach)],
		settings: { executionTimeout: LIMIT },
	});
	return { gong, id: await run(n8n, workflow) };
}

/** What a node says from Engine 2.0, whose executions n8n 2.39 does not list. */
async function factsOnEngine2(stage: Stage, n8n: N8nInstance): Promise<Facts> {
	const key = await addKey(n8n, await startGong(stage, [{}]));
	const name = 'Dry Run';
	const workflow = await addWorkflowAround(n8n, {
		nodes: [deleteNode(name, key, { ...deleteEach, dryRun: true })],
		settings: onEngine2,
	});
	await n8n.api.callWebhook(workflow.name, { items: [{ id: ids[0] }] });
	for (const deadline = Date.now() + 60_000; Date.now() < deadline; await sleep(500)) {
		const facts = factsIn(n8n).find(({ node }) => node === name);
		if (facts) return facts;
	}
	throw new Error('No node has run there');
}

/** Fails unless the next node got the final state of one deletion, and nothing was left that failed. */
async function assertDone(
	n8n: N8nInstance,
	execution: Execution,
	{ gong }: Waiting,
	children: number,
): Promise<void> {
	assert.deepEqual(
		received(execution).map(({ input, status, deleted }) => [input, status, deleted]),
		[[ids[0], 'DONE', true]],
	);
	assertDeletedOnce(gong, [ids[0]]);
	assert.deepEqual(
		(await n8n.api.childExecutionsOf(execution)).map(({ status }) => status),
		Array.from({ length: children }, () => 'success'),
	);
}

export default defineCase({
	number: 59,
	title:
		'what nodes/engine reads is there in the running n8n, and without it a wait still ends with the final state',
	everyN8n: 'canary',
	long: true,
	async run(stage) {
		const preload = patch('facts');
		const n8n = await ((await hasEngine2(stage))
			? startEngine2(stage, 'main', preload)
			: stage.startN8n({ preload }));
		const errors: string[] = [];
		/** Goes on after what is not so: all facts are asked for in one run. */
		const ask = async (fact: string, answer: () => Promise<void>): Promise<void> =>
			await answer().catch((error: Error) => void errors.push(`${fact}: ${error.message}`));

		const whole = await startWaiting(stage, n8n);
		const parked = await Promise.all(
			Object.keys(gone)
				.filter((without) => gone[without] === 'parked')
				.map(async (without) => ({ without, ...(await startWaiting(stage, n8n, { without })) })),
		);
		await Promise.all([
			...Object.keys(gone)
				.filter((without) => gone[without] === 'inside')
				.map(
					async (without) =>
						await ask(`without ${without}`, async () => {
							const wait = await startWaiting(stage, n8n, { without, deleteTakes: LONG });
							await assertDone(n8n, await untilSucceeded(n8n, wait.id), wait, 0);
						}),
				),
			ask('suspend, crashGuard: what a step stores', async () => {
				const execution = await untilAsleep(n8n, whole.id);
				const [child] = await n8n.api.childExecutionsOf(execution);
				assert.match(String(child.data.resultData.error?.message), new RegExp(ids[0]));
			}),
			ask('deadline: the moment at which n8n ends an execution', async () => {
				const { startedAt } = await untilAsleep(n8n, whole.id);
				const [{ limit, establishedAt }] = factsIn(n8n).filter(
					({ execution }) => execution === whole.id,
				);
				const started = Date.parse(String(startedAt));
				assert.ok(
					Math.abs(Number(limit) - LIMIT * 1000 - started) < 5000,
					`${limit}, ${startedAt}`,
				);
				assert.ok(Math.abs(Number(establishedAt) - started) < 5000, `${establishedAt}`);
			}),
			ask('knownState: what a retry of a stopped wait passes on', async () => {
				const { id } = await startWaiting(stage, n8n);
				await untilAsleep(n8n, id);
				await n8n.api.stopExecution(id);
				const retry = await n8n.api.retryExecution(await untilEnded(n8n, id));
				const [{ integrationId, finished }] = received(await untilSucceeded(n8n, retry));
				assert.deepEqual([integrationId, finished], [ids[0], false]);
			}),
			ask('mayPark: the IDs of executions', async () => {
				assert.match(whole.id, /^\d+$/);
				if (!(await hasEngine2(stage))) return;
				assert.doesNotMatch((await factsOnEngine2(stage, n8n)).execution, /^\d+$/);
			}),
		]);

		await Promise.all(
			parked.map(
				async ({ without, id }) =>
					await ask(`without ${without}, parked`, async () => void (await untilAsleep(n8n, id))),
			),
		);
		await n8n.stop();
		// Only now: while it ends, n8n may take a last step.
		const before = factsIn(n8n).length;
		const asked = checksOf(whole.gong);
		await n8n.start();
		await ask('startUp: what is due is resumed before n8n has started', async () => {
			const isFirst = ({ step }: Facts) => step === 'ask';
			const deadline = Date.now() + 120_000;
			let first: Facts | undefined;
			while (!(first = factsIn(n8n).slice(before).find(isFirst)) && Date.now() < deadline)
				await sleep(500);
			assert.ok(first && first.age < 60_000, `${first?.age} ms`);
			assert.equal(checksOf(whole.gong), asked, 'and asks nothing yet');
		});
		for (const { gong } of [whole, ...parked])
			gong.setDeletion({ integrationId: ids[0], takes: 0 });
		await Promise.all(
			[{ without: 'nothing', ...whole }, ...parked].map(
				async ({ without, ...wait }) =>
					await ask(`without ${without}`, async () =>
						assertDone(n8n, await untilSucceeded(n8n, wait.id, 300_000), wait, 1),
					),
			),
		);
		assert.equal(errors.length, 0, errors.join('\n\n'));
	},
});
