import { type IExecuteFunctions, type INodeExecutionData, jsonParse } from 'n8n-workflow';
import type { Authentication } from '../n8n/authentication';
import { NodeParameters } from '../n8n/parameters';
import { executionClock } from '../n8n/executionClock';
import { combine, type ItemError, type Result, succeed } from '../n8n/result';
import { createSend } from '../n8n/send';
import { armCrashGuard, disarmCrashGuard } from '../engine/crashGuard';
import { isStartingUp } from '../engine/startUp';
import { GongClient } from '../gong/client';
import { joinList } from '../text/lists';
import { attempt } from '../items/errors';
import { isSettled } from '../requests/predicates';
import { giveUp } from '../requests/giveUp';
import type { Followed } from '../requests/runState';
import { finish } from './follow';
import { shortenedHint } from './hints';
import { fromLoopItems, listRequests, nextCheckOf, nextLoopItems, toRunState } from './loopItems';
import { type LoopStep, names, type Wait } from './loopWorkflow';
import { nextPark, parkPastEnd } from './park';
import { checkRound } from './round';

/**
 * Does one step of the waiting loop.
 *
 * @returns the items for the next wait, and those that have come to their end; an error for anything
 * else than the loop's items, and, when handing back, where the waiting node's *On Error* setting is
 * *Stop Workflow* and an item is to be an error
 */
export async function doLoopStep(
	context: IExecuteFunctions,
): Promise<Result<INodeExecutionData[][]>> {
	const items = context.getInputData();
	const read = await attempt(context, () => readStep(context));
	if (!read.ok) return nameRequests(items, read.error);
	const { step, wait } = read.value;
	const done = await attempt(context, async () => succeed(await steps[step](context, wait)));
	return done.ok ? done.value : nameRequests(items, done.error);
}

function readStep(context: IExecuteFunctions): Result<{ step: LoopStep; wait: Wait }> {
	const first = new NodeParameters(context).of(0);
	const read = combine({
		step: first.get('step', 'Step').asOneOf<LoopStep>(['park', 'ask', 'handBack']),
		wait: first.get('wait', 'Wait').asText('Only a waiting node can make this step.'),
		// It decides which credential n8n has ready for the step.
		authentication: first
			.get('authentication', 'Authentication')
			.asOneOf<Authentication>(['oAuth2', 'accessKey']),
	});
	if (!read.ok) return read;
	const { step, wait } = read.value;
	return succeed({ step, wait: jsonParse<Wait>(wait) });
}

/** n8n keeps no more than the message where the waiting node goes on with errors. */
function nameRequests(items: INodeExecutionData[], error: ItemError): Result<never> {
	const requests = joinList(listRequests(items));
	const message = requests ? `${error.message}. The wait was for: ${requests}` : error.message;
	return { ok: false, error: { ...error, message } };
}

type Step = (context: IExecuteFunctions, wait: Wait) => Promise<Result<INodeExecutionData[][]>>;

/** Gives the execution back to n8n until the next check is due. */
const park: Step = async (context) => {
	const items = context.getInputData();
	const until = nextCheckOf(items);
	if (!until.ok) return until;
	armCrashGuard(context, joinList(listRequests(items)), names.ask);
	await context.putExecutionToWait(new Date(until.value));
	return succeed([items.map((item, index) => ({ ...item, pairedItem: { item: index } }))]);
};

/**
 * Asks Gong about everything that is open, and says when to ask next. While n8n starts, it only says when,
 * unless the wait is about to end.
 */
const ask: Step = async (context, { settings, startedAt }) => {
	const loop = fromLoopItems(context.getInputData());
	if (!loop.ok) return loop;
	disarmCrashGuard(context);
	const clock = executionClock(context);
	const items = (followed: Followed[], at: number) =>
		nextLoopItems({ ...loop.value, followed }, at);
	const resumedAt = clock.now();
	if (isStartingUp()) {
		const later =
			nextPark(resumedAt - startedAt, 0, settings.schedule) ?? parkPastEnd(resumedAt, settings);
		if (later && 'park' in later)
			return succeed([items(loop.value.followed, resumedAt + later.park), []]);
	}

	const client = new GongClient(
		createSend(context, settings.authentication),
		clock,
		settings.requestsPerSecond,
	);
	const endsAt = startedAt + settings.schedule.longestWait;
	let { followed } = loop.value;
	let notBefore = 0;
	for (;;) {
		({ followed, notBefore } = await checkRound(followed, client, clock, settings, endsAt));
		const now = clock.now();
		if (isSettled(followed, settings)) return succeed([[], items(followed, now)]);
		const next = nextPark(now - startedAt, notBefore - startedAt, settings.schedule);
		if (!next) return succeed([[], items(giveUp(followed), now)]);
		if ('park' in next) return succeed([items(followed, now + next.park), []]);
		await clock.sleep(next.stay);
	}
};

/** Puts out one item for each input item of the node that waits. */
const handBack: Step = async (context, { settings }) => {
	const loop = fromLoopItems(context.getInputData());
	if (!loop.ok) return loop;
	if (settings.shortened) context.addExecutionHints(shortenedHint(settings));
	const finished = finish(context, toRunState(loop.value), settings);
	return finished.ok ? succeed([finished.value]) : finished;
};

const steps: Record<LoopStep, Step> = { park, ask, handBack };
