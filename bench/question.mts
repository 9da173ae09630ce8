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

/** Runs each of these so many times, all in turn, so that a busy moment meets all of them. */
export async function inTurn<Name extends string, Run>(
	turns: number,
	names: readonly Name[],
	run: (name: Name) => Promise<Run>,
): Promise<Record<Name, Run[]>> {
	const runs = Object.fromEntries(names.map((name) => [name, [] as Run[]]));
	for (let turn = 0; turn < turns; turn++)
		for (const name of names) runs[name].push(await run(name));
	return runs as Record<Name, Run[]>;
}
