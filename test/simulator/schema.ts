import { type Field, isDateTime, isSchemaFieldType, isText, type SchemaType } from './fields';
import { isList, isRecord, type JsonValue } from './json';
import { say, type Sentence } from './sentences';

/** A field of a schema, as a call brings it and a list shows it. */
export interface SchemaField extends Field {
	readonly label: string;
	readonly lastModified?: string;
	readonly referenceTo?: string;
	/** In a call only: the field goes, and its values with it. */
	readonly isDeleted?: boolean;
}

const REFERENCES = ['ACCOUNT', 'CONTACT', 'DEAL', 'LEAD', 'USER'];

/** The fields that a call brings, and what is wrong with them. */
export function readSchemaFields(body: JsonValue | undefined): {
	fields: readonly SchemaField[];
	errors: Sentence[];
} {
	if (!isList(body)) return { fields: [], errors: [say('noFields')] };
	const names = body.map((field) => (isRecord(field) ? field.uniqueName : undefined));
	const errors = body.flatMap((field, index) =>
		fieldErrors(field).map((problem) => say('wrongField', { number: index + 1, problem })),
	);
	const twice = names.find((name, index) => isText(name) && names.indexOf(name) !== index);
	if (twice !== undefined) errors.push(say('fieldTwice', { field: String(twice) }));
	return { fields: body as unknown as SchemaField[], errors };
}

function fieldErrors(field: JsonValue): string[] {
	if (!isRecord(field)) return ['must be a JSON object.'];
	const { lastModified, isDeleted, referenceTo, orderedValueList } = field;
	const rules: Array<[boolean, string]> = [
		[isFilled(field.uniqueName), 'uniqueName is required.'],
		[isFilled(field.label), 'label is required.'],
		[isSchemaFieldType(field.type), 'type is required, and must be one that Gong knows.'],
		[
			absent(lastModified) || isDateTime(lastModified),
			'lastModified must be like 2020-05-31T12:00:00Z.',
		],
		[absent(isDeleted) || typeof isDeleted === 'boolean', 'isDeleted must be true or false.'],
		[
			field.type !== 'REFERENCE' || REFERENCES.includes(String(referenceTo)),
			`referenceTo must be one of ${REFERENCES.join(', ')}.`,
		],
		[
			field.type !== 'PICKLIST' || (isList(orderedValueList) && orderedValueList.every(isText)),
			'orderedValueList must be a list of texts.',
		],
	];
	return rules.filter(([holds]) => !holds).map(([, error]) => error);
}

const isFilled = (value: JsonValue | undefined) => isText(value) && value !== '';
const absent = (value: JsonValue | undefined): value is null | undefined =>
	value === undefined || value === null;

/** The fields beside Gong's own that an integration's objects have. */
export class Schema {
	private readonly byType = new Map<SchemaType, readonly SchemaField[]>();

	fields(type: SchemaType): readonly SchemaField[] {
		return this.byType.get(type) ?? [];
	}

	/** The names of existing fields that a call leaves out, which Gong refuses. */
	leftOut(type: SchemaType, fields: readonly SchemaField[]): string[] {
		const named = new Set(fields.map(({ uniqueName }) => uniqueName));
		return this.fields(type)
			.map(({ uniqueName }) => uniqueName)
			.filter((name) => !named.has(name));
	}

	/** The values that a call takes out of a PICKLIST, by the field's name; its other types have none. */
	takenOut(type: SchemaType, fields: readonly SchemaField[]): Map<string, readonly string[]> {
		const after = new Map(fields.map((field) => [field.uniqueName, field]));
		const lists = this.fields(type).filter(
			(field) => field.type === 'PICKLIST' && after.get(field.uniqueName)?.type === 'PICKLIST',
		);
		return new Map(
			lists.map(({ uniqueName, orderedValueList = [] }) => {
				const left = after.get(uniqueName)?.orderedValueList ?? [];
				return [uniqueName, orderedValueList.filter((value) => !left.includes(value))];
			}),
		);
	}

	/**
	 * Takes a call's fields that leave none out. Returns the names of those whose values are lost:
	 * the deleted ones, and those of another type, which count as new fields.
	 */
	replace(type: SchemaType, fields: readonly SchemaField[]): string[] {
		const before = new Map(this.fields(type).map((field) => [field.uniqueName, field]));
		this.byType.set(
			type,
			fields.filter(({ isDeleted }) => isDeleted !== true),
		);
		return fields
			.filter(({ uniqueName, type: now, isDeleted }) => {
				const old = before.get(uniqueName);
				return isDeleted === true || (old !== undefined && old.type !== now);
			})
			.map(({ uniqueName }) => uniqueName);
	}
}
