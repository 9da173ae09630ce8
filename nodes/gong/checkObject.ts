import { type ObjectField, type ObjectType, standardFields } from './objectFields';
import { countOf, joinList } from '../text/lists';
import { createDayFormat, type DayFormat, EMAIL_ADDRESS, isEmpty, readValue } from './objectValues';
import { asObjectField, type SchemaField } from './schemaFields';
import { quoteValue } from '../text/quotes';

/** Gong takes no longer one (Gong API reference, "objectId"). In characters. */
const LONGEST_OBJECT_ID = 64;

/** Something about one field that keeps the object from being sent. */
export interface Defect {
	field: string;
	/** What is wrong, and what Gong expects. */
	description: string;
}

/** An object as it is sent to Gong, but for what is filled in when it is written (`writeFiles`). */
export interface CheckedObject {
	objectId: string;
	fields: Record<string, unknown>;
	/** What Gong takes but does not show, or may not take. */
	warnings: string[];
	/** Names of fields with a value, or to be cleared, that neither Gong nor the schema knows: left out. */
	leftOut: string[];
	/** Names of fields that are sent as null, so that Gong has no value either. */
	cleared: string[];
	/** Names of fields whose moment is another day in the workflow's time zone than in UTC. */
	shiftedDays: string[];
}

/** What a check says. */
export type CheckedResult =
	| { ok: true; object: CheckedObject }
	| {
			ok: false;
			/** Empty where there is none that can be read. */
			objectId: string;
			defects: Defect[];
	  };

/** What all objects of a run are checked against. */
export interface ObjectRules {
	objectType: ObjectType;
	fields: ReadonlyMap<string, ObjectField>;
	/** Whether all of the schema's fields are among them. */
	isSchemaRead: boolean;
	/** Those that Gong refuses an object without. */
	mandatory: readonly ObjectField[];
	/** Those that can be cause for a warning. */
	doubtful: readonly ObjectField[];
	/** Whether the node writes what `isFilledIn` says; a given file has to have it. */
	fillsIn: boolean;
	/** Of the workflow: IANA name. */
	timeZone: string;
	/** Writes days in that zone. */
	day: DayFormat;
}

/**
 * The rules for a type of object.
 *
 * @param schema the schema's fields of the type; empty where it has none; `null` = they could not be read
 * @param timeZone of the workflow, IANA name
 * @throws RangeError where it is none (`isTimeZone`)
 */
export function objectRules(
	objectType: ObjectType,
	schema: SchemaField[] | null,
	timeZone: string,
): ObjectRules {
	// Gong's own come last: a field of the schema does not change what they are.
	const fields = new Map(
		[
			...(schema ?? []).filter(({ isDeleted }) => !isDeleted).map(asObjectField),
			...standardFields(objectType),
		].map((field) => [field.name, field]),
	);
	const all = [...fields.values()];
	return {
		objectType,
		fields,
		isSchemaRead: schema !== null,
		mandatory: all.filter(({ isMandatory }) => isMandatory),
		doubtful: all.filter(({ kind, whenAbsent }) => whenAbsent || kind === 'reference'),
		fillsIn: true,
		timeZone,
		day: createDayFormat(timeZone),
	};
}

/**
 * Checks an object against Gong's documented rules and brings it into Gong's form. Empty values
 * (`null`, `undefined`, blank text, a list without
 * anything in it) are left out, never sent as null or false: what Gong does with them
 * is not documented.
 *
 * @param mayClear whether a field that is empty is to be sent as null all the same, so that Gong has no
 * value either
 */
