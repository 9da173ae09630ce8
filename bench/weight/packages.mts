import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from '../../test/e2e/install.mts';
import { packageFolder, temporaryFolder } from '../../test/e2e/folders.mts';

/** What a package weighs once it is installed alone. */
export interface InstalledPackage {
	name: string;
	version: string;
	/** Where it is installed. */
	folder: string;
	/** Nodes and credentials that n8n loads from it. */
	types: number;
	/** Bytes of the tarball. */
	packed: number;
	/** Bytes of the package's own files. */
	unpacked: number;
	/** Other packages that come with it. */
	dependencies: number;
	/** Bytes of all that is installed, those included. */
	installed: number;
}

const npm = (folder: string, ...args: string[]): string =>
	execFileSync('npm', args, {
		cwd: folder,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});

/** Files below a folder, with their paths. */
const filesBelow = (folder: string): string[] =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name));

const bytesOf = (files: string[]): number =>
	files.reduce((sum, file) => sum + statSync(file).size, 0);

/**
 * Installs a package in a folder of its own, without what n8n itself provides.
 *
 * @param specifier `name@version`, or the path of a tarball
 */
export function installAlone(specifier: string): InstalledPackage {
	const folder = temporaryFolder('weight');
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
	const [{ filename, size }] = JSON.parse(
		npm(folder, 'pack', specifier, '--json', '--ignore-scripts', '--loglevel=error'),
	) as Array<{ filename: string; size: number }>;
	const tarball = join(folder, filename.replace('@', '').replace('/', '-'));
	writeFileSync(join(folder, 'package.json'), '{ "private": true }');
	npm(folder, 'install', tarball, '--ignore-scripts', '--legacy-peer-deps', ...quiet);

	const modules = join(folder, 'node_modules');
	const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
		packages: Record<string, object>;
	};
	const paths = Object.keys(lock.packages).filter((path) => path !== '');
	const own = paths.find((path) => Object.keys(readDependencies(folder))[0] === nameOf(path)) ?? '';
	const { name, version, n8n } = JSON.parse(
		readFileSync(join(folder, own, 'package.json'), 'utf8'),
	) as { name: string; version: string; n8n: { nodes?: string[]; credentials?: string[] } };
	const nested = join(folder, own, 'node_modules');
	return {
		name,
		version,
		folder: join(folder, own),
		types: (n8n.nodes?.length ?? 0) + (n8n.credentials?.length ?? 0),
		packed: size,
		unpacked: bytesOf(filesBelow(join(folder, own)).filter((file) => !file.startsWith(nested))),
		dependencies: paths.length - 1,
		installed: bytesOf(filesBelow(modules)),
	};
}

const nameOf = (path: string): string => path.replace(/^node_modules\//, '');

const readDependencies = (folder: string): Record<string, string> =>
	(
		JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
			dependencies: Record<string, string>;
		}
	).dependencies;

/** How long all nodes and credentials of a package take to load, in ms, in a fresh process. */
export async function timeLoading({ folder }: InstalledPackage): Promise<number> {
	const { nodeBinary } = await ensureInstalled();
	const loader = fileURLToPath(new URL('load.mts', import.meta.url));
	return Number(
		execFileSync(nodeBinary, [loader, folder], {
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'ignore'],
			// n8n gives packages its own n8n-workflow; the one for the tests stands in for it.
			env: { ...process.env, NODE_PATH: join(packageFolder, 'node_modules') },
		}),
	);
}
