import type { INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { type ItemError, type Result, succeed } from '../n8n/result';
import { mayPark } from '../engine/mayPark';
import { LONGEST_HOLD } from '../gong/pace';
import { firstChecksAreOver } from '../gong/schedule';
import { attempt } from '../items/errors';
import { actOnGroups, type Grouping } from '../items/path';
import type { Run } from '../items/run';
import { settle } from '../items/settle';
import { isOpen, isSettled, needsList } from '../requests/predicates';
import type { Followed, RunState } from '../requests/runState';
import type { WaitSettings } from '../requests/waitSettings';
import { applyList, explainUnfollowed } from './round';
import { notConfirmedHints, notSuspendedHint, shortenedHint, uploadSummaryHints } from './hints';
import { fitWait } from './fitWait';
import { isWorthSuspending, nextPark } from './park';
import { suspend } from './suspend';
import { waitInExecution } from './waitInExecution';

/** What came of a group's call. */
export interface Begun extends Followed {
	/** Ms since 1970 before which Gong asked not to be called; absent = it did not. */
	notBefore?: number;
}

/**
 * Makes the requests of all groups of items, follows them to their end if that is wanted, and puts out
 * one item per input item.
 *
 * @param act makes the request of a group; `null` = an earlier one answers for it
 * @param whenMade called once all requests are made; what is to be said then
 */
export async function followGroups<G extends { items: number[] }>(
	run: Run,
	grouping: Grouping<G>,
	act: (group: G) => Promise<Result<Begun | null>>,
	whenMade: (state: RunState) => NodeExecutionHint[] | Promise<NodeExecutionHint[]> = () => [],
): Promise<Result<INodeExecutionData[]>> {
	const { done, refused } = await actOnGroups(run, grouping, act);
	const begun = done.flatMap(({ value }) => value ?? []);
	const notBefore = begun.reduce((latest, one) => Math.max(latest, one.notBefore ?? 0), 0);
	const state: RunState = {
		followed: begun.map(({ request, refusal }) => ({ request, refusal })),
		refused,
	};
	const ended = await attempt(run.context, async () => {
		run.context.addExecutionHints(...(await whenMade(state)));
		return succeed(await conclude(run, state, notBefore));
	});
	// Thrown, whatever it was: every item keeps what is known of its request.
	return ended.ok ? ended.value : settle(run.context, endWith(state, ended.error), run.settings);
}

/** Nobody follows the requests any more: what Gong has accepted goes on there. */
const endWith = ({ followed, refused }: RunState, error: ItemError): RunState => ({
	followed: followed.map((one) =>
		isOpen(one) ? { ...one, refusal: explainUnfollowed(one.request, error) } : one,
	),
	refused,
});

async function conclude(
	run: Run,
	state: RunState,
	notBefore: number,
): Promise<Result<INodeExecutionData[]>> {
	const { context, client, clock, settings } = run;
	const needsNothing = settings.stopOnError && state.refused.length > 0;
	if (settings.wait && !needsNothing && state.followed.some(isOpen))
		return await follow(run, state, notBefore);
	const followed = state.followed.some((one) => needsList(one) === 'confirm')
		? applyList(state.followed, await client.listIntegrations(), clock.now())
		: state.followed;
	return finish(context, { ...state, followed }, settings);
}

/** Puts out one item per input item, with what is to be said of all of them. */
export function finish(
	context: Run['context'],
	state: RunState,
	settings: WaitSettings,
): Result<INodeExecutionData[]> {
	context.addExecutionHints(
		...notConfirmedHints(state.followed),
		...uploadSummaryHints(state, settings),
	);
	return settle(context, state, settings);
}

/**
 * Follows requests to their end. The first checks happen here, because a small request is over within
 * seconds; then the execution is suspended where it can be, and goes on waiting here where it cannot.
 *
 * @param heldUntil ms since 1970 before which Gong asked not to be called; 0 = it did not
 */
async function follow(run: Run, { followed: made, refused }: RunState, heldUntil: number) {
	const { context, clock } = run;
	const startedAt = clock.now();
	const settings = fitWait(run.settings, startedAt);
	const { schedule } = settings;
	const elapsed = () => clock.now() - startedAt;
	if (settings.shortened) context.addExecutionHints(shortenedHint(settings));
	const suspends = run.settings.suspend && mayPark(context.getExecutionId());
	// Engine 2.0 keeps no hints.
	if (run.settings.suspend && !suspends)
		context.logger.info(
			'This engine cannot suspend the execution, so it keeps running while it waits for Gong',
		);

	const means = { client: run.client, clock, startedAt };
	let progress = await waitInExecution(
		{ followed: made, notBefore: heldUntil },
		settings,
		means,
		({ notBefore }) =>
			suspends &&
			isWorthSuspending(elapsed(), schedule) &&
			(firstChecksAreOver(elapsed(), schedule) || notBefore - clock.now() > LONGEST_HOLD),
	);
	if (!isSettled(progress.followed, settings)) {
		const { followed, notBefore } = progress;
		const next = nextPark(elapsed(), notBefore - startedAt, schedule);
		if (suspends && next && 'park' in next && isWorthSuspending(elapsed(), schedule)) {
			const suspension = await suspend(
				context,
				{ settings, startedAt },
				{ followed, refused },
				clock.now() + next.park,
			);
			if (suspension.kind === 'suspended') return succeed(suspension.items);
			context.addExecutionHints(notSuspendedHint(suspension.reason));
		}
		progress = await waitInExecution(progress, settings, means);
	}
	return finish(context, { followed: progress.followed, refused }, settings);
}
