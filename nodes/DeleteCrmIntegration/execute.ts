import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { executionClock } from '../connection/executionClock';
import { joinSentences } from '../connection/explain';
import { toApiError, isNodeError, invalidInput } from '../connection/nodeErrors';
import { readOptions } from '../connection/parameters';
import { createSend } from '../connection/send';
import type { CrmIntegration } from '../gong/answers';
import { GongClient } from '../gong/client';
import type { Clock } from '../gong/clock';
import { deletionKind } from '../requests/deletion';
import {
	createAlreadyGone,
	recordStatus,
	type Deletion,
	createDryRun,
	adoptRequest,
	READABLE_WITHIN,
	startRequest,
} from '../requests/request';
import type { Followed, RunState } from '../requests/runState';
import { listOtherRequests } from '../requests/settle';
import { type Attempted, attempt } from '../submitting/attempt';
import { readRunOrigin } from '../submitting/origin';
import { explainRefusal } from '../submitting/refusals';
import { type Submission, submit } from '../submitting/submit';
import { conclude } from '../waiting/follow';
import { dryRunHint, misnamedHint, notAwaitedHint } from '../waiting/hints';
import { readRunSettings, type RunSettings } from '../waiting/readWaitSettings';
import { plan, type PlannedDeletion } from './plan';
import { type DeletionWish, readItem } from './readItem';

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
	const settings = readRunSettings(
		context,
		readOptions(context, 0, 'options', 'Options'),
		clock.now(),
	);
	const { authentication, requestsPerSecond } = settings;
	const client = new GongClient(createSend(context, authentication), clock, requestsPerSecond);
	const run: Run = { context, settings, client, clock };

	return await conclude(run, await submitAll(run, await readItems(run)), notAwaitedHint);
}

/** All items are read before anything is sent, so that a run with unusable input deletes nothing. */
async function readItems({ context, settings }: Run): Promise<Array<Attempted<DeletionWish>>> {
	const wishes: Array<Attempted<DeletionWish>> = [];
	for (const [index] of context.getInputData().entries())
		wishes.push(await attempt(() => readItem(context, index), settings.stopOnError));
	return wishes;
}

/** Makes the requests one after the other. */
async function submitAll(run: Run, wishes: Array<Attempted<DeletionWish>>): Promise<RunState> {
	const { context, settings } = run;
	const { deletions, refused } = plan(wishes, readRunOrigin(context));
	if (settings.stopOnError && refused.length > 0) {
		const [{ item, refusal }] = refused;
		throw invalidInput(context, item, refusal.message, refusal.description);
	}
	const state: RunState = {
		followed: [],
		refused: refused.map((one) => ({ ...one, kind: 'deletion', details: null })),
	};
	const dryRuns: CrmIntegration[] = [];
	const misnamed: CrmIntegration[] = [];
	for (const deletion of deletions) {
		const result = await attempt(
			async () => await submitOne(run, deletion, state.followed, misnamed),
			settings.stopOnError,
		);
		if (!result.ok) {
			const { refusal } = result;
			state.refused.push(
				...deletion.items.map((item) => ({
					kind: 'deletion' as const,
					item,
					refusal,
					details: null,
				})),
			);
			continue;
		}
		const { submission, request } = result.value;
		state.followed.push({ request, refusal: null });
		if (submission.end === 'dryRun' && submission.integration) dryRuns.push(submission.integration);
	}
	if (misnamed.length > 0) context.addExecutionHints(misnamedHint(misnamed));
	if (state.followed.some(({ request }) => request.status === 'DRY_RUN'))
		context.addExecutionHints(dryRunHint(dryRuns));
	return state;
}

/** @throws NodeApiError or NodeOperationError, with what else was requested in this run. */
async function submitOne(
	{ context, settings, client, clock }: Run,
	{ wish, clientRequestId, items }: PlannedDeletion,
	others: Followed[],
	misnamed: CrmIntegration[],
): Promise<{ submission: Submission; request: Deletion }> {
	const { integrationId, expectedName } = wish;
	const [item] = items;
	const submission = await submit(
		{
			wish: { ...wish, kind: 'deletion', ownId: wish.ownId !== null, waits: settings.wait },
			integrationId,
			clientRequestId,
			send: async (id) => await client.deleteIntegration(integrationId, id),
		},
		client,
		clock,
	).catch((error: unknown) => {
		if (isNodeError(error))
			error.description = joinSentences(error.description, listOtherRequests(others));
		throw error;
	});
	if (submission.end !== 'refused')
		return { submission, request: toDeletion(submission, integrationId, items, clock.now()) };

	const { refusal } = submission;
	const explanation = explainRefusal(refusal, {
		kind: deletionKind,
		integrationId,
		clientRequestId: submission.clientRequestId,
		expectedName,
		authentication: settings.authentication,
	});
	const description = joinSentences(
		explanation.description,
		settings.stopOnError && listOtherRequests(others),
	);
	if (refusal.why !== 'misnamed') throw toApiError(context, item, { ...explanation, description });
	misnamed.push(refusal.integration);
	throw invalidInput(context, item, explanation.message, description);
}

/** The deletion that a submission has led to. */
function toDeletion(
	submission: Exclude<Submission, { end: 'refused' }>,
	integrationId: string,
	items: number[],
	now: number,
): Deletion {
	const asked = { integrationId, clientRequestId: submission.clientRequestId, items };
	const deletion = { kind: 'deletion', alreadyGone: false } as const;
	switch (submission.end) {
		case 'dryRun':
			return createDryRun({ integrationId, items }, submission);
		case 'alreadyGone':
			return createAlreadyGone({ integrationId, items }, now);
		case 'accepted':
			return { ...startRequest(asked, submission.requestId, now), ...deletion, proof: 'ours' };
		case 'recovered': {
			const { status, proof } = submission;
			const request: Deletion = {
				...adoptRequest(asked, { recovered: true, readableWithin: READABLE_WITHIN }, now),
				...deletion,
				proof,
			};
			return status ? recordStatus(request, status, now) : request;
		}
	}
}
