import { say } from '../../test/e2e/progress.mts';
import { type Goal, goal } from '../goals.ts';
import { type Answer, cell, defineQuestion, type Table } from '../question.mts';
import { rounded } from '../statistics.mts';
import { type Cost, measureCost } from '../waiting/cost.mts';
import {
	CONCURRENCY,
	measurePlaces,
	type Places,
	type Times,
	WORKERS,
} from '../waiting/places.mts';
import { loop, notSuspended, ours, type Way } from '../waiting/ways.mts';

/** What the community teaches for checks on a long job, and what it takes for the Wait node to suspend. */
const loops = [loop('L', 60), loop('L, Wait of 70 s', 70)];

/**
 * Numbers of deletions, and the ways that wait side by side. With many deletions the checks of one n8n
 * keep a core busy for half a minute: more of them than cores would never come to rest.
 */
const GROUPS: Array<{ counts: number[]; sideBySide: Way[][] }> = [
	{ counts: [10, 50], sideBySide: [[ours, ...loops, notSuspended]] },
	{ counts: [200], sideBySide: [[ours, notSuspended], loops] },
];
const DELETION_TAKES = 180_000;
/** How many are asked to wait on the workers. */
const DELETIONS_ON_WORKERS = 100;

const QUICK_COUNT = 50;
const QUICK_DELETION_TAKES = 75_000;
/** Fewer looks in a full run, as they cost processor time, which it counts. */
const BETWEEN_LOOKS_AT_MEMORY = 40_000;
const QUICK_BETWEEN_LOOKS_AT_MEMORY = 10_000;

const notes = [
	'A running execution holds a V8 isolate that n8n gives it for its expressions: about 10 MB each, outside of the JavaScript heap. A suspended one holds nothing. In its first seven seconds, when a small integration would be done, ours runs and costs as much as S.',
	'_Shown by the system_ is the resident memory over the same idle level when nothing has been given back: when the first checks are over, and in brackets of the idle n8n. What it has more than _memory over idle_ is free. The isolates of many executions that ran at once are gone, and the C library (glibc) keeps what they took, for the next ones; one call of its `malloc_trim` gives it back to the system. What n8n takes at its peak, in the first seven seconds of many deletions, is as much as with S.',
	'_Most running_ is what one look every five seconds saw while checks were due.',
	'Suspending is not free: n8n writes the execution to its database and later loads it again, with a new isolate. So where nothing else matters, S takes the least processor time. It is lost with the process, as is L with 60 s.',
	'Ours asks at 1, 3, 7, 77, 147 and 217 s, and so more often than L in the first three minutes. From 12 minutes on its intervals grow: over a day it asks about 310 times, L with 60 s 1,440 times.',
	'Other work beside ours is slowed by the checks, not by the waiting: between them it runs as fast as idle. A hundred deletions in their first minutes are 100 checks in 70 s, and each takes about 76 ms of a processor on a machine like this, more than half of it for the isolate that n8n makes for an execution that it resumes. From 50 minutes on they come every 5 minutes, and take less than a quarter of that.',
	'_Held up_ are rounds of other work that took over 20 s. In queue mode that happens on an n8n on which no deletion has ever run, too. Such rounds are left out of the times, idle as beside; two in a row are _never_.',
	'A loop with 70 s is suspended too, in one execution instead of two. What it lacks is the rest: IDs that stay exact, an end when Gong says `FAILED`, a maximum wait, checks that survive a 429 or a fault of the network, several items in one run that end at different times.',
];

/** What one number of deletions cost, way by way. */
interface Comparison {
	count: number;
	costs: Array<{ way: Way; cost: Cost }>;
}

async function compare(
	ways: Way[],
	count: number,
	course: Parameters<typeof measureCost>[2],
): Promise<Comparison> {
	const costs = await Promise.all(
		ways.map(async (way) => ({ way, cost: await measureCost(way, count, course) })),
	);
	return { count, costs };
}

