import { say } from '../../test/e2e/progress.mts';
import { type Goal, goal } from '../goals.ts';
import { defineQuestion, type Table } from '../question.mts';
import { rounded } from '../statistics.mts';
import { type Cost, measureCost } from '../waiting/cost.mts';
import { loop, notSuspended, ours } from '../waiting/ways.mts';

const ways = [ours, notSuspended, loop('L, 60 s', 60), loop('L, 70 s', 70)];
const names = ways.map(({ name }) => name);
const [, s, l60, l70] = names;

/** How many deletions wait. More of them, four ways side by side, would keep two cores busy all the time. */
const COUNTS = [10, 50];
const MINUTES = 3;

/** What one number of deletions cost, way by way. */
type Costs = Record<string, Cost>;

const table = (count: number, costs: Costs): Table => ({
	title: `${count} deletions waiting for ${MINUTES} minutes`,
	columns: [
		'',
		'running',
		'memory, shown by the system, MB',
		'memory, trimmed, MB',
		'processor, s',
		'database, kB',
		'calls to Gong',
	],
	rows: names.map((name) => {
		const { running, shown, trimmed, cpuSeconds, stored, calls } = costs[name];
		return [
			name,
			running,
			rounded(shown / 1e6),
			rounded(trimmed / 1e6),
			rounded(cpuSeconds),
			rounded(stored / 1000),
			calls,
		];
	}),
});

/** Every figure of ours beside every other way, so that no weak row is left out. */
function judge(count: number, costs: Costs): Goal[] {
	const ratio = (
		figure: 'shown' | 'cpuSeconds' | 'stored' | 'calls',
		label: string,
		why: string,
	): Goal[] =>
		[s, l60, l70].map((other) =>
			goal(
				`${label} of ${count}, ours over ${other}`,
				costs.ours[figure] / costs[other][figure],
				'atMost',
				1,
				{ margin: 0.3, why },
			),
		);
	return [
		goal(`Executions running while ${count} wait, ours`, costs.ours.running, 'atMost', 0),
		goal(
			`MB, trimmed, for each of ${count}, ours`,
			costs.ours.trimmed / 1e6 / count,
			'atMost',
			0.5,
			{
				margin: 1,
				why: 'Between checks nothing is held. When 50 loops check within the same seconds, n8n holds isolates for them, and V8 keeps their pages for some seconds more; a look at the memory that comes then counts them. That this is what happened is a reading of the figure, not proven.',
			},
		),
		...ratio(
			'shown',
			'Memory shown',
			'Ours makes its first four checks inside the running execution. What those executions took is free afterwards, but the C library keeps it for the next ones, so the system goes on showing it. A loop of 70 s suspends at once, and so never takes it.',
		),
		...ratio(
			'cpuSeconds',
			'Processor time',
			'Suspending is work: n8n writes the execution to its database, and loads it again for each check, in two executions. In the first minutes ours also checks more often.',
		),
		...ratio(
			'stored',
			'Database',
			'Ours waits in a sub-execution of its own, which n8n keeps until it is pruned, and hands on more about each deletion.',
		),
		...ratio(
			'calls',
			'Calls to Gong',
			'Ours checks after 1, 3, 7 and 15 s, so that the end of a small integration is known within seconds, and then whenever n8n looks, which is up to once more than S. Over a day it makes fewer calls than L (question 2).',
		),
	];
}

export default defineQuestion({
	number: 1,
	title: 'What waiting costs',
	async run() {
		const measured: Array<[count: number, costs: Costs]> = [];
		for (const count of COUNTS) {
			say(`  ${count} deletions, ${ways.length} ways side by side`);
			const costs = await Promise.all(
				ways.map(
					async (way) => [way.name, await measureCost(way, count, MINUTES * 60_000)] as const,
				),
			);
			measured.push([count, Object.fromEntries(costs)]);
		}
		return {
			method: `A real n8n for every row, with the packed package, on SQLite; all ways wait at the same time. Each deletion is an execution of its own, from a webhook to a node that receives the result, and every one has to come out as \`DONE\`. Memory is over the trimmed level of the same n8n before, when it had run a hundred deletions and come to rest. _Shown by the system_ is its resident memory when the first checks are over; _trimmed_ is the median while they wait, after n8n has collected its garbage and given back what the C library keeps (\`malloc_trim\`), which makes it exact to a few MB. Processor time (n8n and its task runner), database and calls are counted from the first start until a minute and a half after the deletions have ended. **L** is _HTTP Request_ (DELETE) → _Wait_ → _HTTP Request_ (status) → _If_ → back to _Wait_, with the 60 s that templates on n8n.io give it, and with 70 s: below 65 s n8n’s _Wait_ does not suspend.`,
			tables: measured.map(([count, costs]) => table(count, costs)),
			goals: measured.flatMap(([count, costs]) => judge(count, costs)),
			notes: [
				'A running execution holds a V8 isolate that n8n gives it for its expressions: about 10 MB each, outside the JavaScript heap, and it’s lost when n8n stops. A suspended one holds nothing, and survives.',
				'In its first 15 s, when a small integration would be done, ours runs and costs as much as S.',
				'A loop of 70 s is suspended too, in one execution instead of two. What it lacks: IDs that stay exact, a maximum wait, checks that survive a 429 or a fault of the network, and several items in one run that end at different times.',
				'Three minutes are the expensive beginning. Later ours checks every 5 minutes.',
			],
		};
	},
});
