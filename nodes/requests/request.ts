import { isFinalStatus, type RequestStatus } from '../gong/answers';

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
	 * package's own: `SUBMITTED` = made, not checked yet; `DRY_RUN` = only looked up.
	 */
	status: string;
	/** An earlier try made it; this one found it. */
	recovered: boolean;
	/** The maximum wait ended before the request did. */
	timedOut: boolean;
	/** At most 20, as Gong lists them. */
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
 * - `ours`: this node made the request, so it is known to be this deletion
 * - `unconfirmed`: the list of integrations has to be asked
 * - `absent`: Gong's list does not have the integration any more
 * - `joinList`: the list still has it; it may take a moment to leave
 * - `stillListed`: it still has it, long after
 * - `unavailable`: the list could not be had
 */
export type Proof = 'ours' | 'unconfirmed' | 'absent' | 'listed' | 'stillListed' | 'unavailable';

/** A request to delete an integration. */
export interface Deletion extends RequestState {
	kind: 'deletion';
	/** Confirmed absent from Gong's list: there was nothing to delete. */
	alreadyGone: boolean;
	proof: Proof;
}

/** A file of objects that Gong was asked to take. */
export interface Upload extends RequestState {
	kind: 'upload';
	/** What this run knows of the file; `null` = it was uploaded elsewhere. */
	file: UploadedFile | null;
}

/** What a file was made of; of its objects no more than what the result needs. */
export interface UploadedFile {
	objectType: string;
	/** The builder gave it as it is: it has one item, and not one for each line. */
	isGiven: boolean;
	/** Which of the run's files it is, from 1. */
	number: number;
	/** How many lines it has. */
	lines: number;
	/** The object IDs of its lines, one a line: as one text, n8n stores them once for all rounds. */
	objectIds: string;
	/** What to tell the builder about a line, by its number from 1. */
	warnings: Record<string, string[]>;
}

/** Any request, as it is followed to its end. */
export type GongRequest = Deletion | Upload;

/** Gong may not be able to tell the status of a request this long after it was made, in ms. */
export const READABLE_WITHIN = 120_000;

/** The list may still have a deleted integration this long after its deletion is `DONE`, in ms. */
export const LEAVES_LIST_WITHIN = 120_000;

const isoTime = (now: number): string => new Date(now).toISOString();

/** Who asked Gong, and what for. */
export type Asked = Pick<RequestState, 'integrationId' | 'clientRequestId' | 'items'>;

const untouched = {
	requestId: null,
	recovered: false,
	timedOut: false,
	errors: [],
	totalErrorCount: null,
	totalSuccessCount: null,
	submittedAt: null,
	readableBy: null,
	finishedAt: null,
	lastCheckedAt: null,
	statusChecks: 0,
};

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
	kind: 'deletion',
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
	kind: 'deletion',
	clientRequestId: null,
	status: 'DRY_RUN',
	alreadyGone: isGone,
	proof: 'ours',
});

/** Gong said how far it is. */
export const recordStatus = <R extends RequestState>(
	request: R,
	answer: RequestStatus,
	now: number,
): R => ({
	...request,
	...answer,
	readableBy: null,
	lastCheckedAt: isoTime(now),
	statusChecks: request.statusChecks + 1,
	finishedAt: isFinalStatus(answer.status) ? (request.finishedAt ?? isoTime(now)) : null,
});

/** Gong was asked and gave no status. */
export const recordFailedCheck = <R extends RequestState>(request: R, now: number): R => ({
	...request,
	lastCheckedAt: isoTime(now),
	statusChecks: request.statusChecks + 1,
});

/** Nobody asks any more. */
export const markTimedOut = <R extends RequestState>(request: R): R => ({
	...request,
	timedOut: true,
});

/** Whether Gong has to be asked for its status. */
export const isUnfinished = ({ status, timedOut: isOver }: RequestState): boolean =>
	!isFinalStatus(status) && status !== 'DRY_RUN' && !isOver;

/** Whether a status that cannot be read is only not there yet. */
export const mayNotBeReadable = ({ readableBy }: RequestState, now: number): boolean =>
	readableBy !== null && now < Date.parse(readableBy);
