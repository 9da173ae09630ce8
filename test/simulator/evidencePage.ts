import { table } from '../docs/table';
import { recordedAnswer } from '../recorded/answers';
import { type RecordedRun, recordedRuns } from '../recorded/runs';
import { KNOWN_ANSWERS, KNOWN_FORM, KNOWN_OPTIONS, type KnownAnswer } from './evidence';
import { type Known, LEVELS } from './known';
import { SENTENCES } from './sentences';
import { showEvidence, type ShownEvidence } from './shown';
import { asCode, SWITCHES, valuesOf } from './switches';

/** What there is evidence for, by its kind. */
const kindsOf = ({
	answers,
	sentences,
	switches,
}: ShownEvidence): ReadonlyArray<readonly [string, readonly Known[]]> => [
	['answers of a call', answers.map(({ known }) => known)],
	['forms of an answer', Object.values(KNOWN_FORM)],
	['sentences', sentences.map(({ known }) => known)],
	['defaults of switches', switches.map(({ known }) => known)],
	['defaults of other options', Object.values(KNOWN_OPTIONS)],
];

/** All of the evidence. */
export const ALL_KNOWN: readonly Known[] = kindsOf(showEvidence(recordedRuns)).flatMap(
	([, known]) => known,
);

/**
 * `docs/maintainers/evidence.md`.
 *
 * @param runs of the probe, whose answers count as recorded
 */
export function evidencePage(runs: readonly RecordedRun[] = recordedRuns): string {
	const shown = showEvidence(runs);
	return `${[
		'# Evidence',
		'',
		'How well it is known that Gong answers as [the simulator](../../test/simulator/README.md) does. `npm run evidence` writes this file from [evidence.ts](../../test/simulator/evidence.ts) and [sentences.ts](../../test/simulator/sentences.ts); `npm test` brings each answer about, and fails where the simulator has an answer, a sentence or a switch that is not here, or the other way round.',
		'',
		...counts(shown),
		'',
		'- **recorded**: seen in an answer of the live API that somebody [has published](../../test/recorded/answers.json). `npm test` plays each on the simulator, and gives each to a node. Or seen in [a run of the probe](probe.md) of which the file is in `test/recorded`.',
		'- **documented**: Gong’s API reference or help says so.',
		'- **guessed**: nobody has said it. [The probe](probe.md) asks a live account for much of it.',
		'',
		'## Answers',
		'',
		'Where a switch decides, each of its positions has an answer of its own.',
		'',
		...table(
			['call', 'when', 'status', 'switch', 'known', 'source'],
			[...shown.answers]
				.sort((one, other) => byCall(one.entry, other.entry))
				.map(({ entry: { call, when, status, by }, known }) => [
					call === call.toLowerCase() ? call : `\`${call}\``,
					when,
					String(status),
					by ? `\`${by}\`` : '',
					...cells(known),
				]),
		),
		'',
		'## Form',
		'',
		...table(
			['what answers look like', 'known', 'source'],
			Object.entries(KNOWN_FORM).map(([form, known]) => [form, ...cells(known)]),
		),
		'',
		'## Sentences',
		'',
		...table(
			['sentence', 'known', 'source'],
			shown.sentences.map(({ entry, known }) => [`\`${SENTENCES[entry].says}\``, ...cells(known)]),
		),
		'',
		'## Switches',
		'',
		'The default comes first.',
		'',
		...table(
			['switch', 'values', 'what it is about', 'default known', 'source'],
			shown.switches.map(({ entry, known }) => [
				`\`${entry}\``,
				valuesOf(entry, runs).map(asCode).join(', '),
				SWITCHES[entry].about,
				...cells(known),
			]),
		),
		'',
		'## Options',
		'',
		...table(
			['option', 'default known', 'source'],
			Object.entries(KNOWN_OPTIONS).map(([name, known]) => [`\`${name}\``, ...cells(known)]),
		),
	].join('\n')}\n`;
}

function counts(shown: ShownEvidence): string[] {
	const kinds = kindsOf(shown);
	const row = (name: string, all: readonly Known[]) => [
		name,
		...LEVELS.map((level) => String(all.filter((one) => one.level === level).length)),
		String(all.length),
	];
	return table(
		['', ...LEVELS, 'all'],
		[
			...kinds.map(([name, all]) => row(name, all)),
			row(
				'all',
				kinds.flatMap(([, all]) => all),
			),
		],
	);
}

const CALLS = [...new Set(KNOWN_ANSWERS.map(({ call }) => call))];

/** In the order in which the calls come first, with their answers by status. */
const byCall = (one: KnownAnswer, other: KnownAnswer) =>
	CALLS.indexOf(one.call) - CALLS.indexOf(other.call) || one.status - other.status;

function cells({ level, source, answer, run }: Known): [string, string] {
	if (run !== undefined) return [level, `[${source}](../../test/recorded/${run})`];
	return [level, answer === undefined ? source : `[${answer}](${recordedAnswer(answer).source})`];
}
