import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

/**
 * Keeps what is known where n8n takes the output of this node from, if somebody stops the execution
 * while it is parked and retries it from the list: n8n then passes on, as a success of this node, what
 * stands in its input (n8n 2.41.1, `WorkflowExecute.handleWaitingState`).
 */
export function keepForRetry(context: IExecuteFunctions, items: INodeExecutionData[]): void {
	const data = context.getExecuteData()?.data as
		| { main?: Array<INodeExecutionData[] | null> }
		| undefined;
	if (data?.main) data.main[0] = items;
}
