import { type IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../gong/client';
import type { Authentication } from './authentication';
import { explain, type Explanation, type Purpose, joinSentences } from './explain';

export type NodeError = NodeApiError | NodeOperationError;

/**
 * What Gong said, as n8n shows it; `itemIndex` where it is about an item. Carries no headers and so no
 * secrets.
 */
export function toApiError(
	context: Pick<IExecuteFunctions, 'getNode'>,
	itemIndex: number | undefined,
	{ message, description, httpCode }: Explanation,
): NodeApiError {
	return new NodeApiError(
		context.getNode(),
		{ message, description },
		{ message, description, httpCode: httpCode ?? undefined, itemIndex },
	);
}

/**
 * An answer that stood in the way of a call, as n8n shows it: first what became of the data (`state`),
 * then what to do.
 */
export function toCallError(
	context: Pick<IExecuteFunctions, 'getNode'>,
	itemIndex: number | undefined,
	answer: Failure,
	{
		purpose,
		authentication,
		state = '',
	}: { purpose: Purpose; authentication: Authentication; state?: string },
): NodeApiError {
	const explanation = explain(answer, purpose, authentication);
	return toApiError(context, itemIndex, {
		...explanation,
		description: joinSentences(state, explanation.description),
	});
}

/** Something the user gave that cannot be used as it is. */
export const invalidInput = (
	context: IExecuteFunctions,
	itemIndex: number,
	message: string,
	description: string,
): NodeOperationError =>
	new NodeOperationError(context.getNode(), message, { description, itemIndex });

/** Whether an error is meant for the builder, and not a fault of the program or a canceled execution. */
export const isNodeError = (error: unknown): error is NodeError =>
	error instanceof NodeApiError || error instanceof NodeOperationError;
