import { isRecord } from './records';

/** The fields of a CRM object as Gong stores them. IDs that a number cannot hold are text. */
export type GongObject = Record<string, unknown>;

/** In the place of an object whose answer is larger than anybody is ready to read, even by itself. */
export const TOO_LARGE = Symbol('too large');

/**
 * Reads `GET /v2/crm/entities`. An email address that comes back in another case is the one that was asked
 * for, unless several could be meant.
 *
 * @param asked the IDs that were asked for
 * @returns what Gong says of them, by the ID as it was asked for: an object, or `null` = Gong does not have
 * it. An ID that is not in the map was not mentioned, and nothing is known of it. `null` where the answer
 * has no readable map
 */
export function readObjects(
	body: Record<string, unknown>,
	asked: readonly string[],
): Map<string, GongObject | null> | null {
	const { crmObjectsMap } = body;
	if (!isRecord(crmObjectsMap)) return null;
	const listed = new Map<string, GongObject | null>();
	for (const [id, fields] of Object.entries(crmObjectsMap)) {
		// Taking anything else for "not there" would deny an object that is.
		if (fields !== null && !isRecord(fields)) return null;
		listed.set(id, fields);
	}
	const emails = new Map<string, Array<GongObject | null>>();
	for (const [id, fields] of listed)
		if (id.includes('@'))
			emails.set(id.toLowerCase(), [...(emails.get(id.toLowerCase()) ?? []), fields]);
	const objects = new Map<string, GongObject | null>();
	for (const id of asked) {
		const alike = emails.get(id.toLowerCase()) ?? [];
		const fields = listed.has(id) || alike.length !== 1 ? listed.get(id) : alike[0];
		if (fields !== undefined) objects.set(id, fields);
	}
	return objects;
}
