import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import { type Explanation, joinSentences } from '../connection/explain';
import { joinList } from '../gong/joinList';
import { toApiError } from '../connection/nodeErrors';
import type { Choices, ItemResult } from './kind';
import { kindOf } from './kinds';
import type { RequestKind } from './request';
import type { Followed, RunState } from './runState';
import type { WaitSettings } from './waitSettings';

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

/** Whether an item of the request is to be an error. */
export const hasErrorItem = ({ request, refusal }: Followed, choices: Choices): boolean =>
	refusal !== null ||
	kindOf(request)
		.results(request, choices)
		.some(({ error }) => error !== null);

/**
 * What the node puts out in the end, one item per input item, in the input's order.
 *
 * @throws NodeApiError or NodeOperationError where an item is to be an error and the node's *On Error*
 * setting is *Stop Workflow*.
 */
export function settle(
	context: IExecuteFunctions,
	{ followed, refused }: RunState,
	settings: Choices & Pick<WaitSettings, 'stopOnError'>,
): INodeExecutionData[] {
	const results: Array<ItemResult & { item: number; kind: RequestKind; from: Followed | null }> = [
		...refused.map(({ item, kind, refusal, details }) => ({
			item,
			kind,
			json: details ?? {},
			error: refusal,
			from: null,
		})),
		...followed.flatMap((from) =>
			kindOf(from.request)
				.results(from.request, settings)
				.map(({ json, error }, place) => ({
					item: from.request.items[place],
					kind: from.request.kind,
					json,
					error: from.refusal ?? error,
					from,
				})),
		),
	].sort((a, b) => a.item - b.item);

	const [first] = results.filter(({ error }) => error !== null);
	if (first && settings.stopOnError) {
		const { summarizeErrors } = kindOf(first);
		const errors = results.flatMap(({ error }) => error ?? []);
		throw asError(
			context,
			summarizeErrors(
				errors,
				results.map(({ json }) => json),
			),
			{
				item: first.item,
				isGongs: first.from?.request.timedOut !== true,
				others: first.from ? listOtherRequests(followed, first.from) : '',
			},
		);
	}
	return results.map(({ item, json, error }) =>
		error
			? toErrorItem(error, Object.keys(json).length > 0 ? json : null, item)
			: { json, pairedItem: { item } },
	);
}

function asError(
	context: IExecuteFunctions,
	{ message, description, httpCode }: Explanation,
	{ item, isGongs, others }: { item: number; isGongs: boolean; others: string },
) {
	const also = joinSentences(description, others);
	return isGongs
		? toApiError(context, item, { message, description: also, httpCode })
		: new NodeOperationError(context.getNode(), message, { description: also, itemIndex: item });
}

/** Requests of the same run whose state would be lost with the error of another item. */
export function listOtherRequests(followed: Followed[], except: Followed | null = null): string {
	const others = followed.flatMap((one) => {
		const { integrationId, status, clientRequestId } = one.request;
		return one !== except && clientRequestId
			? [`${integrationId}: ${status} (${clientRequestId})`]
			: [];
	});
	return others.length > 0
		? `Also requested in this run, as integration: status (client request ID): ${joinList(others)}.`
		: '';
}
