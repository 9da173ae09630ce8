import { Worker } from 'node:worker_threads';

/** An answer to the question whether n8n is alive. */
export interface HealthAnswer {
	/** When it was asked, in ms since 1970. */
	askedAt: number;
	/** How long it took, in ms. */
	took: number;
}

/** Asks for `/healthz` again and again, with no regard to how long answers take. */
export interface HealthWatch {
	/** Ends it once all that was asked is answered. */
	stop(): Promise<HealthAnswer[]>;
}

/** Between two questions, in ms. */
const PAUSE = 200;

/** How long an answer may take before it counts as none, in ms. */
const PATIENCE = 120_000;

/**
 * Runs on a thread of its own: what keeps this one busy (the simulator, reading large files) would count
 * as n8n's slowness. Plain JavaScript, since a thread has no loader of its own.
 */
const program = `
const { parentPort, workerData: { url, pause, patience } } = require('node:worker_threads');
const http = require('node:http');
const answers = [];
let open = 0;
let isOver = false;
const finish = () => { if (isOver && open === 0) parentPort.postMessage(answers); };
const ask = () => {
	const askedAt = Date.now();
	const start = performance.now();
	open += 1;
	const done = () => { answers.push({ askedAt, took: performance.now() - start }); open -= 1; finish(); };
	const request = http.get(url, { agent: false, timeout: patience }, (answer) => {
		answer.resume();
		answer.once('close', done);
	});
	request.once('timeout', () => request.destroy());
	request.once('error', done);
};
const timer = setInterval(ask, pause);
parentPort.once('message', () => { clearInterval(timer); isOver = true; finish(); });
`;

/** Begins to watch an n8n. */
export function watchHealth(url: string): HealthWatch {
	const worker = new Worker(program, {
		eval: true,
		execArgv: [],
		workerData: { url: `${url}/healthz`, pause: PAUSE, patience: PATIENCE },
	});
	const answers = new Promise<HealthAnswer[]>((resolve, reject) => {
		worker.once('message', resolve);
		worker.once('error', reject);
	});
	return {
		stop: async () => {
			worker.postMessage('stop');
			const all = await answers;
			await worker.terminate();
			return all;
		},
	};
}
