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
	/** In whole MB: a look is exact to a few MB for all waits together, so it may come out below zero. */
	const memoryOfEach = (waits: number, way: string) =>
		String(
			Math.max(
				0,
				Math.round(
					Number(figure(`${waits} deletions waiting`, [way], 'memory, trimmed, MB')) / waits,
				),
			),
		);
	const mapped = (way: string, items: number) =>
		figure('Reading, checking and writing objects', [way, items, 60], 'median, s');
	const waits = ['ours', 'S', 'L, 70 s'];
	const lag = (takes: string, way: string) => `${figure('Lag on virtual time', [takes], way)} s`;
	const lags = (takes: string) => [lag(takes, 'ours'), 'the same schedule', lag(takes, 'L, 1 min')];
	const calls = (way: string) => figure('Calls to Gong on virtual time', ['a whole day'], way);
	const upload = (way: string, column: string) =>
		figure('Objects that Gong takes', [20_000, 500, way], column);
	const uploads = ['ours', 'Code, Convert to File + H + L', 'Code + H + L'];

	const parts = [
		'# Benchmarks',
		'<!-- Written by `npm run bench`. Change `bench/report/overview.mts`, not this file. -->',
		`What waiting and uploading cost, compared with what you could build yourself. Measured with n8n ${environment.n8n} on one machine, so compare the ratios, not the seconds. [How, and everything else](maintainers/benchmarks.md).`,
		'## Waiting for a deletion',
		table(
			[
				'',
				'this node',
				'with **Suspend While Waiting** off',
				'**HTTP Request**, **Wait** (70 s) and **If** in a loop',
			],
			[
				['executions running while 50 wait', ...waits.map((way) => waiting(way, 'running'))],
				['memory for each of 10 that wait, MB', ...waits.map((way) => memoryOfEach(10, way))],
				['… of 50', ...waits.map((way) => memoryOfEach(50, way))],
				['continues after a restart of n8n', 'yes', 'no', 'yes'],
				['delay until you know, if Gong takes 10 s', ...lags('10 s')],
				['… 10 minutes', ...lags('10 min')],
				['… 24 hours', ...lags('24 h')],
				['calls in a whole day, of 10,000', calls('ours'), 'the same schedule', calls('L, 1 min')],
				['IDs of 19 digits stay exact', 'yes', 'yes', 'no'],
				['several deletions in one run', 'yes', 'yes', 'no'],
				['continues after a 429 or a lost connection', 'yes', 'yes', 'no'],
			],
		),
		'A suspended wait is two executions in the list, and holds nothing between checks. What each of 50 shows is probably of their checks, which fall into the same seconds. A wait holds a worker only in its first 15 to 30 seconds and during a check. [How the memory was measured](maintainers/benchmarks.md#1-what-waiting-costs).',
		'## Uploading 20,000 objects',
		table(
			[
				'',
				'this node',
				'**Convert to File** and **HTTP Request**',
				'**Code** and **HTTP Request**',
			],
			[
				['seconds, reading included', ...uploads.map((way) => upload(way, 'whole workflow, s'))],
				['memory at the peak, MB', ...uploads.map((way) => upload(way, 'memory at the peak, MB'))],
				['calls to Gong', ...uploads.map((way) => upload(way, 'calls'))],
				['checks each object before it sends any', 'yes', 'no', 'no'],
				['says for each item what became of it', 'yes', 'no', 'no'],
			],
		),
		'Gong answered at once; its own time comes on top.',
		'## What to choose',
		[
			'- **Leave Suspend While Waiting on.** Off, a wait of a minute or two ends a little sooner, since n8n looks for suspended executions only once a minute; but each holds a worker and about 10 MB.',
			'- **A lower Max Check Interval (Minutes)** tells you sooner about a deletion that takes hours, and takes more calls: at 1, about 1,440 a day.',
			'- **For more than 20,000 objects**, upload in batches: [what 200,000 took](large-loads.md).',
			`- **Map Automatically** is faster than **Map Each Column Manually**: 20,000 objects with eight expressions each take ${mapped('Map Each Column, eight of them by expressions', 20_000)} s to read and check, 100,000 objects mapped automatically ${mapped('Map Automatically', 100_000)} s.`,
		].join('\n'),
	];
	await writeFormatted(file, parts.join('\n\n'));
}

const table = (columns: string[], rows: string[][]): string =>
	[columns, columns.map((_, at) => (at === 0 ? '---' : '---:')), ...rows]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');
