import type { IExecuteFunctions } from 'n8n-workflow';
import { checkFile, type CheckedFile } from '../../../gong/checkFile';
import type { ObjectRules } from '../../../gong/checkObject';
import { toBody } from '../../../gong/objectFiles';
import type { ItemParameters } from '../../../n8n/parameters';
import { fail, type ItemError, type Result, succeed } from '../../../n8n/result';
import { attempt } from '../../../items/errors';
import { readItems } from '../../../items/path';
import type { Run } from '../../../items/run';
import { joinList, MOST_NAMED } from '../../../text/lists';
import {
	describeDefects,
	isStopped,
	type PreparedFile,
	type PreparedUpload,
	toFile,
} from './preparedFile';
import type { UploadSettings } from './uploadSettings';

/** Files that the builder gives: each is checked whole, and sent byte for byte. */
export async function prepareGivenFiles(
	run: Run,
	settings: UploadSettings,
	rules: ObjectRules,
): Promise<PreparedUpload> {
	const { context } = run;
	const checked = await readItems(run, async (parameters, giveWay) => {
		const bytes = await readFile(context, parameters);
		return bytes.ok ? succeed(await checkFile(bytes.value, rules, giveWay)) : bytes;
	});
	const invalid = checked.flatMap((one, item): PreparedFile[] => {
		if (!one.ok) return [refuseFile(item, settings, one.error, null)];
		const { value: file } = one;
		if (file.ok) return [];
		return 'badLines' in file
			? [refuseLines(item, settings, file)]
			: [refuseFile(item, settings, explainProblem(file), file.lines)];
	});
	const good = checked.flatMap((one, item) =>
		one.ok && one.value.ok ? [{ item, file: one.value }] : [],
	);
	return {
		grouping: {
			groups: toGivenFiles(run, settings, invalid, isStopped(run, invalid) ? [] : good),
			refused: [],
		},
		warnings: [],
		cleared: new Map(),
	};
}

async function readFile(
	context: IExecuteFunctions,
	parameters: ItemParameters,
): Promise<Result<Buffer>> {
	const name = parameters
		.get('binaryPropertyName', 'Input Binary Field')
		.asText('Enter the name of the input field that contains the file, e.g. data.');
	if (!name.ok) return name;
	const file = await attempt(context, async () => {
		context.helpers.assertBinaryData(parameters.item, name.value);
		return succeed(await context.helpers.getBinaryDataBuffer(parameters.item, name.value));
	});
	// Where n8n has lost it, "File not found" is all that n8n says.
	return file.ok
		? file
		: fail(
				`The file in "${name.value}" cannot be read: ${file.error.message}`,
				file.error.description || "Check 'Input Binary Field' and where the file comes from.",
			);
}

type GoodFile = Extract<CheckedFile, { ok: true }>;
type BadFile = Extract<CheckedFile, { badLines: unknown }>;
type UnusableFile = Extract<CheckedFile, { problem: string }>;

/** Reads each file once more when it is its turn: checked, all of them would be in memory at once. */
async function* toGivenFiles(
	{ context, parameters }: Run,
	settings: UploadSettings,
	invalid: PreparedFile[],
	good: Array<{ item: number; file: GoodFile }>,
): AsyncGenerator<PreparedFile> {
	yield* invalid;
	for (const { item, file } of good) {
		const bytes = await readFile(context, parameters.of(item));
		yield {
			items: [item],
			file: {
				...toFile(settings, file.objectIds),
				isGiven: true,
				warnings: file.warnings,
				moreLines: file.moreLines,
			},
			content: bytes.ok
				? { kind: 'ready', ...toBody([bytes.value]), latestFilledIn: null }
				: { kind: 'unreadable', error: bytes.error },
		};
	}
}

function refuseLines(
	item: number,
	settings: UploadSettings,
	{ badLines, badCount, lines }: BadFile,
): PreparedFile {
	const described = badLines.map((one) => ({
		...one,
		description: describeDefects(one.defects),
	}));
	const objectIds = Array.from({ length: badLines.at(-1)?.line ?? 0 }, () => '');
	for (const { line, objectId } of badLines) objectIds[line - 1] = objectId;
	return {
		items: [item],
		file: { ...toFile(settings, objectIds), isGiven: true, lines },
		content: {
			kind: 'invalid',
			errors: described.map(({ line, description }) => ({ line, description })),
			error: fail(
				`${badCount} of ${lines} lines of the file cannot be uploaded`,
				`The file was not sent. ${joinList(
					described.map(
						({ line, objectId, description }) =>
							`Line ${line}${objectId ? ` (object ${objectId})` : ''}: ${description}`,
					),
					MOST_NAMED,
					badCount,
				)}`,
			).error,
		},
	};
}

const explainProblem = ({ problem, lines }: UnusableFile): ItemError =>
	fail(
		`The file cannot be uploaded: it ${problem}`,
		`The file was not sent. ${
			lines === 0
				? "Check 'Input Binary Field' and where the file comes from."
				: 'Split it into smaller ones.'
		}`,
	).error;

/** A file as a whole. @param lines how many it has; `null` = not known */
const refuseFile = (
	item: number,
	settings: UploadSettings,
	error: ItemError,
	lines: number | null,
): PreparedFile => ({
	items: [item],
	file: { ...toFile(settings, []), isGiven: true, lines },
	content: { kind: 'invalid', errors: [{ line: 0, description: error.message }], error },
});
