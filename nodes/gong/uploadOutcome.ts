import type { RequestStatus } from './answers';

/** What is known of the objects of a file. */
export interface LineOutcome {
	/** `null` = not known. */
	uploaded: boolean | null;
	errors: RequestStatus['errors'];
}

/** What Gong said of a file. */
export type FileStatus = Pick<
	RequestStatus,
	'status' | 'errors' | 'totalErrorCount' | 'totalSuccessCount'
>;

/**
 * Whether Gong refused the file as a whole: a single error about no line, and nothing taken (Gong API
 * reference, "Request status").
 */
export const isRefusedWhole = ({ status, errors, totalSuccessCount }: FileStatus): boolean =>
	status === 'FAILED' && errors.length === 1 && errors[0].line === 0 && !totalSuccessCount;

/** Gong lists no more errors than this (Gong API reference, "Request status"). */
export const MOST_ERRORS = 20;

/**
 * Whether a failed file says of each object what became of it. Gong does not document whether it keeps
 * the other lines, so every error has to be listed and the counts have to agree.
 */
function accountsForEachLine(
	{ status, errors, totalErrorCount, totalSuccessCount }: FileStatus,
	lines: number,
): boolean {
	// A failure without a listed error is a general one (Gong API reference, "Request status").
	if (status !== 'FAILED' || totalErrorCount === null || errors.length === 0) return false;
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
 * `true` only for `DONE`, or for a `FAILED` file of which Gong lists every error, this line is not among
 * them, and its counts agree; `false` for a line that Gong refused, for all of a file that it refused as a
 * whole, and for a file that was not sent; `null` otherwise.
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
	const refusedWhole = isRefusedWhole(file);
	const unlisted = accountsForEachLine(file, lines) ? true : null;
	return (line) => {
		const own = errorsOf.get(line) ?? [];
		if (file.status === 'DONE') return { uploaded: true, errors: own };
		if (file.status === 'NOT_SENT') return { uploaded: false, errors: [...own, ...ofWhole] };
		if (file.status === 'UNKNOWN') return { uploaded: null, errors: ofWhole };
		if (refusedWhole) return { uploaded: false, errors: file.errors };
		if (file.status === 'FAILED' && own.length > 0) return { uploaded: false, errors: own };
		return { uploaded: unlisted, errors: [] };
	};
}
