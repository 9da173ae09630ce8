import { isList, type JsonValue } from './json';
import { say, type Sentence } from './sentences';

/** The object types of Gong's CRM API that can have a schema and be read back. */
export const SCHEMA_TYPES = ['ACCOUNT', 'CONTACT', 'DEAL', 'LEAD'] as const;
/** All that can be uploaded. */
export const OBJECT_TYPES = [...SCHEMA_TYPES, 'BUSINESS_USER', 'STAGE'] as const;

export type SchemaType = (typeof SCHEMA_TYPES)[number];
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** A field of an object: Gong's own, or one of a schema. */
export interface Field {
	readonly uniqueName: string;
	readonly type: FieldType;
	/** The values of a PICKLIST. */
	readonly orderedValueList?: readonly string[];
}

const DATE = /^(\d{4}-\d\d-\d\d)$/;
// "ISO 8601 without milliseconds": Gong's API reference, of every date with a time.
const DATETIME = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3])(:[0-5]\d){2}(Z|[+-]\d\d:?\d\d)$/;

export const isText = (value: JsonValue | undefined): value is string => typeof value === 'string';
export const isDate = (value: JsonValue) => isText(value) && isDay(DATE.exec(value)?.[1]);
export const isDateTime = (value: JsonValue) => isText(value) && isDay(DATETIME.exec(value)?.[1]);
export const isEmail = (value: JsonValue) =>
	isText(value) && /^[^\s@]+@[^\s@.]+\.[^\s@]+$/.test(value);
const isNumber = (value: JsonValue) => typeof value === 'number' || typeof value === 'bigint';
const isUrl = (value: JsonValue) =>
	isText(value) && /^https?:\/\//i.test(value) && URL.canParse(value);

/** Whether a day like `2026-02-29` is in the calendar. */
function isDay(day: string | undefined): boolean {
	const time = Date.parse(`${day}T00:00:00Z`);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(`${day}T`);
}

/**
 * At most 64 characters: letters, digits and `-`, or an email address (source: Gong's API
 * reference); and `_`, which Gong's own examples have.
 */
const isId = (value: JsonValue) =>
	isText(value) && value.length <= 64 && (/^[A-Za-z0-9_-]+$/.test(value) || isEmail(value));

/** What a value of each type must be (source: Gong's API reference, "type" of a field). */
const TYPES = {
	BOOLEAN: { holds: (value: JsonValue) => typeof value === 'boolean', words: 'true or false' },
	DATE: { holds: isDate, words: 'a date like 2020-05-31' },
	DATETIME: { holds: isDateTime, words: 'a date and time like 2020-05-31T12:00:00Z' },
	PICKLIST: { holds: isText, words: 'one of the values' },
	NUMBER: { holds: isNumber, words: 'a number' },
	PERCENT: {
		holds: (value: JsonValue) => isNumber(value) && Number(value) >= 0 && Number(value) <= 100,
		words: 'a number from 0 to 100',
	},
	CURRENCY: { holds: isNumber, words: 'a number' },
	PHONENUMBER: { holds: isText, words: 'a text' },
	EMAILADDRESS: { holds: isEmail, words: 'an email address' },
	REFERENCE: { holds: isId, words: 'an ID' },
	ID: { holds: isId, words: 'an ID' },
	STRING: { holds: isText, words: 'a text' },
	URL: { holds: isUrl, words: 'a full http address' },
	/** For Gong's own fields only. */
	STRINGARRAY: {
		holds: (value: JsonValue) => isList(value) && value.every(isText),
		words: 'a list of texts',
	},
} as const;

export type FieldType = keyof typeof TYPES;

/** Whether a schema may have a field of this type. */
export const isSchemaFieldType = (type: JsonValue | undefined): type is FieldType =>
	isText(type) && type in TYPES && type !== 'STRINGARRAY';

/** What is wrong with a field's value, which is not null; `undefined` = nothing. */
export function valueError(field: Field, value: JsonValue): Sentence | undefined {
	const { holds, words } = TYPES[field.type];
	const inList = field.orderedValueList?.some((one) => one === value) ?? true;
	if (holds(value) && inList) return undefined;
	const values = field.orderedValueList ? `: ${field.orderedValueList.join(', ')}` : '';
	return say('wrongValue', { field: field.uniqueName, words: `${words}${values}` });
}

const fields = (type: FieldType, ...names: string[]): Field[] =>
	names.map((uniqueName) => ({ uniqueName, type }));

const COMMON = [
	...fields('ID', 'objectId'),
	...fields('DATETIME', 'modifiedDate'),
	...fields('BOOLEAN', 'isDeleted'),
	...fields('URL', 'url'),
];
const PERSON = [
	...fields('EMAILADDRESS', 'emailAddress'),
	...fields('STRING', 'firstName', 'lastName', 'title'),
	...fields('PHONENUMBER', 'phoneNumber'),
];

/** The fields that Gong gives each object type (source: Gong's API reference, Upload objects). */
export const GONG_FIELDS: Record<ObjectType, readonly Field[]> = {
	ACCOUNT: [...COMMON, ...fields('STRING', 'name'), ...fields('STRINGARRAY', 'domains')],
	BUSINESS_USER: [...COMMON, ...fields('EMAILADDRESS', 'emailAddress')],
	CONTACT: [...COMMON, ...PERSON, ...fields('REFERENCE', 'accountId')],
	DEAL: [
		...COMMON,
		...fields('REFERENCE', 'accountId', 'ownerId', 'stage'),
		...fields('DATE', 'closeDate'),
		...fields('DATETIME', 'createdDate'),
		...fields('STRING', 'name'),
		...fields('CURRENCY', 'amount'),
		{ uniqueName: 'status', type: 'PICKLIST', orderedValueList: ['WON', 'LOST', 'OPEN'] },
	],
	LEAD: [
		...COMMON,
		...PERSON,
		...fields('REFERENCE', 'convertedToDealId', 'convertedToContactId', 'convertedToAccountId'),
	],
	STAGE: [
		...COMMON,
		...fields('STRING', 'name'),
		...fields('BOOLEAN', 'isActive'),
		...fields('NUMBER', 'sortOrder'),
	],
};

/** The fields that a line must have; `isDeleted` lifts the business user's email address. */
export function mandatoryFields(type: ObjectType, isDeleted: boolean): string[] {
	// Gong's reference does not list modifiedDate for stages.
	if (type === 'STAGE') return ['objectId', 'name'];
	const needsEmail = type === 'BUSINESS_USER' && !isDeleted;
	return ['objectId', 'modifiedDate', ...(needsEmail ? ['emailAddress'] : [])];
}
