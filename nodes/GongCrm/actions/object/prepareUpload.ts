import type { IExecuteFunctions } from 'n8n-workflow';
import { explain, type Explanation, joinSentences } from '../../../connection/explain';
import { joinList } from '../../../gong/joinList';
import { toApiError, invalidInput } from '../../../connection/nodeErrors';
import { readSetting } from '../../../connection/parameters';
import { readTimeZone } from '../../../connection/readTimeZone';
import { checkFile, type CheckedFile } from '../../../gong/checkFile';
import {
	type CheckedObject,
	checkObject,
	type Defect,
	objectRules,
	type ObjectRules,
} from '../../../gong/checkObject';
import { isStored } from '../../../gong/objectFields';
import { isRecord } from '../../../gong/records';
import {
	fitsIn,
	type ObjectFile,
	type ObjectToWrite,
	measureLine,
	toBody,
	writeFiles,
} from '../../../gong/objectFiles';
import type { SchemaField } from '../../../gong/schemaFields';
import { lacksScope } from '../../../gong/scopes';
import type { RefusedItem } from '../../../requests/runState';
import { unsentObject } from '../../../requests/unsentObjects';
import { describeUnsentFile } from '../../../requests/upload';
import { attempt } from '../../../submitting/attempt';
import type { OperationRun } from '../operation';
import { readUploadSettings, type UploadSettings } from './uploadOptions';

/** A file that is ready to be sent, and the input items that it answers. */
export interface PreparedFile extends Pick<ObjectFile, 'body' | 'hash'> {
	/** By line, where the lines are items; otherwise the items that brought the file. */
	items: number[];
	objectIds: string[];
	/** By line, from 1. */
	warnings: Record<string, string[]>;
	/** The builder gave it as it is. */
	isGiven: boolean;
}

/** An upload of which every object was checked. */
export interface PreparedUpload {
	settings: UploadSettings;
	/** One at a time, so that no more than one is in memory beside the input. */
	files: AsyncIterable<PreparedFile>;
	refused: RefusedItem[];
	/** What concerns the whole run, for a hint. */
	warnings: string[];
}

/**
 * Reads and checks all objects, before anything is sent.
 *
 * @throws NodeApiError or NodeOperationError where something cannot be used: of the whole run always, of
 * an object where the node's *On Error* setting is *Stop Workflow*.
 */
export async function prepareUpload(run: OperationRun): Promise<PreparedUpload> {
	const { context, clock } = run;
	const settings = readUploadSettings(context);
	const schema = await readSchema(run, settings);
	const rules = objectRules(settings.objectType, schema.fields, readTimeZone(context));
	// A late retry of the execution keeps the moment, and so is not newer than what came since.
	const modifiedAt = context.getExecutionContext()?.establishedAt ?? clock.now();
	const prepared =
		settings.source === 'items'
			? fromItems(run, settings, rules, { isSchemaKnown: schema.isKnown, modifiedAt })
			: await fromFiles(run, settings, rules);
	return { ...prepared, settings, warnings: [...schema.warnings, ...prepared.warnings] };
}

type Prepared = Pick<PreparedUpload, 'files' | 'refused' | 'warnings'>;

/** The schema's fields of the type, where it has a schema and the credential may read it. */
async function readSchema(
	{ context, client, authentication }: OperationRun,
	{ integrationId, objectType }: UploadSettings,
): Promise<{ fields: SchemaField[]; isKnown: boolean; warnings: string[] }> {
	if (!isStored(objectType)) return { fields: [], isKnown: true, warnings: [] };
	const outcome = await client.listSchemaFields(integrationId, objectType);
	if (outcome.ok) return { fields: outcome.value, isKnown: true, warnings: [] };
	if (lacksScope(outcome.answer, 'api:crm:schema'))
		return {
			fields: [],
			isKnown: false,
			warnings: [
				'Only Gong’s own fields are sent: the credential lacks the scope api:crm:schema, so the fields of your schema could not be read. Add the scope under Custom Scopes in the credential.',
			],
		};
	const explanation = explain(outcome.answer, 'schema', authentication);
	throw toApiError(context, undefined, {
		...explanation,
		description: joinSentences(
			'Nothing was sent: the schema is read first, to check the objects against it.',
			explanation.description,
		),
	});
}

