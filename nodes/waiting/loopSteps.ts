import {
	type IExecuteFunctions,
	type INodeExecutionData,
	jsonParse,
	NodeOperationError,
} from 'n8n-workflow';
import { executionClock } from '../connection/executionClock';
import { joinList } from '../gong/joinList';
import { createSend } from '../connection/send';
import { guardAgainstCrash } from '../engine/crashGuard';
import { isStartingUp } from '../engine/startUp';
import { GongClient } from '../gong/client';
import { nextPark } from '../gong/schedule';
import { type Followed, giveUp } from '../requests/runState';
import { finish } from './follow';
import { shortenedHint } from './hints';
import {
	fromLoopItems,
	listRequests,
	nextCheckOf,
	nextLoopItems,
	toRunState,
	UnreadableLoop,
} from './loopItems';
import type { LoopStep, Wait } from './loopWorkflow';
import { checkRound } from './round';
import { isSettled } from './waitInExecution';

/**
 * Does one step of the waiting loop.
 *
 * @returns the items for the next wait, and those that have come to their end
 * @throws NodeOperationError for anything else than the loop's items; and, when handing back, where the
 * waiting node's *On Error* setting is *Stop Workflow* and an item is to be an error.
 */
export const doLoopStep = async (context: IExecuteFunctions): Promise<INodeExecutionData[][]> =>
	await steps[context.getNodeParameter('step', 0) as LoopStep](context).catch((error: unknown) => {
		throw error instanceof UnreadableLoop ? toUnreadableError(context, error) : error;
	});

const readWait = (context: IExecuteFunctions): Wait =>
	jsonParse<Wait>(context.getNodeParameter('wait', 0) as string);

/** Gives the execution back to n8n until the next check is due. */
async function park(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const until = nextCheckOf(items);
	guardAgainstCrash(
		context,
		`Nothing is lost at Gong. To find out what became of it, use Gong CRM: Get Status with: ${joinList(listRequests(items))}.`,
	);
	await context.putExecutionToWait(new Date(until));
	return [items.map((item, index) => ({ ...item, pairedItem: { item: index } })), []];
}

/**
 * Asks Gong about everything that is open, and says when to ask next. While n8n starts, it only says when,
 * unless the wait is about to end.
 */
async function ask(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const loop = fromLoopItems(context.getInputData());
	guardAgainstCrash(context, null);
	const { settings, startedAt } = readWait(context);
	const clock = executionClock(context);
	const items = (followed: Followed[], at: number) => nextLoopItems({ ...loop, followed }, at);
	const resumedAt = clock.now();
	if (isStartingUp()) {
		const later = nextPark(resumedAt - startedAt, 0, settings.schedule);
		if (later && 'park' in later) return [items(loop.followed, resumedAt + later.park), []];
	}

	const client = new GongClient(
		createSend(context, settings.authentication),
		clock,
		settings.requestsPerSecond,
	);
	let { followed } = loop;
	let notBefore = 0;
	for (;;) {
		const isLast = clock.now() - startedAt >= settings.schedule.longestWait;
		({ followed, notBefore } = await checkRound(followed, client, clock, settings, isLast));
		const now = clock.now();
		if (isSettled(followed, settings)) return [[], items(followed, now)];
		const next = nextPark(now - startedAt, notBefore - startedAt, settings.schedule);
		if (!next) return [[], items(giveUp(followed), now)];
		if ('park' in next) return [items(followed, now + next.park), []];
		await clock.sleep(next.stay);
	}
}

/** Puts out one item for each input item of the node that waits. */
async function handBack(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { settings } = readWait(context);
	if (settings.shortened) context.addExecutionHints(shortenedHint(settings));
	return [finish(context, toRunState(fromLoopItems(context.getInputData())), settings), []];
}

const steps = { park, ask, handBack };

const toUnreadableError = (context: IExecuteFunctions, { requests }: UnreadableLoop) =>
	new NodeOperationError(
		context.getNode(),
		requests.length > 0
			? 'This wait was started by another version of the package, and cannot go on'
			: 'This step belongs to a wait that Gong CRM nodes start themselves',
		{
			description:
				requests.length > 0
					? `Nothing is lost at Gong. To find out what became of it, use Gong CRM: Get Status with: ${joinList(requests)}.`
					: 'It takes no other input. To follow a request, use Gong CRM: Get Status and switch on "Wait for Completion".',
		},
	);
