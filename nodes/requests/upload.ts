import type { IDataObject } from 'n8n-workflow';
import { type Explanation, joinSentences } from '../connection/explain';
import { joinList } from '../gong/joinList';
import { isFinalStatus } from '../gong/answers';
import { type LineOutcome, readLineOutcome } from '../gong/uploadOutcome';
import type { Choices, ItemResult, Kind } from './kind';
import type { Upload, UploadedFile } from './request';
import { quoteErrors, explainTimeout, explainHowToFollow } from './words';

const label = ({ integrationId, file }: Upload): string =>
	file
		? `The upload of file ${file.number} (${file.lines} objects) to integration ${integrationId}`
		: `The upload to integration ${integrationId}`;

/** What *Get Status* puts out of an upload: always these fields, in this order. */
export function describeUpload(upload: Upload): IDataObject {
	const { integrationId, clientRequestId, requestId, status } = upload;
	return {
		integrationId,
		clientRequestId,
		requestId,
		status,
		finished: isFinalStatus(status),
		timedOut: upload.timedOut,
		succeeded: upload.totalSuccessCount,
		failed: upload.totalErrorCount,
		errors: upload.errors,
		lastCheckedAt: upload.lastCheckedAt,
		statusChecks: upload.statusChecks,
	};
}

/** What every item of an upload says of its request. */
const describeRequest = (upload: Upload): IDataObject => ({
	integrationId: upload.integrationId,
	clientRequestId: upload.clientRequestId,
	requestId: upload.requestId,
	submittedAt: upload.submittedAt,
	finishedAt: upload.finishedAt,
	lastCheckedAt: upload.lastCheckedAt,
	statusChecks: upload.statusChecks,
});

const describeState = ({ status, timedOut, recovered }: Upload): IDataObject => ({
	status,
	finished: isFinalStatus(status) || status === 'DRY_RUN',
	timedOut,
	recovered,
});

/** What is known of something that was not sent, or (`uploaded: null`) is not known to be. */
export interface Unsent {
	integrationId: string;
	objectType: string;
	/** `null` = not known. */
	uploaded: false | null;
	/** To ask about it; `null` = there is nothing to ask about. */
	clientRequestId?: string | null;
}

/** An input item whose object was not sent: all that its result is made of. */
export interface UnsentObject {
	objectId: string | null;
	about: Unsent;
	/** What is wrong with the object itself; or why its whole file was not sent. */
	why: string[] | Explanation;
}

const ofUnsent = ({ integrationId, clientRequestId = null }: Unsent): IDataObject => ({
	integrationId,
	clientRequestId,
	requestId: null,
	submittedAt: null,
	finishedAt: null,
	lastCheckedAt: null,
	statusChecks: 0,
});

const stateOfUnsent = ({ uploaded }: Unsent): IDataObject => ({
	status: 'NOT_SENT',
	finished: uploaded === false,
	timedOut: false,
	recovered: false,
});

/** What an object puts out that was never part of a request: in the same shape as one that was. */
export const describeUnsentObject = (
	objectId: string | null,
	unsent: Unsent,
	errors: Array<{ line: number; description: string }>,
): IDataObject => ({
	objectId,
	objectType: unsent.objectType,
	uploaded: unsent.uploaded,
	...stateOfUnsent(unsent),
	errors,
	warnings: [],
	file: null,
	line: null,
	...ofUnsent(unsent),
});

/**
 * The same for a file that the builder gave.
 *
 * @param objects how many it has; `null` = it could not be read
 */
export const describeUnsentFile = (
	objects: number | null,
	unsent: Unsent,
	errors: Array<{ line: number; objectId: string | null; description: string }>,
): IDataObject => ({
	objectType: unsent.objectType,
	objects,
	succeeded: unsent.uploaded === false ? 0 : null,
	failed: unsent.uploaded === false ? objects : null,
	...stateOfUnsent(unsent),
	errors,
	warnings: [],
	file: null,
	...ofUnsent(unsent),
});

/** What to do where a file has more errors than Gong lists. */
const warnOfUnlistedErrors = (
	{ status, errors, totalErrorCount }: Upload,
	outcome: LineOutcome,
): string[] =>
	status === 'FAILED' && outcome.uploaded === null
		? [
				`Gong does not say what became of this object: it lists ${errors.length} of ${totalErrorCount ?? 'an unknown number of'} errors in this file. To see all of them, set "Max Objects per File" to 20.`,
			]
		: [];

function describeObject(
	upload: Upload,
	file: UploadedFile,
	{ line, objectId, outcome }: { line: number; objectId: string; outcome: LineOutcome },
): IDataObject {
	return {
		objectId,
		objectType: file.objectType,
		uploaded: outcome.uploaded,
		...describeState(upload),
		errors: outcome.errors,
		warnings: [...(file.warnings[line] ?? []), ...warnOfUnlistedErrors(upload, outcome)],
		file: file.number,
		line,
		...describeRequest(upload),
	};
}

