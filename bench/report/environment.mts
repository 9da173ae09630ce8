import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { packageFolder } from '../../test/e2e/folders.mts';
import { ensureInstalled, n8nVersions } from '../../test/e2e/install.mts';

/** What a run was made with, and on. */
export interface Environment {
	/** ISO 8601. */
	date: string;
	/** Of this project, and whether anything in it was changed and not committed. */
	commit: string;
	isChanged: boolean;
	/** The version of this package. */
	package: string;
	n8n: string;
	/** The Node.js that n8n runs on, and the one that measures and plays Gong. */
	nodeOfN8n: string;
	node: string;
	processor: string;
	cores: number;
	/** In GB. */
	memory: number;
}

const git = (...args: string[]): string =>
	execFileSync('git', args, { cwd: packageFolder, encoding: 'utf8' }).trim();

export async function describeEnvironment(): Promise<Environment> {
	const [processor] = cpus();
	const { nodeBinary } = await ensureInstalled();
	const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
	return {
		date: new Date().toISOString().slice(0, 10),
		commit: git('rev-parse', 'HEAD'),
		isChanged: git('status', '--porcelain') !== '',
		package: manifest.version,
		n8n: n8nVersions.newest,
		nodeOfN8n: execFileSync(nodeBinary, ['--version'], { encoding: 'utf8' }).trim().slice(1),
		node: process.versions.node,
		processor: processor?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memory: Math.round(totalmem() / 1e9),
	};
}
