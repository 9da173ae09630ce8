import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { toOutputHint } from '../n8n/outputHint';
import type { ItemParameters } from '../n8n/parameters';
import { type Result, succeed } from '../n8n/result';

/** *Return All* and *Limit*, in the words that n8n has for them. */
export const limitProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** How many results an item asks for at most. */
export function readLimit(parameters: ItemParameters): Result<number> {
	const returnAll = parameters.get('returnAll', 'Return All').asBoolean();
	if (!returnAll.ok) return returnAll;
	return returnAll.value ? succeed(Infinity) : parameters.get('limit', 'Limit').asWholeNumber();
}

/** Says that there is more than was asked for: Gong gives all of it in one answer. */
export function hintAtMore(
	context: IExecuteFunctions,
	count: number,
	asked: Array<{ limit: number }>,
): void {
	const limit = Math.min(...asked.map((one) => one.limit));
	if (count > limit)
		context.addExecutionHints(
			toOutputHint(
				`Limit: the first ${limit} of ${count}. Switch on 'Return All' to get the others too.`,
			),
		);
}