export function checkObject(
	given: Record<string, unknown>,
	rules: ObjectRules,
	mayClear: (name: string) => boolean = () => false,
): CheckedResult {
	const fields: Record<string, unknown> = {};
	const defects: Defect[] = [];
	const leftOut: string[] = [];
	const cleared: string[] = [];
	const shiftedDays: string[] = [];
	const warnings: string[] = [];
	for (const [name, value] of Object.entries(given)) {
		const field = rules.fields.get(name);
		if (isEmpty(value, field?.kind)) {
			if (!isNone(value) || !mayClear(name)) continue;
			if (!field) leftOut.push(name);
			else if (isClearable(field)) {
				fields[name] = null;
				cleared.push(name);
			}
			continue;
		}
		if (!field) {
			leftOut.push(name);
			continue;
		}
		const read = readValue(field, value, rules.day);
		if (!read.ok) {
			defects.push({
				field: name,
				description: `is ${quoteValue(value)}. Gong needs ${read.expected}`,
			});
			continue;
		}
		fields[name] = read.value;
		if (read.dayInUtc === undefined) continue;
		shiftedDays.push(name);
		warnings.push(warnOfShiftedDay(name, String(read.value), read.dayInUtc, rules));
	}
	const { objectId } = fields;
	if (typeof objectId === 'string') defects.push(...checkObjectId(objectId));
	for (const { name, isWaivedWhenDeleted, isFilledIn } of rules.mandatory) {
		const isWaived =
			(isWaivedWhenDeleted && fields.isDeleted === true) || (isFilledIn && rules.fillsIn);
		if (!isWaived && !(name in fields) && !defects.some(({ field }) => field === name))
			defects.push({ field: name, description: 'is missing or empty. Gong requires it' });
	}
	const id = typeof objectId === 'string' ? objectId : '';
	if (defects.length > 0) return { ok: false, objectId: id, defects };

	return {
		ok: true,
		object: {
			objectId: id,
			fields,
			warnings: [...warnings, ...findWarnings(id, fields, rules)],
			leftOut,
			cleared,
			shiftedDays,
		},
	};
}

/** Without these, an object would be another one, or come back. */
const neverCleared = new Set(['objectId', 'modifiedDate', 'isDeleted']);

const isClearable = ({ name, isMandatory }: ObjectField): boolean =>
	!isMandatory && !neverCleared.has(name);

/** Null or text without a character: a list without anything in it is a value of its own. */
const isNone = (value: unknown): boolean =>
	value === null || (typeof value === 'string' && value.trim() === '');

const warnOfShiftedDay = (
	field: string,
	day: string,
	dayInUtc: string,
	{ timeZone }: ObjectRules,
): string => `${field} is ${dayInUtc} in UTC, but ${day} in ${timeZone}: ${day} is sent`;

/**
 * What a run says of all its moments that are another day in the workflow's time zone than in UTC.
 *
 * @param counts in how many items, by field
 * @returns `null` where there are none
 */
export const summarizeShiftedDays = (
	counts: ReadonlyMap<string, number>,
	timeZone: string,
): string | null =>
	counts.size === 0
		? null
		: `Sent as the day in ${timeZone}, which differs from the day in UTC: ${joinList(
				[...counts].map(([field, count]) => `${field} (${countOf(count, 'item')})`),
			)}.`;

function checkObjectId(objectId: string): Defect[] {
	if (objectId.length > LONGEST_OBJECT_ID)
		return [
			{
				field: 'objectId',
				description: `has ${objectId.length} characters: ${quoteValue(objectId)}. Gong allows ${LONGEST_OBJECT_ID}`,
			},
		];
	return /^[A-Za-z0-9_-]+$/.test(objectId) || EMAIL_ADDRESS.test(objectId)
		? []
		: [
				{
					field: 'objectId',
					description: `is ${quoteValue(objectId)}. Gong needs letters, digits and "-", or an email address`,
				},
			];
}

function findWarnings(
	objectId: string,
	fields: Record<string, unknown>,
	{ doubtful }: ObjectRules,
): string[] {
	const warnings: string[] = [];
	// Gong's rule names letters, digits and "-"; its own examples have "_".
	if (objectId.includes('_') && !objectId.includes('@'))
		warnings.push('objectId contains "_", which Gong’s rules do not mention');
	if (fields.isDeleted === true) return warnings;
	for (const { name, kind, whenAbsent } of doubtful) {
		const isAbsent = (fields[name] ?? null) === null;
		if (whenAbsent && isAbsent) warnings.push(`Without ${name}, ${whenAbsent}`);
		// Nothing says that Gong refuses it, but no object can have that ID.
		if (kind === 'reference' && !isAbsent)
			for (const { description } of checkObjectId(String(fields[name])))
				warnings.push(`${name} ${description}: no object can have this ID`);
	}
	return warnings;
}
