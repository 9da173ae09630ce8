import type { Goal } from '../goals.ts';
import type { Table } from '../question.mts';

/** A table for the terminal, columns aligned. */
export function plainTable({ title, columns, rows }: Table): string {
	const lines = [columns, ...rows.map((row) => row.map(String))];
	const widths = columns.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
	const aligned = lines.map((line) =>
		line
			.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])))
			.join('  '),
	);
	const rule = widths.map((width) => '-'.repeat(width)).join('  ');
	return [title, ...[aligned[0], rule, ...aligned.slice(1)].map((line) => `  ${line}`)].join('\n');
}

const escapeCell = (cell: string | number): string => String(cell).replaceAll('|', '\\|');

/** A table in Markdown. */
export function markdownTable({ title, columns, rows }: Table): string {
	const line = (cells: Array<string | number>) => `| ${cells.map(escapeCell).join(' | ')} |`;
	// Names to the left, figures to the right.
	const rule = line(columns.map((_, at) => (at === 0 ? '---' : '---:')));
	return [`**${title}**`, '', line(columns), rule, ...rows.map(line)].join('\n');
}

/** What a goal asks for, in words. */
export const describeTarget = ({ direction, target }: Pick<Goal, 'direction' | 'target'>): string =>
	`${direction === 'atMost' ? '≤' : '≥'} ${target}`;

/** When Gong answers, in words. */
export const nameAnswer = (afterMs: number): string =>
	afterMs === 0 ? 'at once' : `after ${afterMs} ms`;