function fromItems(
	run: OperationRun,
	settings: UploadSettings,
	rules: ObjectRules,
	{ isSchemaKnown, modifiedAt }: { isSchemaKnown: boolean; modifiedAt: number },
): Prepared {
	const { context } = run;
	const objects: ObjectToWrite[] = [];
	const refused: RefusedItem[] = [];
	const leftOutOf = new Map<string, number>();
	const why = isSchemaKnown
		? 'Left out, because it’s neither one of Gong’s fields nor in the schema'
		: 'Left out, because the credential may not read the schema (scope api:crm:schema)';
	for (const [item] of context.getInputData().entries()) {
		const { given, isAutomatic } = readFields(context, item);
		const checked = checkObject(given, rules);
		const wantsAll = !isAutomatic && isSchemaKnown;
		const defects = checked.ok
			? defectsInFile(checked.object, settings, wantsAll)
			: checked.defects;
		if (!checked.ok || defects.length > 0) {
			refused.push(
				unsentObject(item, {
					objectId: typeof given.objectId === 'string' ? given.objectId : null,
					about: {
						integrationId: settings.integrationId,
						objectType: settings.objectType,
						uploaded: false,
					},
					why: defects.map(({ field, description }) => `"${field}" ${description}`),
				}),
			);
			continue;
		}
		const { objectId, fields, warnings, leftOut } = checked.object;
		for (const field of leftOut) leftOutOf.set(field, (leftOutOf.get(field) ?? 0) + 1);
		objects.push({
			item,
			objectId,
			fields,
			warnings: leftOut.length > 0 ? [...warnings, `${why}: ${leftOut.join(', ')}`] : warnings,
		});
	}
	stopIfRefused(run, refused, context.getInputData().length);
	warnOfVersions(objects);
	return {
		files: toFiles(objects, settings, modifiedAt),
		refused,
		warnings:
			leftOutOf.size > 0
				? [
						`${why}: ${joinList([...leftOutOf].map(([field, count]) => `${field} (${count} items)`))}.`,
					]
				: [],
	};
}

/** What keeps a checked object out of a file: its size, or (`wantsAll`) a column that is not known. */
function defectsInFile(
	{ fields, leftOut }: CheckedObject,
	{ limits }: UploadSettings,
	wantsAll: boolean,
): Defect[] {
	return [
		...(wantsAll ? leftOut : []).map((field) => ({
			field,
			description: 'is neither one of Gong’s fields nor in the schema',
		})),
		...(!fitsIn(limits.maxBytes, fields)
			? [
					{
						field: 'object',
						description: `has ${measureLine(fields)} bytes, more than "Max File Size (MB)" allows`,
					},
				]
			: []),
	];
}

/**
 * What an item is to be uploaded with. The mapper's value is read whole: read by itself, n8n rounds IDs
 * in it, and evaluates its expressions twice.
 */
function readFields(
	context: IExecuteFunctions,
	item: number,
): { given: Record<string, unknown>; isAutomatic: boolean } {
	const mapper: unknown = context.getNodeParameter('fields', item);
	const isAutomatic = !isRecord(mapper) || mapper.mappingMode !== 'defineBelow';
	if (isAutomatic) return { given: context.getInputData()[item].json, isAutomatic };
	const given = isRecord(mapper.value) ? mapper.value : {};
	// The editor presets columns that the builder has removed, booleans with false.
	const schema: unknown[] = Array.isArray(mapper.schema) ? mapper.schema : [];
	const removed = new Set(
		schema.filter(isRecord).flatMap((column) => (column.removed === true ? [column.id] : [])),
	);
	const columns = Object.entries(given).filter(([name]) => !removed.has(name));
	return { given: Object.fromEntries(columns), isAutomatic };
}

/** With *Stop Workflow*, one object that cannot be sent keeps all of them back. */
function stopIfRefused(
	{ context, stopOnError }: OperationRun,
	refused: RefusedItem[],
	items: number,
): void {
	if (!stopOnError || refused.length === 0) return;
	const [{ item, refusal }] = refused;
	if (refused.length === 1)
		throw invalidInput(
			context,
			item,
			refusal.message,
			`${refusal.description}${items > 1 ? ' Nothing else was sent either.' : ''}`,
		);
	throw invalidInput(
		context,
		item,
		`${refused.length} of ${items} items cannot be uploaded`,
		`Nothing was sent. ${joinList(refused.map(({ refusal: { message, description } }) => `${message}: ${description}`))}`,
	);
}

