import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { node, to } from '../workflows/build.ts';
import { deleteNode } from '../workflows/nodes.ts';
import type { Simulator } from '../simulator/startSimulator.ts';
import type { Deployment, Stage } from './case.mts';
import {
	addKey,
	addWorkflow,
	addWorkflowAround,
	assertThree,
	checksOf,
	deleteEach,
	type Deletion,
	ids,
	parkDeletion,
	run,
	startGong,
	threeDeletions,
	untilEnded,
	untilAsleep,
	untilParked,
	type Wishes,
} from './deletions.mts';
import type { N8nInstance, N8nProcess } from './n8n.mts';
import type { Workflow } from './n8nApi.mts';

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

/** What `docs/waiting.md` has people look for in the error that comes out of the node. */
const LEADS_BACK = ['failed to be processed too many times', 'n8n stopped in the middle'];

/** A workflow that leads an error with which n8n has lost the wait back to the node, as `docs/waiting.md` says. */
async function addLeadingBack(n8n: N8nInstance, gong: Simulator): Promise<Workflow> {
	const isLost = node(
		'Wait Lost?',
		'n8n-nodes-base.if',
		{
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: LEADS_BACK.map((rightValue, id) => ({
					id: `${id}`,
					leftValue: '={{ $json.error }}',
					rightValue,
					operator: { type: 'string', operation: 'contains' },
				})),
				combinator: 'or',
			},
			options: {},
		},
		{ typeVersion: 2.2 },
	);
	const onError = { onError: 'continueErrorOutput' as const };
	return await addWorkflowAround(n8n, {
		nodes: [deleteNode('Delete', await addKey(n8n, gong), deleteEach, onError), isLost],
		connections: {
			Delete: { main: [[to('Next')], [to(isLost.name)]] },
			[isLost.name]: { main: [[to('Delete')], [to('Trouble')]] },
		},
	});
}

/** Deletions, one integration each, at the moments in which n8n can be lost. */
export interface AtRisk {
	/** Its status is being asked by a check of the loop. */
	asked: Deletion;
	/** The same, in a workflow that leads the error back. */
	leadingBack: Deletion;
	/** Gong has accepted it, and the answer is on its way. */
	requested: Deletion;
}

/**
 * Starts deletions, and has Gong hold its answers when they are at risk.
 *
 * @param clientRequestId of the one that is requested; default: the node's own
 */
export async function startAtRisk(
	stage: Stage,
	n8n: N8nInstance,
	clientRequestId = '',
): Promise<AtRisk> {
	const prepare = async (add: (gong: Simulator) => Promise<Workflow>) => {
		const gong = await startGong(stage, [{ deleteTakes: NEVER }]);
		return { gong, workflow: await add(gong) };
	};
	const plain = async (gong: Simulator, wishes?: Wishes) =>
		await addWorkflow(n8n, await addKey(n8n, gong), wishes);
	const start = async (prepared: Omit<Deletion, 'id'>): Promise<Deletion> => ({
		...prepared,
		id: await run(n8n, prepared.workflow),
	});
	const isHeld = ({ gong }: Pick<Deletion, 'gong'>) => gong.waiting() > 0;

	const first = await Promise.all([
		prepare(plain),
		prepare(async (gong) => await addLeadingBack(n8n, gong)),
	]);
	const last = await prepare(
		async (gong) => await plain(gong, { parameters: { options: { clientRequestId } } }),
	);
	const [asked, leadingBack] = await Promise.all(first.map(start));
	for (const { id } of [asked, leadingBack]) await untilParked(n8n, id);
	// The node gives up on a call after half a minute, and asks again.
	for (const { gong } of [asked, leadingBack])
		gong.addFault({ on: STATUS, kind: 'slow', delay: NEVER, times: Infinity });
	last.gong.addFault({ on: 'DELETE /v2/crm/integrations', kind: 'slow', delay: NEVER });
	while (![asked, leadingBack].every(isHeld)) await sleep(50);
	const requested = await start(last);
	while (!isHeld(requested)) await sleep(50);
	assert.ok([asked, leadingBack].every(isHeld), 'a check was given up before it could be lost');
	return { asked, leadingBack, requested };
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
