import { isFinalStatus, type RequestStatus } from '../gong/answers';
import type { UnsentStatus } from '../gong/unsent';

/** What Gong does by itself, for minutes or hours, once it was asked. */
export type RequestKind = 'deletion' | 'upload';

/**
 * What is known of one asynchronous request, whatever it is for. Plain data, so that it can wait in
 * n8n's database and go on in another process.
 */
export interface RequestState {
	kind: RequestKind;
	/** Digits, exact. */
	integrationId: string;
	/** What the request is asked about with; `null` = none was made. */
	clientRequestId: string | null;
	/** Gong's reference for the call that made the request. */
	requestId: string | null;
	/**
	 * Gong's word (`PENDING`, `IN_PROGRESS`, `DONE`, `FAILED`, or one it added since), or this
	 * package's own: `SUBMITTED` = made, no status of Gong's yet; `DRY_RUN` = only looked up; `INVALID` =
	 * what it was to be made of does not hold; `NOT_SENT` = never made; `UNKNOWN` = its answer was lost, and
	 * Gong may have it. Which of the two it is, `readUnsentStatus` says.
	 */
	status: string;
	/** An earlier try made it; this one found it. */
	recovered: boolean;
	/** The maximum wait ended before the request did. */
	timedOut: boolean;
	/** A poll was answered 400 or 404, and none has brought a status since. */
	unreadable: boolean;
	/** At most 20, as Gong lists them; of objects that were not sent, all. */
	errors: RequestStatus['errors'];
	/** How many there are in all; `null` = not said. */
	totalErrorCount: number | null;
	/** `null` = not said. */
	totalSuccessCount: number | null;
	/** ISO 8601; `null` = this run did not submit it. */
	submittedAt: string | null;
	/** Until then (ISO 8601) Gong may not be able to tell its status; `null` = it has to be. */
	readableBy: string | null;
	/** When a final status was first seen, ISO 8601. */
	finishedAt: string | null;
	/** ISO 8601. */
	lastCheckedAt: string | null;
	statusChecks: number;
	/** The input items that it answers, by their number from 0, in the order of its lines. */
	items: number[];
}

/**
 * What shows that a request which is `DONE` has deleted the integration. Request status serves uploads
 * too, and does not say which of the two it speaks of.
 *
 * - `ours`: this run made the request, so it is known to be this deletion
 * - `absent`: Gong's list does not have the integration any more
 * - `listed`: the list had it when it was last asked
 * - `unconfirmed`: the list was not asked, or could not be had
 */
export type Proof = 'ours' | 'absent' | 'listed' | 'unconfirmed';

/** A request to delete an integration. */
export interface Deletion extends RequestState {
	kind: 'deletion';
	/** Confirmed absent from Gong's list: there was nothing to delete. */
	alreadyGone: boolean;
	proof: Proof;
	/** Once it is `DONE`, Gong's list has to be asked for a proof. */
	listDue: boolean;
	/** Whether Gong's list had the integration once the deletion was accepted; `null` = not known. */
	seenListed: boolean | null;
}

/** A file of objects that Gong was asked to take, or (`INVALID`, `NOT_SENT`, `DRY_RUN`) was not. */
export interface Upload extends RequestState {
	kind: 'upload';
	/** What this run knows of the file; `null` = it was uploaded elsewhere. */
	file: UploadedFile | null;
}

/** What a file was made of; of its objects no more than what the result needs. */
export interface UploadedFile {
	objectType: string;
	/** Its objects are to be deleted. */
	deletes?: boolean;
	/** The builder gave it as it is: it has one item, and not one for each line. */
	isGiven: boolean;
	/** Which of the run's files it is, from 1; `null` = it was not sent. */
	number: number | null;
	/** How many lines it has; `null` = it could not be read. */
	lines: number | null;
	/**
	 * JSON: the object IDs of its lines, empty where a line has none. As one text, n8n stores them once
	 * for all rounds.
	 */
	objectIds: string;
	/**
	 * What to tell the builder about a line, by its number from 1. Of files with the same bytes, which are
	 * sent once, the lines are counted on: what was left out of them may differ. Of a given file, it is no
	 * more than is shown.
	 */
	warnings: Record<string, string[]>;
	/** Of a given file, by the warning: how many lines it is about besides those in `warnings`. */
	moreLines?: Record<string, number>;
	/** What its run would have done, had it been none that only checks. */
	note?: string;
}

