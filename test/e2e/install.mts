import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join } from 'node:path';
import { exclusively } from './exclusive.mts';
import { cacheFolder, createLogFolder, suiteFolder } from './folders.mts';
import { runToEnd, type SpawnOptions, Stalled } from './processes.mts';
import { say, secondsSince } from './progress.mts';

/** The oldest n8n that the package promises to run on, or the newest that it was tested on. */
export type PinnedN8n = 'oldest' | 'newest';

/** One of them, or any other by its number. */
export type N8nVersion = PinnedN8n | `${number}.${number}.${number}${string}`;

/** Folders with a `package.json` and a lock file, which alone say what is installed. */
const pinned: Record<PinnedN8n, string> = {
	oldest: join(suiteFolder, 'n8n-oldest'),
	newest: suiteFolder,
};

interface Described {
	dependencies: { n8n: string };
	overrides: Record<string, string>;
}

const describedIn = async (folder: string): Promise<Described> =>
	JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Described;

/** The versions of n8n that the suite runs on. */
export const n8nVersions: Record<PinnedN8n, string> = {
	oldest: (await describedIn(pinned.oldest)).dependencies.n8n,
	newest: (await describedIn(pinned.newest)).dependencies.n8n,
};

const isPinned = (version: N8nVersion): version is PinnedN8n => version in pinned;

/** What n8n says of itself. */
export const numberOf = (version: N8nVersion): string =>
	isPinned(version) ? n8nVersions[version] : version;

let chosen: N8nVersion = 'newest';

/** From now on, what is said of no n8n in particular is said of this one. */
export function chooseN8n(version: N8nVersion): void {
	chosen = version;
}

export interface Installation {
	version: N8nVersion;
	folder: string;
	/** The Node that n8n runs on: the pinned one, or this process's own where npm has none. */
	nodeBinary: string;
	n8nBin: string;
	/** Module path of playwright-core; the oldest n8n's installation has none. */
	playwrightPath: string;
	/** Loads a package that came with n8n, such as its database drivers. */
	require: NodeJS.Require;
}

const MARKER = 'complete.json';
const OLDEST_NODE = 24;

const installations = new Map<N8nVersion, Promise<Installation>>();

/** n8n and what it runs on, installed on first use and kept until its lock file changes. */
export async function ensureInstalled(version: N8nVersion = chosen): Promise<Installation> {
	let installation = installations.get(version);
	if (!installation) {
		installation = install(version);
		installations.set(version, installation);
	}
	return await installation;
}

async function install(version: N8nVersion): Promise<Installation> {
	if (process.platform !== 'linux') throw new Error('The end-to-end suite runs on Linux only');
	const source = isPinned(version) ? pinned[version] : await resolveVersion(version);
	const folder = await folderFor(source);
	if (!isComplete(folder)) {
		await exclusively(basename(folder), async () => {
			if (!isComplete(folder)) await installInto(folder, version, source);
		});
	}
	return describeInstallation(folder, version);
}

/** Where what the lock file in `source` says is installed, or will be. */
async function folderFor(source: string): Promise<string> {
	const lock = await readFile(join(source, 'package-lock.json'));
	return join(cacheFolder, createHash('sha256').update(lock).digest('hex').slice(0, 16));
}

const isComplete = (folder: string): boolean => existsSync(join(folder, MARKER));

/**
 * Makes a lock file for an n8n that is not pinned, in a folder that is kept: the newest's `package.json`
 * with another n8n.
 *
 * @throws Error where the registry does not have all that it needs
 */
async function resolveVersion(version: string): Promise<string> {
	const folder = join(cacheFolder, 'versions', version);
	const lock = join(folder, 'package-lock.json');
	await exclusively(`resolve-${version}`, async () => {
		if (existsSync(lock)) return;
		say(`Resolving what n8n ${version} needs`);
		await mkdir(folder, { recursive: true });
		const [newest, oldest] = [await describedIn(pinned.newest), await describedIn(pinned.oldest)];
		const described = {
			...newest,
			dependencies: { ...newest.dependencies, n8n: version },
			overrides: { ...oldest.overrides, ...newest.overrides },
		};
		await writeFile(join(folder, 'package.json'), JSON.stringify(described, null, '\t'));
		await npm(['install', '--package-lock-only', '--ignore-scripts', '--no-audit', '--no-fund'], {
			cwd: folder,
			logFile: join(createLogFolder(), `resolve-n8n-${version}.log`),
		});
	});
	return folder;
}

/** npm waits for ever for a download that stops in the middle (npm 11.19): 27 minutes were seen. In ms. */
const STALLED_AFTER = 90_000;
const TRIES = 3;

