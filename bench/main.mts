import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import colors from 'picocolors';
import { endOnSignals } from '../test/e2e/case.mts';
import { packageFolder } from '../test/e2e/folders.mts';
import { say, secondsSince } from '../test/e2e/progress.mts';
import { judge, type Verdict } from './goals.ts';
import type { Answer, Question } from './question.mts';
import { writeDocument } from './report/document.mts';
import { describeEnvironment } from './report/environment.mts';
import { mergeResults, readResults, type Result, writeResults } from './report/results.mts';
import { describeTarget, plainTable } from './report/text.mts';

interface Options {
	quick: boolean;
	document: boolean;
	only?: number[];
}

const { quick, document, only } = new Command('npm run bench --')
	.description('Compares the nodes with what people would use instead. Writes docs/benchmarks.md.')
	.option('--quick', 'a short form that writes nothing and fails if a goal is lost', false)
	.option('--document', 'asks nothing, and writes what is told of the last answers', false)
	.option('--only <numbers>', 'the questions to ask, for example 2,4', (text) =>
		text.split(',').map((part) => {
			if (!/^\d+$/.test(part)) throw new InvalidArgumentError('Whole numbers only.');
			return Number(part);
		}),
	)
	.parse()
	.opts<Options>();

const before = readResults();
if (document) {
	await writeDocument(before, await findQuestions());
	process.exit();
}
endOnSignals();
const fresh: Result[] = [];
let passed = 0;
let failed = 0;

for (const question of await chooseQuestions()) {
	say(`Question ${question.number}: ${question.title}`);
	const start = performance.now();
	try {
		const answer = await question.run({ quick });
		print(question, answer);
		if (!quick) await writeCharts(answer);
		fresh.push(toResult(question, answer, Number(secondsSince(start))));
	} catch (error) {
		failed += 1;
		console.error(colors.red(`Question ${question.number} has no answer:`), error);
	}
	say(`Question ${question.number} took ${secondsSince(start)} s`);
}
// A question that could not be asked is a failure also where missed goals are not.
const broken = failed > 0;

for (const { number, goals } of fresh) {
	const known = before.find((one) => one.number === number)?.goals ?? [];
	for (const goal of goals) {
		if (!quick) {
			if (goal.met) passed += 1;
			else failed += 1;
			continue;
		}
		const verdict = judge(
			goal,
			known.find(({ name }) => name === goal.name),
		);
		if (verdict === 'kept') passed += 1;
		if (verdict === 'lost' || verdict === 'unknown') failed += 1;
		console.log(
			`${number}. ${goal.name}: ${goal.measured}, ${describeTarget(goal)}: ${colorOf(verdict)(verdict)}`,
		);
	}
}

if (!quick) {
	// Read again: another run may have answered other questions meanwhile.
	const results = mergeResults(readResults(), fresh);
	await writeResults(results);
	await writeDocument(results, await findQuestions());
	say('Wrote bench/results.json and docs/benchmarks.md');
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(broken || (quick && failed > 0) ? 1 : 0);

async function findQuestions(): Promise<Question[]> {
	const folder = fileURLToPath(new URL('questions/', import.meta.url));
	const files = readdirSync(folder).filter((file) => /^\d+-.*\.mts$/.test(file));
	const questions: Question[] = [];
	for (const file of files) {
		const module = await import(pathToFileURL(join(folder, file)).href);
		questions.push(module.default as Question);
	}
	return questions.sort((a, b) => a.number - b.number);
}

async function chooseQuestions(): Promise<Question[]> {
	const questions = await findQuestions();
	const unknown = only?.filter((number) => !questions.some((one) => one.number === number)) ?? [];
	if (unknown.length > 0) throw new Error(`There is no question ${unknown.join(', ')}`);
	return questions.filter(({ number }) => only?.includes(number) ?? true);
}

function toResult({ number, title }: Question, answer: Answer, seconds: number): Result {
	const { charts = [], ...rest } = answer;
	return {
		number,
		title,
		date: new Date().toISOString().slice(0, 10),
		seconds,
		environment: describeEnvironment(),
		...rest,
		charts: charts.map(({ file, alt }) => ({ file, alt })),
	};
}

async function writeCharts({ charts = [] }: Answer): Promise<void> {
	for (const { file, svg } of charts)
		await writeFile(join(packageFolder, 'docs', 'images', file), svg);
}

function print({ number, title }: Question, { tables, goals, notes }: Answer): void {
	console.log(`\n${colors.bold(`${number}. ${title}`)}\n`);
	for (const table of tables) console.log(`${plainTable(table)}\n`);
	for (const goal of goals) {
		const verdict = goal.met ? colors.green('met') : colors.red('missed');
		console.log(`${verdict}  ${goal.name}: ${goal.measured}, ${describeTarget(goal)}`);
	}
	for (const note of notes) console.log(`- ${note}`);
	console.log();
}

function colorOf(verdict: Verdict) {
	return verdict === 'kept' ? colors.green : verdict === 'missed before' ? colors.dim : colors.red;
}
