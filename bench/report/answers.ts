import type { Change, Goal } from '../goals.ts';
import type { Answer } from '../question.mts';
import type { Environment } from './environment.mts';

/** The answer to a question as it is kept. */
export interface Result extends Omit<Answer, 'goals'> {
	number: number;
	title: string;
	/** How long it took. */
	seconds: number;
	goals: Array<Goal & { change: Change }>;
	/** What it was measured with, where that is not what most were. */
	environment?: Environment;
}

/** A run, with what was measured later or earlier of single questions. */
export interface Results {
	environment: Environment;
	questions: Result[];
}

/** Puts the answers of a run in the place of earlier ones; all others stay, with what they were measured with. */
export const replaceAnswers = (before: Results, now: Results): Results => ({
	environment: before.environment,
	questions: [
		...before.questions.filter(({ number }) => !now.questions.some((one) => one.number === number)),
		...now.questions.map((one) => ({ ...one, environment: now.environment })),
	].sort((one, other) => one.number - other.number),
});

/** The questions that were measured with the same, together. */
export function groupByEnvironment({ environment, questions }: Results): Array<{
	made: Environment;
	questions: Result[];
}> {
	const groups = new Map<string, { made: Environment; questions: Result[] }>();
	for (const question of questions) {
		const made = question.environment ?? environment;
		const key = JSON.stringify(made);
		const group = groups.get(key) ?? { made, questions: [] };
		groups.set(key, group);
		group.questions.push(question);
	}
	return [...groups.values()];
}
