/** The lines of a Markdown table in the layout of Prettier, which checks every file here. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = head.map((_, column) =>
		Math.max(3, ...[head, ...rows].map((row) => row[column].length)),
	);
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
	return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
