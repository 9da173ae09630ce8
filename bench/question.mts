import type { Goal } from './goals.ts';

/** A table as it is printed, stored and put into the documentation. */
export interface Table {
	title: string;
	columns: string[];
	/** As many cells as there are columns. Numbers as they are to be read, units in the column's name. */
	rows: Array<Array<string | number>>;
}

/** A drawing that goes into `docs/images`. */
export interface Chart {
	/** Name of the file, ending in `.svg`. */
	file: string;
	/** What it shows, for whoever cannot see it. */
	alt: string;
	svg: string;
}

/** What came of a question. Plain data. */
export interface Answer {
	/** What was compared, and how: a short paragraph for the reader. */
	method: string;
	tables: Table[];
	goals: Goal[];
	/** What the figures mean, what was found out about a missed goal, what is proposed. */
	notes: string[];
	charts?: Chart[];
}

export interface RunOptions {
	/** A form that takes seconds, for every change: fewer items and rounds, the same ratios. */
	quick: boolean;
}

/** One question: what is measured, side by side, in one run. */
export interface Question {
	number: number;
	title: string;
	run(options: RunOptions): Promise<Answer>;
	/** The strongest figures, in a sentence each, for the beginning of the page; read from the tables of an answer. */
	headlines?(tables: Table[]): string[];
}

export const defineQuestion = (question: Question): Question => question;

/** What a table says, by its title, the first cell of the row, and the column. */
export function cell(
	tables: Table[],
	{ title, row, column }: { title: string; row: string; column: string },
): string | number {
	const table = tables.find((one) => one.title === title);
	const cells = table?.rows.find(([name]) => name === row);
	const value = cells?.[table?.columns.indexOf(column) ?? -1];
	if (value === undefined) throw new Error(`No "${column}" of "${row}" in "${title}"`);
	return value;
}
