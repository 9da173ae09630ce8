import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { toErrorItem } from '../requests/settle';
import { attempt } from './attempt';

/**
 * Does what a node does for all of its input. Where something is wrong with the run as a whole (a
 * parameter that counts for all items) and the node is to go on, every item becomes an error item: n8n
 * itself would pass the input on in the place of the result, as a success (n8n-core 2.41,
 * `handleNodeExecutionError`).
 *
 * @throws NodeApiError or NodeOperationError where the node's *On Error* setting is *Stop Workflow*.
 */
export async function wholeRun(
	context: IExecuteFunctions,
	action: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const done = await attempt(action, !context.continueOnFail());
	return done.ok
		? done.value
		: context.getInputData().map((_, item) => toErrorItem(done.refusal, null, item));
}
