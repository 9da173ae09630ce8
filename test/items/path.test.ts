import type { IDataObject } from 'n8n-workflow';
import { type ItemError, type Result, succeed } from '../../nodes/n8n/result';
import {
	actOnGroups,
	type Group,
	groupItems,
	itemOperation,
	readItems,
} from '../../nodes/items/path';
import { collectGarbage } from '../harness/collectGarbage';
import { scripted } from '../gong/scripted';
import { node } from '../workflows/build';
import { createScriptedRun } from './scriptedRun';

const no = (message: string): ItemError => ({
	message,
	description: '',
	httpCode: null,
	isOurs: true,
});
const refuse = (message: string): Result<never> => ({ ok: false, error: no(message) });

interface Given {
	/** How many items come in, or what they are. */
	items?: number | IDataObject[];
	stopOnError?: boolean;
	signal?: AbortSignal;
	sleep?: (ms: number) => Promise<void>;
}

/** A run whose parameter `value` is the item's own. */
function createRun({ items = 4, stopOnError = false, signal, sleep }: Given = {}) {
	const input: IDataObject[] = typeof items === 'number' ? Array(items).fill({}) : items;
	const { client, clock, slept } = scripted({ noAnswer: 'Nobody is to be called' });
	const asked = {
		getInputData: () => input.map((json) => ({ json })),
		getNode: () => node('Gong', 'n8n-nodes-gong-crm.gongCrm', { value: '={{ $json.value }}' }),
		getNodeParameter: (_name: string, item: number) => input[item].value,
		getExecutionCancelSignal: () => signal,
		continueOnFail: () => !stopOnError,
		getExecutionId: () => '1',
	};
	const ofRun = sleep ? { ...clock, sleep } : clock;
	const run = createScriptedRun(asked, { client, clock: ofRun }, { stopOnError });
	return { run, slept };
}

describe('reading the items of a run', () => {
	test('gives a result for each, in order, whatever is thrown in between', async () => {
		const { run } = createRun();
		expect(
			await readItems(run, async ({ item }) => {
				await Promise.resolve();
				if (item === 1) throw new Error('No path back');
				return item === 2 ? refuse('Not usable') : succeed(item);
			}),
		).toEqual([succeed(0), refuse('No path back'), refuse('Not usable'), succeed(3)]);
	});

	test('reads each item with its own parameters', async () => {
		const { run } = createRun({ items: [{ value: 'a' }, { value: 7 }] });
		expect(await readItems(run, (item) => item.get('value', 'Value').asText('Enter it.'))).toEqual([
			succeed('a'),
			expect.objectContaining({ ok: false }),
		]);
	});

	test('lets everything else in n8n have its turn every so often', async () => {
		let turns = 0;
		const { run } = createRun({
			items: 5,
			sleep: async () => {
				turns += 1;
			},
		});
		// Time passes while items are read only.
		let now = 0;
		const clock = jest.spyOn(performance, 'now').mockImplementation(() => now);
		await readItems(run, ({ item }) => {
			if (item < 3) now += 25;
			return succeed(null);
		});
		clock.mockRestore();
		expect(turns).toBe(3);
	});

	test('leaves with a cancellation', async () => {
		const { run } = createRun({ signal: AbortSignal.abort() });
		const read = readItems(run, () => {
			throw new Error('Something is gone');
		});
		await expect(read).rejects.toThrow('Something is gone');
	});
});

test('items that ask for the same are in one group, those that cannot be read in none', () => {
	const readings = [
		succeed({ id: 'b', more: 1 }),
		refuse('First'),
		succeed({ id: 'a', more: 2 }),
		succeed({ id: 'b', more: 3 }),
		refuse('Second'),
	];
	expect(groupItems(readings, ({ id }) => id)).toEqual({
		groups: [
			{
				items: [0, 3],
				inputs: [
					{ id: 'b', more: 1 },
					{ id: 'b', more: 3 },
				],
			},
			{ items: [2], inputs: [{ id: 'a', more: 2 }] },
		],
		refused: [
			{ items: [1], refusal: no('First') },
			{ items: [4], refusal: no('Second') },
		],
	});
	expect(groupItems([], String)).toEqual({ groups: [], refused: [] });
});

