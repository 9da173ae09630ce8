import { createHash } from 'node:crypto';

/** What all tries of one execution of one node have in common. */
export interface Origin {
	instanceId: string;
	workflowId: string;
	nodeId: string;
	/**
	 * When n8n established the execution (a retry from the list of executions keeps that), or its ID where
	 * n8n does not say.
	 */
	execution: string;
}

/** What makes one file of an execution, however often it is tried. */
export interface FileOrigin {
	/** Which run of the node within the execution (loops, branches), from 0. */
	runIndex: number;
	/** The first item of the file, from 0. */
	itemIndex: number;
	integrationId: string;
	objectType: string;
	/** Its objects are to be deleted. */
	deletes: boolean;
	/** Of what its objects are given as, hexadecimal. */
	hash: string;
}

/**
 * The client request ID of a deletion: always the same for one execution of one node. *Retry On Fail*,
 * *Retry* in the list of executions, a second branch or round of a loop, a worker that picks a stalled
 * execution up again and a call that is sent again all present the same ID, and Gong takes each ID only
 * once. Neither the item nor the run counts: what comes back may come in another order.
 *
 * @returns `n8n-` and 32 hexadecimal digits
 */
export const deriveDeletionId = (origin: Origin, integrationId: string): string =>
	deriveId(origin, ['deletion', integrationId]);

/** The client request ID of a file: the same for each try of one run of one node. */
export const deriveFileId = (origin: Origin, file: FileOrigin): string =>
	deriveId(origin, [
		file.deletes ? 'objectDeletion' : 'upload',
		file.runIndex,
		file.itemIndex,
		file.integrationId,
		file.objectType,
		file.hash,
	]);

function deriveId(
	{ instanceId, workflowId, nodeId, execution }: Origin,
	what: Array<string | number>,
): string {
	const parts = [instanceId, workflowId, nodeId, execution, ...what];
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
	return `n8n-${hash.slice(0, 32)}`;
}

/**
 * The IDs of a request that was made, failed, and is made anew by a later try: `n8n-…`, `n8n-…-2`,
 * `n8n-…-3`. Each try goes through them in the same order, so none is skipped and none used twice.
 *
 * @param place from 1
 */
export const chainClientRequestId = (clientRequestId: string, place: number): string =>
	place === 1 ? clientRequestId : `${clientRequestId}-${place}`;

/** An ID that no request is ever made with, to hear what Gong says of one that it does not know. */
export const deriveUnusedId = (clientRequestId: string): string => `${clientRequestId}-unused`;
