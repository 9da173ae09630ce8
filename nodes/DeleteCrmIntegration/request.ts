import type { IExecuteFunctions } from 'n8n-workflow';
import { isTool } from '../connection/isTool';
import { acceptClientRequestId, readIntegrationId } from '../connection/parameters';
import { deriveClientRequestId, type Origin } from '../requests/clientRequestId';

/** One deletion as the builder asks for it, checked. */
export interface DeletionRequest {
	/** Digits, exact. */
	integrationId: string;
	clientRequestId: string;
	/** The builder chose the client request ID; otherwise it was derived. */
	ownRequestId: boolean;
	/** Empty = any name will do. */
	expectedName: string;
	dryRun: boolean;
	ifNotFound: 'error' | 'succeed';
	ifRequestIdUsed: 'track' | 'error';
}

interface Options {
	clientRequestId?: unknown;
	expectedName?: string;
	dryRun?: boolean;
	ifNotFound?: DeletionRequest['ifNotFound'];
	ifRequestIdUsed?: DeletionRequest['ifRequestIdUsed'];
}

/** The part of a deletion's origin that all items of a run share. */
export type RunOrigin = Omit<Origin, 'itemIndex' | 'integrationId'>;

/** Read once for each run: the engine builds everything an expression can refer to for `$runIndex`. */
export const readRunOrigin = (context: IExecuteFunctions): RunOrigin => ({
	instanceId: context.getInstanceId(),
	executionId: context.getExecutionId(),
	nodeId: context.getNode().id,
	// n8n counts each try of an AI tool as a run of its own.
	runIndex: isTool(context) ? 0 : (context.getWorkflowDataProxy(0).$runIndex as number),
});

/**
 * Reads what an item asks for.
 *
 * Items that name the same integration share one derived client request ID, that of the first of
 * them: whatever feeds the node the same item ten times gets one deletion, and ten results.
 *
 * @param origin where the run comes from
 * @param firstItem the first item of the run that names an integration; filled in here
 * @throws NodeOperationError naming the parameter that cannot be used.
 */
export function readRequest(
	context: IExecuteFunctions,
	itemIndex: number,
	origin: RunOrigin,
	firstItem: Map<string, number>,
): DeletionRequest {
	const integrationId = readIntegrationId(context, itemIndex);
	const options = context.getNodeParameter('options', itemIndex, {}) as Options;
	const own = options.clientRequestId ?? '';

	if (!firstItem.has(integrationId)) firstItem.set(integrationId, itemIndex);
	return {
		integrationId,
		clientRequestId:
			own === ''
				? deriveClientRequestId({
						...origin,
						itemIndex: firstItem.get(integrationId) ?? itemIndex,
						integrationId,
					})
				: acceptClientRequestId(context, itemIndex, own),
		ownRequestId: own !== '',
		expectedName: options.expectedName ?? '',
		dryRun: options.dryRun ?? false,
		ifNotFound: options.ifNotFound ?? 'error',
		ifRequestIdUsed: options.ifRequestIdUsed ?? 'track',
	};
}