test('a key that JavaScript knows otherwise is a key like any other', () => {
	const keys = ['__proto__', 'constructor', 'toString', '__proto__'];
	const { groups } = groupItems(keys.map(succeed), (key) => key);
	expect(groups.map(({ items }) => items)).toEqual([[0, 3], [1], [2]]);
});

describe('acting on the groups of a run', () => {
	const groupsOf = (...items: number[][]) => items.map((one) => ({ items: one }));
	const refused = [{ items: [3], refusal: no('Not usable') }];

	/** Acts on groups, of which some go wrong; what was acted on, and what came of it. */
	async function act(
		given: Given & { fails?: number[]; throws?: number[] },
		grouping: Parameters<typeof actOnGroups<{ items: number[] }, string>>[1],
	) {
		const { fails = [], throws = [] } = given;
		const tried: number[] = [];
		const { run } = createRun(given);
		const acted = await actOnGroups<{ items: number[] }, string>(run, grouping, async (group) => {
			const [first] = group.items;
			tried.push(first);
			if (throws.includes(first)) throw new Error(`Thrown at ${first}`);
			return fails.includes(first) ? refuse(`Refused at ${first}`) : succeed(`done ${first}`);
		});
		return { ...acted, done: acted.done.map(({ value }) => value), tried };
	}

	test('acts on one after the other, and says what came of each', async () => {
		expect(await act({}, { groups: groupsOf([0, 2], [1]), refused })).toEqual({
			tried: [0, 1],
			done: ['done 0', 'done 1'],
			refused,
		});
	});

	test('with Stop acts on nothing after a refused reading', async () => {
		expect(await act({ stopOnError: true }, { groups: groupsOf([0], [1]), refused })).toEqual({
			tried: [],
			done: [],
			refused,
		});
	});

	test('with Stop does not even begin to make groups after a refused reading', async () => {
		let begun = false;
		function* groups() {
			begun = true;
			yield { items: [0] };
		}
		await act({ stopOnError: true }, { groups: groups(), refused });
		expect(begun).toBe(false);
	});

	test.each([
		['is refused', { fails: [1] }, no('Refused at 1')],
		['throws', { throws: [1] }, no('Thrown at 1')],
	])('with Stop acts on no further one after one that %s', async (_, how, refusal) => {
		const grouping = { groups: groupsOf([0], [1, 3], [2]), refused: [] };
		expect(await act({ stopOnError: true, ...how }, grouping)).toEqual({
			tried: [0, 1],
			done: ['done 0'],
			refused: [{ items: [1, 3], refusal }],
		});
	});

	test('with Continue goes on after each that goes wrong', async () => {
		expect(
			await act({ fails: [0], throws: [1] }, { groups: groupsOf([0], [1], [2]), refused }),
		).toEqual({
			tried: [0, 1, 2],
			done: ['done 2'],
			refused: [
				...refused,
				{ items: [0], refusal: no('Refused at 0') },
				{ items: [1], refusal: no('Thrown at 1') },
			],
		});
	});

	test('keeps none of them in memory once it is done with', async () => {
		const made: Array<WeakRef<object>> = [];
		async function* large() {
			for (const item of [0, 1, 2]) {
				const group = { items: [item], body: new Array<number>(1000).fill(item) };
				made.push(new WeakRef(group));
				yield await Promise.resolve(group);
			}
		}
		const acted = await actOnGroups(
			createRun({ items: 3 }).run,
			{ groups: large(), refused: [] },
			async ({ items }) => await Promise.resolve(succeed(items[0])),
		);
		await collectGarbage();
		expect(made.map((group) => group.deref())).toEqual([undefined, undefined, undefined]);
		expect(acted.done).toHaveLength(3);
	});

	describe('that cannot be made any further', () => {
		async function* broken() {
			yield { items: [0] };
			await Promise.resolve();
			throw new Error('The disk is gone');
		}

		test.each([true, false])(
			'keeps what is done, and makes the rest errors; with Stop: %p',
			async (stopOnError) => {
				expect(await act({ stopOnError, items: 4 }, { groups: broken(), refused: [] })).toEqual({
					tried: [0],
					done: ['done 0'],
					refused: [{ items: [1, 2, 3], refusal: no('The disk is gone') }],
				});
			},
		);

		test('keeps the errors that items have already', async () => {
			expect(await act({ items: 4, fails: [0] }, { groups: broken(), refused })).toEqual({
				tried: [0],
				done: [],
				refused: [
					...refused,
					{ items: [0], refusal: no('Refused at 0') },
					{ items: [1, 2], refusal: no('The disk is gone') },
				],
			});
		});

		test('makes no error of nobody', async () => {
			expect(await act({ items: 1 }, { groups: broken(), refused: [] })).toEqual({
				tried: [0],
				done: ['done 0'],
				refused: [],
			});
		});
	});

	test('leaves with a cancellation, and acts on no further one', async () => {
		const stop = new AbortController();
		const tried: number[] = [];
		const { run } = createRun({ signal: stop.signal });
		const acting = actOnGroups(
			run,
			{ groups: groupsOf([0], [1], [2]), refused: [] },
			async ({ items: [first] }) => {
				tried.push(first);
				if (first === 1) {
					stop.abort();
					throw new Error('Aborted');
				}
				return succeed(first);
			},
		);
		await expect(acting).rejects.toThrow('Aborted');
		expect(tried).toEqual([0, 1]);
	});

	test('leaves with a cancellation while groups are made', async () => {
		const stop = new AbortController();
		function* groups() {
			yield { items: [0] };
			stop.abort();
			throw new Error('Aborted');
		}
		await expect(act({ signal: stop.signal }, { groups: groups(), refused: [] })).rejects.toThrow(
			'Aborted',
		);
	});
});

