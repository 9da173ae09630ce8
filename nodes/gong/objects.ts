import { isRecord } from './records';

/** The fields of a CRM object as Gong stores them. IDs that a number cannot hold are text. */
export type GongObject = Record<string, unknown>;

/**
 * Reads `GET /v2/crm/entities`: the objects by their ID; `null` = Gong does not have it.
 *
 * @returns `null` where the answer has no readable map
 */
export function readObjects(body: Record<string, unknown>): Map<string, GongObject | null> | null {
	const { crmObjectsMap } = body;
	if (!isRecord(crmObjectsMap)) return null;
	const entries = Object.entries(crmObjectsMap);
	// Taking anything else for "not there" would deny an object that is.
	if (!entries.every(([, fields]) => fields === null || isRecord(fields))) return null;
	return new Map(entries as Array<[string, GongObject | null]>);
}
