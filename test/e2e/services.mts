import { mkdirSync, readdirSync, chownSync, existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { queryPostgres, type PostgresSettings } from './database.mts';
import { exclusively } from './exclusive.mts';
import { createLogFolder, temporaryFolder } from './folders.mts';
import { ensureInstalled } from './install.mts';
import { freePort } from './ports.mts';
import { LoggedProcess, runToEnd, tailOf } from './processes.mts';
import { say } from './progress.mts';

export interface RedisSettings {
	host: string;
	port: number;
	/** Before every key and channel, so that several n8n share a server unnoticed. */
	prefix: string;
}

export interface Service<Settings> {
	settings: Settings;
	/** Leaves nothing of what was created, and ends the server if it was started here. */
	stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** With `E2E_OWN_SERVERS=1`, servers that are running already are left alone. */
const mayUseRunningServers = process.env.E2E_OWN_SERVERS !== '1';

const chromiums = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

let servers = 0;
const freshName = () => `gong_crm_e2e_${process.pid}_${++servers}`;

/** A new, empty Postgres database: on the server at 127.0.0.1, or on one installed and started here. */
export async function ensurePostgres(): Promise<Service<PostgresSettings>> {
	const installation = await ensureInstalled();
	const found: PostgresSettings = {
		host: process.env.PGHOST ?? HOST,
		port: Number(process.env.PGPORT ?? 5432),
		user: process.env.PGUSER ?? 'postgres',
		password: process.env.PGPASSWORD ?? '',
		database: 'postgres',
	};
	const answers = async (settings: PostgresSettings) => {
		try {
			await queryPostgres(installation, settings, ['SELECT 1']);
			return true;
		} catch {
			return false;
		}
	};

	let server = found;
	let stopServer = async () => {};
	if (!mayUseRunningServers || !(await answers(found))) {
		const started = await startPostgres();
		server = { ...found, host: HOST, port: started.port, user: 'postgres', password: '' };
		stopServer = async () => await started.process.stop();
		await waitUntil(async () => await answers(server), started.process, 'Postgres');
	}

	const database = freshName();
	await queryPostgres(installation, server, [`CREATE DATABASE ${database}`]);
	return {
		settings: { ...server, database },
		async stop() {
			await queryPostgres(installation, server, [
				`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`,
			]).finally(stopServer);
		},
	};
}

/** A key prefix of its own on the Redis at 127.0.0.1, or on one installed and started here. */
export async function ensureRedis(): Promise<Service<RedisSettings>> {
	const prefix = freshName();
	const found = {
		host: process.env.REDIS_HOST ?? HOST,
		port: Number(process.env.REDIS_PORT ?? 6379),
	};
	if (mayUseRunningServers && (await redisAnswers(found))) {
		const settings = { ...found, prefix };
		return { settings, stop: async () => await deleteKeys(settings) };
	}
	const binary = await ensureCommand(['/usr/bin/redis-server'], 'redis-server');
	const port = await freePort();
	const folder = temporaryFolder('redis');
	const redis = LoggedProcess.start(
		binary,
		['--bind', HOST, '--port', `${port}`, '--save', '', '--appendonly', 'no', '--dir', folder],
		{ cwd: folder, logFile: join(createLogFolder(), 'redis.log') },
	);
	const settings = { host: HOST, port, prefix };
	await waitUntil(async () => await redisAnswers(settings), redis, 'Redis');
	return { settings, stop: async () => await redis.stop() };
}

/** A Chromium or Chrome that is there already, or Debian's, installed on first use. */
export const ensureChromium = async (): Promise<string> =>
	await ensureCommand(chromiums, 'chromium');

async function startPostgres(): Promise<{ port: number; process: LoggedProcess }> {
	const findBinaries = () => {
		const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
		return versions
			.sort((a, b) => Number(b) - Number(a))
			.map((version) => `/usr/lib/postgresql/${version}/bin/postgres`);
	};
	const binary = await ensureCommand(findBinaries, 'postgresql');
	const folder = temporaryFolder('postgres');
	const data = join(folder, 'data');
	const logFile = join(createLogFolder(), 'postgres.log');
	// Postgres refuses to run as root.
	const asUser = process.getuid?.() === 0 ? idsOf('postgres') : undefined;
	mkdirSync(data);
	if (asUser) {
		allowPassage(folder);
		chownSync(data, asUser.uid, asUser.gid);
	}
	const options = { cwd: data, logFile, ...asUser };
	await runToEnd(
		join(binary, '..', 'initdb'),
		['-D', data, '-U', 'postgres', '--auth=trust', '--no-sync', '-E', 'UTF8'],
		options,
	);
	const port = await freePort();
	const settings = [`listen_addresses=${HOST}`, `port=${port}`, 'fsync=off'];
	const started = LoggedProcess.start(
		binary,
		['-D', data, '-k', data, ...settings.flatMap((setting) => ['-c', setting])],
		options,
	);
	return { port, process: started };
}

function idsOf(user: string): { uid: number; gid: number } {
	const id = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
	return { uid: id('-u'), gid: id('-g') };
}

/** Lets other users pass through a folder of mode 700, without listing it, and through its parent. */
function allowPassage(folder: string): void {
	execFileSync('chmod', ['711', folder, join(folder, '..')]);
}

/** A command's path, after installing Debian's package of it if it is not there. */
async function ensureCommand(
	candidates: string[] | (() => string[]),
	debianPackage: string,
): Promise<string> {
	const find = () =>
		(typeof candidates === 'function' ? candidates() : candidates).find((path) => existsSync(path));
	const found = find();
	if (found) return found;
	// Cases that need different packages begin together, and apt-get does not wait for another.
	await exclusively('apt-get', async () => {
		if (!find()) await installPackage(debianPackage);
	});
	const installed = find();
	if (!installed) throw new Error(`apt-get installed ${debianPackage}, but its command is missing`);
	return installed;
}

async function installPackage(debianPackage: string): Promise<void> {
	say(`Installing ${debianPackage} with apt-get`);
	const logFile = join(createLogFolder(), `apt-${debianPackage}.log`);
	const apt = process.getuid?.() === 0 ? ['apt-get'] : ['sudo', '-n', 'apt-get'];
	const aptGet = async (...args: string[]) => {
		const [command, ...before] = apt;
		const environment = { DEBIAN_FRONTEND: 'noninteractive' };
		await runToEnd(command, [...before, ...args], { cwd: '/', logFile, environment });
	};
	await aptGet('update');
	await aptGet('install', '-y', '--no-install-recommends', debianPackage);
}

async function waitUntil(
	isUp: () => Promise<boolean>,
	started: LoggedProcess,
	name: string,
): Promise<void> {
	const deadline = Date.now() + 30_000;
	while (!(await isUp())) {
		if (started.hasEnded || Date.now() > deadline) {
			throw new Error(`${name} did not start\n${tailOf(started.logFile)}`);
		}
		await sleep(100);
	}
}

async function redisAnswers({ host, port }: { host: string; port: number }): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = connect({ host, port }, () => socket.write('PING\r\n'));
		const answer = (isUp: boolean) => {
			socket.destroy();
			resolve(isUp);
		};
		socket.setTimeout(2_000, () => answer(false));
		socket.once('error', () => answer(false));
		socket.once('data', (data) => answer(data.toString().startsWith('+PONG')));
	});
}

async function deleteKeys({ host, port, prefix }: RedisSettings): Promise<void> {
	const installation = await ensureInstalled();
	const { Redis } = installation.require('ioredis') as {
		Redis: new (settings: object) => {
			keys(pattern: string): Promise<string[]>;
			del(...keys: string[]): Promise<number>;
			disconnect(): void;
		};
	};
	const redis = new Redis({ host, port });
	try {
		const keys = await redis.keys(`*${prefix}*`);
		if (keys.length > 0) await redis.del(...keys);
	} finally {
		redis.disconnect();
	}
}
