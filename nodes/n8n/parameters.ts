import { type IExecuteFunctions, isExpression, type INodeParameters } from 'n8n-workflow';
import { type Checked, checkClientRequestId, checkIntegrationId } from '../gong/identifiers';
import { isRecord } from '../gong/records';
import { toExplanation } from './nodeErrors';
import { fail, type Result, succeed } from './result';
import { quoteValue } from '../text/quotes';

/** Whether n8n evaluates something in a saved value anew for each item (n8n-workflow, `isExpression`). */
export function hasExpression(value: unknown): boolean {
	if (typeof value === 'object' && value !== null)
		return Object.values(value).some((inner) => hasExpression(inner));
	return isExpression(value);
}

/**
 * The parameters of a node in one run. Reading one makes n8n copy it, a resource mapper with all its
 * columns too; so what has no expression in it is read once for all items.
 */
export class NodeParameters {
	/** As they were saved: neither copied nor evaluated. */
	readonly saved: INodeParameters;
	private readonly constants = new Map<string, Result<unknown>>();
	private readonly isConstant = new Map<string, boolean>();

	constructor(readonly context: IExecuteFunctions) {
		this.saved = context.getNode().parameters;
	}

	/** Whether every item has the same value. @param name of a parameter, or `collection.option` */
	isSameForAll(name: string): boolean {
		const known = this.isConstant.get(name);
		if (known !== undefined) return known;
		const same = !hasExpression(this.findSaved(name));
		this.isConstant.set(name, same);
		return same;
	}

	/** Whether the node has it: n8n fills in the defaults of those that it shows. */
	has(name: string): boolean {
		const [parameter, option] = name.split('.');
		const saved: unknown = this.saved[parameter];
		return option === undefined
			? saved !== undefined
			: isRecord(saved) && Object.hasOwn(saved, option);
	}

	private findSaved(name: string): unknown {
		const [parameter, option] = name.split('.');
		const saved: unknown = this.saved[parameter];
		return option === undefined || !isRecord(saved) ? saved : saved[option];
	}

	/** The value for an item. */
	read(name: string, item: number): Result<unknown> {
		const known = this.constants.get(name);
		if (known) return known;
		const value = this.evaluate(name, item);
		if (this.isSameForAll(name)) this.constants.set(name, value);
		return value;
	}

	private evaluate(name: string, item: number): Result<unknown> {
		if (!this.has(name)) return succeed(undefined);
		try {
			return succeed(this.context.getNodeParameter(name, item));
		} catch (error) {
			return { ok: false, error: toExplanation(error) };
		}
	}

	/** Those of one item. */
	of(item: number): ItemParameters {
		return new ItemParameters(this, item);
	}
}

/** The parameters of a node for one item. */
export class ItemParameters {
	constructor(
		private readonly parameters: NodeParameters,
		/** From 0. */
		readonly item: number,
	) {}

	/** @param label the parameter as the builder sees it */
	get(name: string, label: string): Setting {
		const reading = explainUnreadable(label, this.parameters.read(name, this.item));
		return new Setting(label, reading, this.parameters.has(name));
	}

	/**
	 * Reads the options of a collection, each by itself: one that cannot be read says nothing about the
	 * others, which may count for the whole run.
	 */
	collection(name: string, label: string): (option: string, optionLabel: string) => Setting {
		if (isRecord(this.parameters.saved[name]))
			return (option, optionLabel) => this.get(`${name}.${option}`, optionLabel);
		// An expression gives all of them, or there are none.
		const values = this.parameters.read(name, this.item);
		return (option, optionLabel) => {
			if (!values.ok || !this.parameters.has(name))
				return new Setting(label, explainUnreadable(label, values), this.parameters.has(name));
			if (!isRecord(values.value))
				return new Setting(label, refuse(label, values.value, 'Add the options one by one.'), true);
			const { [option]: value } = values.value;
			return new Setting(optionLabel, succeed(value), Object.hasOwn(values.value, option));
		};
	}

	/**
	 * *Integration*. The value is taken out of the picker's locator here, not by n8n, so that what an
	 * expression gave arrives as it is.
	 */
	integrationId(): Result<string> {
		const setting = this.get('integrationId', 'Integration');
		return setting.check((value) =>
			checkIntegrationId(isRecord(value) && '__rl' in value ? value.value : value),
		);
	}

