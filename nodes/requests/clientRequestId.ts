import { createHash } from 'node:crypto';

/** What makes one deletion of one run of one node, wherever and however often it is executed. */
export interface Origin {
	instanceId: string;
	executionId: string;
	nodeId: string;
	/** Which run of the node within the execution (loops), from 0. */
	runIndex: number;
	/** The first item of the run that names this integration, from 0. */
	itemIndex: number;
	integrationId: string;
}

/**
 * The client request ID of a deletion: always the same for the same origin. *Retry On Fail*, a worker
 * that picks a stalled execution up again and a call that is sent again all present the same ID, and
 * Gong takes each ID only once.
 *
 * @returns `n8n-` and 32 hexadecimal digits
 */
export function deriveClientRequestId(origin: Origin): string {
	const { instanceId, executionId, nodeId, runIndex, itemIndex, integrationId } = origin;
	const parts = [instanceId, executionId, nodeId, runIndex, itemIndex, integrationId];
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
	return `n8n-${hash.slice(0, 32)}`;
}
