import type { IExecuteFunctions } from 'n8n-workflow';
import { explainFailure } from '../../../n8n/nodeErrors';
import type { ItemParameters } from '../../../n8n/parameters';
import { readTimeZone } from '../../../n8n/readTimeZone';
import { fail, type ItemError, type Result, succeed } from '../../../n8n/result';
import { checkFile, type CheckedFile } from '../../../gong/checkFile';
import {
	type CheckedObject,
	checkObject,
	type Defect,
	objectRules,
	type ObjectRules,
	summarizeShiftedDays,
} from '../../../gong/checkObject';
import { countOf, joinList } from '../../../text/lists';
import { isStored } from '../../../gong/objectFields';
import {
	fitsIn,
	measureLine,
	type ObjectFile,
	type ObjectToWrite,
	toBody,
	writeFiles,
} from '../../../gong/objectFiles';
import type { SchemaField } from '../../../gong/schemaFields';
import { lacksScope } from '../../../gong/scopes';
import { MOST_ERRORS } from '../../../gong/uploadOutcome';
import { attempt } from '../../../items/errors';
import { type Grouping, readItems } from '../../../items/path';
import type { Run } from '../../../items/run';
import type { UploadedFile } from '../../../requests/request';
import type { ReadObject } from './readObject';
import type { UploadSettings } from './uploadSettings';
import { endSentence, joinSentences } from '../../../text/sentences';

/** A file, and the input items that it answers. */
export interface PreparedFile {
	/** By line, where the lines are items; otherwise the items that brought the file. */
	items: number[];
	file: UploadedFile;
	content:
		| ({ kind: 'ready' } & Pick<ObjectFile, 'body' | 'hash' | 'latestFilledIn'>)
		/** Its objects, or the file that a builder gave, do not hold; `error` = why, where it is one thing. */
		| {
				kind: 'invalid';
				errors: Array<{ line: number; description: string }>;
				error: ItemError | null;
		  }
		/** It could be read when it was checked, and cannot be now. */
		| { kind: 'unreadable'; error: ItemError };
}

/** An upload of which every object was checked. */
export interface PreparedUpload {
	/** One file at a time, so that no more than one is in memory beside the input. */
	grouping: Grouping<PreparedFile>;
	/** What concerns the whole run, for a hint. */
	warnings: string[];
	/** How many values are to be cleared, by field. */
	cleared: ReadonlyMap<string, number>;
}

/** Reads and checks all objects, before anything is sent. */
export async function prepareFiles(
	run: Run,
	settings: UploadSettings,
	readObject: ReadObject,
): Promise<Result<PreparedUpload>> {
	const timeZone = readTimeZone(run.context);
	if (!timeZone.ok) return timeZone;
	const schema = await readSchema(run, settings);
	if (!schema.ok) return schema;
	const { fields, isKnown, warnings } = schema.value;
	const rules = objectRules(settings.objectType, fields, timeZone.value);
	const prepared =
		settings.source === 'items'
			? await prepareItems(run, settings, rules, isKnown, readObject)
			: await prepareGivenFiles(run, settings, rules);
	return succeed({ ...prepared, warnings: [...warnings, ...prepared.warnings] });
}

/** The schema's fields of the type, where it has a schema and the credential may read it. */
async function readSchema(
	{ client, settings: { authentication } }: Run,
	{ integrationId, objectType, deletes }: UploadSettings,
): Promise<Result<{ fields: SchemaField[]; isKnown: boolean; warnings: string[] }>> {
	// To delete an object, no field of the schema is sent.
	if (deletes || !isStored(objectType)) return succeed({ fields: [], isKnown: true, warnings: [] });
	const outcome = await client.listSchemaFields(integrationId, objectType);
	if (outcome.ok) return succeed({ fields: outcome.value, isKnown: true, warnings: [] });
	if (lacksScope(outcome.answer, 'api:crm:schema'))
		return succeed({
			fields: [],
			isKnown: false,
			warnings: [
				"Only Gong’s own fields are sent: the credential lacks the scope api:crm:schema, so the fields of your schema could not be read. Add the scope to your app at Gong and, if 'Custom Scopes' is on in the credential, to 'Enabled Scopes'. Then connect again.",
			],
		});
	const state = 'Nothing was sent: the schema is read first, to check the objects against it.';
	return {
		ok: false,
		error: explainFailure(outcome.answer, { purpose: 'schema', authentication, state }),
	};
}

/** An object that cannot be uploaded. */
interface InvalidObject {
	item: number;
	objectId: string;
	description: string;
}

