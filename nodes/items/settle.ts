import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { joinSentences } from '../text/sentences';
import { type ItemError, type Result, succeed } from '../n8n/result';
import { joinList } from '../text/lists';
import { kindOf } from '../requests/kinds';
import { isMadeElsewhere, isUnheardOf } from '../requests/words';
import type { Followed, RefusedItems, RunState } from '../requests/runState';
import type { WaitSettings } from '../requests/waitSettings';
import { toErrorItem } from './errors';

/** What one input item comes to: items to put out, or an error with what is known all the same. */
export type ItemOutcome = { item: number } & (
	| { rows: IDataObject[] }
	| { error: ItemError; details: IDataObject | null }
);

/** What refused items come to: nothing else is known of them. */
export const refusedOutcomes = (refused: RefusedItems[]): ItemOutcome[] =>
	refused.flatMap(({ items, refusal }) =>
		items.map((item) => ({ item, error: refusal, details: null })),
	);

/**
 * What an operation puts out, in the input's order.
 *
 * @returns with *Stop Workflow* the first error, if there is one
 */
export function putOut(
	outcomes: ItemOutcome[],
	stopOnError: boolean,
): Result<INodeExecutionData[]> {
	const inOrder = [...outcomes].sort((a, b) => a.item - b.item);
	const first = stopOnError ? inOrder.find((one) => 'error' in one) : undefined;
	if (first && 'error' in first)
		return { ok: false, error: { itemIndex: first.item, ...first.error } };
	return succeed(
		inOrder.flatMap((one) =>
			'error' in one
				? [toErrorItem(one.error, one.details, one.item)]
				: one.rows.map((json) => ({ json, pairedItem: { item: one.item } })),
		),
	);
}

/**
 * What the requests of a run put out in the end, one item per input item, in the input's order.
 *
 * @returns with *Stop Workflow* the first error, if there is one, with the state of all other requests
 */
export function settle(
	context: IExecuteFunctions,
	{ followed, refused }: RunState,
	settings: WaitSettings,
): Result<INodeExecutionData[]> {
	const ofRequests = followed.map((one) => ({
		one,
		results: kindOf(one.request).results(one.request, settings),
	}));
	const settled = putOut(
		[
			...refusedOutcomes(refused),
			...ofRequests.flatMap(({ one: { request, refusal }, results }) =>
				results.map(({ json, error }, place): ItemOutcome => {
					const item = request.items[place];
					const own = refusal ?? error;
					return own ? { item, error: own, details: json } : { item, rows: [json] };
				}),
			),
		],
		settings.stopOnError,
	);
	if (settled.ok) return settled;
	const { itemIndex = 0 } = settled.error;
	const results = ofRequests.flatMap((one) => one.results.map(({ json }) => json));
	const answered = results.length + refusedOutcomes(refused).length;
	const from = followed.find(({ request }) => request.items.includes(itemIndex));
	const error = from
		? kindOf(from.request).summarizeErrors(
				ofRequests.flatMap(({ one: { request, refusal }, results: own }) =>
					own.flatMap((result, place) => {
						const said = refusal ?? result.error;
						return said ? { itemIndex: request.items[place], ...said } : [];
					}),
				),
				results,
				// At the end of the loop, what came in are requests.
				Math.max(context.getInputData().length, answered),
			)
		: settled.error;
	const others = listOtherRequests(followed, from);
	return {
		ok: false,
		error: { ...error, description: joinSentences(error.description, others), itemIndex },
	};
}

/** Requests of the same run whose state would be lost with the error of another item: all of them. */
export function listOtherRequests(followed: Followed[], except?: Followed): string {
	const requests = followed.flatMap((one) =>
		one !== except && one.request.clientRequestId ? [one.request] : [],
	);
	const others = requests.map((request) => {
		const status = isUnheardOf(request) ? 'no status yet' : request.status;
		return `${request.integrationId}: ${status} (${request.clientRequestId})`;
	});
	return others.length > 0
		? `Also ${requests.every(isMadeElsewhere) ? 'asked about' : 'requested'} in this run, as integration: status (client request ID): ${joinList(others, others.length)}.`
		: '';
}
