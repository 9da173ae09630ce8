import type { IExecuteFunctions } from 'n8n-workflow';

/** The engine's own record of the execution; not among the types that n8n publishes for nodes. */
interface EngineContext {
	runExecutionData?: { resultData: { error?: unknown; runData: Record<string, unknown[]> } };
}

const readRecord = (context: IExecuteFunctions) =>
	// The engine's own object is behind the one that it publishes; where it is not, nothing is read.
	(context as unknown as EngineContext).runExecutionData?.resultData;

/** In the place of a node's name, where n8n keeps the runs of each. */
const NO_NODE = 'Only if n8n stops while it asks Gong';

/**
 * Sees to it that the death of n8n in the middle of a check ends the waiting execution with an error.
 *
 * When n8n comes back, it marks the sub-execution as crashed and resumes the execution that waits for
 * it: with the sub-execution's error if it has one, otherwise with the last data that was stored, which
 * are items of the loop, and a success (n8n 2.41, `updateParentExecutionWithChildResults`). n8n records
 * an error only where it finds one in its log, for nodes that never ran before, and that one knows no IDs
 * (`ExecutionRecoveryService.amend`); in queue mode it marks the execution as crashed and no more. An
 * error that is stored with each wait closes that gap, at every moment until the round after it takes it
 * away. An empty record of the asking node keeps n8n's own error from replacing it in the first round. The
 * IDs are in the message, since n8n keeps nothing else where the waiting node goes on with errors.
 *
 * The editor shows the error of an execution to whoever opens it, unless a node's run has one: then it leaves
 * the word to the node (n8n-editor-ui 2.39 and 2.41, `openExecution` and `WorkflowExecutionsPreview`). While
 * the wait is well, the error is nobody's business. So a node that does not exist, which no view can show, has
 * a run with an error for as long.
 *
 * @param requests what the builder has to know then
 * @param askingNode the name of the node that asks Gong
 */
export function armCrashGuard(
	context: IExecuteFunctions,
	requests: string,
	askingNode: string,
): void {
	const resultData = readRecord(context);
	if (!resultData) return;
	resultData.error = {
		name: 'NodeOperationError',
		message: `n8n stopped in the middle of asking Gong for the status of: ${requests}`,
		description:
			'Nothing is lost at Gong. To find out what became of it, use Gong CRM: Get Status with these IDs.',
	};
	resultData.runData[askingNode] ??= [];
	resultData.runData[NO_NODE] = [
		{ startTime: 0, executionIndex: 0, executionTime: 0, source: [], error: resultData.error },
	];
}

/** Takes the error away: n8n is alive, and asks. */
export function disarmCrashGuard(context: IExecuteFunctions): void {
	const resultData = readRecord(context);
	if (!resultData) return;
	delete resultData.error;
	delete resultData.runData[NO_NODE];
}