/** Any request, as it is followed to its end. */
export type GongRequest = Deletion | Upload;

/** Gong may not be able to tell the status of a request this long after it was made, in ms. */
export const READABLE_WITHIN = 120_000;

const isoTime = (now: number): string => new Date(now).toISOString();

/** Who asked Gong, and what for. */
export type Asked = Pick<RequestState, 'integrationId' | 'clientRequestId' | 'items'>;

const untouched = {
	requestId: null,
	recovered: false,
	timedOut: false,
	unreadable: false,
	errors: [],
	totalErrorCount: null,
	totalSuccessCount: null,
	submittedAt: null,
	readableBy: null,
	finishedAt: null,
	lastCheckedAt: null,
	statusChecks: 0,
};

/** What only a deletion has: made by this run, unless said otherwise. */
export const ownDeletion = {
	kind: 'deletion',
	alreadyGone: false,
	proof: 'ours',
	listDue: false,
	seenListed: null,
} as const;

/** A deletion that may be an upload, or that an earlier try made: Gong's list has to confirm its end. */
export const unconfirmedDeletion = {
	...ownDeletion,
	proof: 'unconfirmed',
	listDue: true,
} as const;

/** Gong registered a request a moment ago. */
export const startRequest = (asked: Asked, requestId: string | null, now: number) => ({
	...untouched,
	...asked,
	requestId,
	status: 'SUBMITTED',
	submittedAt: isoTime(now),
	readableBy: isoTime(now + READABLE_WITHIN),
});

/**
 * A request that somebody else made, or an earlier try.
 *
 * @param readableWithin ms from `now` in which Gong may not be able to tell its status yet
 */
export const adoptRequest = (
	asked: Asked,
	{ recovered, readableWithin }: { recovered: boolean; readableWithin: number },
	now: number,
) => ({
	...untouched,
	...asked,
	recovered,
	status: 'SUBMITTED',
	readableBy: readableWithin > 0 ? isoTime(now + readableWithin) : null,
});

/** Gong's list does not have the integration: it is deleted, without this run's doing. */
export const createAlreadyGone = (
	asked: Omit<Asked, 'clientRequestId'>,
	now: number,
): Deletion => ({
	...untouched,
	...asked,
	...ownDeletion,
	clientRequestId: null,
	status: 'DONE',
	alreadyGone: true,
	proof: 'absent',
	finishedAt: isoTime(now),
});

/** Everything was looked up and nothing deleted. */
export const createDryRun = (
	asked: Omit<Asked, 'clientRequestId'>,
	{ isGone }: { isGone: boolean },
): Deletion => ({
	...untouched,
	...asked,
	...ownDeletion,
	clientRequestId: null,
	status: 'DRY_RUN',
	alreadyGone: isGone,
});

/** A file that was only checked, or was not sent, or (`UNKNOWN`) is not known to be. */
export const createUnsent = (
	asked: Asked,
	status: UnsentStatus,
	file: UploadedFile,
	errors: RequestStatus['errors'] = [],
): Upload => ({ ...untouched, ...asked, kind: 'upload', status, file, errors });

/** Gong said how far it is. */
export const recordStatus = <R extends RequestState>(
	request: R,
	answer: RequestStatus,
	now: number,
): R => ({
	...request,
	...answer,
	unreadable: false,
	readableBy: null,
	lastCheckedAt: isoTime(now),
	statusChecks: request.statusChecks + 1,
	finishedAt: isFinalStatus(answer.status) ? (request.finishedAt ?? isoTime(now)) : null,
});

/** Gong was asked and gave no status. @param unreadable it answered 400 or 404 */
export const recordFailedCheck = <R extends RequestState>(
	request: R,
	now: number,
	unreadable = request.unreadable,
): R => ({
	...request,
	unreadable,
	lastCheckedAt: isoTime(now),
	statusChecks: request.statusChecks + 1,
});

/** Whether Gong has not given its status yet. Its first one takes `readableBy` away. */
export const hasNoStatus = ({
	status,
	readableBy,
}: Pick<RequestState, 'status' | 'readableBy'>): boolean =>
	status === 'SUBMITTED' && readableBy !== null;

/** Nobody asks any more. */
export const markTimedOut = <R extends RequestState>(request: R): R => ({
	...request,
	timedOut: true,
});

/** The object IDs of a file's lines. */
export const readObjectIds = ({ objectIds }: UploadedFile): string[] =>
	JSON.parse(objectIds) as string[];
