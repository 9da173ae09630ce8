import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import type { Authentication } from '../../connection/authentication';
import { executionClock } from '../../connection/executionClock';
import { isTool } from '../../connection/isTool';
import { createSend } from '../../connection/send';
import { GongClient } from '../../gong/client';
import { refuseEarlierWait } from '../../waiting/earlierWait';
import { DEFAULT_REQUESTS_PER_SECOND } from '../../waiting/readWaitSettings';
import { getMany } from './integration/getMany.operation';
import { register } from './integration/register.operation';
import { get } from './object/get.operation';
import { upload } from './object/upload.operation';
import type { Operation } from './operation';
import { getStatus } from './request/getStatus.operation';
import { deleteField } from './schemaField/delete.operation';
import { getMany as getManyFields } from './schemaField/getMany.operation';
import { upsert } from './schemaField/upsert.operation';

const operations: Record<string, Operation> = {
	'integration.getMany': getMany,
	'integration.register': register,
	'object.get': get,
	'object.upload': upload,
	'request.getStatus': getStatus,
	'schemaField.delete': deleteField,
	'schemaField.getMany': getManyFields,
	'schemaField.upsert': upsert,
};

/** What changes Gong for everybody is a person's to start. */
const notForAgents = new Set([
	'integration.register',
	'object.upload',
	'schemaField.delete',
	'schemaField.upsert',
]);

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
	const chosen = `${resource}.${name}`;
	if (isTool(context) && notForAgents.has(chosen))
		throw new NodeOperationError(
			context.getNode(),
			'This operation is not available to AI agents',
			{
				description: 'It changes Gong for everybody. Put it into a workflow that a person starts.',
			},
		);
	const clock = executionClock(context);
	const client = new GongClient(
		createSend(context, authentication),
		clock,
		DEFAULT_REQUESTS_PER_SECOND,
	);
	return await operations[chosen]({
		context,
		client,
		clock,
		authentication,
		stopOnError: !context.continueOnFail(),
	});
}
