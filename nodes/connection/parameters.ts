import type { IExecuteFunctions, INodeParameterResourceLocator } from 'n8n-workflow';
import { type Checked, checkClientRequestId, checkIntegrationId } from '../gong/identifiers';
import { invalidInput } from './nodeErrors';

/** Throws a checked value's error, naming the parameter as the builder sees it. */
function requireValid<T>(
	context: IExecuteFunctions,
	itemIndex: number,
	displayName: string,
	checkedValue: Checked<T>,
): T {
	if (checkedValue.ok) return checkedValue.value;
	throw invalidInput(
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
	return requireValid(context, itemIndex, 'Integration', checkIntegrationId(value));
}

/** Checks a *Client Request ID* that a user gave. @throws NodeOperationError naming the parameter. */
export const acceptClientRequestId = (
	context: IExecuteFunctions,
	itemIndex: number,
	value: unknown,
): string => requireValid(context, itemIndex, 'Client Request ID', checkClientRequestId(value));

/**
 * Reads *Object ID* of an item: text as it is, or a number that JavaScript has not rounded.
 *
 * @throws NodeOperationError naming the parameter.
 */
export function readObjectId(context: IExecuteFunctions, itemIndex: number): string {
	const value: unknown = context.getNodeParameter('objectId', itemIndex);
	if (typeof value === 'string' && value.trim() !== '') return value;
	if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
	throw invalidInput(
		context,
		itemIndex,
		`The value of "Object ID" is not usable: ${quoteValue(value)}`,
		'Pass the ID as text, as it was uploaded. A large number loses its last digits.',
	);
}

/** A value as it is quoted in a message. */
function quoteValue(value: unknown): string {
	const text = typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value));
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/**
 * A value that somebody has set for one item, to be read as what it has to be. n8n checks few values
 * that an expression gives, and none in a collection of options: whatever cannot be used is refused
 * here, since a guard that reads it as "not set" would be open.
 */
export class Setting {
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemIndex: number,
		/** As the builder sees it. */
		private readonly displayName: string,
		readonly value: unknown,
	) {}

	/** @throws NodeOperationError naming the parameter, what came, and what it takes. */
	private refuse(advice: string): never {
		throw invalidInput(
			this.context,
			this.itemIndex,
			`The value of "${this.displayName}" is not usable: ${quoteValue(this.value)}`,
			advice,
		);
	}

	/** `true` or `false`, nothing that only looks like it. */
	asBoolean(): boolean {
		if (typeof this.value === 'boolean') return this.value;
		return this.refuse('Switch it on or off, or use an expression that gives true or false.');
	}

	/** One of the values that the builder can choose from. */
	asOneOf<T extends string>(choices: readonly T[]): T {
		const choice = choices.find((one) => one === this.value);
		return choice ?? this.refuse(`It takes ${choices.map((one) => `"${one}"`).join(' or ')}.`);
	}

	/** Text that is not blank, as it is. */
	asText(advice: string): string {
		if (typeof this.value === 'string' && this.value.trim() !== '') return this.value;
		return this.refuse(advice);
	}

	/** A number above 0 and up to `most`, also as digits in a text. */
	asPositiveNumber(most: number): number {
		const { value } = this;
		// A blank text is 0, and so refused.
		const number = typeof value === 'string' ? Number(value) : value;
		if (typeof number === 'number' && number > 0 && number <= most) return number;
		return this.refuse(`Enter a number above 0 and up to ${most}.`);
	}
}

/** A parameter of an item. */
export const readSetting = (
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
	displayName: string,
): Setting =>
	new Setting(context, itemIndex, displayName, context.getNodeParameter(name, itemIndex));

/** Reads an option of a collection; `null` = the builder has not added it. */
export type ReadOption = (name: string, displayName: string) => Setting | null;

/**
 * The options that a builder has added to a collection, for one item.
 *
 * @throws NodeOperationError where an expression gave something else than a collection.
 */
export function readOptions(
	context: IExecuteFunctions,
	itemIndex: number,
	name: string,
	displayName: string,
): ReadOption {
	const values: unknown = context.getNodeParameter(name, itemIndex, {});
	if (typeof values !== 'object' || values === null || Array.isArray(values))
		throw invalidInput(
			context,
			itemIndex,
			`The value of "${displayName}" is not usable: ${quoteValue(values)}`,
			'Add the options one by one.',
		);
	return (option, optionName) =>
		Object.hasOwn(values, option)
			? new Setting(context, itemIndex, optionName, (values as Record<string, unknown>)[option])
			: null;
}
