import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { packageFolder } from '../../test/e2e/folders.mts';
import type { Results } from './answers.ts';

const file = join(packageFolder, 'bench', 'results.json');

/** What is known so far. */
export const readResults = (): Results | undefined =>
	existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : undefined;

export const writeResults = async (results: Results): Promise<void> =>
	await writeFormatted(file, JSON.stringify(results));

/** Writes a file as `npm run format` would. */
export async function writeFormatted(path: string, content: string): Promise<void> {
	const config = await resolveConfig(path);
	await writeFile(path, await format(content, { ...config, filepath: path }));
}
