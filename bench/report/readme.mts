import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../test/e2e/folders.mts';
import type { Question } from '../question.mts';
import { type Result, writeFormatted } from './results.mts';

const file = join(packageFolder, 'README.md');
const between = /(<!-- figures: [^>]*-->\n)[^]*?(<!-- end of figures -->)/;

/** Puts the strongest figures into the README, between the two comments that are there for them. */
export async function writeFigures(results: Result[], questions: Question[]): Promise<void> {
	const figures = results.flatMap(({ number, tables }) => {
		const question = questions.find((one) => one.number === number);
		return question?.headlines?.(tables) ?? [];
	});
	const text = readFileSync(file, 'utf8');
	if (!between.test(text)) throw new Error('The README has no place for the figures');
	const list = figures.map((figure) => `- ${figure}`).join('\n');
	await writeFormatted(
		file,
		text.replace(between, (_, start: string, end: string) => `${start}\n${list}\n\n${end}`),
	);
}
