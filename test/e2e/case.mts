import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeTemporaryFolders } from './folders.mts';
import { type N8nVersion, numberOf } from './install.mts';
import {
	logFileOf,
	startN8n,
	startTogether,
	startWorker,
	type N8nInstance,
	type N8nOptions,
	type N8nProcess,
	type WorkerOptions,
} from './n8n.mts';
import { killAll, tailOf } from './processes.mts';
import { say, secondsSince } from './progress.mts';
import { ensurePostgres, ensureRedis } from './services.mts';

/** `engine2` is SQLite too, with the executions on Engine 2.0, whose own database is a Postgres. */
export type Mode = 'sqlite' | 'queue' | 'browser' | 'engine2';

export interface CaseDefinition {
	number: number;
	title: string;
	/** Where it runs; by default on SQLite only. */
	modes?: Mode[];
	/** Shows what depends on the version of n8n: it runs on the oldest one too, or there with `--all` only. */
	everyN8n?: true | 'canary';
	/** Whether it runs with the settings of n8n 3.0, `too` or `only` then; by default it does not. */
	like3?: 'too' | 'only';
	/** With `--all` only, as the canary runs them, in these modes or in all: what half an hour can do without. */
	canary?: true | Mode[];
	/** Before all others: it measures time, which a busy machine would add to. */
	alone?: boolean;
	/** Measures time too, less finely: beside others that mostly wait, before the rest begins. */
	quiet?: boolean;
	/** Mostly waits, on the n8n that cases share. */
	light?: boolean;
	/** Takes minutes: begun before the others, so that it is not left to run by itself at the end. */
	long?: boolean;
	run(stage: Stage): Promise<void>;
}

/** Ms after which a case counts as hung. On a machine that is busy with others, a long one takes half of it. */
const PATIENCE = 1_200_000;

/** For a case's own file: `export default defineCase({ … })`. */
export const defineCase = (definition: CaseDefinition): CaseDefinition => definition;

export interface CaseResult {
	number: number;
	title: string;
	/** The mode and the n8n that it ran on. */
	on: string;
	passed: boolean;
	seconds: string;
	figures: string[];
}

/** An n8n as users run it: alone on SQLite, or with Postgres, Redis and workers. */
export interface Deployment {
	main: N8nInstance;
	workers: N8nProcess[];
	/** All processes at once, by SIGKILL. */
	kill(): Promise<void>;
	/** All processes, by SIGTERM. */
	stop(): Promise<void>;
	/** Starts all that are not running, on the same database. */
	start(): Promise<void>;
}

/** Those that have not ended. */
const open = new Set<Stage>();

/** What a case gets: n8n processes that end with it, and a place for its figures. */
export class Stage {
	readonly figures: string[] = [];
	readonly logFiles = new Set<string>();
	private readonly endings: Array<() => Promise<void> | void> = [];
	private hasEnded = false;

	constructor(
		readonly name: string,
		readonly mode: Mode,
		readonly version: N8nVersion,
	) {
		open.add(this);
	}

	/** Has `ending` run when the case is over, however it ends; the latest first. */
	defer(ending: () => Promise<void> | void): void {
		this.endings.push(ending);
		// A case that ran out of time may go on for a while.
		if (this.hasEnded) void this.end();
	}

	/** A measured value, shown below the closing table. */
	figure(label: string, value: string | number): void {
		this.figures.push(`${label}: ${value}`);
		say(`${this.name}: ${label}: ${value}`);
	}

	/** By default without the editor: no other case than those in browsers opens it. */
	async startN8n(options: Partial<N8nOptions> = {}): Promise<N8nInstance> {
		const name = this.processName(options.name ?? 'main');
		return this.track(await startN8n({ version: this.version, editor: false, ...options, name }));
	}

	async startWorker(options: WorkerOptions): Promise<N8nProcess> {
		const name = this.processName(options.name);
		return this.track(await startWorker({ version: this.version, ...options, name }));
	}

	/** An n8n as the case's mode wants it: one process, or a main and two workers. */
	async deploy(
		options: Partial<N8nOptions> & { workers?: number; concurrency?: number } = {},
	): Promise<Deployment> {
		const { workers: count = 2, concurrency, ...main } = options;
		if (this.mode !== 'queue') return deployment(await this.startN8n(main), []);

		const [postgres, redis] = [await ensurePostgres(), await ensureRedis()];
		this.defer(async () => {
			await postgres.stop();
			await redis.stop();
		});
		const shared = { ...main, database: postgres.settings, queue: redis.settings };
		// One after the other: the main process sets the database up.
		const started = await this.startN8n(shared);
		const workers = await Promise.all(
			Array.from({ length: count }, async (_, index) => {
				const name = `worker-${index + 1}`;
				return await this.startWorker({ ...shared, concurrency, name });
			}),
		);
		return deployment(started, workers);
	}

