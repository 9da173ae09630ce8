import type { IExecuteFunctions } from 'n8n-workflow';
import type { Origin } from '../requests/clientRequestId';

/** What all tries of this execution of this node have in common. */
export const readOrigin = (context: IExecuteFunctions): Origin => ({
	instanceId: context.getInstanceId(),
	workflowId: context.getWorkflow().id ?? '',
	nodeId: context.getNode().id,
	// A retry from the list of executions has a new ID, and keeps the moment.
	execution: String(context.getExecutionContext()?.establishedAt ?? context.getExecutionId()),
});

/** Read once for each run: the engine builds everything an expression can refer to for it. */
export const readRunIndex = (context: IExecuteFunctions): number =>
	context.getWorkflowDataProxy(0).$runIndex as number;
