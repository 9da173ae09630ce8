import { type IExecuteFunctions, type INodeExecutionData, NodeOperationError } from 'n8n-workflow';
import { type Explanation, sentences } from '../connection/explain';
import { gongSaid } from '../connection/nodeErrors';
import { describeDeletion } from './request';
import { knownState } from './knownState';
import type { ItemState } from './itemState';
import type { WaitSettings } from './waitSettings';

type Choices = Pick<WaitSettings, 'onFailed' | 'onTimeout' | 'shortened'>;

/** What an item that the user wants to see as an error says; `null` = it is a result. */
export function objection({ deletion, refusal }: ItemState, choices: Choices): Explanation | null {
	if (refusal) return refusal;
	if (deletion?.status === 'FAILED' && choices.onFailed === 'error')
		return {
			message: `Gong could not delete integration ${deletion.integrationId}`,
			description: sentences(
				deletion.errors.length > 0
					? `Gong says: ${deletion.errors.map(inWords).join(' ')}`
					: 'Gong gave no reason.',
				deletion.requestId && `(Gong's reference: ${deletion.requestId}).`,
				'The integration may be partly deleted. Run the workflow again, or ask Gong’s support about the client request ID',
				`${deletion.clientRequestId}.`,
			),
			httpCode: null,
		};
	if (deletion?.timedOut && choices.onTimeout === 'error')
		return {
			message: `Gong is still deleting integration ${deletion.integrationId}`,
			description: sentences(
				choices.shortened
					? 'The wait ended early, because the workflow’s own timeout (Workflow Settings > Timeout Workflow) would have cancelled the execution.'
					: '"Maximum Wait (Hours)" is over.',
				knownState(deletion),
			),
			httpCode: null,
		};
	return null;
}

const inWords = ({ line, description }: { line: number; description: string }): string =>
	line > 0 ? `“${description}” (line ${line})` : `“${description}”`;

/**
 * An item on the error output, or in the place of a result with *Continue*. n8n takes an item for an
 * error by exactly these keys (n8n-core, `handleNodeErrorOutput`), also when the execution resumes
 * after having been suspended; an `error` property beside `json` would make it drop the rest.
 */
export const objectionItem = (
	{ message, description }: Pick<Explanation, 'message' | 'description'>,
	{ deletion }: Pick<ItemState, 'deletion'>,
	index: number,
): INodeExecutionData => ({
	json: {
		error: message,
		message: description,
		details: deletion && describeDeletion(deletion),
	},
	pairedItem: { item: index },
});

/**
 * What the node puts out in the end, one item per input item, in the input's order.
 *
 * @throws NodeApiError or NodeOperationError for the first item with an objection, when the node's
 * *On Error* setting is *Stop Workflow*.
 */
export function settle(
	context: IExecuteFunctions,
	states: ItemState[],
	settings: Choices & Pick<WaitSettings, 'stopOnError'>,
): INodeExecutionData[] {
	return states.map((state, index) => {
		const against = objection(state, settings);
		if (!against)
			return {
				json: { ...(state.deletion && describeDeletion(state.deletion)) },
				pairedItem: { item: index },
			};
		if (!settings.stopOnError) return objectionItem(against, state, index);
		const explanation = {
			...against,
			description: sentences(against.description, othersInRun(states, index)),
		};
		if (state.deletion?.timedOut)
			throw new NodeOperationError(context.getNode(), explanation.message, {
				description: explanation.description,
				itemIndex: index,
			});
		throw gongSaid(context, index, explanation);
	});
}

/** Deletions of the same run whose state would be lost with the error of another item. */
export function othersInRun(states: ItemState[], except: number): string {
	const others = states.flatMap(({ deletion }, index) =>
		index !== except && deletion?.clientRequestId
			? [`${deletion.integrationId}: ${deletion.status} (${deletion.clientRequestId})`]
			: [],
	);
	return others.length > 0
		? `Also requested in this run, as integration: status (client request ID): ${others.join(', ')}.`
		: '';
}
