import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { once } from 'node:events';

/** Processes that are running, each the leader of its own process group. */
const running = new Set<ChildProcess>();

// With it in front, the kernel ends a child if this process dies without a chance to end it.
const setpriv = '/usr/bin/setpriv';
const underThisProcess = existsSync(setpriv) ? [setpriv, '--pdeathsig', 'KILL', '--'] : [];

export interface SpawnOptions {
	cwd: string;
	/** Receives stdout and stderr, behind what it holds. */
	logFile: string;
	environment?: NodeJS.ProcessEnv;
	uid?: number;
	gid?: number;
}

/** A child process that logs into a file and can be ended together with its own children. */
export class LoggedProcess {
	private constructor(
		private readonly child: ChildProcess,
		readonly logFile: string,
	) {}

	static start(command: string, args: string[], options: SpawnOptions): LoggedProcess {
		const log = openSync(options.logFile, 'a');
		try {
			const [executable, ...before] = [...underThisProcess, command];
			const child = spawn(executable, [...before, ...args], {
				cwd: options.cwd,
				env: options.environment,
				uid: options.uid,
				gid: options.gid,
				stdio: ['ignore', log, log],
				detached: true,
			});
			const started = new LoggedProcess(child, options.logFile);
			running.add(child);
			child.once('exit', () => running.delete(child));
			child.once('error', (error) => {
				started.spawnError = error;
				running.delete(child);
			});
			return started;
		} finally {
			closeSync(log);
		}
	}

	private spawnError: Error | undefined;

	get pid(): number | undefined {
		return this.child.pid;
	}

	get hasEnded(): boolean {
		return (
			this.spawnError !== undefined ||
			this.child.exitCode !== null ||
			this.child.signalCode !== null
		);
	}

	/** How it ended: an exit code or a signal's name. */
	get outcome(): string {
		if (this.spawnError) return this.spawnError.message;
		return this.child.signalCode ?? `exit code ${this.child.exitCode}`;
	}

	async ended(): Promise<void> {
		if (!this.hasEnded) await Promise.race([once(this.child, 'exit'), once(this.child, 'error')]);
	}

	/** Ends the process and its children at once, as the loss of a machine would. */
	async kill(): Promise<void> {
		signalGroup(this.child, 'SIGKILL');
		await this.ended();
	}

	/** Asks the process to end, and ends it if it has not after `patience` milliseconds. */
	async stop(patience = 45_000): Promise<void> {
		if (this.hasEnded) return;
		this.child.kill('SIGTERM');
		const timer = setTimeout(() => signalGroup(this.child, 'SIGKILL'), patience);
		await this.ended();
		clearTimeout(timer);
		// A task runner that outlived n8n.
		signalGroup(this.child, 'SIGKILL');
	}
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}

/** What `/proc` says of a process, from its third field on (state, parent, group…; `man 5 proc`). */
type Stat = string[];

/** Of the processes of a group. */
function* statsOfGroup(leader: number): Generator<Stat> {
	for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		let stat: string;
		try {
			stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
		} catch {
			continue; // It has ended meanwhile.
		}
		// The second field is a name in brackets that may hold anything.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		if (Number(fields[2]) === leader) yield fields;
	}
}

/** The unit of times in `/proc`: user space is always told hundredths of a second. */
const TICKS_PER_SECOND = 100;
/** The unit of resident memory there, in bytes. */
const PAGE = 4096;

/**
 * Processor time that the processes of a group have taken, user and system, in seconds; with that of
 * children that have ended.
 */
export function cpuSecondsOfGroup(leader: number): number {
	let ticks = 0;
	for (const fields of statsOfGroup(leader)) {
		// utime, stime, cutime, cstime: fields 14 to 17, counted from 1.
		for (const field of fields.slice(11, 15)) ticks += Number(field);
	}
	return ticks / TICKS_PER_SECOND;
}

/** Resident memory of the processes of a group, in bytes. */
export function memoryOfGroup(leader: number): number {
	let pages = 0;
	for (const fields of statsOfGroup(leader)) pages += Number(fields[21]);
	return pages * PAGE;
}

/** Ends every process that is still running; for the end of this one. */
export function killAll(): void {
	for (const child of running) signalGroup(child, 'SIGKILL');
}
process.once('exit', killAll);

/** What a process that only waits may take of a processor between two looks, in s. */
const NOTHING = 0.1;

/** A command did nothing any more, and was ended. */
export class Stalled extends Error {
	override readonly name = 'Stalled';
}

/**
 * Runs a command that is expected to succeed; its output is quoted if it does not.
 *
 * @param stalledAfter ms with next to no processor time after which it has stalled; default: never
 * @throws Stalled
 */
export async function runToEnd(
	command: string,
	args: string[],
	{ environment, stalledAfter, ...options }: SpawnOptions & { stalledAfter?: number },
): Promise<void> {
	const child = LoggedProcess.start(command, args, {
		...options,
		environment: { ...process.env, ...environment },
	});
	let spent = -1;
	let hasStalled = false;
	const watch = setInterval(
		() => {
			const now = child.pid === undefined ? 0 : cpuSecondsOfGroup(child.pid);
			hasStalled = now - spent < NOTHING;
			spent = now;
			if (hasStalled) void child.kill();
		},
		stalledAfter ?? 2 ** 31 - 1,
	);
	await child.ended();
	clearInterval(watch);
	const said = `"${command} ${args.join(' ')}"`;
	if (hasStalled)
		throw new Stalled(`${said} did nothing for ${(stalledAfter ?? 0) / 1000} s and was ended`);
	if (child.outcome !== 'exit code 0')
		throw new Error(`${said} ended with ${child.outcome}\n${tailOf(options.logFile)}`);
}

/** The path and the last lines of a log file. */
export function tailOf(logFile: string, lines = 40): string {
	let content: string;
	try {
		content = readFileSync(logFile, 'utf8');
	} catch {
		content = '(not written)';
	}
	return `--- ${logFile}, last lines:\n${content.trimEnd().split('\n').slice(-lines).join('\n')}`;
}
