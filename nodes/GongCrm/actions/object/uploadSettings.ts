import type { ItemParameters } from '../../../n8n/parameters';
import { combine, fail, type ItemError, type Result, succeed } from '../../../n8n/result';
import { type ObjectType, objectTypes, storedTypes } from '../../../gong/objectFields';
import { type FileLimits, LARGEST_FILE } from '../../../gong/objectFiles';
import { readItems } from '../../../items/path';
import type { Run } from '../../../items/run';
import { joinSentences } from '../../../text/sentences';

/** What counts for a whole upload. */
export interface UploadSettings {
	integrationId: string;
	objectType: ObjectType;
	source: 'items' | 'file';
	/** The objects are to be deleted. */
	deletes: boolean;
	dryRun: boolean;
	limits: FileLimits;
	/** What an empty value means: nothing, or that Gong is to have none either. */
	emptyValues: 'leaveOut' | 'clear';
}

const MEGABYTE = 1_000_000;

export const LARGEST_FILE_MB = LARGEST_FILE / MEGABYTE;
export const DEFAULT_FILE_MB = 20;

/** What all items of an upload share, as a builder sees it. */
const shared = ['integrationId', 'objectType', 'source', 'dryRun', 'options'];

const oneValueEach = [
	['integrationId', 'Integration'],
	['objectType', 'Object Type'],
	['dryRun', 'Dry Run'],
	['emptyValues', 'Empty Values'],
] as const;

/** Reads what has one value in a run: from every item where an expression may give several. */
export async function readUploadSettings(
	run: Run,
	readFor: (parameters: ItemParameters) => Result<UploadSettings>,
): Promise<Result<UploadSettings>> {
	const { parameters } = run;
	if (shared.every((name) => parameters.isSameForAll(name))) return readFor(parameters.of(0));
	const readings = await readItems(run, readFor);
	const [first] = readings;
	for (const [itemIndex, other] of readings.entries()) {
		if (!first.ok) return refuseAll(first.error, 0);
		if (!other.ok) return refuseAll(other.error, itemIndex);
		const two = oneValueEach.find(([name]) => other.value[name] !== first.value[name]);
		if (!two) continue;
		const [name, label] = two;
		const { error } = fail(
			`'${label}' has two values in this run: ${String(first.value[name])} and ${String(other.value[name])}`,
			'All items of an upload go to one integration and are of one type. Split them, for example with a Switch or a Loop Over Items node. Nothing was sent.',
		);
		return { ok: false, error: { ...error, itemIndex } };
	}
	return first;
}

/** With *Continue*, every item gets this error: it says which of them is meant. */
const refuseAll = (error: ItemError, itemIndex: number): Result<never> => ({
	ok: false,
	error: {
		...error,
		description: joinSentences(
			// Counted from 0, as n8n counts items.
			`This is about item ${itemIndex}, and counts for the whole run: nothing was sent.`,
			error.description,
		),
		itemIndex,
	},
});

/** What an item of an *Upload* says of the whole run. */
export function readUpload(parameters: ItemParameters): Result<UploadSettings> {
	const option = parameters.collection('options', 'Options');
	const read = combine({
		...readTarget(parameters, objectTypes),
		source: parameters.get('source', 'Source').asOneOf<UploadSettings['source']>(['items', 'file']),
		emptyValues: option('emptyValues', 'Empty Values').asOneOf<UploadSettings['emptyValues']>(
			['leaveOut', 'clear'],
			'leaveOut',
		),
		maxFileSizeMb: option('maxFileSizeMb', 'Max File Size (MB)').asPositiveNumber(
			LARGEST_FILE_MB,
			DEFAULT_FILE_MB,
		),
		maxObjects: option('maxObjectsPerFile', 'Max Objects per File').asWholeNumber(Infinity),
	});
	if (!read.ok) return read;
	const { maxFileSizeMb, maxObjects, ...settings } = read.value;
	return succeed({
		...settings,
		deletes: false,
		limits: { maxBytes: maxFileSizeMb * MEGABYTE, maxObjects },
	});
}

/** What an item of *Object: Delete* says of it. */
export function readDeletion(parameters: ItemParameters): Result<UploadSettings> {
	const read = combine(readTarget(parameters, storedTypes));
	return read.ok
		? succeed({
				...read.value,
				source: 'items',
				deletes: true,
				limits: { maxBytes: DEFAULT_FILE_MB * MEGABYTE, maxObjects: Infinity },
				emptyValues: 'leaveOut',
			})
		: read;
}

const readTarget = (parameters: ItemParameters, types: readonly ObjectType[]) => ({
	integrationId: parameters.integrationId(),
	objectType: parameters.get('objectType', 'Object Type').asOneOf(types),
	dryRun: parameters.get('dryRun', 'Dry Run').asBoolean(),
});
