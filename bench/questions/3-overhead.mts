import { say } from '../../test/e2e/progress.mts';
import { Engine, type Job, type Measurement } from '../engine/engine.mts';
import { signInTo, someIds, toItems, withGong } from '../engine/stand.mts';
import type { Subject, Wishes } from '../engine/workflows.mts';
import { goal, type Goal } from '../goals.ts';
import { defineQuestion } from '../question.mts';
import { median, rounded } from '../statistics.mts';

/** What is compared: the same deletions, made in three ways. */
const ways = {
	ours: { subject: 'ours' },
	atOnce: { subject: 'http' },
	// The shortest interval there is.
	oneByOne: { subject: 'http', batching: { batchSize: 1, batchInterval: 1 } },
} satisfies Record<string, Omit<Wishes, 'task'>>;
type Way = keyof typeof ways;
const wayNames = Object.keys(ways) as Way[];

const names: Record<Way, string> = {
	ours: 'ours',
	atOnce: 'H, all at once',
	oneByOne: 'H, one by one',
};

/** Runs before anything counts, until the compiler has seen it all. */
const WARM_UP = 12;
/** How far timings of a quick run, with fewer items on a busy machine, may lie beyond a target. */
const TIMING_MARGIN = 0.3;

const runOnce = async (
	engine: Engine,
	way: Way,
	count: number,
	watch?: Job['watch'],
): Promise<Measurement> => {
	const ids = someIds(count);
	return await withGong(
		ids,
		async (gong) =>
			await engine.run({
				...ways[way],
				task: 'delete',
				gong: signInTo(gong),
				items: toItems(ids),
				watch,
			}),
	);
};

interface Timing {
	/** Per item, in ms. */
	wall: number;
	cpu: number;
	/** The part of it spent in the program, not in the system’s calls. */
	user: number;
}

/** The least disturbed of several runs, all ways in turn, so that a busy moment meets all of them. */
async function timeInTurn(
	engine: Engine,
	count: number,
	rounds: number,
): Promise<Record<Way, Timing>> {
	const runs: Record<Way, Measurement[]> = { ours: [], atOnce: [], oneByOne: [] };
	for (let round = 0; round < rounds; round++)
		for (const way of wayNames) runs[way].push(await runOnce(engine, way, count));
	const least = (way: Way): Timing => ({
		wall: Math.min(...runs[way].map(({ ms }) => ms)) / count,
		cpu: Math.min(...runs[way].map(({ cpu }) => cpu)) / count,
		user: Math.min(...runs[way].map(({ user }) => user)) / count,
	});
	return { ours: least('ours'), atOnce: least('atOnce'), oneByOne: least('oneByOne') };
}

interface Memory {
	/** Resident at the peak, over before, in MB: garbage included that nobody has collected yet. */
	resident: number;
	/** In use at the peak, over before, in kB for each item. */
	live: number;
	/** Still in use afterwards, in bytes for each item. */
	kept: number;
}

/** In a process of its own: what an earlier run has taken from the system, a later one gets for free. */
async function measureMemory(subject: Subject, count: number, rounds: number): Promise<Memory> {
	const way: Way = subject === 'ours' ? 'ours' : 'atOnce';
	const figures: Memory[] = [];
	for (let round = 0; round < rounds; round++) {
		const engine = await Engine.start(subject);
		try {
			for (let run = 0; run < 3; run++) await runOnce(engine, way, 1);
			const resident = (await runOnce(engine, way, count, 'resident')).peak / 1e6;
			// Code that is compiled on the first long run stays; what grows with each run would be a leak.
			const before = await engine.heapAtRest();
			const live = (await runOnce(engine, way, count, 'live')).peak / 1e3 / count;
			const kept = ((await engine.heapAtRest()) - before) / count;
			figures.push({ resident, live, kept });
		} finally {
			await engine.stop();
		}
	}
	const middle = (figure: keyof Memory) => median(figures.map((one) => one[figure]));
	return { resident: middle('resident'), live: middle('live'), kept: middle('kept') };
}

