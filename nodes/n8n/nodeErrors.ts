import { type IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../gong/client';
import type { Authentication } from './authentication';
import { explain, type Explanation, type Purpose } from './explain';
import { joinSentences } from '../text/sentences';
import type { ItemError } from './result';

/**
 * With the message as it was given. n8n looks for codes of Node.js anywhere in a message, whatever their
 * case, and says its own words where it finds one (n8n-workflow 2.41, `setDescriptiveErrorMessage`):
 * "Operation not permitted" of a field `pricePerMonth`, for the sake of EPERM.
 */
function keepMessage<E extends NodeApiError | NodeOperationError>(error: E, message: string): E {
	if (error.message === message) return error;
	error.message = message;
	// Where n8n has put it instead.
	error.messages.pop();
	return error;
}

/** What is wrong with the input, or with n8n, as n8n shows it. */
export const toOperationError = (
	context: Pick<IExecuteFunctions, 'getNode'>,
	{ message, description, itemIndex }: ItemError,
): NodeOperationError =>
	keepMessage(
		new NodeOperationError(context.getNode(), message, { description, itemIndex }),
		message,
	);

/**
 * What Gong said, as n8n shows it; `itemIndex` where it is about an item. Carries no headers and so no
 * secrets.
 */
export function toApiError(
	context: Pick<IExecuteFunctions, 'getNode'>,
	itemIndex: number | undefined,
	{ message, description, httpCode }: Explanation,
): NodeApiError {
	return keepMessage(
		new NodeApiError(
			context.getNode(),
			{ message, description },
			{ message, description, httpCode: httpCode ?? undefined, itemIndex },
		),
		message,
	);
}

/**
 * An answer that stood in the way of a call, for the builder: first what became of the data (`state`),
 * then what to do.
 */
export function explainFailure(
	answer: Failure,
	{
		purpose,
		authentication,
		state = '',
	}: { purpose: Purpose; authentication: Authentication; state?: string },
): ItemError {
	const explanation = explain(answer, purpose, authentication);
	return {
		...explanation,
		description: joinSentences(state, explanation.description),
		...(answer.kind === 'notSent' && { isOurs: true }),
	};
}

/** The same as n8n's editor shows it, where a list cannot be read. */
export const toCallError = (
	context: Pick<IExecuteFunctions, 'getNode'>,
	answer: Failure,
	about: { purpose: Purpose; authentication: Authentication; state?: string },
): NodeApiError => toApiError(context, undefined, explainFailure(answer, about));

/** What was thrown, by n8n or by a fault of this program, for the builder. */
export function toExplanation(error: unknown): ItemError {
	const { message, description } = (error ?? {}) as { message?: unknown; description?: unknown };
	const isGongs = error instanceof NodeApiError;
	return {
		message: typeof message === 'string' && message !== '' ? message : String(error),
		description: typeof description === 'string' ? description : '',
		httpCode: isGongs ? error.httpCode : null,
		...(!isGongs && { isOurs: true }),
	};
}
