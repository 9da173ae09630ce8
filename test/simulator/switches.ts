import { findRecordedPosition, type ProbeRun, recordedRuns } from '../recorded/runs';

/**
 * What Gong does not document, one switch for each open question: the values it can have, the
 * default first. Where Gong hints at a way, that one is the default; otherwise the strictest. How well each
 * default is known stands in `evidence.ts`.
 */
export const SWITCHES = {
	usedIdCheckedFirst: {
		values: [true, false],
		about: 'a used client request ID is told (409) before anything about the integration',
	},
	absentIntegration: {
		values: [400, 404, 409, 'accept'],
		about: 'a deletion or an upload for no integration; accept = 201, then FAILED',
	},
	beingDeletedIntegration: {
		values: [400, 404, 409, 'accept'],
		about: 'the same for one that is being deleted; accept = 201, and it really runs',
	},
	leavesListWhen: {
		values: ['done', 'requested', 'later'],
		about: 'when an integration leaves the list; later = leavesListAfter its deletion is DONE',
	},
	statusReadable: {
		values: ['at once', 400, 404],
		about: 'what a status check answers until statusReadableAfter the request',
	},
	statusOnceGone: {
		values: ['readable', 400, 404],
		about: 'a status check for a request whose integration is gone, its own deletion’s too',
	},
	goneWhen: {
		values: ['not listed', 'deleted'],
		about: 'for statusOnceGone: it is gone once it leaves the list, or once its deletion is DONE',
	},
	unknownRequest: {
		values: [400, 404, 'PENDING'],
		about: 'a status check for a request that does not exist',
	},
	requestIdsUniquePer: {
		values: ['company', 'integration'],
		about: 'where a client request ID can be used once',
	},
	failedUploadKeepsValidLines: {
		values: [true, false],
		about: 'an upload with refused lines keeps the others; false = it keeps and counts none',
	},
	sameObjectTwiceInFile: {
		values: ['last wins', 'first wins', 'refused'],
		about: 'two lines of one file with one objectId; refused = all but the first',
	},
	olderModifiedDate: {
		values: ['ignored', 'taken', 'refused'],
		about: 'a line with an older modifiedDate than the stored object',
	},
	nullClears: { values: [true, false], about: 'null clears a stored value' },
	absentClears: { values: [false, true], about: 'a field that a line leaves out is cleared' },
	dataFilePart: {
		values: [
			'without content type',
			'any',
			'with file name',
			'with content type',
			'application/octet-stream',
			'not application/x-ndjson',
		],
		about: 'which headers the dataFile part must have, or it counts as missing',
	},
	emailIdCase: {
		values: ['exact', 'as asked', 'as stored'],
		about:
			'an email ID asked for in another case: not found, or found and answered as it was asked or is stored',
	},
	absentObjects: {
		values: ['null', 'left out'],
		about: 'objects that are not there are null in the answer, or left out of it',
	},
	schemaStatus: { values: [200, 201], about: 'the status that takes a schema' },
	schemaFieldName: {
		values: ['uniqueName', 'name'],
		about: "the property that has a field's name when a schema is listed",
	},
	listsPicklistValues: {
		values: [true, false],
		about: 'a PICKLIST is listed with its values; false = null, as in an example of Gong’s',
	},
	listsReferenceTargets: {
		values: [true, false],
		about: 'a REFERENCE is listed with its target; false = null',
	},
	emptySchema: {
		values: [200, 404],
		about: 'the status of a list of a schema that has no fields',
	},
	removedPicklistValues: {
		values: ['kept', 'dropped'],
		about: 'what objects have of a value that is taken out of a PICKLIST',
	},
	scopeNotOffered: {
		values: ['left out', 'refused'],
		about:
			'a scope that the OAuth app lacks: the token is without it, or the authorize page refuses',
	},
	tokenScopesSeparatedBy: {
		values: ['spaces', 'commas'],
		about: 'what stands between the scopes that a token names',
	},
} as const satisfies Record<string, { values: readonly SwitchValue[]; about: string }>;

export type SwitchValue = string | number | boolean;
export type SwitchName = keyof typeof SWITCHES;

/** A position of every switch. */
export type Switches = { [Name in SwitchName]: (typeof SWITCHES)[Name]['values'][number] };

export const SWITCH_NAMES = Object.keys(SWITCHES) as SwitchName[];

/**
 * The values of a switch, the default first: as Gong has it by a run of the probe that is in
 * `test/recorded`, or else the first.
 */
export const valuesOf = (
	name: SwitchName,
	runs: readonly ProbeRun[] = recordedRuns,
): readonly SwitchValue[] => {
	const values: readonly SwitchValue[] = SWITCHES[name].values;
	const seen = values.filter((value) => value === findRecordedPosition(name, runs));
	return [...seen, ...values.filter((value) => !seen.includes(value))];
};

/** A value as it is written in TypeScript, for Markdown. */
export const asCode = (value: SwitchValue): string =>
	`\`${typeof value === 'string' ? `'${value}'` : String(value)}\``;

/**
 * The position of every switch: the chosen one, or the default.
 *
 * @throws Error that names the switch and its values, for a value that it does not have
 */
export function resolveSwitches(chosen: Partial<Switches>): Switches {
	const positions = SWITCH_NAMES.map((name) => {
		const values = valuesOf(name);
		const value = chosen[name] ?? values[0];
		if (!values.includes(value)) {
			throw new Error(`Simulator: ${name} must be one of ${values.join(', ')}, not ${value}.`);
		}
		return [name, value];
	});
	return Object.fromEntries(positions) as Switches;
}
