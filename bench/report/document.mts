import { join } from 'node:path';
import { packageFolder } from '../../test/e2e/folders.mts';
import { groupByEnvironment, type Result, type Results } from './answers.ts';
import type { Environment } from './environment.mts';
import { writeFormatted } from './results.mts';
import { describeTarget, markdownTable } from './text.mts';

const file = join(packageFolder, 'docs', 'maintainers', 'benchmarks.md');

/** Writes `docs/maintainers/benchmarks.md` anew: every answer, with its goals. */
export async function writeDocument(results: Results): Promise<void> {
	const { questions } = results;
	const goals = questions.flatMap((one) => one.goals);
	const met = goals.filter((goal) => goal.met).length;
	const parts = [
		'# Benchmarks in full',
		'<!-- Written by `npm run bench`. Change the question’s module in `bench/questions`, not this file. -->',
		'How this package compares with what people would build instead; [what a builder chooses by](../benchmarks.md) is drawn from it. Each figure stands beside its alternatives, measured in one run on one machine, so read the ratios: the times are those of that machine.',
		[
			'- **Ours**: this package as it is built and packed.',
			'- **S**: this package with _Suspend While Waiting_ off, which is how other community nodes wait.',
			'- **H**: n8n’s own _HTTP Request_ node.',
			'- **L**: _HTTP Request_, _Wait_ and _If_ in a loop, as n8n’s community teaches it.',
		].join('\n'),
		`Of ${goals.length} goals, ${met} are met. Those that are missed say why.`,
		questions.map((one) => `- [${heading(one)}](#${anchor(heading(one))})`).join('\n'),
		...questions.map(section),
		'## Measured with',
		...provenance(results),
		'## How to repeat',
		[
			'```sh',
			'npm ci',
			'npm run bench                # all of it, writes this page and bench/results.json',
			'npm run bench -- --only 2,4  # some questions, writes nothing',
			'npm run bench -- --only 2,4 --write  # leaves the other answers as they are',
			'```',
			'',
			'It runs on Linux. The first run installs n8n, like `npm run e2e`: about four minutes and 3 GB in `.cache/`. Leave the machine alone meanwhile. The command fails if a question can’t be answered, or if a goal has become worse since the last run.',
		].join('\n'),
	];
	await writeFormatted(file, parts.join('\n\n'));
}

const heading = ({ number, title }: Result): string => `${number}. ${title}`;

const anchor = (title: string): string =>
	title
		.toLowerCase()
		.replace(/[^\w\- ]/g, '')
		.replaceAll(' ', '-');

const section = (result: Result): string =>
	[
		`## ${heading(result)}`,
		result.method,
		...result.tables.map(markdownTable),
		result.notes.map((note) => `- ${note}`).join('\n'),
		goalTable(result),
		reasons(result),
	]
		.filter((part) => part !== '')
		.join('\n\n');

const goalTable = ({ goals }: Result): string =>
	markdownTable({
		title: 'Goals',
		columns: ['goal', 'target', 'measured', ''],
		rows: goals.map((goal) => [
			goal.name,
			describeTarget(goal),
			goal.measured,
			(goal.met ? 'met' : '**missed**') + (goal.change === 'worse' ? ', worse than before' : ''),
		]),
	});

/** The reasons of missed goals, each once. */
function reasons({ goals }: Result): string {
	const missed = goals.filter((goal) => !goal.met);
	if (missed.length === 0) return '';
	const all = [...new Set(missed.map(({ why }) => why))];
	const lines = all.map((why) => {
		const names = missed.filter((goal) => goal.why === why).map(({ name }) => name);
		return `- ${why ?? 'The reason is not known.'} (${names.join('; ')})`;
	});
	return ['Why some are missed:', '', ...lines].join('\n');
}

/** What the questions were measured with: one paragraph where that is the same for all. */
function provenance(results: Results): string[] {
	const groups = groupByEnvironment(results);
	return groups.map(({ made, questions }) =>
		[
			...(groups.length > 1
				? [`Questions ${questions.map(({ number }) => number).join(', ')}:`, '']
				: []),
			describeProvenance(made, questions),
		].join('\n'),
	);
}

const describeProvenance = (made: Environment, questions: Result[]): string =>
	[
		`- Commit \`${made.commit}\`${made.isChanged ? ', **with changes that were not committed**' : ''}, on ${made.date}`,
		`- n8n-nodes-gong-crm ${made.package}, n8n ${made.n8n} on Node.js ${made.nodeOfN8n}; measured from Node.js ${made.node}`,
		`- ${made.processor}, ${made.cores} cores, ${made.memory} GB`,
		`- Seconds for each question: ${questions.map(({ seconds }) => Math.round(seconds)).join(', ')}`,
	].join('\n');
