import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ItemParameters } from '../n8n/parameters';
import { type ItemError, type Result, succeed } from '../n8n/result';
import type { RefusedItems } from '../requests/runState';
import type { Clock } from '../gong/clock';
import { attempt } from './errors';
import type { Run } from './run';
import { type ItemOutcome, putOut, refusedOutcomes } from './settle';

/** Items that one call answers, and what each of them asks for. */
export interface Group<I> {
	/** From 0. */
	items: number[];
	/** By the place of the item. */
	inputs: I[];
}

/** The input of a run, put together. */
export interface Grouping<G> {
	groups: Iterable<G> | AsyncIterable<G>;
	refused: RefusedItems[];
}

/** What came of a run's groups; of the groups themselves, which may be large, nothing else is kept. */
export interface Acted<R> {
	done: Array<{ items: number[]; value: R }>;
	refused: RefusedItems[];
}

/** For this long a loop goes on before everything else in this n8n has its turn, in ms. */
const LONGEST_TURN = 20;

/**
 * Reads what each item asks for. Nothing is sent before all of them are read.
 *
 * @param read calls `giveWay` itself within an item that takes long
 */
export async function readItems<I>(
	{ context, parameters, clock }: Run,
	read: (
		parameters: ItemParameters,
		giveWay: () => Promise<void>,
	) => Result<I> | Promise<Result<I>>,
): Promise<Array<Result<I>>> {
	const readings: Array<Result<I>> = [];
	const giveWay = createGiveWay(clock);
	for (const [item] of context.getInputData().entries()) {
		readings.push(await attempt(context, () => read(parameters.of(item), giveWay)));
		await giveWay();
	}
	return readings;
}

/** Lets everything else in this n8n have its turn, once it has been a while. */
function createGiveWay(clock: Clock): () => Promise<void> {
	let since = performance.now();
	return async () => {
		if (performance.now() - since < LONGEST_TURN) return;
		await clock.sleep(0);
		since = performance.now();
	};
}

/** Puts items together that one call answers. @param keyOf the same for items of one group */
export function groupItems<I>(
	readings: Array<Result<I>>,
	keyOf: (input: I) => string,
): { groups: Array<Group<I>>; refused: RefusedItems[] } {
	const groups = new Map<string, Group<I>>();
	const refused: RefusedItems[] = [];
	for (const [item, reading] of readings.entries()) {
		if (!reading.ok) {
			refused.push({ items: [item], refusal: reading.error });
			continue;
		}
		const key = keyOf(reading.value);
		const group = groups.get(key);
		if (!group) groups.set(key, { items: [item], inputs: [reading.value] });
		else {
			group.items.push(item);
			group.inputs.push(reading.value);
		}
	}
	return { groups: [...groups.values()], refused };
}

/**
 * Acts on the groups, one after the other; with *Stop Workflow*, on none where an item was refused, and
 * on no further one after the first that goes wrong.
 */
export async function actOnGroups<G extends { items: number[] }, R>(
	{ context, clock, settings: { stopOnError } }: Run,
	{ groups, refused }: Grouping<G>,
	act: (group: G) => Promise<Result<R>>,
): Promise<Acted<R>> {
	const acted: Acted<R> = { done: [], refused: [...refused] };
	const giveWay = createGiveWay(clock);
	const isStopped = () => stopOnError && acted.refused.length > 0;
	if (isStopped()) return acted;
	const going = await attempt(context, async () => {
		for await (const group of groups) {
			const result = await attempt(context, async () => await act(group));
			const { items } = group;
			if (result.ok) acted.done.push({ items, value: result.value });
			else acted.refused.push({ items, refusal: result.error });
			if (isStopped()) break;
			await giveWay();
		}
		return succeed(null);
	});
	if (!going.ok) acted.refused.push(...withoutResult(context.getInputData(), acted, going.error));
	return acted;
}

/** The items that nothing has come of, because the run as a whole went wrong. */
function withoutResult(
	input: INodeExecutionData[],
	{ done, refused }: Acted<unknown>,
	refusal: ItemError,
): RefusedItems[] {
	const answered = new Set([
		...done.flatMap(({ items }) => items),
		...refused.flatMap(({ items }) => items),
	]);
	const items = [...input.keys()].filter((item) => !answered.has(item));
	return items.length > 0 ? [{ items, refusal }] : [];
}

/** The groups that nothing stands in the way of. */
async function checkGroups<G extends { items: number[] }>(
	grouping: Grouping<G>,
	check: (group: G) => Promise<Result<unknown>>,
	run: Run,
): Promise<Grouping<G>> {
	const { done, refused } = await actOnGroups(run, grouping, async (group) => {
		const checked = await check(group);
		return checked.ok ? succeed(group) : checked;
	});
	return { groups: done.map(({ value }) => value), refused };
}

/** What an operation is made of that is over with its calls. */
export interface ItemOperation<I, R> {
	/** What an item asks for. */
	read(parameters: ItemParameters): Result<I>;
	/** Items with the same key are answered by the same calls. */
	keyOf(input: I): string;
	/**
	 * Finds out what stands in the way of a group, and changes nothing: asked of all groups before one is
	 * acted on. A single one finds out as it acts.
	 */
	check?(run: Run, group: Group<I>): Promise<Result<unknown>>;
	/** Makes the calls. */
	act(run: Run, group: Group<I>): Promise<Result<R>>;
	/** What an item of the group puts out, or why it is an error. @param place in the group */
	spread(value: R, input: I, place: number): Result<IDataObject[]>;
}

/** An operation for all items of a run: read → group → check → act → spread. */
export const itemOperation =
	<I, R>({ read, keyOf, check, act, spread }: ItemOperation<I, R>) =>
	async (run: Run): Promise<Result<INodeExecutionData[]>> => {
		const grouping = groupItems(await readItems(run, read), keyOf);
		const checked =
			check && grouping.groups.length > 1
				? await checkGroups(grouping, async (group) => await check(run, group), run)
				: grouping;
		const { done, refused } = await actOnGroups(run, checked, async (group: Group<I>) => {
			const acted = await act(run, group);
			return acted.ok ? succeed({ value: acted.value, inputs: group.inputs }) : acted;
		});
		const outcomes = done.flatMap(({ items, value: { value, inputs } }) =>
			items.map((item, place): ItemOutcome => {
				const rows = spread(value, inputs[place], place);
				return rows.ok ? { item, rows: rows.value } : { item, error: rows.error, details: null };
			}),
		);
		return putOut([...refusedOutcomes(refused), ...outcomes], run.settings.stopOnError);
	};
