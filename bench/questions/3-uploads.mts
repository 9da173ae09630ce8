import { Stage } from '../../test/e2e/case.mts';
import { say } from '../../test/e2e/progress.mts';
import { COLUMNS } from '../engine/columns.mts';
import { type Goal, goal } from '../goals.ts';
import { defineQuestion, inTurn, type Table } from '../question.mts';
import { median, rounded } from '../statistics.mts';
import { type Run, runOnce } from '../uploads/measure.mts';
import { accounts } from '../uploads/source.mts';
import { byHandBinary, byHandText, ours, readOnly } from '../uploads/ways.mts';

const ways = [ours, byHandText, byHandBinary, readOnly];
const names = ways.map(({ name }) => name);
const COUNTS = [1000, 20_000, 100_000];
/** Of an object's line, in bytes. */
const SIZES = [500, 2000];
/** How often each way has its turn. */
const turnsFor = (count: number): number => (count < 20_000 ? 5 : count === 20_000 ? 2 : 1);

/** Of several runs the median, figure by figure. */
type Figures = Record<'sent' | 'whole' | 'peak' | 'cpu' | 'calls' | 'known', number>;

interface Cell {
	count: number;
	size: number;
	/** By the name of the way; absent where it failed. */
	figures: Record<string, Figures | undefined>;
	failures: string[];
}

/** Of how many objects the workflow's answer says what became of them. */
const knownOf = ({ answer }: Run): number =>
	Number(
		answer[0]?.totalSuccessCount ??
			answer.filter(({ uploaded }) => typeof uploaded === 'boolean').length,
	);

async function measureCells(stage: Stage): Promise<Cell[]> {
	const machines = await Promise.all(
		ways.map(async (way) => ({ way, n8n: await stage.startN8n({ name: way.name.split(' ')[0] }) })),
	);
	// The first runs load what the later ones have.
	for (const { way, n8n } of machines)
		for (let run = 0; run < 3; run++) await runOnce(stage, n8n, way, accounts(1000, 500));

	const cells: Cell[] = [];
	for (const count of COUNTS)
		for (const size of SIZES) {
			const lines = accounts(count, size);
			const failures: string[] = [];
			const runs = await inTurn(turnsFor(count), names, async (name) => {
				const { way, n8n } = machines.find((one) => one.way.name === name)!;
				return await runOnce(stage, n8n, way, lines).catch((error: Error) => {
					failures.push(error.message);
					return undefined;
				});
			});
			const figures = Object.fromEntries(
				Object.entries(runs).map(([name, all]) => {
					const some = all.filter((run) => run !== undefined);
					const middle = (figure: (run: Run) => number) => median(some.map(figure));
					return [
						name,
						some.length === 0
							? undefined
							: {
									sent: middle(({ sent }) => sent),
									whole: middle(({ whole }) => whole),
									peak: middle(({ peak }) => peak),
									cpu: middle(({ cpu }) => cpu),
									calls: middle(({ calls }) => calls),
									known: middle(knownOf),
								},
					];
				}),
			);
			say(`  ${count} of ${size} bytes: ${JSON.stringify({ figures, failures })}`);
			cells.push({ count, size, figures, failures });
		}
	return cells;
}

const cellTable = (cells: Cell[]): Table => ({
	title: 'Objects that Gong takes',
	columns: [
		'objects',
		'bytes each',
		'',
		'objects a second',
		'whole workflow, s',
		'memory at the peak, MB',
		'times the input',
		'processor, s',
		'calls',
		'outcome known',
	],
	rows: cells.flatMap(({ count, size, figures }) =>
		ways.map(({ name }) => {
			const one = figures[name];
			if (!one) return [count, size, name, 'failed', '–', '–', '–', '–', '–', '–'];
			const sends = name !== readOnly.name;
			return [
				count,
				size,
				name,
				sends ? Math.round(count / one.sent) : '–',
				rounded(one.whole),
				Math.round(one.peak / 1e6),
				rounded(one.peak / (count * size)),
				rounded(one.cpu),
				one.calls,
				sends ? `${rounded((100 * one.known) / count)} %` : '–',
			];
		}),
	),
});

const judge = (cells: Cell[]): Goal[] =>
	cells.flatMap(({ count, size, figures }) => {
		const one = figures[ours.name];
		const other = figures[byHandText.name];
		// A way that can't do it at all has no speed, and takes more memory than there is.
		return [
			goal(
				`Speed of ${count} objects of ${size} bytes, ours over Code, Convert to File + H + L`,
				(other?.sent ?? Infinity) / (one?.sent ?? NaN),
				'atLeast',
				1,
				{
					margin: 0.3,
					why: 'Ours checks each object against Gong’s rules and the schema before it sends anything.',
				},
			),
			goal(
				`Memory for ${count} objects of ${size} bytes, ours over Code, Convert to File + H + L`,
				(one?.peak ?? NaN) / (other?.peak ?? Infinity),
				'atMost',
				0.6,
				{
					margin: 0.3,
					why: 'Much of it is n8n’s own: the items, read and handed on, are in both.',
				},
			),
		];
	});

export default defineQuestion({
	number: 3,
	title: 'What uploading takes',
	async run() {
		const stage = new Stage('bench-uploads', 'sqlite', 'newest');
		let cells: Cell[];
		try {
			cells = await measureCells(stage);
		} finally {
			await stage.end();
		}
		const failures = cells.flatMap(({ failures: some }) => some);
		return {
			method: `A real n8n for each way, with the packed package. A workflow reads objects as JSON from a server (_HTTP Request_), uploads them, waits until Gong has taken them, and answers at its webhook. Ours is _Gong CRM: Upload_ with its defaults (files of 20 MB), in _Map Automatically_ with the ${COLUMNS} columns that n8n’s editor saves of an account with a schema, which Gong has, too. **Code + H + L** is what builders do: a _Code_ node that makes one LDJSON file of all objects (Gong takes up to 200 MB), _HTTP Request_ with multipart, and a loop that checks every 2 s. In its best form, which ours is judged against, _Code_ makes a text and _Convert to File_ the file: a file from _Code_ goes from n8n’s task runner to n8n as a list of numbers. **Only read** is the same workflow without uploading, which nobody can save. _Objects a second_ is from when n8n has been given the objects until Gong has accepted the last of them. Memory is that of n8n and its task runner together as the system shows it, over the level right before, when free memory had been given back. Each way has five turns with 1,000 objects, two with 20,000 and one with 100,000, and the median counts.`,
			tables: [cellTable(cells)],
			goals: judge(cells),
			notes: [
				'_Outcome known_ is the share of objects of which the workflow’s answer says whether Gong took them; here it takes all. What is known where Gong refuses some isn’t a matter of speed, so [tests](../../test/gongCrm/uploadOutcome.test.ts) show it: each of 1,000 objects, with its item, as long as Gong refuses no more than the 20 in a file that it lists, and its counts add up.',
				'H + L knows as much as Gong’s answer says: how many were taken, and lines of the file. Its items are gone by then, so another Code node has to find what is on those lines.',
				'H + L checks nothing before it sends. What Gong stores but does not show, and what it refuses, a builder sees afterwards or never.',
				...failures.map((failure) => `Failed: ${failure}`),
			],
		};
	},
});