/** Runs npm, again if it stalls: what it has fetched is in its cache. */
async function npm(args: string[], options: SpawnOptions): Promise<void> {
	for (let left = TRIES - 1; ; left--) {
		try {
			await runToEnd('npm', args, { ...options, stalledAfter: STALLED_AFTER });
			return;
		} catch (error) {
			if (!(error instanceof Stalled) || left === 0) throw error;
			say(`  ${error.message}; trying again`);
		}
	}
}

async function installInto(folder: string, version: N8nVersion, source: string): Promise<void> {
	const start = performance.now();
	say(`Installing n8n ${numberOf(version)} into ${folder}, about 5 minutes and 3 GB, once`);
	await rm(folder, { recursive: true, force: true });
	await mkdir(folder, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		await copyFile(join(source, file), join(folder, file));
	}
	const logFile = join(createLogFolder(), `install-n8n-${version}.log`);
	const step = async (title: string, args: string[], environment: NodeJS.ProcessEnv = {}) => {
		const stepStart = performance.now();
		const ticker = setInterval(
			() => say(`  ${title}: ${secondsSince(stepStart)} s so far`),
			30_000,
		).unref();
		try {
			await npm(args, { cwd: folder, logFile, environment });
		} finally {
			clearInterval(ticker);
		}
		say(`  ${title}: done in ${secondsSince(stepStart)} s`);
	};

	// Some of n8n's native parts download or compile at install and fail where either is impossible.
	// Only the SQLite driver is needed to start n8n and run workflows.
	const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
	const newest = await folderFor(pinned.newest);
	if (folder !== newest && isComplete(newest)) {
		// Most packages are the same in both. npm never writes into a file that is there.
		await runToEnd('cp', ['-al', join(newest, 'node_modules'), folder], { cwd: folder, logFile });
		await step('Packages that differ', ['install', '--no-save', '--ignore-scripts', ...quiet]);
	} else await step('Packages', ['ci', '--ignore-scripts', ...quiet]);
	const { nodeBinary } = describeInstallation(folder, version);
	await addSqliteDriver(folder, async () => {
		await step(
			'SQLite driver',
			['rebuild', 'sqlite3', '--ignore-scripts=false', '--foreground-scripts', ...quiet],
			{
				PATH: `${dirname(nodeBinary)}${delimiter}${process.env.PATH ?? ''}`,
				npm_config_nodedir: dirname(dirname(nodeBinary)),
				JOBS: 'max',
				// Node's own -O3 takes twice as long to compile, and no case measures SQLite.
				CFLAGS: '-O1',
				CXXFLAGS: '-O1',
			},
		);
	});

	const complete = {
		version: numberOf(version),
		seconds: Number(secondsSince(start)),
		finished: new Date(),
	};
	await writeFile(join(folder, `${MARKER}.new`), JSON.stringify(complete));
	await rename(join(folder, `${MARKER}.new`), join(folder, MARKER));
	say(`Installed n8n ${numberOf(version)} in ${secondsSince(start)} s`);
}

/**
 * The SQLite driver has no ties to a version of Node (Node-API), so both n8n can have the same one: what is
 * compiled for the first is kept for the second.
 *
 * @param compile makes it in `folder`
 */
async function addSqliteDriver(folder: string, compile: () => Promise<void>): Promise<void> {
	const driver = join(folder, 'node_modules', 'sqlite3', 'build', 'Release', 'node_sqlite3.node');
	const described = await readFile(join(folder, 'node_modules', 'sqlite3', 'package.json'), 'utf8');
	const { version } = JSON.parse(described) as { version: string };
	const kept = join(cacheFolder, `sqlite3-${version}-${process.platform}-${process.arch}.node`);
	await exclusively(basename(kept), async () => {
		if (existsSync(driver)) return;
		if (existsSync(kept)) {
			await mkdir(dirname(driver), { recursive: true });
			await copyFile(kept, driver);
			return;
		}
		await compile();
		await copyFile(driver, `${kept}.new`);
		await rename(`${kept}.new`, kept);
	});
}

function describeInstallation(folder: string, version: N8nVersion): Installation {
	const modules = join(folder, 'node_modules');
	return {
		version,
		folder,
		nodeBinary: findNode(modules),
		n8nBin: join(modules, 'n8n', 'bin', 'n8n'),
		playwrightPath: join(modules, 'playwright-core', 'index.mjs'),
		require: createRequire(join(modules, 'n8n', 'package.json')),
	};
}

/** npm's package for this platform holds the binary and its C headers; nothing runs at install. */
function findNode(modules: string): string {
	const pinned = join(modules, `node-${process.platform}-${process.arch}`, 'bin', 'node');
	if (existsSync(pinned)) return pinned;
	if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return process.execPath;
	throw new Error(
		`n8n needs Node ${OLDEST_NODE} or newer: npm has none for ${process.platform} ${process.arch}, and this is ${process.version}`,
	);
}
