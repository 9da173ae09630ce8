import { execFileSync } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { temporaryFolder } from '../../test/e2e/folders.mts';
import { ensureInstalled } from '../../test/e2e/install.mts';
import { packPackage } from '../../test/e2e/pack.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
import type { WorkflowFile } from '../../test/workflows/build.ts';
import { Respondent } from './respondent.mts';
import { deletionOf, type Subject, type Wishes } from './workflows.mts';
import type { Turns } from './turns.mts';

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

/** One workflow to run. Its last node is the one that counts. */
export interface Job {
	workflow: WorkflowFile;
	gong: { url: string; accessKey: string; accessKeySecret: string };
	/** What the trigger puts out. */
	items: IDataObject[];
	/** Measure the node of ours by itself, too. */
	watch?: boolean;
}

/** What one run of a workflow took. */
export interface Measurement {
	/** Wall-clock time, in ms. */
	ms: number;
	/** Processor time of the process that ran it, in ms. */
	cpu: number;
	/** Of that, the node of ours by itself; `null` = that was not wanted. */
	inOurs: Turns | null;
	/** Items that the last node put out. */
	results: number;
	/** Of those, the items that are errors. */
	errors: number;
	/** What the run ended with, if it failed. */
	failure?: string;
}

/**
 * n8n's engine (n8n-core) in a process of its own, on the Node that n8n runs on, with our nodes as they
 * are packed and n8n's own from the installed n8n.
 */
export class Engine {
	private constructor(private readonly respondent: Respondent) {}

	/** Starts one with these nodes, which ends with `work`. */
	static async with<T>(subjects: Subject[], work: (engine: Engine) => Promise<T>): Promise<T> {
		unpacked ??= unpackPackage();
		const { nodeBinary, require } = await ensureInstalled();
		const n8nNodesBase = dirname(require.resolve('n8n-nodes-base/package.json'));
		const respondent = await Respondent.start(
			new URL('child.mts', import.meta.url),
			[subjects.join(), await unpacked, n8nNodesBase],
			{
				execPath: nodeBinary,
				execArgv: ['--import', 'tsx', '--expose-gc', ...profiling],
				env: { ...process.env, N8N_LOG_LEVEL: 'silent' },
				serialization: 'advanced',
			},
		);
		try {
			return await work(new Engine(respondent));
		} finally {
			await respondent.stop();
		}
	}

	/** Deletes these integrations; the run may fail. */
	async delete(wishes: Wishes, gong: Simulator, ids: readonly string[]): Promise<Measurement> {
		const items = ids.map((integrationId) => ({ integrationId }));
		return await this.run(deletionOf(wishes, gong.url), gong, items);
	}

	/** Runs a workflow with these items; the run may fail. */
	async run(
		workflow: WorkflowFile,
		gong: Simulator,
		items: IDataObject[],
		{ watch }: Pick<Job, 'watch'> = {},
	): Promise<Measurement> {
		const { url, accessKey, accessKeySecret } = gong;
		const job: Job = { workflow, gong: { url, accessKey, accessKeySecret }, items, watch };
		return await this.respondent.ask<Job, Measurement>(job);
	}
}
