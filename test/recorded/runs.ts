import { isRecord } from '../../nodes/gong/records';
import { readRunFiles } from './runFiles';

/** One call of a run of the probe, and what came of it. Nothing in it says whose account it was. */
export interface Exchange {
	/** The switch that the call was made for; `null` = it only prepares or cleans up. */
	about: string | null;
	/** The situation of `evidence.ts` in which the answer came; `null` = none, or not certain. */
	when: string | null;
	call: {
		method: string;
		path: string;
		query?: Readonly<Record<string, string>>;
		/** JSON. */
		body?: unknown;
		/** The headers of the part with the file. */
		part?: readonly string[];
	};
	/** Since the run began, in ms. */
	after: number;
	/** `null` = there was no answer; then `text` is what the network said. */
	status: number | null;
	/** Those that matter; names in lower case. */
	headers: Readonly<Record<string, string>>;
	/** The body as it came, up to what stands in for secrets and IDs. */
	text: string;
}

/** What a run has found out about one switch of the simulator. */
export interface Finding {
	about: string;
	/** How the switch has to stand; `null` = as none of its positions, or not known. */
	position: string | number | boolean | null;
	/** What was seen, or why nothing was. */
	seen: string;
}

/** What one run of the probe writes. */
export interface ProbeRun {
	format: 'gong-probe';
	version: 1;
	/** The day, in UTC. */
	date: string;
	/** Whom it asked. */
	of: 'Gong' | 'a simulator';
	/** Why it ended early; `null` = it did not. */
	endedEarly: string | null;
	findings: readonly Finding[];
	exchanges: readonly Exchange[];
}

/** A run whose file is in the folder of this module. */
export interface RecordedRun extends ProbeRun {
	/** Its name. */
	file: string;
}

/**
 * Reads what a run has written.
 *
 * @throws Error where it is something else
 */
export function readRun(text: string): ProbeRun {
	const run: unknown = JSON.parse(text);
	if (
		!isRecord(run) ||
		run.format !== 'gong-probe' ||
		run.version !== 1 ||
		!Array.isArray(run.findings) ||
		!Array.isArray(run.exchanges)
	)
		throw new Error('This is no file of `npm run probe`, or one of another version of it.');
	return run as unknown as ProbeRun;
}

/**
 * The runs in a folder, in the order of their names, which begin with their day.
 *
 * @param folder default: this one
 * @throws Error for a run that did not ask Gong: nothing is known from it
 */
export function readRuns(folder?: string): RecordedRun[] {
	return readRunFiles(folder).map(({ name, text }) => {
		const run = readRun(text);
		if (run.of !== 'Gong') throw new Error(`${name} has the answers of ${run.of}, not of Gong.`);
		return { ...run, file: name };
	});
}

/** The runs that have been put beside this module. */
export const recordedRuns: readonly RecordedRun[] = readRuns();

/** How Gong has a switch stand, by the last run that found it out; `undefined` = none did. */
export const findRecordedPosition = (
	name: string,
	runs: readonly ProbeRun[] = recordedRuns,
): Finding['position'] | undefined =>
	runs
		.flatMap(({ findings }) => findings)
		.filter(({ about, position }) => about === name && position !== null)
		.at(-1)?.position;
