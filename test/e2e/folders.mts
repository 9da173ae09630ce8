import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const suiteFolder = fileURLToPath(new URL('.', import.meta.url));
export const packageFolder = fileURLToPath(new URL('../..', import.meta.url));

/** What outlives a run: installations of n8n and the logs of failed cases. */
export const cacheFolder = join(packageFolder, '.cache', 'e2e');

const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
export const logFolder = join(cacheFolder, 'logs', `${stamp}-${process.pid}`);

let ownFolder: string | undefined;

/** A new folder in this run's own temporary folder, which goes when the process ends. */
export function temporaryFolder(name: string): string {
	if (!ownFolder) {
		ownFolder = mkdtempSync(join(tmpdir(), 'gong-crm-e2e-'));
		process.once('exit', removeTemporaryFolders);
	}
	return mkdtempSync(join(ownFolder, `${name}-`));
}

export function removeTemporaryFolders(): void {
	if (ownFolder) rmSync(ownFolder, { recursive: true, force: true, maxRetries: 5 });
}

export function createLogFolder(): string {
	mkdirSync(logFolder, { recursive: true });
	return logFolder;
}
