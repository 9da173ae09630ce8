import {
	type CheckedObject,
	checkObject,
	type Defect,
	type ObjectRules,
	summarizeShiftedDays,
} from '../../../gong/checkObject';
import { fitsIn, measureLine, type ObjectToWrite, writeFiles } from '../../../gong/objectFiles';
import { type ItemError, succeed } from '../../../n8n/result';
import { readItems } from '../../../items/path';
import type { Run } from '../../../items/run';
import { countOf, joinList } from '../../../text/lists';
import { endSentence, joinSentences } from '../../../text/sentences';
import {
	describeDefects,
	isStopped,
	type PreparedFile,
	type PreparedUpload,
	toFile,
} from './preparedFile';
import type { ReadObject } from './readObject';
import type { UploadSettings } from './uploadSettings';

/** An object that cannot be uploaded. */
interface InvalidObject {
	item: number;
	objectId: string;
	description: string;
}

/** Objects that items bring: each is checked, and goes into a file with the others. */
export async function prepareItems(
	run: Run,
	settings: UploadSettings,
	rules: ObjectRules,
	readObject: ReadObject,
): Promise<PreparedUpload> {
	const objects: ObjectToWrite[] = [];
	const invalid: InvalidObject[] = [];
	const leftOutOf = new Map<string, number>();
	const cleared = new Map<string, number>();
	const shiftedIn = new Map<string, number>();
	const count = (counts: Map<string, number>, names: string[]) => {
		for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	};
	const why = rules.isSchemaRead
		? 'Left out (neither a Gong field nor in the schema)'
		: 'Left out (no scope to read the schema: api:crm:schema)';
	const readings = await readItems(run, (parameters) => {
		const { item } = parameters;
		const given = readObject(parameters);
		if (!given.ok) return given;
		const { filledIn } = given.value;
		const mayClear = (name: string) =>
			settings.emptyValues === 'clear' && filledIn?.has(name) !== false;
		const checked = checkObject(given.value.fields, rules, mayClear);
		const wantsAll = !given.value.isAutomatic && rules.isSchemaRead;
		const defects = checked.ok
			? findFileDefects(checked.object, settings, wantsAll)
			: checked.defects;
		if (!checked.ok || defects.length > 0) {
			const { objectId } = checked.ok ? checked.object : checked;
			invalid.push({ item, objectId, description: describeDefects(defects) });
			return succeed(null);
		}
		const { objectId, fields, warnings, leftOut, shiftedDays } = checked.object;
		count(leftOutOf, leftOut);
		count(cleared, checked.object.cleared);
		count(shiftedIn, shiftedDays);
		objects.push({
			item,
			objectId,
			fields,
			warnings: leftOut.length > 0 ? [...warnings, `${why}: ${leftOut.join(', ')}`] : warnings,
		});
		return succeed(null);
	});
	for (const [item, reading] of readings.entries())
		if (!reading.ok)
			invalid.push({ item, objectId: '', description: describeError(reading.error) });
	invalid.sort((a, b) => a.item - b.item);
	warnOfVersions(objects);
	const shifted = summarizeShiftedDays(shiftedIn, rules.timeZone);
	const leftOut = [...leftOutOf].map(([field, items]) => `${field} (${countOf(items, 'item')})`);
	return {
		grouping: {
			groups: toFiles(run, settings, isStopped(run, invalid) ? [] : objects, invalid),
			refused: [],
		},
		warnings: [
			...(leftOut.length > 0 ? [`${why}: ${joinList(leftOut)}.`] : []),
			...(shifted === null ? [] : [shifted]),
		],
		cleared,
	};
}

const describeError = ({ message, description }: ItemError): string =>
	joinSentences(endSentence(message), description);

/** What keeps a checked object out of a file: its size, or (`wantsAll`) a column that is not known. */
function findFileDefects(
	{ fields, leftOut }: CheckedObject,
	{ limits }: UploadSettings,
	wantsAll: boolean,
): Defect[] {
	return [
		...(wantsAll ? leftOut : []).map((field) => ({
			field,
			description: 'is neither a Gong field nor in the schema',
		})),
		...(!fitsIn(limits.maxBytes, fields)
			? [
					{
						field: 'The object',
						description: `has ${measureLine(fields)} bytes, more than 'Max File Size (MB)' allows`,
					},
				]
			: []),
	];
}

/** Older versions of an object go into an earlier file; Gong does not promise to keep the order. */
function warnOfVersions(objects: ObjectToWrite[]): void {
	const last = new Map(objects.map((object) => [object.objectId, object]));
	for (const object of objects) {
		const newest = last.get(object.objectId) ?? object;
		if (newest !== object && !isEqual(newest.fields, object.fields))
			object.warnings = [
				...object.warnings,
				'A later item is a newer version of this object, in a later file. Gong does not promise to process them in this order.',
			];
	}
}

const isEqual = (one: object, other: object): boolean =>
	JSON.stringify(one) === JSON.stringify(other);

/** Those that cannot be sent make up one file that is not sent. */
function* toFiles(
	run: Run,
	settings: UploadSettings,
	objects: ObjectToWrite[],
	invalid: InvalidObject[],
): Generator<PreparedFile> {
	if (invalid.length > 0)
		yield {
			items: invalid.map(({ item }) => item),
			file: toFile(
				settings,
				invalid.map(({ objectId }) => objectId),
			),
			content: {
				kind: 'invalid',
				errors: invalid.map(({ description }, place) => ({ line: place + 1, description })),
				error: null,
			},
		};
	for (const { body, hash, lines, latestFilledIn } of writeFiles(
		objects,
		settings.limits,
		readModifiedAt(run),
	)) {
		yield {
			items: lines.map(({ item }) => item),
			file: {
				...toFile(
					settings,
					lines.map(({ objectId }) => objectId),
				),
				warnings: Object.fromEntries(
					lines.flatMap(({ warnings }, index) =>
						warnings.length > 0 ? [[String(index + 1), warnings]] : [],
					),
				),
			},
			content: { kind: 'ready', body, hash, latestFilledIn },
		};
	}
}

/**
 * The moment for objects that do not say when they were modified, in ms since 1970: when this run began;
 * of a retry from the list of executions, which may be days later, when the execution was established.
 */
function readModifiedAt({ context, startedAt }: Run): number {
	const establishedAt = context.getExecutionContext()?.establishedAt;
	return context.getMode() === 'retry' ? (establishedAt ?? startedAt) : startedAt;
}
