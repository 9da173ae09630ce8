import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { filledIn } from '../workflows/examples.ts';
import { byId, webhook } from '../workflows/nodes.ts';
import type { Simulator } from '../simulator/startSimulator.ts';
import type { Deployment, Stage } from './case.mts';
import {
	addKey,
	addWorkflow,
	assertThree,
	checksOf,
	type Deletion,
	ids,
	parkDeletion,
	run,
	startGong,
	threeDeletions,
	untilEnded,
	untilAsleep,
	untilParked,
} from './deletions.mts';
import type { N8nInstance, N8nProcess } from './n8n.mts';
import type { Workflow, WorkflowDefinition } from './n8nApi.mts';

/**
 * Ends n8n in the middle of a wait, and starts it again: once during the first wait, and once during a
 * wait that a round of the loop began. Fails unless all comes out as without.
 */
export async function interruptTwice(
	stage: Stage,
	interrupt: (n8n: Deployment) => Promise<void>,
): Promise<void> {
	const n8n = await stage.deploy();
	// Two of them end when they are told to: starting n8n again takes long on a busy machine.
	const [first, second, third] = threeDeletions;
	const { gong, id } = await parkDeletion(stage, n8n.main, [
		{ ...first, deleteTakes: 3_600_000 },
		{ ...second, deleteTakes: 3_600_000 },
		third,
	]);
	const end = (integrationId: string) => gong.setDeletion({ integrationId, takes: 0 });
	const interrupted = async () => {
		await untilAsleep(n8n.main, id);
		await interrupt(n8n);
		await sleep(5000);
		// n8n takes what runs while it starts for crashed: no check may be made then.
		gong.addFault({ on: 'GET /v2/crm/request-status', kind: 'slow', delay: 20_000 });
		await n8n.start();
	};
	await interrupted();
	const asked = checksOf(gong);
	end(ids[1]);
	while (checksOf(gong) === asked) await sleep(250);
	await interrupted();
	end(ids[0]);
	assertThree(await untilEnded(n8n.main, id, 300_000), gong);
}

const STATUS = 'GET /v2/crm/request-status';
/** Longer than any case. */
const NEVER = 3_600_000;

/** With these, n8n takes a worker for lost after a quarter of a minute without a sign of life, not after one. */
export const LOST_SOON = {
	QUEUE_WORKER_LOCK_DURATION: '15000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '3000',
	QUEUE_WORKER_STALLED_INTERVAL: '5000',
};

/** What n8n says of an execution whose worker is lost (2.41, `MaxStalledCountError`). */
export const WORKER_LOST =
	/^This execution failed to be processed too many times and will no longer retry\./;

/** The example for queue mode, with a webhook in the place of the hand that starts it: workers run it then. */
export async function addQueueExample(
	n8n: N8nInstance,
	gong: Simulator,
	example: WorkflowDefinition,
): Promise<Workflow> {
	const name = `example-${new URL(gong.url).port}`;
	const { nodes, ...file } = filledIn(example, [await addKey(n8n, gong)], byId(ids[0]));
	const workflow = await n8n.api.createWorkflow({
		...file,
		name,
		nodes: nodes.map((one) =>
			one.type === 'n8n-nodes-base.manualTrigger' ? webhook(name, {}, one.name) : one,
		),
	});
	await n8n.api.activate(workflow);
	return workflow;
}

/** Puts a workflow into n8n that deletes the first integration of this Gong. */
type Add = (n8n: N8nInstance, gong: Simulator) => Promise<Workflow>;

/** The plainest such workflow. */
export const addPlain: Add = async (n8n, gong) => await addWorkflow(n8n, await addKey(n8n, gong));

/**
 * Starts deletions, and has Gong hold its answers so that n8n can be lost in the middle.
 *
 * @param inChecks of what is to be lost in a check of the loop
 * @param inRequest of what is to be lost once Gong has accepted the deletion, before n8n hears so
 */
export async function startAtRisk(
	stage: Stage,
	n8n: N8nInstance,
	inChecks: [Add, Add],
	inRequest: Add,
): Promise<[Deletion, Deletion, Deletion]> {
	const prepare = async (add: Add) => {
		const gong = await startGong(stage, [{ deleteTakes: NEVER }]);
		return { gong, workflow: await add(n8n, gong) };
	};
	const start = async (prepared: Omit<Deletion, 'id'>): Promise<Deletion> => ({
		...prepared,
		id: await run(n8n, prepared.workflow),
	});
	const isHeld = ({ gong }: Pick<Deletion, 'gong'>) => gong.waiting() > 0;

	const [first, second] = await Promise.all(inChecks.map(prepare));
	const last = await prepare(inRequest);
	const asked = await Promise.all([first, second].map(start));
	for (const { id } of asked) await untilParked(n8n, id);
	// The node gives up on a call after half a minute, and asks again.
	for (const { gong } of asked)
		gong.addFault({ on: STATUS, kind: 'slow', delay: NEVER, times: Infinity });
	last.gong.addFault({ on: 'DELETE /v2/crm/integrations', kind: 'slow', delay: NEVER });
	while (!asked.every(isHeld)) await sleep(50);
	const requested = await start(last);
	while (!isHeld(requested)) await sleep(50);
	assert.ok(asked.every(isHeld), 'a check was given up before it could be lost');
	return [asked[0], asked[1], requested];
}

/** Loses processes with all that is in their homes, and has others take their places. Gong finishes meanwhile. */
export async function loseHomes(processes: N8nProcess[], deletions: Deletion[]): Promise<void> {
	await Promise.all(processes.map(async (one) => await one.kill()));
	for (const { gong } of deletions) {
		gong.clearFaults();
		gong.setDeletion({ integrationId: ids[0], takes: 0 });
	}
	await Promise.all(processes.map(async (one) => await one.startInNewHome()));
}