function costOf({ costs }: Comparison, wanted: Way): Cost {
	const found = costs.find(({ way }) => way === wanted);
	if (!found) throw new Error(`${wanted.name} was not measured`);
	return found.cost;
}

/** Of both ways over idle; below idle is nothing. */
const memoryRatio = (comparison: Comparison): number =>
	Math.max(0, costOf(comparison, ours).resident) / costOf(comparison, notSuspended).resident;

const costTitle = (count: number, minutes: number): string =>
	`${count} deletions waiting for ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`;

const costTable = ({ count, costs }: Comparison, minutes: number): Table => ({
	title: costTitle(count, minutes),
	columns: [
		'',
		'running',
		'most running',
		'memory over idle, MB',
		'MB each',
		'of it JavaScript heap, MB',
		'shown by the system, MB (idle)',
		'processor, s',
		'database, kB',
		'calls to Gong',
	],
	rows: costs.map(({ way, cost }) => [
		way.name,
		cost.running,
		cost.mostRunning,
		rounded(cost.resident / 1e6),
		rounded(cost.resident / 1e6 / count),
		rounded(cost.held / 1e6),
		`${rounded(cost.shown / 1e6)} (${rounded(cost.shownIdle / 1e6)})`,
		rounded(cost.cpuSeconds),
		rounded(cost.stored / 1000),
		cost.calls,
	]),
});

const memoryGoals = (comparison: Comparison, others: Comparison[] = []): Goal[] => [
	goal(
		'Executions running while deletions wait, ours',
		Math.max(...[...others, comparison].map((one) => costOf(one, ours).running)),
		'atMost',
		0,
	),
	// The megabytes by which an n8n varies are more of a quick run's fewer deletions.
	goal(
		'Memory over idle while deletions wait, ours to S',
		memoryRatio(comparison),
		'atMost',
		1 / 40,
		1,
	),
];

const speed = ({ idle, beside }: Places): number => idle.median / beside.median;

const milliseconds = ({ median, nineOfTen }: Times): string =>
	Number.isFinite(median) ? `${Math.round(median)} (${Math.round(nineOfTen)})` : 'never';

const heldUp = ({ median, heldUp, rounds }: Times): string =>
	Number.isFinite(median) ? `${heldUp} of ${rounds}` : 'all';

const PLACES_TITLE = `Queue mode, ${WORKERS} workers that run ${CONCURRENCY} executions each`;

const placesTable = (measured: Array<{ way: Way; places: Places }>): Table => ({
	title: PLACES_TITLE,
	columns: [
		'',
		'deletions asked for',
		'waiting at once',
		'executions running',
		'20 other executions, idle, ms (9 of 10 within)',
		'beside, ms (9 of 10 within)',
		'speed',
		'held up, idle',
		'held up, beside',
	],
	rows: measured.map(({ way, places }) => [
		way.name,
		places.asked,
		places.waiting,
		places.running,
		milliseconds(places.idle),
		milliseconds(places.beside),
		rounded(speed(places)),
		heldUp(places.idle),
		heldUp(places.beside),
	]),
});

/** What the page begins with. */
function headlines(tables: Table[]): string[] {
	const [most] = GROUPS.flatMap(({ counts }) => counts).slice(-1);
	const cost = (row: string, column: string) =>
		cell(tables, { title: costTitle(most, DELETION_TAKES / 60_000), row, column });
	const place = (row: string, column: string) => cell(tables, { title: PLACES_TITLE, row, column });
	const held = Number(cost('ours', 'memory over idle, MB'));
	return [
		`**Waiting costs little.** With ${most} deletions waiting, n8n needs ${held > 0 ? `${held} MB more than` : 'no more memory than when'} idle and runs ${cost('ours', 'running')} executions. Waiting inside the execution, as other nodes do, takes ${cost('S', 'memory over idle, MB')} MB and ${cost('S', 'running')} running executions.`,
		`**It keeps no worker busy.** On ${WORKERS} workers with ${CONCURRENCY} places each, ${place('ours', 'waiting at once')} of ${place('ours', 'deletions asked for')} deletions wait at once and other workflows run at ${place('ours', 'speed')} times their speed, checks of all ${place('ours', 'waiting at once')} included. Waiting inside the execution, ${place('S', 'waiting at once')} fill all places and nothing else runs.`,
	];
}

