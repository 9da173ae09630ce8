import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { exclusively } from './exclusive.mts';
import { createLogFolder, packageFolder, temporaryFolder } from './folders.mts';
import { runToEnd } from './processes.mts';
import { say, secondsSince } from './progress.mts';

let packed: Promise<string> | undefined;

/** The tarball that users would install: this package, built and packed once per run. */
export async function packPackage(): Promise<string> {
	packed ??= buildAndPack();
	return await packed;
}

/** Takes a tarball that exists already instead of packing this checkout. */
export function usePackage(tarball: string): void {
	packed = Promise.resolve(resolve(tarball));
}

async function buildAndPack(): Promise<string> {
	const start = performance.now();
	const folder = temporaryFolder('package');
	const logFile = join(createLogFolder(), 'pack.log');
	// The build empties `dist/`: two at once would spoil each other's tarball.
	await exclusively('pack', async () => {
		await runToEnd('npm', ['run', 'build'], { cwd: packageFolder, logFile });
		await runToEnd('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
			cwd: packageFolder,
			logFile,
		});
	});
	const tarball = readdirSync(folder).find((file) => file.endsWith('.tgz'));
	if (!tarball) throw new Error(`npm pack left no tarball, see ${logFile}`);
	say(`Packed ${tarball} in ${secondsSince(start)} s`);
	return join(folder, tarball);
}
