import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import type { Explanation } from '../n8n/explain';
import { toApiError, toExplanation, toOperationError } from '../n8n/nodeErrors';
import type { ItemError, Result } from '../n8n/result';
import { mayPark } from '../engine/mayPark';

/**
 * An item on the error output, or in the place of a result with *Continue*. n8n takes an item for an
 * error by exactly these keys (n8n-core, `handleNodeErrorOutput`), also when the execution resumes
 * after having been suspended; an `error` property beside `json` would make it drop the rest.
 */
export const toErrorItem = (
	{ message, description }: Pick<Explanation, 'message' | 'description'>,
	details: IDataObject | null,
	item: number,
): INodeExecutionData => ({
	json: { error: message, message: description, details },
	pairedItem: { item },
});

/** Somebody, or a time limit of n8n's, has ended the execution: nobody is there for what is thrown. */
const isCancellation = (context: IExecuteFunctions, error: unknown): boolean =>
	context.getExecutionCancelSignal()?.aborted === true ||
	(error instanceof Error && error.name === 'ExecutionCanceled');

/** Does something for items. Whatever is thrown is their error, but for a cancellation. */
export const attempt = async <T>(
	context: IExecuteFunctions,
	action: () => Result<T> | Promise<Result<T>>,
): Promise<Result<T>> =>
	await (async () => await action())().catch((error: unknown) => {
		if (isCancellation(context, error)) throw error;
		return { ok: false as const, error: toExplanation(error) };
	});

/**
 * The way out of a node. What goes wrong for the run as a whole is the error of every item: n8n itself
 * would pass the input on in the place of the result, as a success (n8n-core 2.41,
 * `handleNodeExecutionError`).
 *
 * @throws NodeApiError or NodeOperationError where the node's *On Error* setting is *Stop Workflow*.
 */
export async function runNode(
	context: IExecuteFunctions,
	action: () => Promise<Result<INodeExecutionData[][]>>,
): Promise<INodeExecutionData[][]> {
	const done = await attempt(context, action);
	if (done.ok) return done.value;
	if (!context.continueOnFail()) throw asNodeError(context, done.error);
	return [context.getInputData().map((_, item) => toErrorItem(done.error, null, item))];
}

/** Gong's word, or the builder's, as n8n shows it. */
function asNodeError(
	context: IExecuteFunctions,
	error: ItemError,
): NodeOperationError | ReturnType<typeof toApiError> {
	const { isOurs, itemIndex, description } = error;
	// Engine 2.0 keeps no more than the message of what stops a workflow (n8n 2.41.1, `toStepError`).
	const isKept = mayPark(context.getExecutionId());
	const message =
		isKept || !description ? error.message : `${error.message.replace(/\.$/, '')}. ${description}`;
	return isOurs
		? toOperationError(context, { ...error, message })
		: toApiError(context, itemIndex, { ...error, message });
}
