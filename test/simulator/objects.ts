import { type Field, GONG_FIELDS, mandatoryFields, type ObjectType, valueError } from './fields';
import type { JsonValue } from './json';
import { say, type Sentence } from './sentences';
import type { Switches } from './switches';

/** A CRM object; whole numbers beyond 2^53 are `bigint`. */
export type CrmObject = Record<string, JsonValue>;

/** The switches that decide what a line does to a stored object. */
export type StoringSwitches = Pick<
	Switches,
	'olderModifiedDate' | 'nullClears' | 'absentClears' | 'sameObjectTwiceInFile' | 'emailIdCase'
>;

/** What Gong says about a line that it does not take; `undefined` = it takes it. */
export function objectError(
	type: ObjectType,
	object: CrmObject,
	schemaFields: readonly Field[],
): Sentence | undefined {
	const missing = mandatoryFields(type, object.isDeleted === true).find(
		(name) => object[name] === undefined || object[name] === null || object[name] === '',
	);
	if (missing) return say('missingField', { field: missing });
	for (const field of [...GONG_FIELDS[type], ...schemaFields]) {
		const value = object[field.uniqueName];
		const error = value === undefined || value === null ? undefined : valueError(field, value);
		if (error) return error;
	}
	return undefined;
}

/** The objects of one integration. */
export class StoredObjects {
	private readonly byType = new Map<ObjectType, Map<string, CrmObject>>();

	constructor(private readonly switches: StoringSwitches) {}

	get(type: ObjectType, objectId: string): CrmObject | undefined {
		return this.byType.get(type)?.get(this.key(objectId));
	}

	/** The same text for two IDs of one object. */
	key(objectId: string): string {
		const isSame = this.switches.emailIdCase !== 'exact' && objectId.includes('@');
		return isSame ? objectId.toLowerCase() : objectId;
	}

	/** In the order in which they came first. */
	list(type: ObjectType): CrmObject[] {
		return [...(this.byType.get(type)?.values() ?? [])];
	}

	/** True for a version that is older than the stored one. */
	isOlder(type: ObjectType, object: CrmObject): boolean {
		const stored = this.get(type, String(object.objectId));
		return Date.parse(String(object.modifiedDate)) < Date.parse(String(stored?.modifiedDate));
	}

	/** Inserts, updates or deletes a valid object. */
	store(type: ObjectType, object: CrmObject): void {
		const { olderModifiedDate, absentClears, nullClears } = this.switches;
		if (olderModifiedDate === 'ignored' && this.isOlder(type, object)) return;
		const objects = this.byType.get(type) ?? new Map<string, CrmObject>();
		this.byType.set(type, objects);
		const key = this.key(String(object.objectId));
		if (object.isDeleted === true) {
			objects.delete(key);
			return;
		}
		const stored = objects.get(key) ?? {};
		const kept = absentClears
			? Object.entries(stored).filter(([name]) => name in object)
			: Object.entries(stored);
		const updated: CrmObject = Object.fromEntries(kept);
		for (const [name, value] of Object.entries(object)) {
			if (value !== null) updated[name] = value;
			else if (nullClears) delete updated[name];
		}
		objects.set(key, updated);
	}

	/** Removes the values of a field from every object of the type: all of them, or some. */
	dropValues(type: ObjectType, name: string, values?: readonly JsonValue[]): void {
		for (const object of this.byType.get(type)?.values() ?? []) {
			if (values?.includes(object[name]) ?? true) delete object[name];
		}
	}
}
