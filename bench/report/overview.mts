import { join } from 'node:path';
import { packageFolder } from '../../test/e2e/folders.mts';
import type { Results } from './answers.ts';
import { writeFormatted } from './results.mts';

const file = join(packageFolder, 'docs', 'benchmarks.md');

/** Writes `docs/benchmarks.md` anew: what a builder chooses by, on one screen. */
export async function writeOverview({ questions, environment }: Results): Promise<void> {
	/** A figure of a table, by the beginning of its row and the name of its column. */
	const figure = (title: string, row: Array<string | number>, column: string): string => {
		const table = questions
			.flatMap(({ tables }) => tables)
			.find((one) => one.title.startsWith(title));
		const cells = table?.rows.find((one) => row.every((cell, at) => one[at] === cell));
		const value = cells?.[table?.columns.indexOf(column) ?? -1];
		if (value === undefined) throw new Error(`No figure ${title}, ${row.join()}, ${column}`);
		return String(value);
	};
	const waiting = (way: string, column: string) => figure('50 deletions waiting', [way], column);
	const lag = (takes: string, way: string) => figure('Lag on virtual time', [takes], way);
	const calls = (way: string) => figure('Calls to Gong on virtual time', ['a whole day'], way);
	const upload = (way: string, column: string) =>
		figure('Objects that Gong takes', [20_000, 500, way], column);
	const [upload1, upload2, upload3] = ['ours', 'Code, Convert to File + H + L', 'Code + H + L'];

	const parts = [
		'# Benchmarks',
		'<!-- Written by `npm run bench`. Change `bench/report/overview.mts`, not this file. -->',
		`What waiting and uploading cost, beside what you would build instead. Measured with n8n ${environment.n8n} on one machine, so read the ratios. [How, and everything else](maintainers/benchmarks.md).`,
		'## Waiting for a deletion',
		table(
			[
				'',
				'this node',
				'with **Suspend While Waiting** off',
				'**HTTP Request**, **Wait** (70 s) and **If** in a loop',
			],
			[
				[
					'executions running while 50 wait',
					...['ours', 'S', 'L, 70 s'].map((way) => waiting(way, 'running')),
				],
				[
					'memory that 50 hold, MB',
					...['ours', 'S', 'L, 70 s'].map((way) => waiting(way, 'memory, trimmed, MB')),
				],
				['survives a restart of n8n', 'yes', 'no', 'yes'],
				[
					'known how long after Gong, if it takes 10 s',
					`${lag('10 s', 'ours')} s`,
					'the same schedule',
					`${lag('10 s', 'L, 1 min')} s`,
				],
				[
					'… 10 minutes',
					`${lag('10 min', 'ours')} s`,
					'the same schedule',
					`${lag('10 min', 'L, 1 min')} s`,
				],
				[
					'… 24 hours',
					`${lag('24 h', 'ours')} s`,
					'the same schedule',
					`${lag('24 h', 'L, 1 min')} s`,
				],
				['calls in a whole day, of 10,000', calls('ours'), 'the same schedule', calls('L, 1 min')],
				['IDs of 19 digits stay exact', 'yes', 'yes', 'no'],
				['several deletions in one run', 'yes', 'yes', 'no'],
				['goes on after a 429 or a lost connection', 'yes', 'yes', 'no'],
			],
		),
		'## Uploading 20,000 objects',
		table(
			[
				'',
				'this node',
				'**Convert to File** and **HTTP Request**',
				'**Code** and **HTTP Request**',
			],
			[
				[
					'seconds, reading included',
					...[upload1, upload2, upload3].map((way) => upload(way, 'whole workflow, s')),
				],
				[
					'memory at the peak, MB',
					...[upload1, upload2, upload3].map((way) => upload(way, 'memory at the peak, MB')),
				],
				['calls to Gong', ...[upload1, upload2, upload3].map((way) => upload(way, 'calls'))],
				['checks each object before it sends any', 'yes', 'no', 'no'],
				['says of each item what became of it', 'yes', 'no', 'no'],
			],
		),
		'Gong answered at once; its own time comes on top.',
		'## What to choose',
		[
			'- **Leave Suspend While Waiting on.** Off, a wait of a minute or two ends a little sooner, since n8n looks for suspended executions once a minute only; it holds a worker and about 10 MB for each.',
			'- **A lower Max Check Interval (Minutes)** tells you sooner of a deletion that takes hours, and costs calls: at 1, about 1,440 in a day.',
			'- **For more than 20,000 objects**, upload in batches: [what 200,000 took](large-loads.md).',
			'- **Map Automatically** is faster than **Map Each Column Manually**: an expression costs about 1 ms for each object, so 20,000 objects with eight of them take about ten seconds.',
		].join('\n'),
	];
	await writeFormatted(file, parts.join('\n\n'));
}

const table = (columns: string[], rows: string[][]): string =>
	[columns, columns.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
