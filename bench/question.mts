import type { Goal } from './goals.ts';

/** A table as it is printed, stored and put into the documentation. */
export interface Table {
	title: string;
	columns: string[];
	/** As many cells as there are columns. Numbers as they are to be read, units in the column's name. */
	rows: Array<Array<string | number>>;
}

/** What came of a question. Plain data. */
export interface Answer {
	/** What was compared, and how: a short paragraph for the reader. */
	method: string;
	tables: Table[];
	goals: Goal[];
	/** What the figures mean, and what they don't. */
	notes: string[];
}

/** One question: what is measured, side by side, in one run. */
export interface Question {
	number: number;
	title: string;
	run(): Promise<Answer>;
}

export const defineQuestion = (question: Question): Question => question;
