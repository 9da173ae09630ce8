import { joinList } from '../text/lists';
import { isRecord } from './records';
import type { FieldKind, ObjectField } from './objectFields';

/** What a field of the schema holds (Gong API reference, "Upload CRM schema"). */
export const schemaFieldTypes = {
	BOOLEAN: { label: 'Boolean', kind: 'boolean' },
	CURRENCY: { label: 'Currency', kind: 'number' },
	DATE: { label: 'Date', kind: 'date' },
	DATETIME: { label: 'Date and Time', kind: 'dateTime' },
	EMAILADDRESS: { label: 'Email Address', kind: 'email' },
	ID: { label: 'ID', kind: 'id' },
	NUMBER: { label: 'Number', kind: 'number' },
	PERCENT: { label: 'Percent', kind: 'percent' },
	PHONENUMBER: { label: 'Phone Number', kind: 'text' },
	PICKLIST: { label: 'Picklist', kind: 'enumeration' },
	REFERENCE: { label: 'Reference', kind: 'reference' },
	STRING: { label: 'Text', kind: 'text' },
	URL: { label: 'URL', kind: 'url' },
} satisfies Record<string, { label: string; kind: FieldKind }>;

export type SchemaFieldType = keyof typeof schemaFieldTypes;

/** What a REFERENCE can point to. */
export const referenceTargets = ['ACCOUNT', 'CONTACT', 'DEAL', 'LEAD', 'USER'] as const;

/** A field of the schema as Gong lists it. Gong may leave anything but the name empty. */
export interface SchemaField {
	uniqueName: string;
	label: string | null;
	/** One of `SchemaFieldType`, or one that Gong has added. */
	type: string | null;
	lastModified: string | null;
	isDeleted: boolean;
	referenceTo: string | null;
	orderedValueList: string[] | null;
	/**
	 * Everything that Gong said, to be sent back with the values that `parseExactJson` reads. So of what
	 * this version does not know, a whole number beyond ±(2^53 - 1) goes back as the text of its digits, not
	 * rounded; a decimal with more digits than a JavaScript number keeps is rounded. Gong documents neither.
	 */
	asListed: Record<string, unknown>;
}

const textOrNull = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value : null;

/**
 * Reads `GET /v2/crm/entity-schema`, for one type of object.
 *
 * @returns `null` where the answer has no readable list: to leave a field out is to lose it
 */
export function readSchemaFields(
	body: Record<string, unknown>,
	objectType: string,
): SchemaField[] | null {
	const { objectTypeToSelectedFields: byType } = body;
	if (!isRecord(byType)) return null;
	// Where only others are named, this type's fields may stand under a name that is not known here.
	if (!(objectType in byType) && Object.keys(byType).length > 0) return null;
	const listed = byType[objectType] ?? [];
	if (!Array.isArray(listed)) return null;
	const fields = listed.map(readSchemaField);
	return fields.includes(null) ? null : (fields as SchemaField[]);
}

function readSchemaField(listed: unknown): SchemaField | null {
	if (!isRecord(listed)) return null;
	// Gong's reference names it `uniqueName`, its own example `name`.
	const uniqueName = textOrNull(listed.uniqueName) ?? textOrNull(listed.name);
	if (uniqueName === null) return null;
	const { orderedValueList: values } = listed;
	return {
		uniqueName,
		label: textOrNull(listed.label),
		type: textOrNull(listed.type),
		lastModified: textOrNull(listed.lastModified),
		isDeleted: listed.isDeleted === true,
		referenceTo: textOrNull(listed.referenceTo),
		orderedValueList: Array.isArray(values) ? values.map(String) : null,
		asListed: listed,
	};
}

/** A field of the schema as a field of the objects. A type that is not known is sent as it is given. */
export function asObjectField({
	uniqueName,
	label,
	type,
	orderedValueList,
}: SchemaField): ObjectField {
	const known = schemaFieldTypes[type as SchemaFieldType] as
		| (typeof schemaFieldTypes)[SchemaFieldType]
		| undefined;
	const isOpenList = known?.kind === 'enumeration' && !orderedValueList?.length;
	return {
		name: uniqueName,
		label: label ?? uniqueName,
		kind: isOpenList ? 'text' : (known?.kind ?? 'unknown'),
		...(known?.kind === 'enumeration' && !isOpenList && { values: orderedValueList ?? [] }),
	};
}

/** A field that a builder wants to have, with these properties. */
export interface FieldDefinition {
	uniqueName: string;
	label: string;
	type: SchemaFieldType;
	/** Of a REFERENCE. */
	referenceTo: (typeof referenceTargets)[number] | null;
	/** Of a PICKLIST. */
	orderedValueList: string[] | null;
}

/** What is to become of a field. */
export type SchemaEdit =
	/** `allowDataLoss` = values may be lost, of all objects, by a changed type, target or picklist. */
	| { do: 'upsert'; field: FieldDefinition; allowDataLoss: boolean }
	| { do: 'delete'; uniqueName: string };

