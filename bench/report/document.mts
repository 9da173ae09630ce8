import { join } from 'node:path';
import { packageFolder } from '../../test/e2e/folders.mts';
import type { Question } from '../question.mts';
import { describeEnvironment } from './environment.mts';
import { type Result, writeFormatted } from './results.mts';
import { describeTarget, markdownTable } from './text.mts';

const file = join(packageFolder, 'docs', 'benchmarks.md');

/** Writes `docs/benchmarks.md` anew. The questions say which of their figures it begins with. */
export async function writeDocument(results: Result[], questions: Question[]): Promise<void> {
	await writeFormatted(file, describe(results, questions));
}

/** The strongest figures, in the order of the questions. */
const figures = (results: Result[], questions: Question[]): string[] =>
	results.flatMap(
		({ number, tables }) =>
			questions.find((one) => one.number === number)?.headlines?.(tables) ?? [],
	);

const anchor = (title: string): string =>
	title
		.toLowerCase()
		.replace(/[^\w\- ]/g, '')
		.replaceAll(' ', '-');

const heading = ({ number, title }: Result): string => `${number}. ${title}`;

/** What was measured with another version, and so may not hold for this one; empty where nothing was. */
function outdated(results: Result[]): string[] {
	const { package: current } = describeEnvironment();
	const others = results.filter(({ environment }) => environment.package !== current);
	if (others.length === 0) return [];
	const versions = [...new Set(others.map(({ environment }) => environment.package))].join(', ');
	const numbers = others.map(({ number }) => number).join(', ');
	return [
		`> **Not measured with this version.** Questions ${numbers} were answered with ${versions}; this is ${current}. What has changed since is in the [changelog](../CHANGELOG.md).`,
	];
}

const describe = (results: Result[], questions: Question[]): string =>
	[
		'# Benchmarks',
		'<!-- Written by `npm run bench`. Change the question’s module in `bench/questions`, not this file. -->',
		[
			'How the nodes of this package compare with what people would use instead. Every figure is measured side by side with its alternative, in one run on one machine, so read the ratios: the absolute times are those of the machine below.',
			'',
			'- **Ours**: this package as it is built and packed.',
			'- **H**: n8n’s own _HTTP Request_ node.',
			'- **L**: _HTTP Request_, _Wait_ and _If_ in a loop, as n8n’s community teaches it.',
			'- **S**: this package with _Suspend While Waiting_ off, which is how other community nodes wait.',
		].join('\n'),
		...outdated(results),
		figures(results, questions)
			.map((figure) => `- ${figure}`)
			.join('\n'),
		'## Questions',
		results.map((one) => `- [${heading(one)}](#${anchor(heading(one))})`).join('\n'),
		'## Goals',
		markdownGoals(results),
		...results.map(section),
		'## How to repeat',
		[
			'```sh',
			'npm ci',
			'npm run bench                  # all questions; writes this page and bench/results.json',
			'npm run bench -- --only 2,4    # some; the others keep their last answers here',
			'npm run bench -- --quick       # minutes; writes nothing, fails if a goal met here is lost',
			'```',
			'',
			'It runs on Linux. The first run installs n8n, like `npm run e2e`: about four minutes and 3 GB in `.cache/`. For a measurement to keep, leave the machine alone meanwhile.',
		].join('\n'),
		'## Measured on',
		markdownTable({
			title: 'Question by question',
			columns: [
				'question',
				'day',
				'took',
				'package',
				'n8n',
				'Node.js',
				'processor',
				'cores',
				'memory',
			],
			rows: results.map(({ number, date, seconds, environment }) => [
				number,
				date,
				`${seconds} s`,
				environment.package,
				environment.n8n,
				environment.node,
				environment.processor,
				environment.cores,
				`${environment.memory} GB`,
			]),
		}),
	].join('\n\n');

function markdownGoals(results: Result[]): string {
	const goals = results.flatMap(({ number, goals }) => goals.map((goal) => ({ number, ...goal })));
	const met = goals.filter((goal) => goal.met).length;
	return markdownTable({
		title: `${met} of ${goals.length} met`,
		columns: ['goal', 'question', 'target', 'measured', ''],
		rows: goals.map((goal) => [
			goal.name,
			goal.number,
			describeTarget(goal),
			goal.measured,
			goal.met ? 'met' : '**missed**',
		]),
	});
}

const section = (result: Result): string =>
	[
		`## ${heading(result)}`,
		result.method,
		...result.charts.map(({ file: name, alt }) => `![${alt}](images/${name})`),
		...result.tables.map(markdownTable),
		result.notes.map((note) => `- ${note}`).join('\n'),
	]
		.filter((part) => part !== '')
		.join('\n\n');
