import type { IExecuteFunctions, INodeExecutionData, NodeExecutionHint } from 'n8n-workflow';
import { NodeParameters } from '../n8n/parameters';
import { type Result, succeed } from '../n8n/result';
import type { CrmIntegration } from '../gong/answers';
import { readUnsentStatus } from '../gong/unsent';
import { readItems } from '../items/path';
import { createRun, type Run } from '../items/run';
import { deriveDeletionId, type Origin } from '../requests/clientRequestId';
import { deletionKind } from '../requests/deletion';
import { needsStatus } from '../requests/predicates';
import {
	adoptRequest,
	createAlreadyGone,
	createDryRun,
	type Deletion,
	ownDeletion,
	READABLE_WITHIN,
	recordStatus,
	startRequest,
	unconfirmedDeletion,
} from '../requests/request';
import type { Followed, RunState } from '../requests/runState';
import { readOrigin } from '../submitting/origin';
import { explainRefusal } from '../submitting/refusals';
import { type Submission, submit } from '../submitting/submit';
import { followGroups } from '../waiting/follow';
import { dryRunHint, misnamedHint, notAwaitedHint } from '../waiting/hints';
import { addNotes, isDryRunForced } from './agent';
import { plan, type PlannedDeletion } from './plan';
import { readItem } from './readItem';

/** Integrations that were looked up, to be named in hints. */
interface LookedUp {
	dryRuns: CrmIntegration[];
	misnamed: CrmIntegration[];
}

/** Checks all input, asks Gong to delete, waits if that is wanted, and puts out one item per input item. */
export async function deleteIntegrations(
	context: IExecuteFunctions,
): Promise<Result<INodeExecutionData[][]>> {
	const created = createRun(new NodeParameters(context));
	if (!created.ok) return created;
	const run = created.value;
	const isForced = isDryRunForced(context);
	const readings = await readItems(run, (parameters) => succeed(readItem(parameters, isForced)));
	const grouping = plan(
		readings.map((reading) =>
			reading.ok ? reading.value : { integrationId: reading, guards: reading },
		),
	);
	const origin = readOrigin(context);
	const found: LookedUp = { dryRuns: [], misnamed: [] };
	const done = await followGroups(
		run,
		grouping,
		async (deletion) => await submitOne(run, deletion, origin, found),
		(state) => sayWhatWasFound(run, state, found),
	);
	if (!done.ok) return done;
	return succeed([isForced ? addNotes(done.value, found.dryRuns) : done.value]);
}

function sayWhatWasFound(
	{ settings }: Run,
	{ followed, refused }: RunState,
	{ dryRuns, misnamed }: LookedUp,
): NodeExecutionHint[] {
	const dry = followed.filter(({ request }) => readUnsentStatus(request) === 'DRY_RUN');
	const items = dry.flatMap(({ request }) => request.items).sort((a, b) => a - b);
	return [
		...(misnamed.length > 0 ? [misnamedHint(misnamed)] : []),
		...(dry.length > 0
			? [dryRunHint(dryRuns, dry.length < followed.length + refused.length ? items : undefined)]
			: []),
		...(!settings.wait && followed.some(needsStatus) ? [notAwaitedHint] : []),
	];
}

/** Has Gong register one deletion, or looks up what it would delete. */
async function submitOne(
	{ client, clock, settings: { wait: waits, authentication } }: Run,
	{ integrationId, guards, items }: PlannedDeletion,
	origin: Origin,
	found: LookedUp,
): Promise<Result<Followed>> {
	const { ownId, expectedName, ...wanted } = guards;
	const submission = await submit(
		{
			wish: { ...wanted, kind: 'deletion', ownId: ownId !== null, expectedName, waits },
			integrationId,
			clientRequestId: ownId ?? deriveDeletionId(origin, integrationId),
			send: async (id) => await client.deleteIntegration(integrationId, id),
		},
		client,
		clock,
	);
	const { integration } = submission;
	if (submission.end !== 'refused') {
		if (submission.end === 'dryRun' && integration) found.dryRuns.push(integration);
		const request = toDeletion(submission, integrationId, items, clock.now());
		return succeed({ request, refusal: null });
	}
	const { refusal, clientRequestId } = submission;
	if (refusal.why === 'misnamed') found.misnamed.push(refusal.integration);
	return {
		ok: false,
		error: explainRefusal(refusal, {
			kind: deletionKind,
			integrationId,
			clientRequestId,
			expectedName,
			authentication,
		}),
	};
}

/** The deletion that a submission has led to. */
function toDeletion(
	submission: Exclude<Submission, { end: 'refused' }>,
	integrationId: string,
	items: number[],
	now: number,
): Deletion {
	const asked = { integrationId, clientRequestId: submission.clientRequestId, items };
	switch (submission.end) {
		case 'dryRun':
			return createDryRun({ integrationId, items }, submission);
		case 'alreadyGone':
			return createAlreadyGone({ integrationId, items }, now);
		case 'accepted':
			return { ...startRequest(asked, submission.requestId, now), ...ownDeletion };
		case 'recovered': {
			const { status, isOurs } = submission;
			const adopted: Deletion = {
				...adoptRequest(asked, { recovered: true, readableWithin: READABLE_WITHIN }, now),
				...(isOurs ? ownDeletion : unconfirmedDeletion),
			};
			return status ? recordStatus(adopted, status, now) : adopted;
		}
	}
}
