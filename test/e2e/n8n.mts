import {
	copyFileSync,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { basename, join } from 'node:path';
import axios from 'axios';
import type { Simulator } from '../simulator/startSimulator.ts';
import { queryPostgres, querySqlite, type DatabaseSettings, type Row } from './database.mts';
import { exclusively } from './exclusive.mts';
import { createLogFolder, temporaryFolder } from './folders.mts';
import { ensureInstalled, type Installation, type N8nVersion } from './install.mts';
import { packPackage } from './pack.mts';
import { heldMemory, type Inspected, releaseFreeMemory } from './inspector.mts';
import { freePort } from './ports.mts';
import { cpuSecondsOfGroup, LoggedProcess, runToEnd, tailOf } from './processes.mts';
import { N8nApi } from './n8nApi.mts';
import type { RedisSettings } from './services.mts';

export interface N8nOptions {
	/** Names the log file. */
	name: string;
	version?: N8nVersion;
	/** A folder that another n8n used before; by default a new one, in which only the owner has been. */
	userFolder?: string;
	database?: DatabaseSettings;
	/** Given: the executions run on workers. */
	queue?: RedisSettings;
	environment?: Record<string, string>;
	/** Whether it has its editor, as it does by default: a third of what a start takes of a processor. */
	editor?: boolean;
	/** A script that n8n's Node loads before n8n, to change what it is made of. */
	preload?: string;
	port?: number;
	/** A tarball of this package; by default the one that is tested. `false`: an n8n without it. */
	package?: string | false;
}

export interface WorkerOptions extends N8nOptions {
	queue: RedisSettings;
	concurrency?: number;
}

const PACKAGE = 'n8n-nodes-gong-crm';
/** On a machine that is busy with others, a start takes minutes. */
const START_TIMEOUT = 420_000;
/** How many deployments: starting takes a whole core for 10 s; more at once would only all be slower. */
const STARTS_AT_ONCE = 2;

/** Environment of an n8n that connects accounts at these addresses, which are hidden fields of the credential. */
export const signInAt = ({
	authorizeUrl,
	tokenUrl,
}: Pick<Simulator['oauth'], 'authorizeUrl' | 'tokenUrl'>): Record<string, string> => ({
	CREDENTIALS_OVERWRITE_DATA: JSON.stringify({
		gongCrmOAuth2Api: { authUrl: authorizeUrl, accessTokenUrl: tokenUrl },
	}),
});

const QUIET = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	// Otherwise n8n asks its maker's server for the list of verified packages.
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_REINSTALL_MISSING_PACKAGES: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	NO_COLOR: '1',
};

/**
 * What n8n 3.0 will have by default, and strict besides: no call may go to the machine's own network but to
 * the simulators. Case 58 has n8n's own report say what is missing here.
 */
