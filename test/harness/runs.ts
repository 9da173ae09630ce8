import type { Simulator } from '../simulator/startSimulator';
import type { WorkflowFile } from '../workflows/build';
import { type FinishedRun, type RunOptions, runWorkflow } from './runWorkflow';
import { onVirtualTime } from './virtualTime';
import { credentialsFor } from './workflows';

/** The integration that a simulator has, as an item. */
const items = [{ integrationId: '5517027188234205706' }];

/** Runs a workflow to its end, signed in at a simulator, for the one integration that it usually has. */
export const runOn = async (
	simulator: Simulator,
	workflow: WorkflowFile,
	options: Partial<RunOptions> = {},
): Promise<FinishedRun> =>
	await runWorkflow({ workflow, credentials: credentialsFor(simulator), items, ...options });

/** The same on virtual time. */
export const runFast = async (...given: Parameters<typeof runOn>): Promise<FinishedRun> =>
	await onVirtualTime(
		async () => await runOn(...given),
		() => given[0].waiting(),
	);
