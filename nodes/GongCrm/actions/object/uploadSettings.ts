import type { ItemParameters } from '../../../connection/parameters';
import { combine, fail, type Result, succeed } from '../../../connection/result';
import { type ObjectType, objectFields } from '../../../gong/objectFields';
import type { FileLimits } from '../../../gong/objectFiles';
import { readItems } from '../../../items/path';
import type { Run } from '../../../items/run';

/** What counts for a whole upload. */
export interface UploadSettings {
	integrationId: string;
	objectType: ObjectType;
	source: 'items' | 'file';
	dryRun: boolean;
	limits: FileLimits;
}

const MEGABYTE = 1_000_000;

/** Gong takes no file above this (Gong API reference, "Upload CRM objects"). */
const LARGEST_FILE_MB = 200;
export const DEFAULT_FILE_MB = 20;

/** What all items of an upload share, as a builder sees it. */
const shared = ['integrationId', 'objectType', 'source', 'options'];

const oneValueEach = [
	['integrationId', 'Integration'],
	['objectType', 'Object Type'],
	['dryRun', 'Dry Run'],
] as const;

/** Reads what has one value in a run: from every item where an expression may give several. */
export async function readUploadSettings(run: Run): Promise<Result<UploadSettings>> {
	const { parameters } = run;
	if (shared.every((name) => parameters.isSameForAll(name))) return readFor(parameters.of(0));
	const readings = await readItems(run, readFor);
	const [first] = readings;
	for (const [itemIndex, other] of readings.entries()) {
		if (!first.ok) return first;
		if (!other.ok) return { ok: false, error: { ...other.error, itemIndex } };
		const two = oneValueEach.find(([name]) => other.value[name] !== first.value[name]);
		if (!two) continue;
		const [name, label] = two;
		const { error } = fail(
			`"${label}" has two values in this run: ${String(first.value[name])} and ${String(other.value[name])}`,
			'All items of an upload go to one integration and are of one type. Split them, for example with a Switch or a Loop Over Items node. Nothing was sent.',
		);
		return { ok: false, error: { ...error, itemIndex } };
	}
	return first;
}

function readFor(parameters: ItemParameters): Result<UploadSettings> {
	const option = parameters.collection('options', 'Options');
	const read = combine({
		integrationId: parameters.integrationId(),
		objectType: parameters
			.get('objectType', 'Object Type')
			.asOneOf(Object.keys(objectFields) as ObjectType[]),
		source: parameters.get('source', 'Source').asOneOf<UploadSettings['source']>(['items', 'file']),
		dryRun: option('dryRun', 'Dry Run').asBoolean(false),
		maxFileSizeMb: option('maxFileSizeMb', 'Max File Size (MB)').asPositiveNumber(
			LARGEST_FILE_MB,
			DEFAULT_FILE_MB,
		),
		maxObjects: option('maxObjectsPerFile', 'Max Objects per File').asPositiveNumber(
			Number.MAX_SAFE_INTEGER,
			Infinity,
		),
	});
	if (!read.ok) return read;
	const { maxFileSizeMb, maxObjects, ...settings } = read.value;
	return succeed({
		...settings,
		limits: { maxBytes: maxFileSizeMb * MEGABYTE, maxObjects },
	});
}
