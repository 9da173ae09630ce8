import {
	type ExecuteWorkflowOptions,
	type IExecuteWorkflowInfo,
	type IRunExecutionData,
	sleep,
} from 'n8n-workflow';
import { type FinishedRun, type RunOptions, runWorkflow } from './runWorkflow';
import type { WorkflowFile } from '../workflows/build';

/** n8n looks for executions that are due this often, in ms. */
const TICK = 60_000;

/** What a node asked n8n's server to run. */
export interface AskedFor {
	info: IExecuteWorkflowInfo;
	options: ExecuteWorkflowOptions;
}

/** A run that was suspended and has come to its end, or one that never was. */
export interface SuspendedRun {
	/** The execution as it stood when it parked; `null` = it never did. */
	parked: FinishedRun | null;
	/** The legs of the sub-workflow, from start or park to park or end. */
	legs: FinishedRun[];
	/** The sub-workflow, and what it was started with; `null` = there was none. */
	asked: AskedFor | null;
	/** The execution at its end. */
	finished: FinishedRun;
}

/** What happens between the legs of the sub-workflow. */
export interface Happening {
	/** Told of each leg before it starts, from 0. */
	beforeLeg?: (leg: number) => void | Promise<void>;
	/** When n8n first looks for what is due, in ms after the start; below a minute. */
	tick?: number;
}

/**
 * Runs a workflow to its end, through a sub-workflow that parks itself: what n8n's server does with
 * both of them (n8n 2.41.1, `executeWorkflow`, `wait-tracker`, `updateParentExecutionWithChildResults`),
 * on the engine. Call it on virtual time.
 */
export async function runSuspended(
	options: RunOptions,
	{ beforeLeg = () => {}, tick = 0 }: Happening = {},
): Promise<SuspendedRun> {
	const startedAt = Date.now();
	const legs: FinishedRun[] = [];
	let asked: AskedFor | null = null;
	let file: WorkflowFile = { nodes: [], connections: {} };
	/** The next leg of the sub-workflow. */
	const go = async (from: Partial<RunOptions>) => {
		await beforeLeg(legs.length);
		const leg = await runWorkflow({
			workflow: file,
			credentials: options.credentials,
			executionId: '1000001',
			mode: options.mode,
			...from,
		});
		legs.push(leg);
		return leg;
	};
	const first = await runWorkflow({
		...options,
		executeWorkflow: async (info, given) => {
			asked = { info, options: given };
			file = info.code as WorkflowFile;
			const { run } = await go({ items: (given.inputData ?? []).map(({ json }) => json) });
			return { executionId: '1000001', data: [null], waitTill: run.data.waitTill };
		},
	});
	if (first.status !== 'waiting') return { parked: null, legs, asked, finished: first };

	let child = legs[0];
	for (let { waitTill } = child.run.data; waitTill; { waitTill } = child.run.data) {
		const due = Math.max(waitTill.getTime() - startedAt - tick, 0);
		const at = startedAt + tick + Math.ceil(due / TICK) * TICK;
		await sleep(Math.max(0, at - Date.now()));
		child = await go({ parked: stored(child) });
	}
	const data = stored(first);
	const [entry] = data.executionData?.nodeExecutionStack ?? [];
	const { error, runData, lastNodeExecuted = '' } = child.run.data.resultData;
	if (error) entry.metadata = { ...entry.metadata, resumeError: error };
	else entry.data = runData[lastNodeExecuted].at(-1)?.data ?? { main: [] };
	const finished = await runWorkflow({ ...options, parked: data });
	return { parked: first, legs, asked, finished };
}

/** An execution as it comes out of n8n's database. */
const stored = ({ run }: FinishedRun): IRunExecutionData => {
	const { error, ...resultData } = run.data.resultData;
	// In one go: what is there twice stays one object, as in n8n's database.
	const data = structuredClone({ ...run.data, resultData });
	// An error does not survive a clone with all that hangs on it, and n8n keeps its fields only.
	return {
		...data,
		resultData: { ...data.resultData, error: error && ({ ...error } as typeof error) },
	};
};
