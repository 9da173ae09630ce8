/**
 * The objects of a CRM that Gong takes, and their fields (Gong API reference, "Upload CRM objects").
 * Fields of the company's own are in the schema (`schemaFields.ts`).
 */

/** What a value has to be. */
export type FieldKind =
	| 'boolean'
	/** `2022-09-04`. */
	| 'date'
	/** ISO 8601 without milliseconds, with an offset or `Z`. */
	| 'dateTime'
	| 'email'
	/** One of `values`. */
	| 'enumeration'
	/** Text, digit for digit. */
	| 'id'
	| 'number'
	/** A place in an order: a whole number from 1. */
	| 'order'
	/** 0 to 100. */
	| 'percent'
	/** The `objectId` of another object. */
	| 'reference'
	| 'text'
	/** A list of texts. */
	| 'texts'
	/** A full http or https address. */
	| 'url'
	/** A type that Gong has added since: sent as it is given. */
	| 'unknown';

/** One field of an object. */
export interface ObjectField {
	name: string;
	/** As a builder sees it. */
	label: string;
	kind: FieldKind;
	/** Gong refuses an object without it. */
	isMandatory?: boolean;
	/** Of a mandatory one: a deleted object needs none. */
	isWaivedWhenDeleted?: boolean;
	/** Written by this node where an object has none. */
	isFilledIn?: boolean;
	/** Of an enumeration: what it can be. */
	values?: readonly string[];
	/** What Gong does with an object that has no value for it; absent = nothing that a builder misses. */
	whenAbsent?: string;
}

const objectId: ObjectField = {
	name: 'objectId',
	label: 'Object ID',
	kind: 'id',
	isMandatory: true,
};
const modifiedDate: ObjectField = {
	name: 'modifiedDate',
	label: 'Modified Date',
	kind: 'dateTime',
	isMandatory: true,
	isFilledIn: true,
};
const isDeleted: ObjectField = { name: 'isDeleted', label: 'Is Deleted', kind: 'boolean' };
const url: ObjectField = { name: 'url', label: 'URL', kind: 'url' };
const common = [objectId, modifiedDate, isDeleted, url];

const person: ObjectField[] = [
	{ name: 'emailAddress', label: 'Email Address', kind: 'email' },
	{ name: 'firstName', label: 'First Name', kind: 'text' },
	{ name: 'lastName', label: 'Last Name', kind: 'text' },
	{ name: 'title', label: 'Title', kind: 'text' },
	{ name: 'phoneNumber', label: 'Phone Number', kind: 'text' },
];

const NOT_ON_BOARD = 'Gong does not show the deal on the deal board';

/** The fields of each type, in the order in which a builder meets them. */
export const objectFields = {
	ACCOUNT: [
		...common,
		{ name: 'name', label: 'Name', kind: 'text' },
		{ name: 'domains', label: 'Domains', kind: 'texts' },
	],
	CONTACT: [...common, { name: 'accountId', label: 'Account ID', kind: 'reference' }, ...person],
	DEAL: [
		...common,
		{
			name: 'accountId',
			label: 'Account ID',
			kind: 'reference',
			whenAbsent: 'Gong does not show the deal',
		},
		{ name: 'ownerId', label: 'Owner ID', kind: 'reference', whenAbsent: NOT_ON_BOARD },
		{ name: 'closeDate', label: 'Close Date', kind: 'date', whenAbsent: NOT_ON_BOARD },
		{ name: 'name', label: 'Name', kind: 'text' },
		{ name: 'createdDate', label: 'Created Date', kind: 'dateTime' },
		{
			name: 'status',
			label: 'Status',
			kind: 'enumeration',
			values: ['WON', 'LOST', 'OPEN'],
		},
		{ name: 'stage', label: 'Stage ID', kind: 'reference' },
		{ name: 'amount', label: 'Amount', kind: 'number' },
	],
	LEAD: [
		...common,
		...person,
		{ name: 'convertedToDealId', label: 'Converted to Deal ID', kind: 'reference' },
		{ name: 'convertedToContactId', label: 'Converted to Contact ID', kind: 'reference' },
		{ name: 'convertedToAccountId', label: 'Converted to Account ID', kind: 'reference' },
	],
	BUSINESS_USER: [
		...common,
		{
			name: 'emailAddress',
			label: 'Email Address',
			kind: 'email',
			isMandatory: true,
			isWaivedWhenDeleted: true,
		},
	],
	STAGE: [
		objectId,
		// Not among the fields that Gong's reference names for stages.
		{ ...modifiedDate, isMandatory: false },
		isDeleted,
		url,
		{ name: 'name', label: 'Name', kind: 'text', isMandatory: true },
		{ name: 'isActive', label: 'Is Active', kind: 'boolean' },
		{ name: 'sortOrder', label: 'Sort Order', kind: 'order' },
	],
} satisfies Record<string, ObjectField[]>;

/** Any type of object that can be uploaded. */
export type ObjectType = keyof typeof objectFields;

/** A type of object that can be read back, and that has a schema. */
export type StoredType = Exclude<ObjectType, 'BUSINESS_USER' | 'STAGE'>;

/** As a builder sees them. */
export const objectTypeLabels: Record<ObjectType, string> = {
	ACCOUNT: 'Account',
	BUSINESS_USER: 'Business User',
	CONTACT: 'Contact',
	DEAL: 'Deal',
	LEAD: 'Lead',
	STAGE: 'Stage',
};

/** All types, in the order of their labels. */
export const objectTypes = Object.keys(objectTypeLabels) as ObjectType[];

/** The types that can be read back, and that have a schema. */
export const storedTypes: readonly StoredType[] = ['ACCOUNT', 'CONTACT', 'DEAL', 'LEAD'];

/** Whether a type can be read back, and has a schema. */
export const isStored = (objectType: ObjectType): objectType is StoredType =>
	(storedTypes as readonly string[]).includes(objectType);

/** The fields of a type that Gong has for every company. */
export const standardFields = (objectType: ObjectType): readonly ObjectField[] =>
	objectFields[objectType];
