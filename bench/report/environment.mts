import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../../test/e2e/folders.mts';

/** What a question was answered on. */
export interface Environment {
	/** The version of this package. */
	package: string;
	n8n: string;
	node: string;
	processor: string;
	cores: number;
	/** In GB. */
	memory: number;
}

const readJson = (...path: string[]) =>
	JSON.parse(readFileSync(join(packageFolder, ...path), 'utf8'));

export function describeEnvironment(): Environment {
	const [processor] = cpus();
	return {
		package: readJson('package.json').version,
		n8n: readJson('test', 'e2e', 'package.json').dependencies.n8n,
		node: process.versions.node,
		processor: processor?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memory: Math.round(totalmem() / 1e9),
	};
}
