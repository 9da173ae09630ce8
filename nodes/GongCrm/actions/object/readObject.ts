import { isExpression } from 'n8n-workflow';
import { explainUnreadable, type ItemParameters } from '../../../n8n/parameters';
import { toExplanation } from '../../../n8n/nodeErrors';
import { type Result, succeed } from '../../../n8n/result';
import { isRecord } from '../../../gong/records';
import type { Run } from '../../../items/run';

/** What an item is to be uploaded with. */
export interface GivenObject {
	fields: Record<string, unknown>;
	/** *Map Automatically*: fields that Gong does not know are left out. */
	isAutomatic: boolean;
	/** Those that are the builder's own word where they are empty; absent = all. */
	filledIn?: ReadonlySet<string>;
}

export type ReadObject = (parameters: ItemParameters) => Result<GivenObject>;

/**
 * Reads the objects of a run. The mapper is not asked for through n8n where that can be helped: n8n
 * would copy it for each item, with every column that the editor has saved; and its value by itself is
 * worse, since n8n rounds IDs in it, and evaluates its expressions twice.
 */
export function createObjectReader(run: Run): ReadObject {
	const { context, parameters } = run;
	const mapper: unknown = parameters.saved.fields;
	if (!isRecord(mapper)) return readEvaluated(run);
	const input = context.getInputData();
	const { mappingMode, value } = mapper;
	if (mappingMode !== 'defineBelow')
		return ({ item }) => succeed({ fields: input[item].json, isAutomatic: true });
	if (value !== null && !isRecord(value)) return readEvaluated(run);
	const columns = withoutRemoved(mapper, value ?? {});
	// The editor presets a column that the builder leaves empty; one with an expression, the builder made.
	const filledIn = new Set(columns.flatMap(([name, saved]) => (isFilledIn(saved) ? [name] : [])));
	return ({ item }) => {
		const fields: Record<string, unknown> = {};
		for (const [name, saved] of columns) {
			const reading = explainUnreadable(name, evaluate(run, saved, item));
			if (!reading.ok) return reading;
			fields[name] = reading.value;
		}
		return succeed({ fields, isAutomatic: false, filledIn });
	};
}

const isFilledIn = (saved: unknown): boolean => isExpression(saved) && saved.slice(1).trim() !== '';

/** An expression gives the whole mapper, or all of its columns. */
const readEvaluated =
	({ context }: Run): ReadObject =>
	(parameters) => {
		const mapper = parameters
			.get('fields', 'Fields')
			.accept((value) => (isRecord(value) ? value : undefined), 'Choose how to map the fields.');
		if (!mapper.ok) return mapper;
		const { mappingMode, value } = mapper.value;
		if (mappingMode !== 'defineBelow')
			return succeed({
				fields: context.getInputData()[parameters.item].json,
				isAutomatic: true,
			});
		const columns = withoutRemoved(mapper.value, isRecord(value) ? value : {});
		return succeed({ fields: Object.fromEntries(columns), isAutomatic: false });
	};

/** The editor presets columns that the builder has removed, booleans with false. */
function withoutRemoved(
	{ schema }: Record<string, unknown>,
	value: Record<string, unknown>,
): Array<[string, unknown]> {
	const columns: unknown[] = Array.isArray(schema) ? schema : [];
	const removed = new Set(
		columns.filter(isRecord).flatMap((column) => (column.removed === true ? [column.id] : [])),
	);
	return Object.entries(value).filter(([name]) => !removed.has(name));
}

/** The value of a saved column for an item, with all expressions in it. */
function evaluate(run: Run, saved: unknown, item: number): Result<unknown> {
	try {
		return succeed(evaluateDeep(run, saved, item));
	} catch (error) {
		return { ok: false, error: toExplanation(error) };
	}
}

function evaluateDeep(run: Run, saved: unknown, item: number): unknown {
	if (isExpression(saved)) {
		const value = asText(run.context.evaluateExpression(saved.slice(1), item));
		// What JSON cannot say throws here, where the column is known.
		if (isRecord(value) || Array.isArray(value)) JSON.stringify(value);
		return value;
	}
	if (Array.isArray(saved)) return saved.map((inner) => evaluateDeep(run, inner, item));
	if (!isRecord(saved)) return saved;
	return Object.fromEntries(
		Object.entries(saved).map(([name, inner]) => [name, evaluateDeep(run, inner, item)]),
	);
}

/** A Luxon date as n8n hands it on in parameters, with its offset (n8n-core, `cleanupParameterData`). */
const asText = (value: unknown): unknown =>
	typeof value === 'object' && value !== null && 'toISODate' in value ? String(value) : value;