/** What a wish comes to. */
export type SchemaChange = 'created' | 'updated' | 'unchanged' | 'deleted' | 'alreadyGone';

/** Why a wish is not carried out; nothing was sent then. */
export interface SchemaRefusal {
	message: string;
	advice: string;
}

/** What to send for a number of wishes. */
export interface SchemaPlan {
	/** For each wish, in order. */
	results: Array<{ change: SchemaChange } | { refusal: SchemaRefusal }>;
	/** All fields of the type, as they are to be; `null` = nothing changes, so nothing is sent. */
	toSend: Array<Record<string, unknown>> | null;
	/** What keeps all of it from being sent. */
	refusal: SchemaRefusal | null;
}

/**
 * Works out what to send so that the wishes come true and nothing else changes: Gong wants every field
 * that is to stay, and takes the values of a removed or retyped one out of all objects.
 *
 * @param listed all fields of the type, as Gong has them
 */
export function planSchemaChange(listed: SchemaField[], wishes: SchemaEdit[]): SchemaPlan {
	const byName = new Map(
		listed.filter(({ isDeleted }) => !isDeleted).map((field) => [field.uniqueName, field]),
	);
	const changed = new Map<string, Record<string, unknown>>();
	const wanted = new Map<string, Set<string>>();
	for (const wish of wishes)
		wanted.set(
			getFieldName(wish),
			(wanted.get(getFieldName(wish)) ?? new Set()).add(JSON.stringify(wish)),
		);
	const results = wishes.map((wish): SchemaPlan['results'][number] => {
		const uniqueName = getFieldName(wish);
		if ((wanted.get(uniqueName)?.size ?? 0) > 1) return { refusal: refuseConflict(uniqueName) };
		const field = byName.get(uniqueName);
		const result = wish.do === 'upsert' ? upsert(field, wish) : remove(field);
		if ('refusal' in result) return result;
		if (result.toSend) changed.set(uniqueName, result.toSend);
		return { change: result.change };
	});
	if (changed.size === 0) return { results, toSend: null, refusal: null };
	const names = listed.flatMap(({ uniqueName, isDeleted }) => (isDeleted ? [] : [uniqueName]));
	const twice = names.filter((name, place) => names.indexOf(name) < place);
	if (twice.length > 0) return { results, toSend: null, refusal: refuseTwice(twice) };
	const kept = [...byName.values()].filter(({ uniqueName }) => !changed.has(uniqueName));
	const incomplete = kept.filter((field) => findMissing(field).length > 0);
	return {
		results,
		toSend: [...kept.map(sendBack), ...changed.values()],
		refusal: incomplete.length > 0 ? refuseIncomplete(incomplete) : null,
	};
}

/** What is said of the schema once the answer to a change was lost. */
export const NOT_KNOWN =
	'The schema may or may not have been changed. It is safe to run this again.';

/** In place of any other refusal after a lost answer: nobody knows what the lost change did. */
export const notConfirmed: SchemaRefusal = {
	message: 'Gong did not confirm the change to the schema',
	advice: `${NOT_KNOWN} Gong’s list of fields does not tell, so look in Gong first: if the fields are as you want them, there is nothing left to do.`,
};

/**
 * What a wish comes to when the schema is read again after a lost answer. What is there as wanted by then is
 * this run's doing. A field that would be refused now is not known: it may be what was sent, of which Gong
 * does not list everything, or somebody else's.
 *
 * @param attempted what the change whose answer was lost was to do for this wish; absent = nothing
 */
export function planAgain(
	planned: SchemaPlan['results'][number],
	attempted: SchemaChange | undefined,
): SchemaPlan['results'][number] {
	if (attempted === undefined) return planned;
	if ('refusal' in planned) return { refusal: notConfirmed };
	// It is not there, or no longer.
	return planned.change === 'created' ? planned : { change: attempted };
}

const getFieldName = (wish: SchemaEdit): string =>
	wish.do === 'upsert' ? wish.field.uniqueName : wish.uniqueName;

type Result =
	| { change: SchemaChange; toSend: Record<string, unknown> | null }
	| { refusal: SchemaRefusal };

function upsert(
	listed: SchemaField | undefined,
	{ field, allowDataLoss }: Extract<SchemaEdit, { do: 'upsert' }>,
): Result {
	const wanted = {
		uniqueName: field.uniqueName,
		label: field.label,
		type: field.type,
		...(field.type === 'REFERENCE' && { referenceTo: field.referenceTo }),
		...(field.type === 'PICKLIST' && { orderedValueList: field.orderedValueList }),
	};
	if (!listed) return { change: 'created', toSend: wanted };
	const isRetyped = listed.type !== field.type;
	if (isRetyped && !allowDataLoss)
		return {
			refusal: {
				message: `The field "${field.uniqueName}" is of type ${listed.type ?? 'unknown'}, not ${field.type}`,
				advice:
					"Changing the type deletes the values of this field from every object in Gong. To change it anyway, switch on 'Allow Data Loss'. The field was not changed.",
			},
		};
	const objection = isRetyped || allowDataLoss ? null : findLoss(listed, field);
	if (objection) return { refusal: objection };
	const isSame =
		!isRetyped &&
		listed.label === field.label &&
		(field.type !== 'REFERENCE' || listed.referenceTo === field.referenceTo) &&
		(field.type !== 'PICKLIST' ||
			JSON.stringify(listed.orderedValueList) === JSON.stringify(field.orderedValueList));
	if (isSame) return { change: 'unchanged', toSend: null };
	// What a retyped field had of its old type means nothing any more.
	const base = isRetyped ? {} : sendBack(listed);
	return { change: 'updated', toSend: { ...base, ...wanted } };
}

