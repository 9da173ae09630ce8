import type { RequestStatus } from './answers';
import { readUnsentStatus, type UnsentStatus } from './unsent';

/** What became of an object. */
export type ObjectOutcome =
	| 'uploaded'
	/** By Gong. */
	| 'refused'
	/** By this node, which did not send it. */
	| 'invalid'
	/** Its file was not sent. */
	| 'notSent'
	/** Gong does not say. */
	| 'unknown'
	/** Not finished. */
	| 'pending'
	| 'dryRun';

/** Whether Gong has taken an object; `null` = not known. */
export function isUploaded(outcome: ObjectOutcome): boolean | null {
	if (outcome === 'uploaded') return true;
	return outcome === 'refused' || outcome === 'invalid' || outcome === 'notSent' ? false : null;
}

/** What is known of an object of a file. */
export interface LineOutcome {
	outcome: ObjectOutcome;
	errors: RequestStatus['errors'];
}

/** What Gong said of a file, or why it was not asked. */
export type FileStatus = Pick<
	RequestStatus,
	'status' | 'errors' | 'totalErrorCount' | 'totalSuccessCount'
> & {
	/** Its status could not be read when it was asked for last. */
	unreadable?: boolean;
	/** How often it was asked. */
	statusChecks?: number;
};

/** The outcomes of files that Gong is not asked about. */
const unsentOutcomes: Record<UnsentStatus, ObjectOutcome> = {
	DRY_RUN: 'dryRun',
	INVALID: 'invalid',
	NOT_SENT: 'notSent',
	UNKNOWN: 'unknown',
};

/**
 * Whether Gong refused the file as a whole: a single error about no line, and nothing taken (Gong API
 * reference, "Request status").
 */
export const isRefusedWhole = ({ status, errors, totalSuccessCount }: FileStatus): boolean =>
	status === 'FAILED' && errors.length === 1 && errors[0].line === 0 && !totalSuccessCount;

/**
 * How many objects a file may have so that Gong lists every error, if they are spread evenly.
 *
 * @returns `null` where that is not known
 */
export function findFileSize(
	{ errors, totalErrorCount }: FileStatus,
	lines: number,
): number | null {
	const isShort = totalErrorCount !== null && totalErrorCount > errors.length;
	if (!isShort || errors.length === 0) return null;
	return Math.max(1, Math.floor((lines * errors.length) / totalErrorCount));
}

/** Gong lists no more errors than this (Gong API reference, "Request status"). */
export const MOST_ERRORS = 20;

/**
 * Whether a failed file says of each object what became of it. Gong does not document whether it keeps
 * the other lines, so every error has to be listed and the counts have to agree.
 */
function accountsForEachLine(
	{ errors, totalErrorCount, totalSuccessCount }: FileStatus,
	lines: number,
): boolean {
	// A failure without a listed error is a general one (Gong API reference, "Request status").
	if (totalErrorCount === null || errors.length === 0) return false;
	// Whether Gong counts errors or lines with errors is not documented.
	const linesListed = new Set(errors.map(({ line }) => line)).size;
	const areLines = errors.every(({ line }) => line >= 1 && line <= lines);
	const isAllListed =
		errors.length === totalErrorCount ||
		(linesListed === totalErrorCount && errors.length < MOST_ERRORS);
	return areLines && isAllListed && totalSuccessCount === lines - totalErrorCount;
}

/**
 * What became of the objects of a file, line by line.
 *
 * Uploaded only for `DONE`, or for a `FAILED` file of which Gong lists every error, this line is not among
 * them, and its counts agree; refused for a line that Gong refused, and for all of a file that it refused
 * as a whole.
 *
 * @param lines how many the file has
 * @returns by the line, from 1
 */
export function readLineOutcomes(file: FileStatus, lines: number): (line: number) => LineOutcome {
	const errorsOf = new Map<number, RequestStatus['errors']>();
	for (const error of file.errors) {
		const own = errorsOf.get(error.line);
		if (own) own.push(error);
		else errorsOf.set(error.line, [error]);
	}
	const ofWhole = errorsOf.get(0) ?? [];
	const shared = readSharedOutcome(file);
	const unlisted = accountsForEachLine(file, lines) ? 'uploaded' : 'unknown';
	return (line) => {
		const own = errorsOf.get(line) ?? [];
		if (shared === 'pending') return { outcome: shared, errors: [] };
		if (shared === 'uploaded') return { outcome: shared, errors: own };
		if (shared) return { outcome: shared, errors: [...own, ...ofWhole] };
		return own.length > 0 ? { outcome: 'refused', errors: own } : { outcome: unlisted, errors: [] };
	};
}

/** What all objects of a file have in common; `null` = Gong did not take some, or all, of them. */
function readSharedOutcome(file: FileStatus): ObjectOutcome | null {
	const unsent = readUnsentStatus(file);
	if (unsent) return unsentOutcomes[unsent];
	if (file.status === 'FAILED') return isRefusedWhole(file) ? 'refused' : null;
	if (file.status === 'DONE') return 'uploaded';
	return file.unreadable ? 'unknown' : 'pending';
}

/**
 * What became of a file as a whole: `partly` where Gong counts some of its objects as taken, and not all.
 *
 * @param lines how many it has; `null` = it could not be read
 */
export function readFileOutcome(file: FileStatus, lines: number | null): ObjectOutcome | 'partly' {
	const shared = readSharedOutcome(file);
	if (shared) return shared;
	const { totalSuccessCount: taken, totalErrorCount: refused } = file;
	if (taken !== null && taken > 0 && taken < (lines ?? 0)) return 'partly';
	return taken === 0 && refused === lines ? 'refused' : 'unknown';
}
