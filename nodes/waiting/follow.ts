import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import type { GongClient } from '../gong/client';
import type { Clock } from '../gong/clock';
import { firstChecksAreOver, isWorthSuspending, nextPark } from '../gong/schedule';
import { isOpen, needsConfirmation, needsStatus, type RunState } from '../requests/runState';
import { settle } from '../requests/settle';
import { confirm } from './confirm';
import type { WaitSettings } from '../requests/waitSettings';
import { notConfirmedHints, notSuspendedHint, shortenedHint, uploadSummaryHints } from './hints';
import type { RunSettings } from './readWaitSettings';
import { suspend } from './suspend';
import { isSettled, waitInExecution } from './waitInExecution';

/** What a run follows its requests with. */
export interface Following {
	context: IExecuteFunctions;
	client: GongClient;
	clock: Clock;
	settings: RunSettings;
}

/**
 * Brings a run to its end, once all requests are made: follows them if that is wanted, and puts out one
 * item per input item.
 *
 * @param notAwaited said where requests are open and nobody waits for them
 * @throws NodeApiError or NodeOperationError where the node's *On Error* setting is *Stop Workflow*.
 */
export async function conclude(
	following: Following,
	state: RunState,
	...notAwaited: NodeExecutionHint[]
): Promise<INodeExecutionData[]> {
	const { context, client, clock, settings } = following;
	if (settings.wait && state.followed.some(isOpen)) return await follow(following, state);
	const followed = state.followed.some(needsConfirmation)
		? confirm(state.followed, await client.listIntegrations(), clock.now())
		: state.followed;
	if (followed.some(needsStatus)) context.addExecutionHints(...notAwaited);
	return finish(context, { ...state, followed }, settings);
}

/** Puts out one item per input item, with what is to be said of all of them. */
export function finish(
	context: IExecuteFunctions,
	state: RunState,
	settings: WaitSettings,
): INodeExecutionData[] {
	const output = settle(context, state, settings);
	context.addExecutionHints(
		...notConfirmedHints(state.followed),
		...uploadSummaryHints(state.followed, settings),
	);
	return output;
}

/**
 * Follows requests to their end. The first checks happen here, because a small request is over within
 * seconds; then the execution is suspended where it can be, and goes on waiting here where it cannot.
 */
async function follow(
	{ context, client, clock, settings }: Following,
	{ followed: submitted, refused }: RunState,
): Promise<INodeExecutionData[]> {
	const wait = { settings, startedAt: clock.now() };
	const means = { client, clock, startedAt: wait.startedAt };
	const elapsed = () => clock.now() - wait.startedAt;
	if (settings.shortened) context.addExecutionHints(shortenedHint(settings));

	let progress = await waitInExecution(
		{ followed: submitted, notBefore: 0 },
		settings,
		means,
		(passed) => settings.suspend && firstChecksAreOver(passed, settings.schedule),
	);
	if (!isSettled(progress.followed, settings)) {
		const { followed, notBefore } = progress;
		const next = nextPark(elapsed(), notBefore - wait.startedAt, settings.schedule);
		if (next && 'park' in next && isWorthSuspending(elapsed(), settings.schedule)) {
			const suspension = await suspend(
				context,
				wait,
				{ followed, refused },
				clock.now() + next.park,
			);
			if (suspension.kind === 'suspended') return suspension.items;
			context.addExecutionHints(notSuspendedHint(suspension.reason));
		}
		progress = await waitInExecution(progress, settings, means);
	}
	return finish(context, { followed: progress.followed, refused }, settings);
}