export default defineQuestion({
	number: 3,
	title: 'What the node costs beside the call itself',
	async run({ quick }) {
		const rounds: Array<[count: number, rounds: number]> = quick
			? [
					[1, 50],
					[100, 8],
				]
			: [
					[1, 200],
					[100, 15],
					[1000, 6],
				];

		const engine = await Engine.start('ours', 'http');
		const timings = new Map<number, Record<Way, Timing>>();
		try {
			for (let run = 0; run < WARM_UP; run++)
				for (const way of wayNames) await runOnce(engine, way, 40);
			for (const [count, times] of rounds) {
				say(`  ${count} items, ${times} times each`);
				timings.set(count, await timeInTurn(engine, count, times));
			}
		} finally {
			await engine.stop();
		}

		const memory: Array<[count: number, ours: Memory, http: Memory]> = [];
		for (const count of quick ? [] : [100, 1000]) {
			say(`  Memory for ${count} items`);
			memory.push([
				count,
				await measureMemory('ours', count, 2),
				await measureMemory('http', count, 2),
			]);
		}
		return {
			method:
				'Deletions without waiting, on n8n’s engine (n8n-core) in a process of its own, against Gong’s stand-in in another one, without limits and without delay. Ours is allowed its most, 1,000 calls a second. H sends its calls _all at once_, or with its option _Batching_ set to one item and its shortest interval. Runs take turns; the least disturbed of each counts.',
			tables: [
				timingTable('Time for an item, in ms', timings, 'wall'),
				timingTable('Processor time for an item, in ms', timings, 'cpu'),
				timingTable(
					'Of that, in the program and not in the system’s calls, in ms',
					timings,
					'user',
				),
				...(memory.length > 0 ? [memoryTable(memory)] : []),
			],
			goals: [...timingGoals(timings), ...memoryGoals(memory)],
			notes: [
				'The _ratio_ is ours over H.',
				'Ours makes one call after the other, because Gong counts calls by the second. H has all of them on their way at the same time, which is why Gong refuses most of them (question 6). With a Gong that answers within a millisecond and has no limits, that is an advantage: H never waits for an answer, and the system has less to do for many calls at once than for each alone (in the profile of ours, a third is opening connections and writing to them; in that of H, a sixteenth). Next to H with one call after the other, ours is the faster one. What is missed here stays: calls side by side could not be paced.',
				'Profiling (`CPU_PROFILES=<folder> npm run bench -- --only 3`) showed two things of ours that were wasteful, and are gone: the run’s number was read for every item, for which n8n builds everything an expression can refer to; and calls were spaced evenly after each answer instead of counted by the second, which put a timer before every call and kept the first ones of a run waiting. Before, an item of 100 took 1.8 times as long as with H one by one.',
			],
		};
	},
});

const timingTable = (
	title: string,
	timings: Map<number, Record<Way, Timing>>,
	figure: keyof Timing,
) => ({
	title,
	columns: [
		'items',
		...wayNames.map((way) => names[way]),
		'ratio, all at once',
		'ratio, one by one',
	],
	rows: [...timings].map(([count, { ours, atOnce, oneByOne }]) => [
		count,
		rounded(ours[figure]),
		rounded(atOnce[figure]),
		rounded(oneByOne[figure]),
		rounded(ours[figure] / atOnce[figure]),
		rounded(ours[figure] / oneByOne[figure]),
	]),
});

const memoryTable = (memory: Array<[number, Memory, Memory]>) => ({
	title: 'Memory, ours and H all at once',
	columns: [
		'items',
		'resident at the peak in MB, ours',
		'H',
		'in use at the peak in kB for an item, ours',
		'H',
		'kept in bytes for an item, ours',
		'H',
	],
	rows: memory.map(([count, ours, http]) => [
		count,
		rounded(ours.resident),
		rounded(http.resident),
		rounded(ours.live),
		rounded(http.live),
		Math.round(ours.kept),
		Math.round(http.kept),
	]),
});

function timingGoals(timings: Map<number, Record<Way, Timing>>): Goal[] {
	const goals = [...timings].map(([count, { ours, atOnce }]) =>
		goal(
			`Time for an item of ${count}, ours over H all at once`,
			ours.wall / atOnce.wall,
			'atMost',
			1.1,
			TIMING_MARGIN,
		),
	);
	const [most] = [...timings.values()].slice(-1);
	return [
		...goals,
		goal(
			'Time for an item of many, ours over H one by one',
			most.ours.wall / most.oneByOne.wall,
			'atMost',
			1.1,
			TIMING_MARGIN,
		),
		goal(
			'Processor time for an item of many, ours over H all at once',
			most.ours.cpu / most.atOnce.cpu,
			'atMost',
			1.1,
			TIMING_MARGIN,
		),
		goal(
			'Processor time for an item of many, ours over H one by one',
			most.ours.cpu / most.oneByOne.cpu,
			'atMost',
			1.1,
			TIMING_MARGIN,
		),
		goal(
			'Processor time in the program for an item of many, ours over H all at once',
			most.ours.user / most.atOnce.user,
			'atMost',
			1.1,
			TIMING_MARGIN,
		),
	];
}

function memoryGoals(memory: Array<[number, Memory, Memory]>): Goal[] {
	if (memory.length === 0) return [];
	const [[few, oursOfFew], [many, oursOfMany, httpOfMany]] = memory;
	return [
		goal(
			`Memory in use for an item of ${many}, over that for an item of ${few}`,
			oursOfMany.live / oursOfFew.live,
			'atMost',
			1.1,
		),
		goal(
			`Memory in use for an item of ${many}, ours over H`,
			oursOfMany.live / httpOfMany.live,
			'atMost',
			1.1,
		),
		goal(
			`Resident memory with ${many} items, ours over H`,
			oursOfMany.resident / httpOfMany.resident,
			'atMost',
			1.1,
		),
		goal(`Bytes of heap kept for an item of ${many}`, oursOfMany.kept, 'atMost', 100),
	];
}
