import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeType } from 'n8n-workflow';
import { runWorkflow, useNodes } from '../../test/engine/runWorkflow.js';
import type { Job, Measurement } from './engine.mts';
import { buildWorkflow, type Subject } from './workflows.mts';

/**
 * Runs workflows on n8n's engine in a process of its own, on behalf of `engine.mts`. Beside it nothing
 * runs here: Gong's stand-in is in the process that asks.
 */

const [, , subjects = '', ours = '', n8nNodesBase = ''] = process.argv;
const require = createRequire(import.meta.url);
const { Module } = require('node:module');

// Both subjects use one n8n-workflow, the engine's: two would cost memory that n8n does not.
const resolve = Module._resolveFilename;
const shared = require.resolve('n8n-workflow');
Module._resolveFilename = (request: string, ...rest: unknown[]) =>
	request === 'n8n-workflow' ? shared : resolve(request, ...rest);

const load = (folder: string, path: string): INodeType => {
	const className = path.split('/').at(-1) ?? '';
	return new (require(`${folder}/dist/nodes/${path}.node.js`)[className])();
};

const loaders: Record<Subject, () => Record<string, INodeType>> = {
	ours: () => ({
		'n8n-nodes-gong-crm.deleteCrmIntegration': load(
			ours,
			'DeleteCrmIntegration/DeleteCrmIntegration',
		),
		'n8n-nodes-gong-crm.gongCrm': load(ours, 'GongCrm/GongCrm'),
	}),
	http: () => ({
		'n8n-nodes-base.httpRequest': load(n8nNodesBase, 'HttpRequest/HttpRequest'),
		'n8n-nodes-base.splitOut': load(n8nNodesBase, 'Transform/SplitOut/SplitOut'),
	}),
};
for (const subject of subjects.split(',')) useNodes(loaders[subject as Subject]());

const memory = {
	resident: () => process.memoryUsage.rss(),
	live: () => {
		gc?.();
		return process.memoryUsage().heapUsed;
	},
};

let executions = 0;

async function measure({ gong, items, watch, ...wishes }: Job): Promise<Measurement> {
	const workflow = buildWorkflow(wishes, gong.url);
	const credentials = {
		gongCrmApi: {
			baseUrl: gong.url,
			accessKey: gong.accessKey,
			accessKeySecret: gong.accessKeySecret,
		},
		httpBasicAuth: { user: gong.accessKey, password: gong.accessKeySecret },
	};
	gc?.();
	const look = watch && memory[watch];
	const before = look?.() ?? 0;
	let peak = before;
	// Looking costs time too: not while that is what counts.
	const sampler = setInterval(
		() => {
			peak = Math.max(peak, look?.() ?? 0);
		},
		look ? 10 : 3_600_000,
	);
	const cpu = process.cpuUsage();
	const start = performance.now();
	const executionId = `${process.pid}-${++executions}`;
	const run = await runWorkflow({ workflow, credentials, items, executionId });
	const ms = performance.now() - start;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(sampler);
	peak = Math.max(peak, look?.() ?? 0);
	const failure = run.error?.message;
	const results = run.output('Delete').length;
	return {
		ms,
		cpu: (user + system) / 1000,
		user: user / 1000,
		peak: peak - before,
		results,
		failure,
	};
}

/** Bytes of the JavaScript heap that are in use once nothing is running. */
async function heapAtRest(): Promise<number> {
	for (let round = 0; round < 3; round++) {
		await sleep(50);
		gc?.();
	}
	return process.memoryUsage().heapUsed;
}

process.on('message', (job: Job | 'heap') => {
	void (job === 'heap' ? heapAtRest() : measure(job)).then(
		(value) => process.send?.({ value }),
		(error: Error) => process.send?.({ error: error.stack }),
	);
});
// Ends with the process that asks, whatever becomes of that.
process.once('disconnect', () => process.exit());
process.send?.({ value: 'ready' });
