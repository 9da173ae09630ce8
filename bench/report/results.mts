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
	await writeFile(file, `${toLines(results)}\n`);

/** JSON with one line for each result, so that a change shows as what it is. */
function toLines(value: unknown, indent = ''): string {
	const isList = Array.isArray(value);
	const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
	if (!entries.some(([, one]) => typeof one === 'object' && one !== null))
		return JSON.stringify(value);
	const inner = `${indent}\t`;
	const lines = entries.map(
		([key, one]) => `${inner}${isList ? '' : `${JSON.stringify(key)}: `}${toLines(one, inner)}`,
	);
	const [open, close] = isList ? '[]' : '{}';
	return `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

/** Writes a file as `npm run format` would. */
export async function writeFormatted(path: string, content: string): Promise<void> {
	const config = await resolveConfig(path);
	await writeFile(path, await format(content, { ...config, filepath: path }));
}
