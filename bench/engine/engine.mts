import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IDataObject } from 'n8n-workflow';
import { temporaryFolder } from '../../test/e2e/folders.mts';
import { ensureInstalled } from '../../test/e2e/install.mts';
import { packPackage } from '../../test/e2e/pack.mts';
import type { Subject, Wishes } from './workflows.mts';

/** With `CPU_PROFILES=<folder>`, each process leaves a profile there, for Chromium's developer tools. */
const { CPU_PROFILES } = process.env;
const profiling = CPU_PROFILES ? ['--cpu-prof', `--cpu-prof-dir=${resolve(CPU_PROFILES)}`] : [];

let unpacked: Promise<string> | undefined;

/** The package as users get it; `dist/` may be built anew meanwhile. */
async function unpackPackage(): Promise<string> {
	const folder = temporaryFolder('unpacked');
	execFileSync('tar', ['-xzf', await packPackage(), '-C', folder]);
	return join(folder, 'package');
}

/** One workflow to run. */
export interface Job extends Wishes {
	gong: { url: string; accessKey: string; accessKeySecret: string };
	/** What the trigger puts out. */
	items?: IDataObject[];
	/** Which memory to look at while it runs: costs time. Without it, `peak` is 0. */
	watch?: 'resident' | 'live';
}

/** What one run of a workflow took. */
export interface Measurement {
	/** Wall-clock time, in ms. */
	ms: number;
	/** Processor time of the process that ran it, in ms. */
	cpu: number;
	/** The part of it that was spent in the program itself, not in the system’s calls, in ms. */
	user: number;
	/**
	 * Bytes at the peak, over those before: `resident`, what the system has given to the process; `live`,
	 * what of the heap is in use once garbage is collected.
	 */
	peak: number;
	/** Items that the last node put out. */
	results: number;
	/** What the run ended with, if it failed. */
	failure?: string;
}

/**
 * n8n's engine (n8n-core) in a process of its own, on the Node that n8n runs on, with our nodes as they
 * are packed and n8n's own from the installed n8n.
 */
export class Engine {
	private constructor(private readonly child: ChildProcess) {}

	/** @param subjects whose nodes are loaded */
	static async start(...subjects: Subject[]): Promise<Engine> {
		unpacked ??= unpackPackage();
		const { nodeBinary, require } = await ensureInstalled();
		const n8nNodesBase = dirname(require.resolve('n8n-nodes-base/package.json'));
		const child = fork(
			fileURLToPath(new URL('child.mts', import.meta.url)),
			[subjects.join(), await unpacked, n8nNodesBase],
			{
				execPath: nodeBinary,
				execArgv: ['--import', 'tsx', '--expose-gc', ...profiling],
				env: { ...process.env, N8N_LOG_LEVEL: 'silent' },
				serialization: 'advanced',
			},
		);
		const engine = new Engine(child);
		await engine.answer();
		return engine;
	}

	/** Runs a workflow to its end. @throws where a run fails or an item is missing */
	async run(job: Job): Promise<Measurement> {
		const measurement = await this.tryToRun(job);
		if (measurement.failure) throw new Error(`${job.subject}: ${measurement.failure}`);
		if (job.items && measurement.results !== job.items.length)
			throw new Error(`${job.subject} put out ${measurement.results} of ${job.items.length} items`);
		return measurement;
	}

	/** Runs a workflow that may fail. */
	async tryToRun(job: Job): Promise<Measurement> {
		this.child.send(job);
		return (await this.answer()) as Measurement;
	}

	/** Bytes of the JavaScript heap in use between runs. */
	async heapAtRest(): Promise<number> {
		this.child.send('heap');
		return (await this.answer()) as number;
	}

	async stop(): Promise<void> {
		const ended = once(this.child, 'exit');
		this.child.disconnect();
		await ended;
	}

	private async answer(): Promise<unknown> {
		const ending = new AbortController();
		const { signal } = ending;
		try {
			const [message] = (await Promise.race([
				once(this.child, 'message', { signal }),
				once(this.child, 'exit', { signal }).then(([code]) => {
					throw new Error(`The engine’s process ended with ${code}`);
				}),
			])) as Array<{ value?: unknown; error?: string }>;
			if (message.error) throw new Error(message.error);
			return message.value;
		} finally {
			ending.abort();
		}
	}
}
