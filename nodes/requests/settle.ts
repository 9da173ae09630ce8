import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';
import { type Explanation, sentences } from '../connection/explain';
import { listed } from '../connection/listed';
import { gongSaid } from '../connection/nodeErrors';
import type { Choices } from './kind';
import { kindOf } from './kinds';
import type { Followed, RunState } from './runState';
import type { WaitSettings } from './waitSettings';

/**
 * An item on the error output, or in the place of a result with *Continue*. n8n takes an item for an
 * error by exactly these keys (n8n-core, `handleNodeErrorOutput`), also when the execution resumes
 * after having been suspended; an `error` property beside `json` would make it drop the rest.
 */
export const objectionItem = (
	{ message, description }: Pick<Explanation, 'message' | 'description'>,
	details: IDataObject | null,
	item: number,
): INodeExecutionData => ({
	json: { error: message, message: description, details },
	pairedItem: { item },
});

/** What an item of a request says instead of a result; `null` = it is a result. */
const objectionOf = (
	{ request, refusal }: Followed,
	place: number,
	choices: Choices,
): Explanation | null => refusal ?? kindOf(request).objection(request, place, choices);

/** Whether an item of the request is to be an error. */
export const hasObjection = (followed: Followed, choices: Choices): boolean =>
	followed.request.items.some((_, place) => objectionOf(followed, place, choices) !== null);

/**
 * What the node puts out in the end, one item per input item, in the input's order.
 *
 * @throws NodeApiError or NodeOperationError for the first item with an objection, when the node's
 * *On Error* setting is *Stop Workflow*.
 */
export function settle(
	context: IExecuteFunctions,
	{ followed, refused }: RunState,
	settings: Choices & Pick<WaitSettings, 'stopOnError'>,
): INodeExecutionData[] {
	const output: INodeExecutionData[] = [];
	for (const { item, refusal, details } of refused)
		output[item] = objectionItem(refusal, details, item);
	for (const one of followed) {
		const { request } = one;
		for (const [place, item] of request.items.entries()) {
			const json = kindOf(request).output(request, place);
			const against = objectionOf(one, place, settings);
			if (against && settings.stopOnError)
				throw asError(context, against, {
					item,
					isGongs: !request.timedOut,
					others: othersInRun(followed, one),
				});
			output[item] = against ? objectionItem(against, json, item) : { json, pairedItem: { item } };
		}
	}
	return output;
}

function asError(
	context: IExecuteFunctions,
	{ message, description, httpCode }: Explanation,
	{ item, isGongs, others }: { item: number; isGongs: boolean; others: string },
) {
	const also = sentences(description, others);
	return isGongs
		? gongSaid(context, item, { message, description: also, httpCode })
		: new NodeOperationError(context.getNode(), message, { description: also, itemIndex: item });
}

/** Requests of the same run whose state would be lost with the error of another item. */
export function othersInRun(followed: Followed[], except: Followed | null = null): string {
	const others = followed.flatMap((one) => {
		const { integrationId, status, clientRequestId } = one.request;
		return one !== except && clientRequestId
			? [`${integrationId}: ${status} (${clientRequestId})`]
			: [];
	});
	return others.length > 0
		? `Also requested in this run, as integration: status (client request ID): ${listed(others)}.`
		: '';
}
