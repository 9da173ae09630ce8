import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { IDataObject } from 'n8n-workflow';
import { temporaryFolder } from '../../test/e2e/folders.mts';
import { ensureInstalled } from '../../test/e2e/install.mts';
import { packPackage } from '../../test/e2e/pack.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
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
	items: IDataObject[];
}

/** What one run of a workflow took. */
export interface Measurement {
	/** Wall-clock time, in ms. */
	ms: number;
	/** Processor time of the process that ran it, in ms. */
	cpu: number;
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

	/** Deletes these integrations; the run may fail. */
	async run(wishes: Wishes, gong: Simulator, ids: readonly string[]): Promise<Measurement> {
		const { url, accessKey, accessKeySecret } = gong;
		const items = ids.map((integrationId) => ({ integrationId }));
		const job: Job = { ...wishes, gong: { url, accessKey, accessKeySecret }, items };
		this.child.send(job);
		return (await this.answer()) as Measurement;
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
