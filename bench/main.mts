import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Command, InvalidArgumentError } from 'commander';
import colors from 'picocolors';
import { endOnSignals } from '../test/e2e/case.mts';
import { say, secondsSince } from '../test/e2e/progress.mts';
import { changeOf } from './goals.ts';
import type { Question } from './question.mts';
import { writeDocument } from './report/document.mts';
import { writeOverview } from './report/overview.mts';
import { describeEnvironment } from './report/environment.mts';
import { readResults, writeResults } from './report/results.mts';
import { type Result, replaceAnswers } from './report/answers.ts';
import { describeTarget, plainTable } from './report/text.mts';

const { only, write } = new Command('npm run bench --')
	.description('Compares the nodes with what people would use instead. Writes docs/benchmarks.md.')
	.option('--only <numbers>', 'asks these questions and writes nothing, for example 2,4', (text) =>
		text.split(',').map((part) => {
			if (!/^\d+$/.test(part)) throw new InvalidArgumentError('Whole numbers only.');
			return Number(part);
		}),
	)
	.option('--write', 'with --only: writes these answers, and leaves those to the other questions')
	.parse()
	.opts<{ only?: number[]; write?: true }>();

endOnSignals();
const environment = await describeEnvironment();
const before = readResults();
const results: Result[] = [];
let broken = 0;
let worse = 0;

for (const question of await chooseQuestions()) {
	say(`Question ${question.number}: ${question.title}`);
	const start = performance.now();
	try {
		const { number, title } = question;
		const answer = await question.run();
		const goals = answer.goals.map((goal) => ({
			...goal,
			change: changeOf(
				goal,
				before?.questions.flatMap((one) => one.goals).find(({ name }) => name === goal.name),
			),
		}));
		const result = { number, title, seconds: Number(secondsSince(start)), ...answer, goals };
		print(result);
		worse += goals.filter(({ change }) => change === 'worse').length;
		results.push(result);
	} catch (error) {
		broken += 1;
		console.error(colors.red(`Question ${question.number} has no answer:`), error);
	}
	say(`Question ${question.number} took ${secondsSince(start)} s`);
}

if ((!only || write) && broken === 0) {
	const now = { environment, questions: results };
	const all = only && before ? replaceAnswers(before, now) : now;
	await writeResults(all);
	await writeDocument(all);
	await writeOverview(all);
	say('Wrote bench/results.json, docs/benchmarks.md and docs/maintainers/benchmarks.md');
}
const goals = results.flatMap((one) => one.goals);
const met = goals.filter((goal) => goal.met).length;
console.log(`${met} goals met, ${goals.length - met} missed, ${worse} worse than before`);
process.exit(broken + worse > 0 ? 1 : 0);

async function chooseQuestions(): Promise<Question[]> {
	const folder = fileURLToPath(new URL('questions/', import.meta.url));
	const questions: Question[] = [];
	for (const file of readdirSync(folder).sort()) {
		const module = await import(pathToFileURL(join(folder, file)).href);
		questions.push(module.default as Question);
	}
	const unknown = only?.filter((number) => !questions.some((one) => one.number === number)) ?? [];
	if (unknown.length > 0) throw new Error(`There is no question ${unknown.join(', ')}`);
	return questions.filter(({ number }) => only?.includes(number) ?? true);
}

function print({ number, title, tables, goals, notes }: Result): void {
	console.log(`\n${colors.bold(`${number}. ${title}`)}\n`);
	for (const table of tables) console.log(`${plainTable(table)}\n`);
	for (const goal of goals) {
		const verdict = goal.met ? colors.green('met') : colors.red('missed');
		console.log(
			`${verdict}  ${goal.name}: ${goal.measured}, ${describeTarget(goal)} (${goal.change})`,
		);
	}
	for (const note of notes) console.log(`- ${note}`);
	console.log();
}
