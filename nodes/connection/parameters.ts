import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { type Checked, checkClientRequestId, checkIntegrationId } from '../gong/identifiers';
import { unusable } from './nodeErrors';

/** Throws a checked value's objection, naming the parameter as the builder sees it. */
function accept<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	displayName: string,
	checkedValue: Checked<T>,
): T {
	if (checkedValue.ok) return checkedValue.value;
	throw unusable(
		context,
		itemIndex,
		`The value of "${displayName}" ${checkedValue.problem}`,
		checkedValue.advice,
	);
}

/**
 * Reads *Integration* of an item. The value is taken out of the picker's locator here, not by n8n,
 * so that what an expression gave arrives as it is.
 *
 * @throws NodeOperationError naming the parameter.
 */
export function readIntegrationId(context: IExecuteFunctions, itemIndex: number): string {
	const parameter = context.getNodeParameter('integrationId', itemIndex) as
		| INodeParameterResourceLocator
		| string;
	const value: unknown =
		typeof parameter === 'object' && parameter !== null && '__rl' in parameter
			? parameter.value
			: parameter;
	return accept(context, itemIndex, 'Integration', checkIntegrationId(value));
}

/** Checks a *Client Request ID* that a user gave. @throws NodeOperationError naming the parameter. */
export const acceptClientRequestId = (
	context: IExecuteFunctions,
	itemIndex: number,
	value: unknown,
): string => accept(context, itemIndex, 'Client Request ID', checkClientRequestId(value));

/**
 * Checks a number that a user gave.
 *
 * @param most the largest value that makes sense; the smallest is anything above 0
 * @throws NodeOperationError naming the parameter.
 */
export function acceptPositiveNumber(
	context: IExecuteFunctions,
	displayName: string,
	value: unknown,
	most: number,
): number {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number === 'number' && number > 0 && number <= most) return number;
	throw unusable(
		context,
		0,
		`The value of "${displayName}" is not usable: ${String(value)}`,
		`Enter a number above 0 and up to ${most}.`,
	);
}
