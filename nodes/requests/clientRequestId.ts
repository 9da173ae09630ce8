import { createHash } from 'node:crypto';
import type { RequestKind } from './request';

/** What makes one request of one run of one node, wherever and however often it is tried. */
export interface Origin {
	instanceId: string;
	workflowId: string;
	nodeId: string;
	/**
	 * What all tries of the execution have in common: when n8n established it (a retry from the list of
	 * executions keeps that), or its ID where n8n does not say.
	 */
	execution: string;
	/** Which run of the node within the execution (loops), from 0. */
	runIndex: number;
	kind: RequestKind;
	/** The first item of the run that asks for this, from 0. */
	itemIndex: number;
	integrationId: string;
	/** What else is asked for, as a hash; empty where there is nothing else. */
	content: string;
}

/**
 * The client request ID of a request: always the same for the same origin. *Retry On Fail*, *Retry* in
 * the list of executions, a worker that picks a stalled execution up again and a call that is sent
 * again all present the same ID, and Gong takes each ID only once.
 *
 * @returns `n8n-` and 32 hexadecimal digits
 */
export function deriveClientRequestId(origin: Origin): string {
	const { instanceId, workflowId, nodeId, execution, runIndex } = origin;
	const { kind, itemIndex, integrationId, content } = origin;
	const run = [instanceId, workflowId, nodeId, execution, runIndex];
	const parts = [...run, kind, itemIndex, integrationId, content];
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
