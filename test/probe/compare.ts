import {
	type Exchange,
	findRecordedPosition,
	type ProbeRun,
	type RecordedRun,
	recordedRuns,
} from '../recorded/runs';
import { asFlag } from '../simulator/commandLine';
import { KNOWN_ANSWERS } from '../simulator/evidence';
import { SENTENCES } from '../simulator/sentences';
import { showEvidence, textsIn } from '../simulator/shown';
import { SWITCH_NAMES, SWITCHES, type SwitchName, type SwitchValue } from '../simulator/switches';
import { parseBody } from './calls';

/** A switch that has to stand otherwise for the simulator to answer as it was answered in a run. */
export interface SwitchDifference {
	name: SwitchName;
	position: SwitchValue;
	/** `null` = what the simulator does cannot be told apart. */
	simulator: SwitchValue | null;
	seen: string;
}

/** Where one run differs from another, which is the simulator's. */
export interface Comparison {
	switches: SwitchDifference[];
	/** Answers that look otherwise, a sentence each. */
	answers: string[];
	/** Switches that the run has nothing about, with the reason. */
	open: Array<{ name: SwitchName; why: string }>;
	/** Entries of the evidence that would be recorded with this run, and are not yet. */
	evidence: string[];
}

/**
 * Compares a run with one that asked the simulator.
 *
 * @param simulator a run of the same questions
 * @param runs what is recorded already
 */
export function compare(
	run: ProbeRun,
	simulator: ProbeRun,
	runs: readonly RecordedRun[] = recordedRuns,
): Comparison {
	const switches: SwitchDifference[] = [];
	const open: Comparison['open'] = [];
	for (const name of SWITCH_NAMES) {
		const position = findRecordedPosition(name, [run]) ?? null;
		const other = findRecordedPosition(name, [simulator]) ?? null;
		const seen = seenOf(run, name);
		if (position === null) open.push({ name, why: seen });
		else if (position !== other) switches.push({ name, position, simulator: other, seen });
	}
	return {
		switches,
		answers: compareAnswers(run, simulator),
		open,
		evidence: newEvidence(run, runs),
	};
}

const seenOf = ({ findings }: ProbeRun, name: SwitchName): string =>
	findings.find(({ about }) => about === name)?.seen ?? 'It was not asked.';

/** What an answer looks like, without what is different in each. */
interface Form {
	status: string;
	'content type': string;
	sentences: string;
	fields: string;
}

const ofSituation = ({ call, when }: Exchange): string | null =>
	when === null ? null : `\`${call.method} ${call.path}\`, ${when}`;

function compareAnswers(run: ProbeRun, simulator: ProbeRun): string[] {
	const [theirs, ours] = [run, simulator].map(({ exchanges }) => {
		const forms = new Map<string, Form[]>();
		for (const exchange of exchanges) {
			const situation = ofSituation(exchange);
			if (situation === null) continue;
			forms.set(situation, [...(forms.get(situation) ?? []), formOf(exchange)]);
		}
		return forms;
	});
	return [...theirs].flatMap(([situation, forms]) => {
		const others = ours.get(situation) ?? [];
		if (others.length === 0) return [`${situation}: the simulator was not brought there.`];
		return (['status', 'content type', 'sentences', 'fields'] as const).flatMap((aspect) => {
			const [seen, other] = [forms, others].map((all) => [
				...new Set(all.map((form) => form[aspect])),
			]);
			const isNew = seen.some((one) => !other.includes(one));
			return isNew
				? [`${situation}: ${aspect} ${seen.join(' or ')}, not ${other.join(' or ')}.`]
				: [];
		});
	});
}

/** Fields that say nothing: each answer has the first, and the second stands for fields that Gong may add. */
const LEFT_OUT = new Set(['requestId', 'apiVersion']);