	/** *Object ID*: text as it is, or a number that JavaScript has not rounded. */
	objectId(): Result<string> {
		const setting = this.get('objectId', 'Object ID');
		return setting.accept(
			(value) =>
				typeof value === 'string' && value.trim() !== ''
					? value
					: typeof value === 'number' && Number.isSafeInteger(value)
						? String(value)
						: undefined,
			'Pass the ID as text, as it was uploaded. A large number loses its last digits.',
		);
	}
}

/** Names the parameter whose expression cannot be evaluated. */
export const explainUnreadable = (label: string, reading: Result<unknown>): Result<unknown> =>
	reading.ok
		? reading
		: fail(
				`The value of '${label}' cannot be read: ${reading.error.message}`,
				reading.error.description || 'Check the expression.',
			);

const refuse = (label: string, value: unknown, advice: string): Result<never> =>
	fail(`The value of '${label}' cannot be used: ${quoteValue(value)}`, advice);

/**
 * A value that somebody has set for one item, to be read as what it has to be. n8n checks few values
 * that an expression gives, and none in a collection of options: whatever cannot be used is refused
 * here, since a guard that reads it as "not set" would be open. Each reading takes what to use where
 * the builder has not set it at all; without, that is refused too.
 */
export class Setting {
	constructor(
		/** As the builder sees it. */
		private readonly label: string,
		private readonly reading: Result<unknown>,
		/** Whether the builder has set it; an expression may have given nothing. */
		private readonly isSet: boolean,
	) {}

	/** @param read the value as it has to be; `undefined` = it cannot be used */
	accept<T, D = never>(
		read: (value: unknown) => T | undefined,
		advice: string,
		...absent: [D?]
	): Result<T | D> {
		if (!this.reading.ok) return this.reading;
		const { value } = this.reading;
		if (!this.isSet && absent.length > 0) return succeed(absent[0] as D);
		const usable = read(value);
		return usable === undefined ? refuse(this.label, value, advice) : succeed(usable);
	}

	/** As `accept`, with a check that says itself what is wrong. */
	check<T>(check: (value: unknown) => Checked<T>): Result<T> {
		if (!this.reading.ok) return this.reading;
		const checked = check(this.reading.value);
		return checked.ok
			? checked
			: fail(`The value of '${this.label}' ${checked.problem}`, checked.advice);
	}

	/** `true` or `false`, nothing that only looks like it. */
	asBoolean(...absent: [boolean?]): Result<boolean> {
		return this.accept(
			(value) => (typeof value === 'boolean' ? value : undefined),
			'Switch it on or off, or use an expression that gives true or false.',
			...absent,
		) as Result<boolean>;
	}

	/** One of the values that the builder can choose from. */
	asOneOf<T extends string>(choices: readonly T[], ...absent: [T?]): Result<T> {
		return this.accept(
			(value) => choices.find((one) => one === value),
			`Use ${choices.map((one) => `"${one}"`).join(' or ')}.`,
			...absent,
		) as Result<T>;
	}

	/** Text that is not blank, as it is. */
	asText(advice: string): Result<string>;
	asText(advice: string, absent: null): Result<string | null>;
	asText(advice: string, ...absent: [null?]): Result<string | null> {
		return this.accept(
			(value) => (typeof value === 'string' && value.trim() !== '' ? value : undefined),
			advice,
			...absent,
		) as Result<string | null>;
	}

	/** A number above 0 and up to `most`, also as digits in a text. */
	asPositiveNumber(most: number, ...absent: [number?]): Result<number> {
		return this.accept(
			(value) => {
				// A blank text is 0, and so refused.
				const number = typeof value === 'string' ? Number(value) : value;
				return typeof number === 'number' && number > 0 && number <= most ? number : undefined;
			},
			`Enter a number greater than 0, up to ${most}.`,
			...absent,
		) as Result<number>;
	}

	/** A whole number from 1 on, also as digits in a text. */
	asWholeNumber(...absent: [number?]): Result<number> {
		return this.accept(
			(value) => {
				const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
				return Number.isSafeInteger(number) && (number as number) >= 1
					? (number as number)
					: undefined;
			},
			'Enter a whole number, 1 or more.',
			...absent,
		) as Result<number>;
	}

	/** A *Client Request ID* of the builder's own. */
	asClientRequestId(): Result<string> {
		return this.check(checkClientRequestId);
	}

	/** The same; absent or an empty text = one is to be made (`null`). */
	asOptionalClientRequestId(): Result<string | null> {
		return !this.isSet || (this.reading.ok && this.reading.value === '')
			? succeed(null)
			: this.asClientRequestId();
	}
}
