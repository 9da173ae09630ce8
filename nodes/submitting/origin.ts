import type { IExecuteFunctions } from 'n8n-workflow';
import { isTool } from '../connection/isTool';
import type { Origin } from '../requests/clientRequestId';

/** The part of a request's origin that all items of a run share. */
export type RunOrigin = Pick<
	Origin,
	'instanceId' | 'workflowId' | 'nodeId' | 'execution' | 'runIndex'
>;

/** Read once for each run: the engine builds everything an expression can refer to for `$runIndex`. */
export function readRunOrigin(context: IExecuteFunctions): RunOrigin {
	const establishedAt = context.getExecutionContext()?.establishedAt;
	return {
		instanceId: context.getInstanceId(),
		workflowId: context.getWorkflow().id ?? '',
		nodeId: context.getNode().id,
		// A retry from the list of executions has a new ID, and keeps the moment.
		execution: String(establishedAt ?? context.getExecutionId()),
		// n8n counts each try of an AI tool as a run of its own.
		runIndex: isTool(context) ? 0 : (context.getWorkflowDataProxy(0).$runIndex as number),
	};
}