describe('an operation that is over with its calls', () => {
	const calls: string[][] = [];
	beforeEach(() => calls.splice(0));

	/** Doubles texts, a call for each first letter. */
	const double = itemOperation<string, Map<string, string>>({
		read: (parameters) => parameters.get('value', 'Value').asText('Enter it.'),
		keyOf: (text) => text[0],
		async act(_run, { inputs }: Group<string>) {
			calls.push(inputs);
			if (inputs.includes('cannot')) return refuse('Gong cannot');
			return succeed(new Map(inputs.map((text) => [text, text + text])));
		},
		spread: (doubled, text, place) =>
			text === 'bad' ? refuse('Not this one') : succeed([{ is: doubled.get(text), place }]),
	});
	const items = ['b1', 'a1', '', 'b2', 'cannot', 'bad'].map((value) => ({ value }));

	test('calls once for each group, and puts out each item in its place', async () => {
		const { run } = createRun({ items });
		const error = (message: string, item: number, description: unknown = '') => ({
			json: { error: message, message: description, details: null },
			pairedItem: { item },
		});
		expect(await double(run)).toEqual(
			succeed([
				{ json: { is: 'b1b1', place: 0 }, pairedItem: { item: 0 } },
				{ json: { is: 'a1a1', place: 0 }, pairedItem: { item: 1 } },
				error('The value of \'Value\' cannot be used: ""', 2, 'Enter it.'),
				{ json: { is: 'b2b2', place: 1 }, pairedItem: { item: 3 } },
				error('Gong cannot', 4),
				error('Not this one', 5),
			]),
		);
		expect(calls).toEqual([['b1', 'b2', 'bad'], ['a1'], ['cannot']]);
	});

	test.each([
		['a reading', ['a', '', 'b'], 'The value of \'Value\' cannot be used: ""', 1, []],
		['a call', ['a', 'cannot', 'b'], 'Gong cannot', 1, [['a'], ['cannot']]],
		['what came of it', ['a', 'b', 'bad'], 'Not this one', 2, [['a'], ['b', 'bad']]],
	])('with Stop ends with the first error, here of %s', async (_, values, message, item, made) => {
		const { run } = createRun({ items: values.map((value) => ({ value })), stopOnError: true });
		expect(await double(run)).toMatchObject({ ok: false, error: { message, itemIndex: item } });
		expect(calls).toEqual(made);
	});
});
