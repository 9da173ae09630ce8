import { type IExecuteFunctions, type INodeExecutionData, jsonParse } from 'n8n-workflow';
import type { Authentication } from '../../connection/authentication';
import { executionClock } from '../../connection/executionClock';
import { isNodeError } from '../../connection/nodeErrors';
import { createSend } from '../../connection/send';
import { GongClient } from '../../gong/client';
import { continueWatching } from '../../waiting/continueWatching';
import { objectionItem } from '../../requests/settle';
import type { Watch } from '../../waiting/waitingWorkflow';
import type { Operation } from './operation';
import { getMany } from './integration/getMany.operation';
import { register } from './integration/register.operation';
import { getStatus } from './request/getStatus.operation';

const operations: Record<string, Operation> = {
	'integration.getMany': getMany,
	'integration.register': register,
	'request.getStatus': getStatus,
};

/**
 * Runs the chosen operation for every input item.
 *
 * @throws NodeApiError or NodeOperationError where the node's *On Error* setting is *Stop Workflow*.
 */
export async function runOperation(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const watch = context.getNodeParameter('watch', 0, '') as string;
	if (watch !== '') return await continueWatching(context, jsonParse<Watch>(watch));

	const authentication = context.getNodeParameter('authentication', 0) as Authentication;
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const operation = operations[`${resource}.${name}`];
	const client = new GongClient(createSend(context, authentication), executionClock(context), 3);

	const output: INodeExecutionData[] = [];
	for (const [index] of context.getInputData().entries())
		output.push(
			...(await operation({ context, client, authentication }, index).catch((error: unknown) => {
				if (!isNodeError(error) || !context.continueOnFail()) throw error;
				const { message, description } = error;
				const about = { message, description: description ?? '' };
				return [objectionItem(about, { deletion: null }, index)];
			})),
		);
	return output;
}
