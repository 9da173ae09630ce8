import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Authentication } from '../../connection/authentication';
import { executionClock } from '../../connection/executionClock';
import { createSend } from '../../connection/send';
import { GongClient } from '../../gong/client';
import { refuseEarlierWait } from '../../waiting/earlierWait';
import { DEFAULT_REQUESTS_PER_SECOND } from '../../waiting/readWaitSettings';
import { getMany } from './integration/getMany.operation';
import { register } from './integration/register.operation';
import type { Operation } from './operation';
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
	refuseEarlierWait(context);
	const authentication = context.getNodeParameter('authentication', 0) as Authentication;
	const resource = context.getNodeParameter('resource', 0) as string;
	const name = context.getNodeParameter('operation', 0) as string;
	const clock = executionClock(context);
	const client = new GongClient(
		createSend(context, authentication),
		clock,
		DEFAULT_REQUESTS_PER_SECOND,
	);
	return await operations[`${resource}.${name}`]({
		context,
		client,
		clock,
		authentication,
		stopOnError: !context.continueOnFail(),
	});
}
