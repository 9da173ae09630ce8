import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { executionClock } from '../connection/executionClock';
import { type Explanation, sentences } from '../connection/explain';
import { isNodeError, type NodeError } from '../connection/nodeErrors';
import { createSend } from '../connection/send';
import type { CrmIntegration } from '../gong/answers';
import { GongClient } from '../gong/client';
import type { Clock } from '../gong/clock';
import { firstChecksAreOver } from '../gong/schedule';
import {
	dryRunHint,
	misnamedHint,
	notAwaitedHint,
	notSuspendedHint,
	shortenedHint,
} from '../waiting/hints';
import { type ItemState, isWaiting } from '../requests/itemState';
import { othersInRun, settle } from '../requests/settle';
import { secondsToPark, suspend } from '../waiting/suspend';
import { isSettled, waitInExecution } from '../waiting/waitInExecution';
import { type DeletionRequest, readRequest, readRunOrigin } from './request';
import { readRunSettings, type RunSettings } from './runSettings';
import { Submitter } from './submit';

/** What one run of the node works with. */
interface Run {
	context: IExecuteFunctions;
	settings: RunSettings;
	client: GongClient;
	clock: Clock;
}

/**
 * Checks all input, asks Gong to delete, waits if that is wanted, and puts out one item per input item.
 *
 * @throws NodeApiError or NodeOperationError where the node's *On Error* setting is *Stop Workflow*.
 */
export async function deleteIntegrations(
	context: IExecuteFunctions,
): Promise<INodeExecutionData[]> {
	const clock = executionClock(context);
	const settings = readRunSettings(context, clock.now());
	const { authentication, requestsPerSecond } = settings;
	const client = new GongClient(createSend(context, authentication), clock, requestsPerSecond);
	const run: Run = { context, settings, client, clock };

	const requests = await readRequests(run);
	const states = await submitAll(run, requests);

	if (!states.some(isWaiting)) return settle(context, states, settings);
	if (settings.wait) return await waitForAll(run, states);
	context.addExecutionHints(notAwaitedHint);
	return settle(context, states, settings);
}

/** All items are read before anything is sent, so that a run with unusable input deletes nothing. */
async function readRequests({
	context,
	settings,
}: Run): Promise<Array<DeletionRequest | NodeError>> {
	const origin = readRunOrigin(context);
	const firstItem = new Map<string, number>();
	const requests: Array<DeletionRequest | NodeError> = [];
	for (const [index] of context.getInputData().entries())
		requests.push(
			await attempt(
				async () => readRequest(context, index, origin, firstItem),
				settings.stopOnError,
			),
		);
	return requests;
}

/** Sends the requests one after the other. */
async function submitAll(
	{ context, settings, client, clock }: Run,
	requests: Array<DeletionRequest | NodeError>,
): Promise<ItemState[]> {
	const submitter = new Submitter(context, client, clock, settings.authentication);
	const states: ItemState[] = [];
	const dryRuns: CrmIntegration[] = [];
	for (const [index, request] of requests.entries()) {
		const result = isNodeError(request)
			? request
			: await attempt(
					async () => await submitter.submit(request, index),
					settings.stopOnError,
					() => othersInRun(states, index),
				);
		if (isNodeError(result)) {
			states.push({ deletion: null, refusal: toExplanation(result) });
			continue;
		}
		states.push({ deletion: result.deletion, refusal: null });
		if (result.deletion.status === 'DRY_RUN' && result.integration)
			dryRuns.push(result.integration);
	}
	if (submitter.misnamed.length > 0) context.addExecutionHints(misnamedHint(submitter.misnamed));
	if (states.some(({ deletion }) => deletion?.status === 'DRY_RUN'))
		context.addExecutionHints(dryRunHint(dryRuns));
	return states;
}

/**
 * The first checks happen here, because a small integration is gone within seconds; then the execution
 * is suspended where it can be, and goes on waiting here where it cannot.
 */
async function waitForAll(run: Run, submitted: ItemState[]): Promise<INodeExecutionData[]> {
	const { context, settings, clock } = run;
	const wait = { ...run, startedAt: clock.now() };
	if (settings.shortened) context.addExecutionHints(shortenedHint(settings));

	let progress = await waitInExecution(
		{ states: submitted, notBefore: 0 },
		settings,
		wait,
		(elapsed) => settings.suspend && firstChecksAreOver(elapsed, settings.schedule),
	);
	if (!isSettled(progress.states, settings)) {
		const watch = { settings, startedAt: wait.startedAt };
		const seconds = secondsToPark(clock.now(), progress.notBefore, watch);
		if (seconds !== null) {
			const suspension = await suspend(context, watch, progress.states, seconds);
			if (suspension.kind === 'suspended') return suspension.items;
			context.addExecutionHints(notSuspendedHint(suspension.reason));
		}
		progress = await waitInExecution(progress, settings, wait);
	}
	return settle(context, progress.states, settings);
}

/**
 * Runs `action`. Where the node stops on errors, they go on up, with what `also` says added to what to
 * do; otherwise an error meant for the builder is returned as the item's result.
 */
async function attempt<T>(
	action: () => Promise<T>,
	stopOnError: boolean,
	also: () => string = () => '',
): Promise<T | NodeError> {
	return await action().catch((error: unknown) => {
		if (!isNodeError(error)) throw error;
		if (!stopOnError) return error;
		error.description = sentences(error.description, also());
		throw error;
	});
}

const toExplanation = (error: NodeError): Explanation => ({
	message: error.message,
	description: error.description ?? '',
	httpCode: 'httpCode' in error ? error.httpCode : null,
});