async function prepareItems(
	run: Run,
	settings: UploadSettings,
	rules: ObjectRules,
	isSchemaKnown: boolean,
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
	const why = isSchemaKnown
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
		const wantsAll = !given.value.isAutomatic && isSchemaKnown;
		const defects = checked.ok
			? findFileDefects(checked.object, settings, wantsAll)
			: checked.defects;
		if (!checked.ok || defects.length > 0) {
			const { objectId } = given.value.fields;
			invalid.push({
				item,
				objectId: typeof objectId === 'string' ? objectId : '',
				description: describeDefects(defects),
			});
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

/** With *Stop Workflow*, one object that cannot be sent keeps all of them back. */
const isStopped = ({ settings: { stopOnError } }: Run, invalid: unknown[]): boolean =>
	stopOnError && invalid.length > 0;

const describeError = ({ message, description }: ItemError): string =>
	joinSentences(endSentence(message), description);

/** Each with the name of its field, as a sentence. */
const describeDefects = (defects: Defect[]): string =>
	joinSentences(...defects.map(({ field, description }) => endSentence(`${field} ${description}`)));

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

const toFile = ({ objectType, deletes }: UploadSettings, objectIds: string[]): UploadedFile => ({
	objectType,
	...(deletes && { deletes }),
	isGiven: false,
	number: null,
	lines: objectIds.length,
	objectIds: JSON.stringify(objectIds),
	warnings: {},
});

/** Files that the builder gives: each is checked whole, and sent byte for byte. */
async function prepareGivenFiles(
	run: Run,
	settings: UploadSettings,
	rules: ObjectRules,
): Promise<PreparedUpload> {
	const { context } = run;
	const checked = await readItems(run, async (parameters) => {
		const bytes = await readFile(context, parameters);
		return bytes.ok ? succeed(checkFile(bytes.value, rules)) : bytes;
	});
	const invalid = checked.flatMap((one, item): PreparedFile[] => {
		if (!one.ok) return [refuseFile(item, settings, one.error)];
		const { value: file } = one;
		return file.ok ? [] : [refuseLines(item, settings, file)];
	});
	const good = checked.flatMap((one, item) =>
		one.ok && one.value.ok ? [{ item, file: one.value }] : [],
	);
	return {
		grouping: {
			groups: toGivenFiles(run, settings, invalid, isStopped(run, invalid) ? [] : good),
			refused: [],
		},
		warnings: [],
		cleared: new Map(),
	};
}

async function readFile(
	context: IExecuteFunctions,
	parameters: ItemParameters,
): Promise<Result<Buffer>> {
	const name = parameters
		.get('binaryPropertyName', 'Input Binary Field')
		.asText('Enter the name of the input field that contains the file, e.g. data.');
	if (!name.ok) return name;
	const file = await attempt(context, async () => {
		context.helpers.assertBinaryData(parameters.item, name.value);
		return succeed(await context.helpers.getBinaryDataBuffer(parameters.item, name.value));
	});
	// Where n8n has lost it, "File not found" is all that n8n says.
	return file.ok
		? file
		: fail(
				`The file in "${name.value}" cannot be read: ${file.error.message}`,
				file.error.description || "Check 'Input Binary Field' and where the file comes from.",
			);
}

type GoodFile = Extract<CheckedFile, { ok: true }>;
type BadFile = Extract<CheckedFile, { ok: false }>;

/** Reads each file once more when it is its turn: checked, all of them would be in memory at once. */
async function* toGivenFiles(
	{ context, parameters }: Run,
	settings: UploadSettings,
	invalid: PreparedFile[],
	good: Array<{ item: number; file: GoodFile }>,
): AsyncGenerator<PreparedFile> {
	yield* invalid;
	for (const { item, file } of good) {
		const bytes = await readFile(context, parameters.of(item));
		yield {
			items: [item],
			file: {
				...toFile(settings, file.objectIds),
				isGiven: true,
				warnings: file.warnings,
			},
			content: bytes.ok
				? { kind: 'ready', ...toBody([bytes.value]), latestFilledIn: null }
				: { kind: 'unreadable', error: bytes.error },
		};
	}
}

function refuseLines(
	item: number,
	settings: UploadSettings,
	{ badLines, lines }: BadFile,
): PreparedFile {
	const described = badLines.map((one) => ({
		...one,
		description: describeDefects(one.defects),
	}));
	// As many as Gong lists of a file that it has looked through itself.
	const shown = described.slice(0, MOST_ERRORS);
	const objectIds = Array.from({ length: shown.at(-1)?.line ?? 0 }, () => '');
	for (const { line, objectId } of shown) objectIds[line - 1] = objectId;
	return {
		items: [item],
		file: { ...toFile(settings, objectIds), isGiven: true, lines },
		content: {
			kind: 'invalid',
			errors: shown.map(({ line, description }) => ({ line, description })),
			error: fail(
				`${badLines.length} of ${lines} lines of the file cannot be uploaded`,
				`The file was not sent. ${joinList(
					described.map(
						({ line, objectId, description }) =>
							`Line ${line}${objectId ? ` (object ${objectId})` : ''}: ${description}`,
					),
				)}`,
			).error,
		},
	};
}

const refuseFile = (item: number, settings: UploadSettings, error: ItemError): PreparedFile => ({
	items: [item],
	file: { ...toFile(settings, []), isGiven: true, lines: null },
	content: { kind: 'invalid', errors: [{ line: 0, description: error.message }], error },
});
