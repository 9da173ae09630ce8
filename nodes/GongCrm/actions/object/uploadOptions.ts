import { type IExecuteFunctions, isExpression } from 'n8n-workflow';
import { invalidInput } from '../../../connection/nodeErrors';
import {
	type ReadOption,
	readIntegrationId,
	readOptions,
	readSetting,
} from '../../../connection/parameters';
import { type ObjectType, objectFields } from '../../../gong/objectFields';
import type { FileLimits } from '../../../gong/objectFiles';

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
const DEFAULT_FILE_MB = 20;

/** Reads the options of *Upload*. */
export const readUploadOption = (context: IExecuteFunctions, itemIndex: number): ReadOption =>
	readOptions(context, itemIndex, 'options', 'Options');

/**
 * Reads what has one value in a run: from every item where an expression may give several.
 *
 * @throws NodeOperationError naming the parameter that cannot be used, or that has two values.
 */
export function readUploadSettings(context: IExecuteFunctions): UploadSettings {
	const { integrationId, objectType, source, options } = context.getNode().parameters;
	const items = context.getInputData();
	const asked = hasExpression([integrationId, objectType, source, options])
		? items
		: items.slice(0, 1);
	const [first, ...others] = asked.map((_, item) => readFor(context, item));
	for (const [index, other] of others.entries())
		for (const [name, displayName] of oneValueEach)
			if (other[name] !== first[name])
				throw invalidInput(
					context,
					index + 1,
					`"${displayName}" has two values in this run: ${String(first[name])} and ${String(other[name])}`,
					'All items of an upload go to one integration and are of one type. Split them, for example with a Switch or a Loop Over Items node. Nothing was sent.',
				);
	return first;
}

/** Whether n8n evaluates something in it anew for each item (n8n-workflow, `isExpression`). */
function hasExpression(value: unknown): boolean {
	if (typeof value === 'object' && value !== null)
		return Object.values(value).some((inner) => hasExpression(inner));
	return isExpression(value);
}

const oneValueEach = [
	['integrationId', 'Integration'],
	['objectType', 'Object Type'],
	['dryRun', 'Dry Run'],
] as const;

function readFor(context: IExecuteFunctions, item: number): UploadSettings {
	const option = readUploadOption(context, item);
	return {
		integrationId: readIntegrationId(context, item),
		objectType: readSetting(context, item, 'objectType', 'Object Type').asOneOf(
			Object.keys(objectFields) as ObjectType[],
		),
		source: readSetting(context, item, 'source', 'Source').asOneOf(['items', 'file']),
		dryRun: option('dryRun', 'Dry Run')?.asBoolean() ?? false,
		limits: {
			maxBytes:
				(option('maxFileSizeMb', 'Max File Size (MB)')?.asPositiveNumber(LARGEST_FILE_MB) ??
					DEFAULT_FILE_MB) * MEGABYTE,
			maxObjects:
				option('maxObjectsPerFile', 'Max Objects per File')?.asPositiveNumber(
					Number.MAX_SAFE_INTEGER,
				) ?? Infinity,
		},
	};
}