const LIKE_3 = {
	N8N_UNVERIFIED_PACKAGES_ENABLED: 'false',
	N8N_RUNNERS_TASK_TIMEOUT: '60',
	N8N_EXPRESSION_ENGINE: 'vm',
	N8N_WORKFLOW_CALLER_POLICY_DEFAULT_OPTION: 'workflowsFromSameOwner',
	N8N_COMPRESSION_NODE_MAX_DECOMPRESSED_SIZE_BYTES: '268435456',
	N8N_COMPRESSION_NODE_MAX_ZIP_ENTRIES: '1000',
	N8N_SSRF_PROTECTION_ENABLED: 'true',
	N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
};
const LIKE_3_ALONE = { N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem' };
const LIKE_3_QUEUE = {
	N8N_DEFAULT_BINARY_DATA_MODE: 'database',
	OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
};

let isLike3 = false;

/** From now on, every n8n starts with the settings of n8n 3.0. */
export function useSettingsOf3(): void {
	isLike3 = true;
}

/** A running n8n, main or worker, that can be lost, stopped and started again. */
export class N8nProcess {
	protected process: LoggedProcess | undefined;

	private inspectorPort = 0;

	/** How long the latest start took, in milliseconds. */
	startTime = 0;

	constructor(
		readonly name: string,
		readonly url: string,
		readonly userFolder: string,
		readonly logFile: string,
		protected readonly installation: Installation,
		private readonly settings: {
			arguments: string[];
			environment: Record<string, string>;
			database: DatabaseSettings;
			preload?: string;
		},
	) {}

	get pid(): number {
		if (!this.isRunning || !this.process?.pid) throw new Error(`n8n "${this.name}" is not running`);
		return this.process.pid;
	}

	get isRunning(): boolean {
		return this.process !== undefined && !this.process.hasEnded;
	}

	async start(): Promise<void> {
		await startTogether([this]);
	}

	/** Starts without a look at what else is starting, see `startTogether`. */
	async launch(): Promise<void> {
		if (this.isRunning) throw new Error(`n8n "${this.name}" is running already`);
		const start = performance.now();
		this.inspectorPort = await freePort();
		const { preload } = this.settings;
		this.process = LoggedProcess.start(
			this.installation.nodeBinary,
			[
				`--inspect-port=127.0.0.1:${this.inspectorPort}`,
				...(preload ? ['--require', preload] : []),
				this.installation.n8nBin,
				...this.settings.arguments,
			],
			{
				cwd: this.userFolder,
				logFile: this.logFile,
				environment: this.settings.environment,
			},
		);
		await this.waitUntilReady(this.process);
		this.startTime = performance.now() - start;
	}

	/** SIGKILL, to n8n and its task runner at once: what the loss of a machine looks like. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** SIGTERM, as a service manager stops n8n: running executions may end first. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Starts again after `kill()` or `stop()`, and stops first if it is running. */
	async restart(): Promise<void> {
		await this.stop();
		await this.start();
	}

	/** Starts again after `kill()` with nothing in its home but the package: a container without a volume. */
	async startInNewHome(): Promise<void> {
		rmSync(join(this.userFolder, '.n8n'), { recursive: true, force: true });
		await this.installPackage(await packPackage());
		await this.start();
	}

	/** Resident memory of n8n itself, without its task runner, in bytes. */
	memory(): number {
		const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
		const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
		if (!kilobytes) throw new Error(`No memory figure for process ${this.pid}`);
		return Number(kilobytes) * 1024;
	}

	/** Processor time that n8n and its task runner have taken since their start, in seconds. */
	cpuSeconds(): number {
		return cpuSecondsOfGroup(this.pid);
	}

	/**
	 * Memory that n8n holds on to after a full garbage collection, in bytes. Unlike `memory()`, it is
	 * steady to a few megabytes, and so fit for comparing before and after.
	 */
	async memoryInUse(): Promise<number> {
		return await heldMemory(this.inspected());
	}

	/** Gives the system back what n8n keeps of memory that is free, so that `memory()` is what it needs. */
	async releaseFreeMemory(): Promise<void> {
		await heldMemory(this.inspected());
		await releaseFreeMemory(this.inspected());
	}

	/** Puts another package in the place of the installed one, as an update does; for a stopped n8n. */
	async installPackage(tarball: string): Promise<void> {
		await installCommunityPackage(this.userFolder, tarball);
	}

	/** Asks n8n's database; only for what the REST API does not show. */
	async query(sql: string): Promise<Row[]> {
		const [rows] = await this.queryAll([sql]);
		return rows;
	}

	/** Asks it several things at once: every connection to it takes a tenth of a second. */
	async queryAll(statements: string[]): Promise<Row[][]> {
		const { installation } = this;
		const { database } = this.settings;
		if (database !== 'sqlite') return await queryPostgres(installation, database, statements);
		const file = join(this.userFolder, '.n8n', 'database.sqlite');
		return await querySqlite(installation, file, statements);
	}

	private inspected(): Inspected {
		// Node opens its inspector at this signal.
		process.kill(this.pid, 'SIGUSR1');
		return { port: this.inspectorPort, requireFromN8n: this.installation.require };
	}

	private async waitUntilReady(started: LoggedProcess): Promise<void> {
		const deadline = Date.now() + START_TIMEOUT;
		const client = axios.create({ baseURL: this.url, timeout: 5_000, validateStatus: () => true });
		for (;;) {
			try {
				if ((await client.get('/healthz/readiness')).status === 200) return;
			} catch {
				// Not listening yet.
			}
			const ended = started.hasEnded ? `ended with ${started.outcome}` : undefined;
			const problem = ended ?? (Date.now() > deadline ? 'was not ready in time' : undefined);
			if (problem) {
				await started.kill();
				throw new Error(`n8n "${this.name}" ${problem} at its start\n${tailOf(this.logFile)}`);
			}
			await sleep(100);
		}
	}
}

/** An n8n with editor, REST API and webhooks, signed in as its owner. */
export class N8nInstance extends N8nProcess {
	readonly api: N8nApi;

	constructor(...parameters: ConstructorParameters<typeof N8nProcess>) {
		super(...parameters);
		this.api = new N8nApi(this.url, this.installation.require);
	}

	override async launch(): Promise<void> {
		await super.launch();
		await this.api.signIn();
	}
}

/** Where an n8n of this name logs to in this run. */
export const logFileOf = (name: string): string => join(createLogFolder(), `${name}.log`);

/** Starts an n8n that has this package as an installed community package. */
export async function startN8n(options: N8nOptions): Promise<N8nInstance> {
	const port = options.port ?? (await freePort());
	const prepared = await prepare(options, {
		N8N_PORT: `${port}`,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PROTOCOL: 'http',
		N8N_SECURE_COOKIE: 'false',
	});
	const instance = new N8nInstance(
		options.name,
		`http://127.0.0.1:${port}`,
		prepared.userFolder,
		prepared.logFile,
		prepared.installation,
		{ arguments: ['start'], ...prepared },
	);
	await instance.start();
	return instance;
}

/** Starts a worker of the n8n that has the same queue and database. */
export async function startWorker(options: WorkerOptions): Promise<N8nProcess> {
	const port = options.port ?? (await freePort());
	const prepared = await prepare(options, {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: `${port}`,
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
	});
	const worker = new N8nProcess(
		options.name,
		`http://127.0.0.1:${port}`,
		prepared.userFolder,
		prepared.logFile,
		prepared.installation,
		{ arguments: ['worker', `--concurrency=${options.concurrency ?? 10}`], ...prepared },
	);
	await worker.start();
	return worker;
}

async function prepare(options: N8nOptions, environment: Record<string, string>) {
	const installation = await ensureInstalled(options.version);
	const userFolder = options.userFolder ?? temporaryFolder(options.name);
	if (options.package !== false)
		await installCommunityPackage(userFolder, options.package ?? (await packPackage()));
	const database = options.database ?? 'sqlite';
	if (database === 'sqlite' && options.userFolder === undefined)
		await copyFirstDatabase(installation, userFolder);
	return {
		installation,
		userFolder,
		database,
		preload: options.preload,
		logFile: logFileOf(options.name),
		environment: {
			PATH: process.env.PATH ?? '',
			LANG: 'C.UTF-8',
			TZ: 'UTC',
			GENERIC_TIMEZONE: 'UTC',
			// n8n keeps the editor's compiled pages below the home folder.
			HOME: userFolder,
			// Saves two of the eight seconds of a start.
			NODE_COMPILE_CACHE: join(installation.folder, 'compile-cache'),
			N8N_USER_FOLDER: userFolder,
			// The same for all: a restarted n8n and its workers read each other's credentials.
			N8N_ENCRYPTION_KEY: 'end-to-end-tests-only',
			N8N_RUNNERS_BROKER_PORT: `${await freePort()}`,
			// By default n8n takes no calls for a while after a busy machine has kept it for five seconds.
			DB_PING_TIMEOUT_MS: '60000',
			...QUIET,
			N8N_DISABLE_UI: `${!(options.editor ?? true)}`,
			...(isLike3 && { ...LIKE_3, ...(options.queue ? LIKE_3_QUEUE : LIKE_3_ALONE) }),
			...databaseEnvironment(database),
			...(options.queue && queueEnvironment(options.queue)),
			...environment,
			...options.environment,
		},
	};
}

function databaseEnvironment(database: DatabaseSettings): Record<string, string> {
	if (database === 'sqlite') return { DB_TYPE: 'sqlite' };
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: database.host,
		DB_POSTGRESDB_PORT: `${database.port}`,
		DB_POSTGRESDB_USER: database.user,
		DB_POSTGRESDB_PASSWORD: database.password,
		DB_POSTGRESDB_DATABASE: database.database,
	};
}

