import type { IDataObject } from 'n8n-workflow';
import { quoteReference } from '../text/quotes';
import { endSentence, joinSentences } from '../text/sentences';
import type { ItemError } from '../n8n/result';
import { isFinalStatus } from '../gong/answers';
import { readUnsentStatus } from '../gong/unsent';
import { MOST_WARNINGS } from '../gong/checkFile';
import { countOf, joinList, MOST_NAMED } from '../text/lists';
import {
	findFileSize,
	isRefusedWhole,
	isUploaded,
	type LineOutcome,
	MOST_ERRORS,
	readFileOutcome,
	readLineOutcomes,
} from '../gong/uploadOutcome';
import type { Choices, ErrorOfItem, ItemResult, Kind } from './kind';
import { hasNoStatus, readObjectIds, type Upload, type UploadedFile } from './request';
import { explainHowToFollow, explainTimeout, quoteErrors } from './words';

const label = ({ integrationId, file }: Upload): string => {
	if (!file) return `The upload to integration ${integrationId}`;
	const objects = countOf(file.lines ?? 0, 'object');
	return file.deletes
		? `The deletion of ${objects} (file ${file.number}) from integration ${integrationId}`
		: `The upload of ${objects} (file ${file.number}) to integration ${integrationId}`;
};

/** What *Get Status* puts out of an upload: always these fields, in this order. */
function describeUpload(upload: Upload): IDataObject {
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

function describeState(upload: Upload, outcome: string): IDataObject {
	const { status, timedOut, recovered, file } = upload;
	const unsent = readUnsentStatus(upload);
	const isOwnWord = unsent !== null || hasNoStatus(upload);
	return {
		outcome: file?.deletes && outcome === 'uploaded' ? 'deleted' : outcome,
		fileStatus: isOwnWord ? null : status,
		finished: unsent ? unsent !== 'UNKNOWN' : isFinalStatus(status),
		timedOut,
		recovered,
	};
}

/** Why it is not known what became of an object of a failed file, and what to do. */
function explainUnknown(upload: Upload, { lines }: UploadedFile): string {
	const { errors, totalErrorCount } = upload;
	const notSaid = 'Gong does not say what became of this object:';
	const size = findFileSize(upload, lines ?? 0);
	if (size === null)
		return `${notSaid} its file failed, and Gong’s list of errors and counts do not cover every object.`;
	const listed = `${notSaid} it lists ${errors.length} of ${totalErrorCount} errors in this file.`;
	return size > MOST_ERRORS
		? `${listed} Set 'Max Objects per File' to ${size} to see all of them, if they are spread evenly. At ${MOST_ERRORS}, you always see all.`
		: `${listed} Set 'Max Objects per File' to ${size} to see all of them.`;
}

/** An object of a file; of one that was not sent, no line is said. */
const describeObject = (
	upload: Upload,
	file: UploadedFile,
	{ place, line, objectId, result }: ObjectOfFile,
): IDataObject => ({
	objectId: objectId || null,
	objectType: file.objectType,
	[file.deletes ? 'deleted' : 'uploaded']: isUploaded(result.outcome),
	...describeState(upload, result.outcome),
	errors: result.errors.map((error) => ({
		...error,
		line: file.number === null ? 0 : error.line,
	})),
	warnings: [
		...(file.warnings[place + 1] ?? []),
		...(upload.status === 'FAILED' && result.outcome === 'unknown'
			? [explainUnknown(upload, file)]
			: []),
	],
	file: file.number,
	line: file.number && line,
	...describeRequest(upload),
	...describeNote(file),
});

/** Only in a dry run. */
const describeNote = ({ note }: UploadedFile): IDataObject => (note === undefined ? {} : { note });

/** A file that was given as it is, for the item that brought it; and any file while it is waited for. */
function describeFile(upload: Upload, file: UploadedFile): IDataObject {
	// A large file has a million.
	const objectIds = upload.errors.length > 0 ? readObjectIds(file) : [];
	return {
		objectType: file.objectType,
		objects: file.lines,
		...countObjects(upload, file),
		...describeState(upload, readFileOutcome(upload, file.lines)),
		errors: upload.errors.map(({ line, description }) => ({
			line,
			objectId: objectIds[line - 1] || null,
			description,
		})),
		warnings: summarizeWarnings(file),
		file: file.number,
		...describeRequest(upload),
		...describeNote(file),
	};
}

/** How many objects of a file were taken, and how many not; `null` = not said. */
function countObjects(
	upload: Upload,
	{ lines }: UploadedFile,
): { succeeded: number | null; failed: number | null } {
	const { status, totalSuccessCount, totalErrorCount } = upload;
	const unsent = readUnsentStatus(upload);
	// Of a file that is refused as a whole, Gong counts its one error.
	if (unsent === 'NOT_SENT' || unsent === 'INVALID' || isRefusedWhole(upload))
		return { succeeded: 0, failed: lines };
	return status === 'DONE'
		? { succeeded: totalSuccessCount ?? lines, failed: totalErrorCount ?? 0 }
		: { succeeded: totalSuccessCount, failed: totalErrorCount };
}

/** Each warning once, with the lines that it is about: a file may have hundreds of thousands. */
function summarizeWarnings({ warnings, moreLines, lines }: UploadedFile): string[] {
	const linesOf = new Map<string, Set<number>>();
	for (const [counted, own] of Object.entries(warnings)) {
		const line = findLine(Number(counted) - 1, lines ?? 0);
		for (const warning of own) {
			const about = linesOf.get(warning);
			if (about) about.add(line);
			else if (linesOf.size < MOST_WARNINGS) linesOf.set(warning, new Set([line]));
		}
	}
	return [...linesOf].map(([warning, about]) => {
		const count = about.size + (moreLines?.[warning] ?? 0);
		const listed = joinList([...about].map(String), MOST_NAMED, count);
		return `${count > 1 ? 'Lines' : 'Line'} ${listed}: ${warning}`;
	});
}

/** Uploads of CRM objects. */
export const uploadKind: Kind<Upload> = {
	purpose: 'upload',
	label,
	verbPhrase: ({ integrationId, file }) =>
		file?.deletes ? `delete objects of ${integrationId}` : `process an upload to ${integrationId}`,
	summary: (upload) => (upload.file ? describeFile(upload, upload.file) : describeUpload(upload)),
	failsFast: false,
	summarizeErrors,
	results(upload, choices) {
		const { file, items } = upload;
		const late = explainUploadTimeout(upload, choices);
		if (file && !file.isGiven) return describeObjects(upload, file, late);
		const json = file ? describeFile(upload, file) : describeUpload(upload);
		const error = explainFailedUpload(upload, choices) ?? late;
		return items.map(() => ({ json, error }));
	},
};

/** One for each object. Files with the same bytes were sent once, for the items of all of them. */
function describeObjects(upload: Upload, file: UploadedFile, late: ItemError | null): ItemResult[] {
	const objectIds = readObjectIds(file);
	const readOutcome = readLineOutcomes(upload, objectIds.length);
	return upload.items.map((item, place) => {
		const line = findLine(place, objectIds.length);
		const object = {
			place,
			line,
			objectId: objectIds[line - 1],
			result: readOutcome(line),
		};
		return {
			json: describeObject(upload, file, object),
			error: explainObject(upload, file, object, item) ?? late,
		};
	});
}

/** @param place among the items of files with the same bytes, from 0 @returns from 1 */
const findLine = (place: number, lines: number): number => (place % lines) + 1;

/** A line of a file, and what became of it. */
interface ObjectOfFile {
	/** Among the items of the files that were sent as one, from 0. */
	place: number;
	line: number;
	objectId: string;
	result: LineOutcome;
}

function explainObject(
	{ requestId }: Upload,
	file: UploadedFile,
	{ objectId, result: { outcome, errors } }: ObjectOfFile,
	item: number,
): ItemError | null {
	if (isUploaded(outcome) !== false) return null;
	if (outcome !== 'refused')
		return {
			// Counted from 0, as n8n counts items.
			message: file.deletes
				? `Item ${item}${objectId ? ` (object ${objectId})` : ''} cannot be deleted`
				: `Item ${item}${objectId ? ` (object ${objectId})` : ''} cannot be uploaded`,
			description: `${joinList(errors.map(({ description }) => endSentence(description)))} It was not sent.`,
			httpCode: null,
			isOurs: true,
		};
	const isWhole = errors.some(({ line }) => line === 0);
	return {
		message: file.deletes
			? `Gong refused to delete object ${objectId}`
			: `Gong refused object ${objectId}`,
		description: joinSentences(
			isWhole && `Gong refused the whole file ${file.number}.`,
			quoteErrors({ errors: errors.map((error) => ({ ...error, line: 0 })) }),
			quoteReference(requestId),
			file.deletes ? 'Check the object and delete it again.' : 'Correct it and upload it again.',
		),
		httpCode: null,
	};
}

/** An upload as a whole; a failed file that was given is one failed item. */
function explainFailedUpload(upload: Upload, { onFailed }: Choices): ItemError | null {
	if (upload.status !== 'FAILED' || (!upload.file && onFailed !== 'error')) return null;
	const { file, totalErrorCount, requestId } = upload;
	const failed = file ? countObjects(upload, file).failed : totalErrorCount;
	return {
		message: `Gong did not accept all objects of an upload to integration ${upload.integrationId}`,
		description: joinSentences(
			failed !== null && `Refused objects: ${failed}.`,
			quoteErrors(upload),
			quoteReference(requestId),
		),
		httpCode: null,
	};
}

function explainUploadTimeout(upload: Upload, choices: Choices): ItemError | null {
	if (!upload.timedOut || choices.onTimeout !== 'error') return null;
	const { integrationId, file } = upload;
	const deletes = file?.deletes ?? false;
	const isKnown = !upload.unreadable && !hasNoStatus(upload);
	return {
		message: isKnown
			? deletes
				? `Gong is still deleting objects of integration ${integrationId}`
				: `Gong is still working on an upload to integration ${integrationId}`
			: deletes
				? `Gong did not say what became of objects to delete from integration ${integrationId}`
				: `Gong did not say what became of an upload to integration ${integrationId}`,
		description: joinSentences(explainTimeout(choices), explainHowToFollow(label(upload), upload)),
		httpCode: null,
		isOurs: true,
	};
}

/** What a run that stops says of all that was not taken. */
function summarizeErrors(errors: ErrorOfItem[], results: IDataObject[], items: number): ItemError {
	const [first] = errors;
	const deletes = areDeletions(results);
	// Files and requests know of no object by itself.
	const areObjects = results.every((result) => deletes || 'uploaded' in result);
	// What is said of objects names them.
	const namesItems = !areObjects && items > 1;
	const said = joinList(
		errors.map((error) =>
			namesItems
				? `${endSentence(nameItem(error))} ${error.description}`
				: `${error.message}: ${error.description}`,
		),
	);
	if (results.every(({ outcome }) => outcome === 'invalid' || outcome === 'notSent')) {
		const alike = errors.filter(
			({ message, description }) => message === first.message && description === first.description,
		);
		const others = items > alike.length && 'Nothing else was sent either.';
		// A file that cannot be sent is the reason for those after it.
		const isOfAll = !results.some(({ outcome }) => outcome === 'invalid');
		return isOfAll || errors.length === 1
			? {
					...first,
					message: namesItems && !isOfAll ? nameItem(first) : first.message,
					description: joinSentences(first.description, others),
				}
			: {
					...first,
					message: deletes
						? `${errors.length} of ${items} items cannot be deleted`
						: `${errors.length} of ${items} items cannot be uploaded`,
					description: `Nothing was sent. ${said}`,
				};
	}
	if (results.length === 1) return first;
	const isNot = results.filter(({ uploaded, deleted = uploaded }) => deleted === false).length;
	const open =
		items - results.filter(({ uploaded, deleted = uploaded }) => deleted === true).length;
	const objects = deletes
		? isNot > 0
			? { message: `${isNot} of ${items} objects not deleted` }
			: { message: `${open} of ${items} objects not confirmed as deleted` }
		: isNot > 0
			? { message: `${isNot} of ${items} objects not uploaded` }
			: { message: `${open} of ${items} objects not confirmed as uploaded` };
	// What has no result was refused before there was a request.
	const unsuccessful = errors.length + items - results.length;
	return {
		message: areObjects
			? objects.message
			: `${unsuccessful} of ${items} items did not finish successfully`,
		description: areObjects ? joinSentences(countOutcomes(results, items), said) : said,
		httpCode: first.httpCode,
		...(errors.every(({ isOurs }) => isOurs) && { isOurs: true }),
	};
}

/** Counted from 0, as n8n counts items. */
const nameItem = ({ message, itemIndex }: ErrorOfItem): string => `Item ${itemIndex}: ${message}`;

/** Of objects: the status of an integration's deletion has no outcome. */
const areDeletions = (results: IDataObject[]): boolean =>
	results.some((result) => 'deleted' in result && 'outcome' in result);

/** What counts of outcomes say, in this order. */
const countWords = [
	['refused', 'Refused by Gong'],
	['invalid', 'Invalid, not sent'],
	['notSent', 'Not sent'],
	['unknown', 'Not known'],
	['pending', 'Not finished'],
] as const;

/**
 * How many objects of a run have which outcome: "Uploaded: 497 of 500 objects. Refused by Gong: 3."
 *
 * @param results of objects
 * @param items of the whole run; of those without a result, nothing is known
 */
export function countOutcomes(results: IDataObject[], items: number): string {
	const counts = new Map<unknown, number>([['unknown', items - results.length]]);
	for (const { outcome } of results) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
	const first = areDeletions(results)
		? { message: `Deleted: ${counts.get('deleted') ?? 0} of ${items} objects` }
		: { message: `Uploaded: ${counts.get('uploaded') ?? 0} of ${items} objects` };
	const others = countWords.map(([outcome, words]) => {
		const count = counts.get(outcome) ?? 0;
		return count > 0 && `${words}: ${count}.`;
	});
	return joinSentences(`${first.message}.`, ...others);
}
