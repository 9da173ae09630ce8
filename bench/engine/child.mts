import { createRequire } from 'node:module';
import type { INodeType } from 'n8n-workflow';
import { runWorkflow, useNodes } from '../../test/harness/runWorkflow.js';
import type { Job, Measurement } from './engine.mts';
import { respond } from './respondent.mts';
import { watchTurns } from './turns.mts';
import type { Subject } from './workflows.mts';

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

/** What the last node of ours took by itself, without what n8n does before and after it. */
let inOurs: Measurement['inOurs'] = null;
/** Whether that is wanted: the looks take processor time themselves. */
let isWatched = false;

/** Measures a node of ours while it runs. */
function measured(node: INodeType): INodeType {
	const execute = node.execute!;
	node.execute = async function (...given) {
		if (!isWatched) return await execute.apply(this, given);
		const turns = watchTurns();
		try {
			return await execute.apply(this, given);
		} finally {
			inOurs = turns.stop();
		}
	};
	return node;
}

const loadOurs = (name: string): INodeType => measured(load(ours, `${name}/${name}`));

const loaders: Record<Subject, () => Record<string, INodeType>> = {
	ours: () => ({
		'n8n-nodes-gong-crm.deleteCrmIntegration': loadOurs('DeleteCrmIntegration'),
		'n8n-nodes-gong-crm.gongCrm': loadOurs('GongCrm'),
	}),
	http: () => ({
		'n8n-nodes-base.httpRequest': load(n8nNodesBase, 'HttpRequest/HttpRequest'),
	}),
};
for (const subject of subjects.split(',')) useNodes(loaders[subject as Subject]());

let executions = 0;

async function measure({ workflow, gong, items, watch = false }: Job): Promise<Measurement> {
	const { url, accessKey, accessKeySecret } = gong;
	const credentials = {
		gongCrmApi: { baseUrl: url, accessKey, accessKeySecret },
		httpBasicAuth: { user: accessKey, password: accessKeySecret },
	};
	inOurs = null;
	isWatched = watch;
	gc?.();
	const cpu = process.cpuUsage();
	const start = performance.now();
	const executionId = `${process.pid}-${++executions}`;
	const run = await runWorkflow({ workflow, credentials, items, executionId });
	const ms = performance.now() - start;
	const { user, system } = process.cpuUsage(cpu);
	const results = run.json(workflow.nodes.at(-1)!.name);
	return {
		ms,
		cpu: (user + system) / 1000,
		inOurs,
		results: results.length,
		errors: results.filter(({ error }) => error !== undefined).length,
		failure: run.error?.message,
	};
}

respond(measure);
