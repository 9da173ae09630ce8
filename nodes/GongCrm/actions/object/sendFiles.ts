import { type Explanation, joinSentences } from '../../../connection/explain';
import { deriveClientRequestId } from '../../../requests/clientRequestId';
import {
	recordStatus,
	adoptRequest,
	READABLE_WITHIN,
	startRequest,
	type Upload,
	type UploadedFile,
} from '../../../requests/request';
import type { RefusedItem, RunState } from '../../../requests/runState';
import { unsentObject } from '../../../requests/unsentObjects';
import { describeUnsentFile, uploadKind } from '../../../requests/upload';
import { attempt } from '../../../submitting/attempt';
import { readRunOrigin } from '../../../submitting/origin';
import { explainRefusal } from '../../../submitting/refusals';
import { type Submission, submit } from '../../../submitting/submit';
import type { RunSettings } from '../../../waiting/readWaitSettings';
import type { OperationRun } from '../operation';
import type { PreparedFile, PreparedUpload } from './prepareUpload';
import type { UploadSettings } from './uploadOptions';

/** A file that Gong did not take, so that none is sent after it. */
interface NotSent {
	refusal: Explanation;
	/** It is not known whether Gong has it all the same. */
	isLost: boolean;
	clientRequestId: string | null;
}

/**
 * Sends the files one after the other. Where one cannot be sent, no further one is; those that Gong has
 * are followed to their end all the same, and the rest of the objects say why they were not sent.
 */
export async function sendFiles(
	run: OperationRun,
	{ settings, files, refused }: PreparedUpload,
	{ wait, stopOnError }: Pick<RunSettings, 'wait' | 'stopOnError'>,
): Promise<RunState> {
	const { context, clock } = run;
	const origin = readRunOrigin(context);
	const state: RunState = { followed: [], refused: [...refused] };
	/** Of the last file that was sent: one with the same bytes adds nothing to it. */
	let lastHash = '';
	let stopped: NotSent | null = null;
	const refuse = (items: RefusedItem[]) => {
		state.refused = state.refused.concat(items);
	};
	let number = 0;
	for await (const file of files) {
		number += 1;
		const { integrationId, objectType } = settings;
		if (lastHash === file.hash) {
			const { items } = state.followed[state.followed.length - 1].request;
			for (const item of file.items) items.push(item);
			continue;
		}
		if (stopped) {
			refuse(unsent(file, settings, afterOther(stopped)));
			continue;
		}
		lastHash = file.hash;
		const asked = {
			integrationId,
			clientRequestId: deriveClientRequestId({
				...origin,
				kind: 'upload',
				itemIndex: file.items[0],
				integrationId,
				content: `${objectType} ${file.hash}`,
			}),
			items: file.items,
		};
		const about = describe(file, number, objectType);
		if (settings.dryRun) {
			const request: Upload = {
				...adoptRequest(
					{ ...asked, clientRequestId: null },
					{ recovered: false, readableWithin: 0 },
					0,
				),
				kind: 'upload',
				file: about,
				status: 'DRY_RUN',
			};
			state.followed.push({ request, refusal: null });
			continue;
		}
		// The address or the credential may turn out to be unusable here: the same for the objects.
		const made = await attempt(
			async () => await sendOne(run, file, asked, settings, wait),
			state.followed.length === 0 && stopOnError,
		);
		const submission = made.ok ? made.value : { end: 'notSent' as const, refusal: made.refusal };
		if (submission.end === 'accepted' || submission.end === 'recovered') {
			const { clientRequestId } = submission;
			const request = toUpload(submission, { ...asked, clientRequestId }, about, clock.now());
			state.followed.push({ request, refusal: null });
			continue;
		}
		lastHash = '';
		stopped = toNotSent(submission, run, settings);
		refuse(unsent(file, settings, stopped));
	}
	return state;
}

const sendOne = async (
	{ client, clock }: OperationRun,
	{ body }: PreparedFile,
	{ clientRequestId }: { clientRequestId: string },
	{ integrationId, objectType }: UploadSettings,
	waits: boolean,
): Promise<Submission> =>
	await submit(
		{
			wish: {
				kind: 'upload',
				ownId: false,
				ifIdUsed: 'track',
				dryRun: false,
				expectedName: null,
				ifNotFound: 'error',
				waits,
			},
			integrationId,
			clientRequestId,
			send: async (id) => await client.uploadObjects(integrationId, objectType, id, body),
		},
		client,
		clock,
	);

const describe = (file: PreparedFile, number: number, objectType: string): UploadedFile => ({
	objectType,
	isGiven: file.isGiven,
	number,
	lines: file.objectIds.length,
	objectIds: file.objectIds.join('\n'),
	warnings: file.warnings,
});

function toUpload(
	submission: Extract<Submission, { end: 'accepted' | 'recovered' }>,
	asked: Pick<Upload, 'integrationId' | 'clientRequestId' | 'items'>,
	file: UploadedFile,
	now: number,
): Upload {
	if (submission.end === 'accepted')
		return { ...startRequest(asked, submission.requestId, now), kind: 'upload', file };
	const request: Upload = {
		...adoptRequest(asked, { recovered: true, readableWithin: READABLE_WITHIN }, now),
		kind: 'upload',
		file,
	};
	return submission.status ? recordStatus(request, submission.status, now) : request;
}

function toNotSent(
	submission:
		| Exclude<Submission, { end: 'accepted' | 'recovered' }>
		| { end: 'notSent'; refusal: Explanation },
	{ authentication }: OperationRun,
	{ integrationId }: UploadSettings,
): NotSent {
	if (submission.end === 'notSent')
		return { refusal: submission.refusal, isLost: false, clientRequestId: null };
	if (submission.end !== 'refused') throw new Error(`An upload cannot end as ${submission.end}`);
	const { refusal, clientRequestId } = submission;
	return {
		refusal: explainRefusal(refusal, {
			kind: uploadKind,
			integrationId,
			clientRequestId,
			expectedName: null,
			authentication,
		}),
		isLost: refusal.why === 'cannotTell' || ('lost' in refusal && refusal.lost),
		clientRequestId,
	};
}

/** What the files after it say: certainly not sent. */
const afterOther = ({ refusal }: NotSent): NotSent => ({
	refusal: {
		...refusal,
		description: joinSentences(
			'It was not sent, because a file before it could not be.',
			refusal.description,
		),
	},
	isLost: false,
	clientRequestId: null,
});

/** What the items of a file say that was not sent, or (`isLost`) is not known to be. */
function unsent(
	file: PreparedFile,
	{ integrationId, objectType }: UploadSettings,
	{ refusal, isLost, clientRequestId }: NotSent,
): RefusedItem[] {
	const about = {
		integrationId,
		objectType,
		uploaded: isLost ? null : (false as const),
		clientRequestId: isLost ? clientRequestId : null,
	};
	if (!file.isGiven)
		return file.items.map((item, place) =>
			unsentObject(item, { objectId: file.objectIds[place], about, why: refusal }),
		);
	const errors = [{ line: 0, objectId: null, description: refusal.message }];
	const details = describeUnsentFile(file.objectIds.length, about, errors);
	return file.items.map((item) => ({ kind: 'upload', item, refusal, details }));
}
