import { table } from '../docs/table';
import { recordedAnswer } from '../recorded/answers';
import {
	KNOWN_ANSWERS,
	KNOWN_FORM,
	KNOWN_OPTIONS,
	KNOWN_SWITCHES,
	type KnownAnswer,
} from './evidence';
import { type Known, LEVELS } from './known';
import { SENTENCES } from './sentences';
import { asCode, SWITCH_NAMES, SWITCHES, valuesOf } from './switches';

/** What there is evidence for, by its kind. */
const KINDS: ReadonlyArray<readonly [string, readonly Known[]]> = [
	['answers of a call', KNOWN_ANSWERS.map(({ known }) => known)],
	['forms of an answer', Object.values(KNOWN_FORM)],
	['sentences', Object.values(SENTENCES).map(({ known }) => known)],
	['defaults of switches', Object.values(KNOWN_SWITCHES)],
	['defaults of other options', Object.values(KNOWN_OPTIONS)],
];

/** All of the evidence. */
export const ALL_KNOWN: readonly Known[] = KINDS.flatMap(([, known]) => known);

/** `docs/maintainers/evidence.md`. */
export function evidencePage(): string {
	return `${[
		'# Evidence',
		'',
		'How well it is known that Gong answers as [the simulator](../../test/simulator/README.md) does. `npm run evidence` writes this file from [evidence.ts](../../test/simulator/evidence.ts) and [sentences.ts](../../test/simulator/sentences.ts); `npm test` brings each answer about, and fails where the simulator has an answer, a sentence or a switch that is not here, or the other way round.',
		'',
		...counts(),
		'',
		'- **recorded**: seen in an answer of the live API that somebody [has published](../../test/recorded/answers.json). `npm test` plays each on the simulator, and gives each to a node.',
		'- **documented**: Gong’s API reference or help says so.',
		'- **guessed**: nobody has said it. `npm run probe` asks a live account for some of it.',
		'',
		'## Answers',
		'',
		'Where a switch decides, each of its positions has an answer of its own.',
		'',
		...table(
			['call', 'when', 'status', 'switch', 'known', 'source'],
			[...KNOWN_ANSWERS]
				.sort(byCall)
				.map(({ call, when, status, by, known }) => [
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
			Object.values(SENTENCES).map(({ says, known }) => [`\`${says}\``, ...cells(known)]),
		),
		'',
		'## Switches',
		'',
		'The default comes first.',
		'',
		...table(
			['switch', 'values', 'what it is about', 'default known', 'source'],
			SWITCH_NAMES.map((name) => [
				`\`${name}\``,
				valuesOf(name).map(asCode).join(', '),
				SWITCHES[name].about,
				...cells(KNOWN_SWITCHES[name]),
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

function counts(): string[] {
	const row = (name: string, all: readonly Known[]) => [
		name,
		...LEVELS.map((level) => String(all.filter((one) => one.level === level).length)),
		String(all.length),
	];
	return table(
		['', ...LEVELS, 'all'],
		[...KINDS.map(([name, all]) => row(name, all)), row('all', ALL_KNOWN)],
	);
}

const CALLS = [...new Set(KNOWN_ANSWERS.map(({ call }) => call))];

/** In the order in which the calls come first, with their answers by status. */
const byCall = (one: KnownAnswer, other: KnownAnswer) =>
	CALLS.indexOf(one.call) - CALLS.indexOf(other.call) || one.status - other.status;

function cells({ level, source, answer }: Known): [string, string] {
	return [level, answer === undefined ? source : `[${answer}](${recordedAnswer(answer).source})`];
}