/**
 * What a field of the same type might lose. Where Gong does not list what it has now (`null` or no values
 * for a picklist is Gong's own example), nobody knows whether anything is taken away: that counts as a loss
 * as well, since a value that is gone from all objects does not come back, and a switch is soon set.
 */
function findLoss(
	{ referenceTo, orderedValueList: values }: SchemaField,
	{ uniqueName, type, referenceTo: wantedTarget, orderedValueList: wanted }: FieldDefinition,
): SchemaRefusal | null {
	if (type === 'REFERENCE' && referenceTo !== wantedTarget)
		return referenceTo === null
			? {
					message: `The field "${uniqueName}" may refer to something other than ${wantedTarget}`,
					advice: adviseOnLoss(
						'Gong does not list what it refers to. If that is something else, its values may be lost.',
					),
				}
			: {
					message: `The field "${uniqueName}" refers to ${referenceTo}, not ${wantedTarget}`,
					advice: adviseOnLoss('The values that point there may be lost: Gong does not say.'),
				};
	if (type !== 'PICKLIST') return null;
	const kept = wanted ?? [];
	if (!values?.length)
		return {
			message: `The field "${uniqueName}" may have values other than ${joinQuoted(kept)}`,
			advice: adviseOnLoss(
				'Gong does not list the values of this picklist. Give all values to keep: any other may be lost from the objects that have it.',
			),
		};
	const removed = values.filter((value) => !kept.includes(value));
	if (removed.length === 0) return null;
	return {
		message: `The field "${uniqueName}" would lose picklist values: ${joinQuoted(removed)}`,
		advice: adviseOnLoss(
			'They may be lost from the objects that have them too: Gong does not say.',
		),
	};
}

const adviseOnLoss = (why: string): string =>
	`${why} To change it anyway, switch on 'Allow Data Loss'. The field was not changed.`;

const joinQuoted = (texts: readonly string[]): string => joinList(texts.map((text) => `"${text}"`));

function remove(listed: SchemaField | undefined): Result {
	if (!listed) return { change: 'alreadyGone', toSend: null };
	// Gong wants label and type of a deleted field too; what it holds, or points to, goes anyway.
	if (listed.label === null || listed.type === null) return { refusal: refuseIncomplete([listed]) };
	return { change: 'deleted', toSend: { ...sendBack(listed), isDeleted: true } };
}

/** What Gong's reference lists of a field; where it is null, it is left out. */
const documented = new Set([
	'label',
	'type',
	'lastModified',
	'isDeleted',
	'referenceTo',
	'orderedValueList',
]);

/** A field as it was listed, under the name that Gong wants when it is sent. */
function sendBack({ asListed, uniqueName }: SchemaField): Record<string, unknown> {
	const { name, ...rest } = asListed;
	const isOtherName = name !== undefined && name !== uniqueName;
	const filled = Object.entries(rest).filter(
		([property, value]) => value !== null || !documented.has(property),
	);
	return { ...Object.fromEntries(filled), ...(isOtherName && { name }), uniqueName };
}

const refuseConflict = (uniqueName: string): SchemaRefusal => ({
	message: `Two items define the field "${uniqueName}" differently`,
	advice: 'Give each field once, or with the same values. The field was not changed.',
});

const refuseTwice = (uniqueNames: string[]): SchemaRefusal => ({
	message: `Gong lists two fields named ${joinQuoted(uniqueNames)}`,
	advice:
		'Every field has to be sent back, and either of the two may be lost. Have one of them removed in Gong. The schema was not changed.',
});

/** What Gong does not list of a field, and wants of one that is sent (Gong API reference, "Upload CRM schema"). */
const findMissing = ({ label, type, referenceTo, orderedValueList }: SchemaField): string[] => [
	...(label === null ? ['label'] : []),
	...(type === null ? ['type'] : []),
	...(type === 'REFERENCE' && referenceTo === null ? ['what it refers to'] : []),
	...(type === 'PICKLIST' && !orderedValueList?.length ? ['picklist values'] : []),
];

const refuseIncomplete = (fields: SchemaField[]): SchemaRefusal => ({
	message: `Gong does not list everything about ${joinList(
		fields.map((field) => `"${field.uniqueName}" (${findMissing(field).join(', ')})`),
	)}`,
	advice:
		"Every field has to be sent back complete, or Gong would drop what is missing. Create or update these fields in the same run too. For a picklist or a reference, switch on 'Allow Data Loss' there. The schema was not changed.",
});
