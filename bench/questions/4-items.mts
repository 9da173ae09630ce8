import { say } from '../../test/e2e/progress.mts';
import { Engine, type Measurement } from '../engine/engine.mts';
import { someIds, withGong } from '../engine/stand.mts';
import type { Wishes } from '../engine/workflows.mts';
import { goal } from '../goals.ts';
import { defineQuestion, inTurn } from '../question.mts';
import { nameAnswer } from '../report/text.mts';
import { rounded } from '../statistics.mts';

/** What is compared: the same deletions, made in three ways. */
const ways = {
	ours: { subject: 'ours' },
	'H, all at once': { subject: 'http' },
	// The shortest interval there is. It does not wait for answers.
	'H, one by one': { subject: 'http', batching: { batchSize: 1, batchInterval: 1 } },
} satisfies Record<string, Wishes>;
type Way = keyof typeof ways;
const wayNames = Object.keys(ways) as Way[];

/** How many items, how long Gong takes to answer (ms), and how often each way has its turn. */
const ROWS: Array<{ items: number; answersAfter: number; turns: number }> = [
	{ items: 1, answersAfter: 0, turns: 200 },
	{ items: 1, answersAfter: 200, turns: 20 },
	{ items: 100, answersAfter: 0, turns: 15 },
	{ items: 100, answersAfter: 200, turns: 2 },
	{ items: 1000, answersAfter: 0, turns: 6 },
];

/** Runs before anything counts, until the compiler has seen it all. */
const WARM_UP = 12;

async function runOnce(
	engine: Engine,
	way: Way,
	items: number,
	answersAfter: number,
): Promise<Measurement> {
	const ids = someIds(items);
	return await withGong(ids, answersAfter, async (gong) => {
		const measurement = await engine.delete(ways[way], gong, ids);
		if (measurement.failure || measurement.results !== items)
			throw new Error(
				`${way}: ${measurement.failure ?? `${measurement.results} of ${items} items`}`,
			);
		return measurement;
	});
}

/** Per item, in ms. */
type Timing = Record<Way, Pick<Measurement, 'ms' | 'cpu'>>;

/** The least disturbed of several runs. */
async function timeInTurn(
	engine: Engine,
	{ items, answersAfter, turns }: (typeof ROWS)[number],
): Promise<Timing> {
	const runs = await inTurn(
		turns,
		wayNames,
		async (way) => await runOnce(engine, way, items, answersAfter),
	);
	const least = (way: Way) => ({
		ms: Math.min(...runs[way].map(({ ms }) => ms)) / items,
		cpu: Math.min(...runs[way].map(({ cpu }) => cpu)) / items,
	});
	return Object.fromEntries(wayNames.map((way) => [way, least(way)])) as Timing;
}

const nameOf = ({ items, answersAfter }: (typeof ROWS)[number]) => [
	items,
	nameAnswer(answersAfter),
];

const titled = (title: string, timings: Timing[], figure: 'ms' | 'cpu') => ({
	title,
	columns: ['items', 'Gong answers', ...wayNames, 'ours / all at once', 'ours / one by one'],
	rows: timings.map((timing, row) => {
		const [ours, atOnce, oneByOne] = wayNames.map((way) => timing[way][figure]);
		return [
			...nameOf(ROWS[row]),
			...[ours, atOnce, oneByOne, ours / atOnce, ours / oneByOne].map(rounded),
		];
	}),
});

const IN_A_ROW =
	'Ours makes one call after the other, since Gong counts calls by the second. H has all calls under way at the same time, which Gong’s limit of 3 a second does not allow (question 5).';
const why = {
	ms: IN_A_ROW,
	cpu: 'Ours checks each item, derives its client request ID and keeps the pace. Opening a connection for each call in turn takes the system longer than opening many at once.',
};

export default defineQuestion({
	number: 4,
	title: 'What the node costs beside the call itself',
	async run() {
		const timings: Timing[] = [];
		await Engine.with(['ours', 'http'], async (engine) => {
			await inTurn(WARM_UP, wayNames, async (way) => await runOnce(engine, way, 40, 0));
			for (const row of ROWS) {
				say(`  ${nameOf(row).join(' items, answers ')}, ${row.turns} times each`);
				timings.push(await timeInTurn(engine, row));
			}
		});
		const goals = ROWS.flatMap((row, index) =>
			(['H, all at once', 'H, one by one'] as const).flatMap((other) =>
				(['ms', 'cpu'] as const).map((figure) =>
					goal(
						`${figure === 'ms' ? 'Time' : 'Processor time'} for an item of ${row.items} answered ${nameOf(row)[1]}, ours over ${other}`,
						timings[index].ours[figure] / timings[index][other][figure],
						'atMost',
						1.1,
						{ margin: 0.3, why: why[figure] },
					),
				),
			),
		);
		return {
			method:
				'Deletions without waiting for their end, on n8n’s engine (n8n-core) in a process of its own, against Gong’s stand-in in another one, without its limits. Ours is allowed its most, 1,000 calls a second. H sends its calls _all at once_, or _one by one_ with its option _Batching_ set to one item and its shortest interval, which does not wait for answers. Runs take turns; the least disturbed of each counts. Processor time is that of the process that runs the nodes.',
			tables: [
				titled('Time for an item, in ms', timings, 'ms'),
				titled('Processor time for an item, in ms', timings, 'cpu'),
			],
			goals,
			notes: [
				`${IN_A_ROW} So this is the price of the node itself; what a run takes at Gong is in question 5.`,
			],
		};
	},
});
