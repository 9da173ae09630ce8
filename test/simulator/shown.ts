import { isRecord } from '../../nodes/gong/records';
import {
	type Exchange,
	findRecordedPosition,
	type ProbeRun,
	type RecordedRun,
} from '../recorded/runs';
import { KNOWN_ANSWERS, KNOWN_SWITCHES } from './evidence';
import type { Known } from './known';
import { patternOf, type SentenceName, SENTENCES } from './sentences';
import { SWITCH_NAMES, valuesOf } from './switches';

/** Something of the evidence, with how well it is known by now. */
export interface Shown<Entry> {
	entry: Entry;
	known: Known;
}

/** The evidence once what runs of the probe have shown is taken in. */
export interface ShownEvidence {
	answers: Array<Shown<(typeof KNOWN_ANSWERS)[number]>>;
	sentences: Array<Shown<SentenceName>>;
	switches: Array<Shown<(typeof SWITCH_NAMES)[number]>>;
}

/** Takes in what runs of the probe have shown. What was recorded before stays as it is. */
export function showEvidence(runs: readonly RecordedRun[]): ShownEvidence {
	return {
		answers: KNOWN_ANSWERS.map((entry) => ({
			entry,
			known: raise(entry.known, runs, ({ exchanges }) =>
				exchanges.some(
					({ call, when, status }) =>
						`${call.method} ${call.path}` === entry.call &&
						when === entry.when &&
						status === entry.status,
				),
			),
		})),
		sentences: (Object.keys(SENTENCES) as SentenceName[]).map((entry) => {
			const { says, known } = SENTENCES[entry];
			const pattern = patternOf(says);
			const isSaid = (exchange: Exchange) => textsIn(exchange).some((text) => pattern.test(text));
			return { entry, known: raise(known, runs, ({ exchanges }) => exchanges.some(isSaid)) };
		}),
		switches: SWITCH_NAMES.map((entry) => {
			const isDefault = (run: ProbeRun) =>
				findRecordedPosition(entry, [run]) === valuesOf(entry, runs)[0];
			return { entry, known: raise(KNOWN_SWITCHES[entry], runs, isDefault) };
		}),
	};
}

function raise(
	known: Known,
	runs: readonly RecordedRun[],
	isShownBy: (run: RecordedRun) => boolean,
): Known {
	const run = known.level === 'recorded' ? undefined : runs.filter(isShownBy).at(-1);
	if (!run) return known;
	return { level: 'recorded', source: `a run of the probe, ${run.date}`, run: run.file };
}

/** What an answer says in its `errors`: of the call, or of lines of a file. */
export function textsIn({ text }: Pick<Exchange, 'text'>): string[] {
	try {
		const body: unknown = JSON.parse(text);
		const errors = isRecord(body) && Array.isArray(body.errors) ? body.errors : [];
		return errors.map((error) => String(isRecord(error) ? error.description : error));
	} catch {
		return [];
	}
}