function queueEnvironment({ host, port, prefix }: RedisSettings): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: host,
		QUEUE_BULL_REDIS_PORT: `${port}`,
		QUEUE_BULL_PREFIX: prefix,
		N8N_REDIS_KEY_PREFIX: prefix,
	};
}

const firstDatabases = new Map<string, Promise<string>>();

/**
 * Gives a new home the tables and the owner that n8n's first start makes, another sixth of what a start
 * takes. That first start fills Node's compile cache too.
 */
async function copyFirstDatabase(installation: Installation, userFolder: string): Promise<void> {
	const { folder } = installation;
	let first = firstDatabases.get(folder);
	if (!first) {
		first = makeFirstDatabase(installation);
		firstDatabases.set(folder, first);
	}
	const kept = await first;
	mkdirSync(join(userFolder, '.n8n'), { recursive: true });
	copyFileSync(kept, join(userFolder, '.n8n', 'database.sqlite'));
}

async function makeFirstDatabase({ folder, version }: Installation): Promise<string> {
	const kept = join(folder, 'first-start.sqlite');
	await exclusively(`first-start-${basename(folder)}`, async () => {
		if (existsSync(kept)) return;
		const userFolder = temporaryFolder('first-start');
		const name = `first-start-${version}`;
		const n8n = await startN8n({ name, version, userFolder, package: false });
		rmSync(`${kept}.new`, { force: true });
		await n8n.query(`VACUUM INTO '${kept}.new'`);
		// Node writes its compile cache at the end of a process that isn't killed.
		await n8n.stop();
		renameSync(`${kept}.new`, kept);
	});
	return kept;
}

/** What n8n leaves after a user has installed the package: its files, and its name as a dependency. */
async function installCommunityPackage(userFolder: string, tarball: string): Promise<void> {
	const nodesFolder = join(userFolder, '.n8n', 'nodes');
	const target = join(nodesFolder, 'node_modules', PACKAGE);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	await runToEnd('tar', ['-xzf', tarball, '--strip-components=1', '-C', target], {
		cwd: nodesFolder,
		logFile: join(createLogFolder(), 'pack.log'),
	});
	const { version } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as {
		version: string;
	};
	writeFileSync(
		join(nodesFolder, 'package.json'),
		JSON.stringify({
			name: 'installed-nodes',
			private: true,
			dependencies: { [PACKAGE]: version },
		}),
	);
}

let active = 0;
const queue: Array<() => void> = [];

/** Starts processes of one deployment at the same moment, as a machine that comes back does. */
export async function startTogether(processes: N8nProcess[]): Promise<void> {
	if (active >= STARTS_AT_ONCE) await new Promise<void>((proceed) => queue.push(proceed));
	else active++;
	try {
		await Promise.all(processes.map(async (process) => await process.launch()));
	} finally {
		const next = queue.shift();
		if (next) next();
		else active--;
	}
}
