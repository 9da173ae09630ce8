import { joinSentences } from '../../../text/sentences';
import { type ItemError, type Result, succeed } from '../../../n8n/result';
import type { RawBody } from '../../../gong/client';
import { readUnsentStatus } from '../../../gong/unsent';
import { attempt } from '../../../items/errors';
import type { Run } from '../../../items/run';
import { deriveFileId } from '../../../requests/clientRequestId';
import {
	adoptRequest,
	type Asked,
	createUnsent,
	READABLE_WITHIN,
	recordStatus,
	startRequest,
	type Upload,
} from '../../../requests/request';
import type { Followed } from '../../../requests/runState';
import { uploadKind } from '../../../requests/upload';
import { readOrigin, readRunIndex } from '../../../submitting/origin';
import { explainRefusal } from '../../../submitting/refusals';
import { type Submission, submit } from '../../../submitting/submit';
import type { PreparedFile } from './preparedFile';
import type { UploadSettings } from './uploadSettings';

/** Sends the files of a run. */
export interface Sender {
	/** @returns `null` = it is as the one before, which answers for it */
	send(prepared: PreparedFile): Promise<Result<Followed | null>>;
	/**
	 * Waits until another second has begun than the last one that was filled in: a later node fills in the
	 * second in which it begins, which has to be another one.
	 */
	finish(): Promise<void>;
}

const SECOND = 1000;

/**
 * Where a file cannot be sent, no further one is: Gong wants the versions of an object in their order.
 */
export function createSender(run: Run, settings: UploadSettings): Sender {
	const { context, clock } = run;
	const { integrationId, objectType, deletes } = settings;
	const origin = readOrigin(context);
	const runIndex = readRunIndex(context);
	let number = 0;
	/** What the files after it say; `null` = nothing stands in their way. */
	let stoppedBy: ItemError | null = null;
	/** The last file that was sent, or may have been: one with the same bytes adds nothing to it. */
	let last: { hash: string; request: Upload } | null = null;
	/** The latest date that was filled in and sent, in ms since 1970. */
	let latest = -Infinity;
	const sleepUntil = async (time: number) => {
		// No more than is owed: a clock that was set back is not slept through.
		if (time > clock.now()) await clock.sleep(Math.min(time - clock.now(), 2 * SECOND));
	};

	const send: Sender['send'] = async ({ items, file, content }) => {
		const asked = { integrationId, clientRequestId: null, items };
		const unsent = (
			status: 'NOT_SENT' | 'UNKNOWN',
			refusal: ItemError,
			clientRequestId: string | null = null,
		) => ({
			request: createUnsent({ ...asked, clientRequestId }, status, file, [
				{ line: 0, description: refusal.message },
			]),
			refusal,
		});
		if (content.kind === 'invalid')
			return succeed({
				request: createUnsent(asked, 'INVALID', file, content.errors),
				refusal: content.error,
			});
		const isAsBefore = content.kind === 'ready' && content.hash === last?.hash;
		if (isAsBefore && last && (!stoppedBy || readUnsentStatus(last.request) === 'UNKNOWN')) {
			answerFor(last.request, items, file);
			return succeed(null);
		}
		if (stoppedBy) return succeed(unsent('NOT_SENT', stoppedBy));
		if (content.kind === 'unreadable') {
			stoppedBy = explainAfterUnsent(content.error);
			return succeed(unsent('NOT_SENT', content.error));
		}
		const { hash, body, latestFilledIn } = content;
		/** Nothing is sent after it; but what is in it may be at Gong. */
		const lose = (refusal: ItemError, clientRequestId: string): Result<Followed> => {
			stoppedBy = explainAfterLost(refusal, clientRequestId);
			const lost = unsent('UNKNOWN', refusal, clientRequestId);
			last = { hash, request: lost.request };
			return succeed(lost);
		};
		number += 1;
		const numbered = { ...file, number };
		const keep = (request: Upload): Result<Followed> => {
			last = { hash, request };
			return succeed({ request, refusal: null });
		};
		if (settings.dryRun) return keep(createUnsent(asked, 'DRY_RUN', numbered));
		latest = Math.max(latest, latestFilledIn ?? latest);
		// A date that is still to come would be newer than what others send meanwhile.
		await sleepUntil(latest);
		const itemIndex = items[0];
		const id = deriveFileId(origin, {
			runIndex,
			itemIndex,
			integrationId,
			objectType,
			deletes,
			hash,
		});
		const made = await attempt(context, async () => await sendOne(run, settings, id, body));
		const sent = made.ok ? made.value : { end: 'failed' as const, error: made.error };
		switch (sent.end) {
			case 'accepted':
			case 'recovered':
				return keep(
					toUpload(sent, { ...asked, clientRequestId: sent.clientRequestId }, numbered, run),
				);
			case 'refused': {
				const { refusal, clientRequestId } = sent;
				const error = explainRefusal(refusal, {
					kind: uploadKind,
					integrationId,
					clientRequestId,
					expectedName: null,
					authentication: run.settings.authentication,
				});
				const isLost = refusal.why === 'cannotTell' || ('lost' in refusal && refusal.lost);
				if (isLost) return lose(error, clientRequestId);
				stoppedBy = explainAfterUnsent(error);
				return succeed(unsent('NOT_SENT', error));
			}
			case 'failed':
				// Whatever it was may have come after Gong had taken the file.
				return lose(sent.error, id);
			default:
				throw new Error(`An upload cannot end as ${sent.end}`);
		}
	};
	return { send, finish: async () => await sleepUntil(latest + SECOND) };
}

/** Has a request answer for the items of a file with the same bytes too, each with its own warnings. */
function answerFor(
	request: Upload,
	items: number[],
	{ isGiven, warnings }: PreparedFile['file'],
): void {
	const before = request.items.length;
	for (const item of items) request.items.push(item);
	// What is said of the lines of a given file is the same.
	if (isGiven || !request.file) return;
	for (const [line, own] of Object.entries(warnings))
		request.file.warnings[before + Number(line)] = own;
}

const sendOne = async (
	{ client, clock, settings: { wait: waits } }: Run,
	{ integrationId, objectType }: UploadSettings,
	clientRequestId: string,
	body: RawBody,
): Promise<Result<Submission>> =>
	succeed(
		await submit(
			{
				wish: { kind: 'upload', waits },
				integrationId,
				clientRequestId,
				send: async (id) => await client.uploadObjects(integrationId, objectType, id, body),
			},
			client,
			clock,
		),
	);

function toUpload(
	submission: Extract<Submission, { end: 'accepted' | 'recovered' }>,
	asked: Asked,
	file: Upload['file'],
	{ clock }: Run,
): Upload {
	const now = clock.now();
	if (submission.end === 'accepted')
		return { ...startRequest(asked, submission.requestId, now), kind: 'upload', file };
	const request: Upload = {
		...adoptRequest(asked, { recovered: true, readableWithin: READABLE_WITHIN }, now),
		kind: 'upload',
		file,
	};
	return submission.status ? recordStatus(request, submission.status, now) : request;
}

/** What the files after one say that could not be sent: they certainly were not either. */
const explainAfterUnsent = (error: ItemError): ItemError => ({
	...error,
	description: joinSentences(
		'It was not sent, because an earlier file could not be sent.',
		error.description,
	),
});

/** What the files after one say that Gong may have: they certainly were not sent. */
const explainAfterLost = (error: ItemError, clientRequestId: string): ItemError => ({
	...error,
	description: joinSentences(
		`It was not sent, because it is not known whether Gong has an earlier file (client request ID ${clientRequestId}).`,
		error.description && `About that file: ${error.description}`,
	),
});