const method =
	'A real n8n for every row, with the packed package, on SQLite. With 10 and 50 deletions all ways wait at the same time, with 200 two and two, so that each has a processor core. Each deletion is an execution of its own, from a webhook to a node that receives the result, and every one of them has to come out as `DONE`. Memory is the median of what is resident while they wait, over the level of the same n8n before, when it had already run a hundred deletions and come to rest; both are looked at when n8n has collected its garbage and given back what it keeps of free memory, which makes them exact to a few megabytes. Processor time, database and calls are counted from the first start until a minute and a half after the deletions have ended. **L** is _HTTP Request_ (DELETE) → _Wait_ → _HTTP Request_ (status) → _If_ → back to _Wait_, with the 60 s that templates on n8n.io give it (“Wait 60 sec.” → “Get status” → “Completed?”). Below 65 s n8n’s _Wait_ does not suspend; a builder who knows that takes 70 s. In queue mode, 20 executions of another workflow, one webhook each, are started at once and timed, again and again: before the deletions, beside them for about two minutes, and after them, because an n8n becomes slower or faster with what it has run. _Idle_ is before and after; the speed is that of the median.';

async function runQuick(): Promise<Answer> {
	const course = {
		deletionTakes: QUICK_DELETION_TAKES,
		toTheEnd: false,
		betweenLooksAtMemory: QUICK_BETWEEN_LOOKS_AT_MEMORY,
	};
	const comparison = await compare([ours, notSuspended], QUICK_COUNT, course);
	return {
		method,
		tables: [costTable(comparison, QUICK_DELETION_TAKES / 60_000)],
		goals: memoryGoals(comparison),
		notes: [],
	};
}

async function runFull(): Promise<Answer> {
	const course = {
		deletionTakes: DELETION_TAKES,
		toTheEnd: true,
		betweenLooksAtMemory: BETWEEN_LOOKS_AT_MEMORY,
	};
	const comparisons: Comparison[] = [];
	for (const { counts, sideBySide } of GROUPS) {
		say(`  ${counts.join(' and ')} deletions`);
		const parts: Comparison[] = [];
		for (const ways of sideBySide)
			parts.push(
				...(await Promise.all(counts.map(async (count) => await compare(ways, count, course)))),
			);
		comparisons.push(
			...counts.map((count) => ({
				count,
				costs: parts.filter((part) => part.count === count).flatMap(({ costs }) => costs),
			})),
		);
	}
	// By itself: it is about time.
	const measured: Array<{ way: Way; places: Places }> = [];
	for (const way of [ours, notSuspended])
		measured.push({ way, places: await measurePlaces(way, DELETIONS_ON_WORKERS) });
	const [onWorkers] = measured;

	const most = comparisons[comparisons.length - 1];
	return {
		method,
		tables: [
			...comparisons.map((one) => costTable(one, DELETION_TAKES / 60_000)),
			placesTable(measured),
		],
		goals: [
			...memoryGoals(most, comparisons),
			goal(
				'Share of the deletions that can wait at once in queue mode, ours',
				onWorkers.places.waiting / onWorkers.places.asked,
				'atLeast',
				1,
			),
			goal(
				'Speed of other work beside waiting deletions, ours',
				speed(onWorkers.places),
				'atLeast',
				0.95,
			),
		],
		notes,
	};
}

export default defineQuestion({
	number: 1,
	title: 'What waiting costs',
	headlines,
	run: async ({ quick }) => (quick ? await runQuick() : await runFull()),
});
