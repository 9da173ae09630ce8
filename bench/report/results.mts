import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageFolder } from '../../test/e2e/folders.mts';
import type { Answer, Chart } from '../question.mts';
import type { Environment } from './environment.mts';

/** The answer to a question as it is kept. */
export interface Result extends Omit<Answer, 'charts'> {
	number: number;
	title: string;
	/** The day it was measured, ISO 8601. */
	date: string;
	/** How long that took. */
	seconds: number;
	environment: Environment;
	charts: Array<Omit<Chart, 'svg'>>;
}

const file = join(packageFolder, 'bench', 'results.json');

/** The last answers of full runs, by number of the question. */
export function readResults(): Result[] {
	return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).questions as Result[]) : [];
}

/** New answers in the place of the old ones; the other questions keep theirs. */
export function mergeResults(before: Result[], fresh: Result[]): Result[] {
	const kept = before.filter(({ number }) => !fresh.some((one) => one.number === number));
	return [...kept, ...fresh].sort((a, b) => a.number - b.number);
}

export async function writeResults(questions: Result[]): Promise<void> {
	await writeFormatted(file, JSON.stringify({ questions }));
}

/** Writes a file as `npm run format` would. */
export async function writeFormatted(path: string, content: string): Promise<void> {
	const config = await resolveConfig(path);
	await writeFile(path, await format(content, { ...config, filepath: path }));
}