function formOf(exchange: Exchange): Form {
	const { status, headers, text } = exchange;
	const body = parseBody(text);
	const fields = Object.keys(body).filter((name) => !LEFT_OUT.has(name));
	return {
		status: String(status),
		'content type': headers['content-type'] ?? 'none',
		sentences:
			textsIn(exchange)
				.map((sentence) => `“${withoutIds(sentence)}”`)
				.join(' ') || 'none',
		fields: fields.sort().join(', ') || 'none',
	};
}

/** IDs are others in every run. */
const withoutIds = (text: string): string =>
	text.replace(/\bprobe-[a-z0-9]+\b/g, '…').replace(/\b\d{12,20}\b/g, '…');

/** What would be recorded if the run's file were in `test/recorded`, and is not yet. */
function newEvidence(run: ProbeRun, runs: readonly RecordedRun[]): string[] {
	const before = showEvidence(runs);
	const after = showEvidence([...runs, { ...run, file: 'this run' }]);
	const isNew = (kind: 'answers' | 'sentences' | 'switches', at: number): boolean =>
		before[kind][at].known.level !== 'recorded' && after[kind][at].known.level === 'recorded';
	return [
		...after.answers
			.filter((_, at) => isNew('answers', at))
			.map(({ entry: { call, when, status } }) => `\`${call}\` answers ${status}: ${when}`),
		...after.sentences
			.filter((_, at) => isNew('sentences', at))
			.map(({ entry }) => `the sentence “${SENTENCES[entry].says}”`),
		...after.switches
			.filter((_, at) => isNew('switches', at))
			.map(({ entry }) => `the default of \`${entry}\``),
	];
}

/** Statuses that the simulator never gives to a call. */
const unknownStatuses = ({ exchanges }: ProbeRun): string[] => [
	...new Set(
		exchanges.flatMap(({ call, status }) => {
			const name = `${call.method} ${call.path}`;
			const isKnown = KNOWN_ANSWERS.some((one) => one.call === name && one.status === status);
			return isKnown || status === null ? [] : [`\`${name}\` was answered ${status}.`];
		}),
	),
];

/** A comparison in sentences, as Markdown. */
export function describeComparison(run: ProbeRun, comparison: Comparison): string {
	const { switches, answers, open, evidence } = comparison;
	return [
		`# How ${run.of} answered on ${run.date}, and the simulator`,
		...(run.endedEarly === null ? [] : ['', `The run ended early: ${run.endedEarly}`]),
		'',
		'## Switches that would have to stand otherwise',
		'',
		...list(
			switches.map(
				({ name, position, simulator, seen }) =>
					`\`${name}\` is ${show(position)} there, and ${show(simulator)} in the simulator (${SWITCHES[name].about}). Seen: ${seen}`,
			),
		),
		...(switches.length === 0
			? []
			: [
					'',
					'The simulator answers so with',
					'',
					'```sh',
					`npm run simulator -- ${switches.map(({ name, position }) => asFlag(name, position)).join(' ')}`,
					'```',
					'',
					'or, in a test,',
					'',
					'```ts',
					`startSimulator({ ${switches.map(({ name, position }) => `${name}: ${typeof position === 'string' ? `'${position}'` : String(position)}`).join(', ')} });`,
					'```',
				]),
		'',
		'## Answers that look otherwise',
		'',
		...list([...answers, ...unknownStatuses(run).map((one) => `${one} The simulator never does.`)]),
		'',
		'## What would be recorded with this run',
		'',
		...list(evidence),
		'',
		'## What the run has no answer to',
		'',
		...list(open.map(({ name, why }) => `\`${name}\` (${SWITCHES[name].about}): ${why}`)),
		'',
	].join('\n');
}

const list = (lines: readonly string[]): string[] =>
	lines.length === 0 ? ['None.'] : lines.map((line) => `- ${line.replaceAll('\n', ' ')}`);

const show = (value: SwitchValue | null): string =>
	value === null ? 'open' : `\`${String(value)}\``;