	async end(): Promise<void> {
		this.hasEnded = true;
		for (let ending = this.endings.pop(); ending; ending = this.endings.pop()) {
			try {
				await ending();
			} catch (error) {
				say(`${this.name}: while ending: ${(error as Error).message}`);
			}
		}
		open.delete(this);
	}

	private processName(ending: string): string {
		const name = `${this.name}-${ending}`;
		this.logFiles.add(logFileOf(name));
		return name;
	}

	private track<T extends N8nProcess>(process: T): T {
		this.figures.push(`${process.name} started in ${(process.startTime / 1000).toFixed(1)} s`);
		this.defer(async () => await process.kill());
		return process;
	}
}

function deployment(main: N8nInstance, workers: N8nProcess[]): Deployment {
	const all = () => [main, ...workers];
	return {
		main,
		workers,
		async kill() {
			await Promise.all(all().map(async (process) => await process.kill()));
		},
		async stop() {
			await Promise.all(all().map(async (process) => await process.stop()));
		},
		async start() {
			await startTogether(all().filter(({ isRunning }) => !isRunning));
		},
	};
}

/** Registers a case with Node's test runner. */
export function registerCase(
	definition: CaseDefinition,
	{
		mode,
		version,
		ended,
	}: {
		mode: Mode;
		version: N8nVersion;
		/** Called when it is over, however it has ended. */
		ended(result: CaseResult): void;
	},
): void {
	const { number, title } = definition;
	const on = `${mode}, ${numberOf(version)}`;
	const name = `${String(number).padStart(2, '0')}-${mode}${version === 'newest' ? '' : `-${version}`}`;
	void test(`${number}. ${title} (${on})`, async () => {
		const stage = new Stage(name, mode, version);
		const start = performance.now();
		let passed = false;
		try {
			await withTimeout(definition.run(stage), PATIENCE);
			passed = true;
		} catch (error) {
			const tails = [...stage.logFiles].map((file) => tailOf(file));
			process.stderr.write(
				[`Case ${number} failed on ${on}: ${(error as Error).stack}`, ...tails, ''].join('\n'),
			);
			throw error;
		} finally {
			await stage.end();
			ended({
				number,
				title,
				on,
				passed,
				seconds: secondsSince(start),
				figures: stage.figures,
			});
			say(`${name} ${passed ? 'passed' : 'FAILED'} after ${secondsSince(start)} s`);
		}
	});
}

async function withTimeout(work: Promise<void>, milliseconds: number): Promise<void> {
	let timer: NodeJS.Timeout | undefined;
	const timedOut = new Promise<never>((_, reject) => {
		timer = setTimeout(
			() => reject(new Error(`Not done after ${milliseconds / 1000} s`)),
			milliseconds,
		);
	});
	try {
		await Promise.race([work, timedOut]);
	} finally {
		clearTimeout(timer);
	}
}

/** Ends everything that open stages started, when this process is told to end. */
export function endOnSignals(): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => {
			say(`${signal}: ending what was started`);
			void Promise.race([
				Promise.all([...open].map(async (stage) => await stage.end())),
				sleep(10_000),
			]).finally(() => {
				killAll();
				removeTemporaryFolders();
				process.exit(1);
			});
		});
	}
}

/** The closing table: one line per case, the figures, and how many passed. */
export function describeResults(results: CaseResult[]): string {
	const sorted = [...results].sort((a, b) => a.number - b.number);
	const width = Math.max(4, ...sorted.map(({ title }) => title.length));
	const onWidth = Math.max(...sorted.map(({ on }) => on.length), 0);
	const line = (number: string, title: string, on: string, result: string, seconds: string) =>
		[
			number.padStart(4),
			title.padEnd(width),
			on.padEnd(onWidth),
			result.padEnd(6),
			seconds.padStart(7),
		].join('  ');
	const passed = results.filter((result) => result.passed).length;
	return [
		'',
		line('Case', '', 'On', 'Result', 'Seconds'),
		...sorted.map((result) =>
			line(
				`${result.number}`,
				result.title,
				result.on,
				result.passed ? 'passed' : 'FAILED',
				result.seconds,
			),
		),
		'',
		...sorted.flatMap(({ figures, number }) => figures.map((text) => `  ${number}: ${text}`)),
		'',
		`${passed} passed, ${results.length - passed} failed`,
		'',
	].join('\n');
}