/** A file that was sent as it is, for the item that brought it; and any file while it is waited for. */
function describeFile(upload: Upload, file: UploadedFile): IDataObject {
	const isDone = upload.status === 'DONE';
	const objectIds = file.objectIds.split('\n');
	return {
		objectType: file.objectType,
		objects: file.lines,
		succeeded: upload.totalSuccessCount ?? (isDone ? file.lines : null),
		failed: upload.totalErrorCount ?? (isDone ? 0 : null),
		...describeState(upload),
		errors: upload.errors.map(({ line, description }) => ({
			line,
			objectId: objectIds[line - 1] ?? null,
			description,
		})),
		warnings: summarizeWarnings(file.warnings),
		file: file.number,
		...describeRequest(upload),
	};
}

/** Each warning once, with the lines that it is about: a file may have hundreds of thousands. */
function summarizeWarnings(warnings: UploadedFile['warnings']): string[] {
	const linesOf = new Map<string, string[]>();
	for (const [line, own] of Object.entries(warnings))
		for (const warning of own) {
			const about = linesOf.get(warning);
			if (about) about.push(line);
			else linesOf.set(warning, [line]);
		}
	return [...linesOf]
		.slice(0, MOST_WARNINGS)
		.map(
			([warning, about]) => `${about.length > 1 ? 'Lines' : 'Line'} ${joinList(about)}: ${warning}`,
		);
}

/** What was left out differs from object to object; more warnings than this nobody reads. */
const MOST_WARNINGS = 20;

/** Uploads of CRM objects. */
export const uploadKind: Kind<Upload> = {
	purpose: 'upload',
	label,
	verbPhrase: ({ integrationId }) => `take an upload to ${integrationId}`,
	summary: (upload) => (upload.file ? describeFile(upload, upload.file) : describeUpload(upload)),
	failsFast: false,
	summarizeErrors: summarize,
	results(upload, choices) {
		const { file, items } = upload;
		const inTime = explainUploadTimeout(upload, choices);
		if (file && !file.isGiven) return objectResults(upload, file, inTime);
		const json = file ? describeFile(upload, file) : describeUpload(upload);
		const error = explainFailedUpload(upload, choices) ?? inTime;
		return items.map(() => ({ json, error }));
	},
};

/** One for each object. Files with the same bytes were sent once, for the items of all of them. */
function objectResults(
	upload: Upload,
	file: UploadedFile,
	inTime: Explanation | null,
): ItemResult[] {
	const objectIds = file.objectIds.split('\n');
	return upload.items.map((_, place) => {
		const line = (place % file.lines) + 1;
		const objectId = objectIds[line - 1];
		const outcome = readLineOutcome(upload, line, file.lines);
		return {
			json: describeObject(upload, file, { line, objectId, outcome }),
			error: explainRefusedObject(upload, file, objectId, outcome) ?? inTime,
		};
	});
}

function explainRefusedObject(
	{ requestId }: Upload,
	file: UploadedFile,
	objectId: string,
	{ uploaded, errors }: LineOutcome,
): Explanation | null {
	if (uploaded !== false) return null;
	const isWhole = errors.some(({ line }) => line === 0);
	return {
		message: `Gong did not take the object ${objectId}`,
		description: joinSentences(
			isWhole && `Gong refused the whole file ${file.number}.`,
			quoteErrors({ errors: errors.map((error) => ({ ...error, line: 0 })) }),
			requestId && `(Gong's reference: ${requestId}).`,
			'Correct it and upload it again.',
		),
		httpCode: null,
	};
}

/** An upload as a whole; a failed file that was given is one failed item. */
function explainFailedUpload(upload: Upload, { onFailed }: Choices): Explanation | null {
	if (upload.status !== 'FAILED' || (!upload.file && onFailed !== 'error')) return null;
	const { totalErrorCount, requestId } = upload;
	return {
		message: `Gong did not take all objects of an upload to integration ${upload.integrationId}`,
		description: joinSentences(
			totalErrorCount !== null && `Objects that it did not take: ${totalErrorCount}.`,
			quoteErrors(upload),
			requestId && `(Gong's reference: ${requestId}).`,
		),
		httpCode: null,
	};
}

const explainUploadTimeout = (upload: Upload, choices: Choices): Explanation | null =>
	upload.timedOut && choices.onTimeout === 'error'
		? {
				message: `Gong is still working on an upload to integration ${upload.integrationId}`,
				description: joinSentences(
					explainTimeout(choices),
					explainHowToFollow(label(upload), upload),
				),
				httpCode: null,
			}
		: null;

/** What a run that stops says of all that was not taken. */
function summarize(errors: Explanation[], results: IDataObject[]): Explanation {
	const [first] = errors;
	if (results.length === 1) return first;
	const said = joinList(errors.map(({ message, description }) => `${message}: ${description}`));
	// Files and requests know of no object by itself.
	const areObjects = results.every((result) => 'uploaded' in result);
	const count = (uploaded: boolean | null) =>
		results.filter((result) => result.uploaded === uploaded).length;
	const numbers = `Uploaded: ${count(true)}; not uploaded: ${count(false)}; not known: ${count(null)}.`;
	return {
		message: areObjects
			? `${errors.length} of ${results.length} objects are not known to be uploaded`
			: `${errors.length} of ${results.length} items did not come to their end as they should`,
		description: areObjects ? joinSentences(numbers, said) : said,
		httpCode: first.httpCode,
	};
}