/** Older versions of an object go into an earlier file; Gong does not promise to keep the order. */
function warnOfVersions(objects: ObjectToWrite[]): void {
	const last = new Map(objects.map((object) => [object.objectId, object]));
	for (const object of objects) {
		const newest = last.get(object.objectId) ?? object;
		if (newest !== object && !isEqual(newest.fields, object.fields))
			object.warnings = [
				...object.warnings,
				'A later item is a newer version of this object. It goes into a later file, but Gong does not promise to process them in this order.',
			];
	}
}

const isEqual = (one: object, other: object): boolean =>
	JSON.stringify(one) === JSON.stringify(other);

async function* toFiles(
	objects: ObjectToWrite[],
	{ limits }: UploadSettings,
	modifiedAt: number,
): AsyncGenerator<PreparedFile> {
	for (const { body, hash, lines } of writeFiles(objects, limits, modifiedAt))
		yield {
			body,
			hash,
			items: lines.map(({ item }) => item),
			objectIds: lines.map(({ objectId }) => objectId),
			warnings: Object.fromEntries(
				lines.flatMap(({ warnings }, index) =>
					warnings.length > 0 ? [[String(index + 1), warnings]] : [],
				),
			),
			isGiven: false,
		};
}

/** Files that the builder gives: each is checked whole, and sent byte for byte. */
async function fromFiles(
	run: OperationRun,
	settings: UploadSettings,
	rules: ObjectRules,
): Promise<Prepared> {
	const { context, stopOnError } = run;
	const refused: RefusedItem[] = [];
	const checked: Array<{ item: number; file: Extract<CheckedFile, { ok: true }> }> = [];
	for (const [item] of context.getInputData().entries()) {
		const read = await attempt(async () => await readFile(context, item), stopOnError);
		if (!read.ok) {
			refused.push(refusedFile(item, settings, read.refusal));
			continue;
		}
		const file = checkFile(read.value, rules);
		if (file.ok) checked.push({ item, file });
		else refused.push(refusedFile(item, settings, badLinesInWords(file), file));
	}
	stopIfRefused(run, refused, context.getInputData().length);
	return { files: readAgain(context, checked), refused, warnings: [] };
}

async function readFile(context: IExecuteFunctions, item: number): Promise<Buffer> {
	const name = readSetting(context, item, 'binaryPropertyName', 'Input Binary Field').asText(
		'Enter the name of the input field that contains the file, e.g. data.',
	);
	// Names the field where the item has no such file.
	context.helpers.assertBinaryData(item, name);
	return await context.helpers.getBinaryDataBuffer(item, name);
}

/** Reads each file once more when it is its turn: checked, all of them would be in memory at once. */
async function* readAgain(
	context: IExecuteFunctions,
	checked: Array<{ item: number; file: Extract<CheckedFile, { ok: true }> }>,
): AsyncGenerator<PreparedFile> {
	for (const { item, file } of checked)
		yield {
			...toBody([await readFile(context, item)]),
			items: [item],
			objectIds: file.objectIds,
			warnings: file.warnings,
			isGiven: true,
		};
}

const inWords = (defects: Defect[]): string =>
	defects.map(({ field, description }) => `"${field}" ${description}`).join('; ');

const badLinesInWords = ({
	badLines,
	lines,
}: Extract<CheckedFile, { ok: false }>): Explanation => ({
	message: `${badLines.length} of ${lines} lines of the file cannot be uploaded`,
	description: `The file was not sent. ${joinList(
		badLines.map(
			({ line, objectId, defects }) =>
				`Line ${line}${objectId ? ` (object ${objectId})` : ''}: ${inWords(defects)}`,
		),
	)}.`,
	httpCode: null,
});

const refusedFile = (
	item: number,
	{ integrationId, objectType }: UploadSettings,
	refusal: Explanation,
	checked: Extract<CheckedFile, { ok: false }> | null = null,
): RefusedItem => ({
	kind: 'upload',
	item,
	refusal,
	details: describeUnsentFile(
		checked && checked.lines,
		{ integrationId, objectType, uploaded: false },
		checked
			? checked.badLines.slice(0, MOST_BAD_LINES).map(({ line, objectId, defects }) => ({
					line,
					objectId: objectId || null,
					description: inWords(defects),
				}))
			: [{ line: 0, objectId: null, description: refusal.message }],
	),
});

/** As many as Gong lists of a file that it has looked through itself. */
const MOST_BAD_LINES = 20;
