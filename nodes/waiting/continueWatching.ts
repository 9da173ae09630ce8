import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { executionClock } from '../connection/executionClock';
import { createSend } from '../connection/send';
import { GongClient } from '../gong/client';
import { nextCheck, SHORTEST_PARKED_WAIT } from '../gong/schedule';
import { checkRound, giveUp } from './checkRound';
import { guardAgainstCrash } from '../engine/crashGuard';
import { shortenedHint } from './hints';
import { fromLoopItem, type ItemState, toLoopItem } from '../requests/itemState';
import { settle } from '../requests/settle';
import { isSettled } from './waitInExecution';
import { names, type Watch } from './waitingWorkflow';

/**
 * One round of the waiting sub-workflow: asks Gong about all open deletions, then either says how long
 * to wait until the next round, or puts out the results for the node that waits. Before the first wait
 * there is nothing to ask: the first checks have just been made.
 *
 * @throws where that node's *On Error* setting is *Stop Workflow* and an item is to be an error.
 */
export async function continueWatching(
	context: IExecuteFunctions,
	watch: Watch,
): Promise<INodeExecutionData[]> {
	if (context.getInputSourceData().previousNode === names.start) {
		guardAgainstCrash(context, true);
		return context.getInputData().map((item, index) => ({ ...item, pairedItem: { item: index } }));
	}
	guardAgainstCrash(context, false);

	const { settings, startedAt } = watch;
	const clock = executionClock(context);
	const client = new GongClient(
		createSend(context, settings.authentication),
		clock,
		settings.requestsPerSecond,
	);
	const before = context.getInputData().map(fromLoopItem);
	const { states, notBefore } = await checkRound(before, client, clock, settings);

	const elapsed = clock.now() - startedAt;
	const next = nextCheck(elapsed, notBefore - startedAt, settings.schedule);
	if (isSettled(states, settings) || next === null) {
		if (settings.shortened) context.addExecutionHints(shortenedHint(settings));
		return settle(context, endOf(states, settings), settings);
	}
	// The wait may be over sooner than n8n can park: better a little late than lost in memory.
	const seconds = Math.ceil(Math.max(next - elapsed, SHORTEST_PARKED_WAIT) / 1000);
	guardAgainstCrash(context, true);
	return states.map((state, index) => toLoopItem(state, index, seconds, before[index].atStart));
}

const endOf = (states: ItemState[], settings: Watch['settings']): ItemState[] =>
	isSettled(states, settings) ? states : giveUp(states);
