import { MOST_NAMED } from '../text/lists';
import { type CheckedObject, checkObject, type Defect, type ObjectRules } from './checkObject';
import type { ObjectField } from './objectFields';
import { LARGEST_FILE, readLines } from './objectFiles';
import { type DayFormat, isEmpty, readValue } from './objectValues';
import { MOST_ERRORS } from './uploadOutcome';

/** A line that keeps a file from being sent. */
export interface BadLine {
	/** From 1. */
	line: number;
	/** Empty where the line does not have one. */
	objectId: string;
	defects: Defect[];
}

/** What was left out differs from object to object; more warnings than this nobody reads. */
export const MOST_WARNINGS = 20;

/** What a check of a file says. */
export type CheckedFile =
	| {
			ok: true;
			/** By line. */
			objectIds: string[];
			/** By line, from 1; of each warning its first lines, and no more warnings than are shown. */
			warnings: Record<string, string[]>;
			/** By the warning: how many lines it is about besides those; only where there are more. */
			moreLines: Record<string, number>;
	  }
	| {
			ok: false;
			/** The first ones: as many as Gong lists of a file that it has looked through itself. */
			badLines: BadLine[];
			/** How many there are. */
			badCount: number;
			lines: number;
	  }
	/** There is no line to blame: the file has none, or (`null`) they are not read. */
	| { ok: false; problem: string; lines: 0 | null };

/**
 * Checks a file that is to be sent byte for byte: nothing can be brought into Gong's form, so what
 * would have to be is a defect, and one bad line keeps back the whole file.
 *
 * @param giveWay lets everything else have its turn: a large file takes many seconds
 */
export async function checkFile(
	bytes: Buffer,
	ruled: ObjectRules,
	giveWay: () => Promise<void>,
): Promise<CheckedFile> {
	const rules = { ...ruled, fillsIn: false };
	if (bytes.length > LARGEST_FILE)
		return {
			ok: false,
			problem: `has ${bytes.length} bytes, more than the ${LARGEST_FILE} that Gong allows`,
			lines: null,
		};
	const badLines: BadLine[] = [];
	let badCount = 0;
	// A file that is none may have millions.
	const addBadLine = (bad: BadLine) => {
		badCount += 1;
		if (badLines.length < MOST_ERRORS) badLines.push(bad);
	};
	const objectIds: string[] = [];
	const warnings = new FileWarnings();
	const lineOf = new Map<string, number>();
	let lines = 0;
	for (const read of readLines(bytes)) {
		await giveWay();
		const { line } = read;
		lines = line;
		if ('problem' in read) {
			addBadLine({
				line,
				objectId: '',
				defects: [{ field: 'The line', description: read.problem }],
			});
			continue;
		}
		const { fields } = read;
		const checked = checkObject(fields, rules);
		const defects = checked.ok ? findDifferences(fields, checked.object, rules) : checked.defects;
		const { objectId } = checked.ok ? checked.object : checked;
		const before = lineOf.get(objectId);
		if (before !== undefined && objectId !== '')
			defects.push({
				field: 'objectId',
				description: `${JSON.stringify(objectId)} is also on line ${before}. Gong needs versions of an object in separate files`,
			});
		lineOf.set(objectId, line);
		if (defects.length > 0 || !checked.ok) {
			addBadLine({ line, objectId, defects });
			continue;
		}
		// Nothing else is asked about a file that is refused.
		if (badCount > 0) continue;
		objectIds.push(objectId);
		const { warnings: own, leftOut } = checked.object;
		warnings.add(line, leftOut.length > 0 ? [...own, warnOfUnknownFields(leftOut, rules)] : own);
	}
	if (lines === 0) return { ok: false, problem: 'is empty', lines };
	return badCount > 0
		? { ok: false, badLines, badCount, lines }
		: { ok: true, objectIds, ...warnings.kept() };
}

/** The warnings of a file: each line of a large one may have the same, or one of its own. */
class FileWarnings {
	private readonly warnings: Record<string, string[]> = {};
	/** On how many lines each is. */
	private readonly counts = new Map<string, number>();

	/** @param line from 1 */
	add(line: number, all: string[]): void {
		const kept = all.filter((warning) => {
			const before = this.counts.get(warning) ?? 0;
			if (before === 0 && this.counts.size === MOST_WARNINGS) return false;
			this.counts.set(warning, before + 1);
			return before < MOST_NAMED;
		});
		if (kept.length > 0) this.warnings[line] = kept;
	}

	kept(): Pick<Extract<CheckedFile, { ok: true }>, 'warnings' | 'moreLines'> {
		const more = [...this.counts].flatMap(([warning, count]) =>
			count > MOST_NAMED ? [[warning, count - MOST_NAMED]] : [],
		);
		return { warnings: this.warnings, moreLines: Object.fromEntries(more) };
	}
}

/**
 * What Gong would have to be sent otherwise than it is in the file. A moment in a field for a day is one of
 * them: Gong needs the day, and which one it is depends on the time zone.
 */
const findDifferences = (
	given: Record<string, unknown>,
	{ fields, shiftedDays }: CheckedObject,
	{ fields: known, timeZone, day }: ObjectRules,
): Defect[] => [
	...Object.entries(fields).flatMap(([field, value]) => {
		const [is, has] = [given[field], value].map((one) => JSON.stringify(one));
		if (is === has) return [];
		const why = shiftedDays.includes(field) ? `, its day in ${timeZone}` : '';
		return [{ field, description: `is ${is}. Gong needs ${has}${why}` }];
	}),
	...Object.entries(given).flatMap(([name, value]) => {
		const description = findHarmInEmpty(value, known.get(name), day);
		return description === null ? [] : [{ field: name, description }];
	}),
];

/** What is wrong with an empty value that is sent as it is: neither null nor an empty list of texts. */
function findHarmInEmpty(
	value: unknown,
	field: ObjectField | undefined,
	day: DayFormat,
): string | null {
	if (value === null || !isEmpty(value, field?.kind)) return null;
	if (typeof value === 'string' && value.trim() === '') return 'is empty text. Leave the field out';
	if (!field) return null;
	const read = readValue(field, value, day);
	const is = JSON.stringify(value);
	if (!read.ok) return `is ${is}. Gong needs ${read.expected}`;
	const has = JSON.stringify(read.value);
	return is === has ? null : `is ${is}. Gong needs ${has}`;
}

/**
 * Fields that are neither Gong's nor the schema's (Gong API reference, "Upload CRM schema"), as far as that
 * could be read.
 */
const warnOfUnknownFields = (fields: string[], { isSchemaRead }: ObjectRules): string =>
	isSchemaRead
		? `Gong stores these fields, but does not show them (not in the schema): ${fields.join(', ')}`
		: `Not checked (no scope to read the schema: api:crm:schema): ${fields.join(', ')}`;
