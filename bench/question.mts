/** A table as it is printed, stored and put into the documentation. */
export interface Table {
	title: string;
	columns: string[];
	/** As many cells as there are columns. Numbers as they are to be read, units in the column's name. */
	rows: Array<Array<string | number>>;
}

/** What a figure has to be. */
export interface Goal {
	/** A sentence that stays the same from run to run: results are compared by it. */
	name: string;
	/** A ratio, a share or a count; never a time in seconds, which depends on the machine. */
	measured: number;
	direction: 'atMost' | 'atLeast';
	target: number;
	met: boolean;
	/**
	 * How far a later quick run may lie beyond the target before the goal counts as lost, as a share of
	 * the target: 0 for what is counted, more for what is timed.
	 */
	margin: number;
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
	/** The strongest figures for the README, in a sentence each; read from the tables of an answer. */
	headlines?(tables: Table[]): string[];
}

export const defineQuestion = (question: Question): Question => question;

/** A goal with the verdict on it. */
export function goal(
	name: string,
	measured: number,
	direction: Goal['direction'],
	target: number,
	margin = 0,
): Goal {
	const met = direction === 'atMost' ? measured <= target : measured >= target;
	return { name, measured: Number(measured.toPrecision(4)), direction, target, met, margin };
}

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
