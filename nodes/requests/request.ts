import { isFinalStatus, type RequestStatus } from '../gong/answers';

/**
 * What is known of one deletion. Plain data, so that it can wait in n8n's database and go on in
 * another process.
 */
export interface Deletion {
	/** Digits, exact. */
	integrationId: string;
	/** What the deletion is asked about with; `null` = none was needed. */
	clientRequestId: string | null;
	/** Gong's reference for the deletion call. */
	requestId: string | null;
	/**
	 * Gong's word (`PENDING`, `IN_PROGRESS`, `DONE`, `FAILED`, or one it added since), or this
	 * package's own: `SUBMITTED` = accepted, not checked yet; `DRY_RUN` = only looked up.
	 */
	status: string;
	/** Confirmed absent from Gong's list: there was nothing to delete. */
	alreadyGone: boolean;
	/** A 409 was followed to an earlier attempt. */
	recovered: boolean;
	/** The maximum wait ended before the deletion did. */
	timedOut: boolean;
	errors: RequestStatus['errors'];
	/** ISO 8601; `null` = nothing was submitted. */
	submittedAt: string | null;
	/** When a final status was first seen, ISO 8601. */
	finishedAt: string | null;
	/** ISO 8601. */
	lastCheckedAt: string | null;
	statusChecks: number;
}

const isoTime = (now: number): string => new Date(now).toISOString();

const untouched = {
	requestId: null,
	alreadyGone: false,
	recovered: false,
	timedOut: false,
	errors: [],
	submittedAt: null,
	finishedAt: null,
	lastCheckedAt: null,
	statusChecks: 0,
};

/** Gong registered the deletion, now or (`recovered`) at an earlier attempt. */
export const submitted = (
	integrationId: string,
	clientRequestId: string,
	details: { requestId: string | null; recovered: boolean },
	now: number,
): Deletion => ({
	...untouched,
	integrationId,
	clientRequestId,
	...details,
	status: 'SUBMITTED',
	submittedAt: isoTime(now),
});

/** Gong's list does not have the integration: it is deleted, without this run's doing. */
export const alreadyGone = (integrationId: string, now: number): Deletion => ({
	...untouched,
	integrationId,
	clientRequestId: null,
	status: 'DONE',
	alreadyGone: true,
	finishedAt: isoTime(now),
});

/** Everything was looked up and nothing deleted. */
export const dryRun = (integrationId: string, alreadyGone: boolean): Deletion => ({
	...untouched,
	integrationId,
	clientRequestId: null,
	status: 'DRY_RUN',
	alreadyGone,
});

/** Gong said how far it is. */
export const checked = (deletion: Deletion, answer: RequestStatus, now: number): Deletion => ({
	...deletion,
	status: answer.status,
	errors: answer.errors,
	lastCheckedAt: isoTime(now),
	statusChecks: deletion.statusChecks + 1,
	finishedAt: isFinalStatus(answer.status) ? (deletion.finishedAt ?? isoTime(now)) : null,
});

/** Gong was asked and gave no status. */
export const checkedInVain = (deletion: Deletion, now: number): Deletion => ({
	...deletion,
	lastCheckedAt: isoTime(now),
	statusChecks: deletion.statusChecks + 1,
});

/** Nobody asks any more. */
export const timedOut = (deletion: Deletion): Deletion => ({ ...deletion, timedOut: true });

/** Whether Gong has more to say about it. */
export const isOpen = ({ status, timedOut }: Deletion): boolean =>
	!isFinalStatus(status) && status !== 'DRY_RUN' && !timedOut;

/** What the next node gets: always these fields, in this order. */
export function describeDeletion(deletion: Deletion) {
	const { integrationId, clientRequestId, requestId, status } = deletion;
	return {
		integrationId,
		status,
		deleted: status === 'DONE',
		finished: isFinalStatus(status),
		timedOut: deletion.timedOut,
		alreadyGone: deletion.alreadyGone,
		recovered: deletion.recovered,
		errors: deletion.errors,
		clientRequestId,
		requestId,
		submittedAt: deletion.submittedAt,
		finishedAt: deletion.finishedAt,
		lastCheckedAt: deletion.lastCheckedAt,
		statusChecks: deletion.statusChecks,
	};
}
