import { groupByEnvironment, replaceAnswers, type Results } from '../../bench/report/answers';

/** Answers to these questions, measured at this commit. */
const measured = (commit: string, ...numbers: number[]): Results => ({
	environment: {
		date: '2026-11-25',
		commit,
		isChanged: false,
		package: '0.2.0',
		n8n: '2.41.1',
		nodeOfN8n: '24.0.0',
		node: '20.0.0',
		processor: 'one',
		cores: 2,
		memory: 8,
	},
	questions: numbers.map((number) => ({
		number,
		title: `${number} at ${commit}`,
		seconds: 1,
		method: '',
		tables: [],
		goals: [],
		notes: [],
	})),
});

const titles = ({ questions }: Results) => questions.map(({ title }) => title);

describe('answers to some benchmark questions', () => {
	const all = replaceAnswers(measured('a', 1, 2, 3), measured('b', 4, 2));

	it('take the place of earlier ones, in the order of the questions, and leave the others', () => {
		expect(titles(all)).toEqual(['1 at a', '2 at b', '3 at a', '4 at b']);
	});

	it('say what each was measured with', () => {
		const groups = groupByEnvironment(all).map(({ made, questions }) => [
			made.commit,
			questions.map(({ number }) => number),
		]);
		expect(groups).toEqual([
			['a', [1, 3]],
			['b', [2, 4]],
		]);
	});

	it('keep what they were measured with when another is measured anew', () => {
		const later = replaceAnswers(all, measured('c', 1));
		expect(groupByEnvironment(later).map(({ made }) => made.commit)).toEqual(['c', 'b', 'a']);
		expect(titles(later)).toEqual(['1 at c', '2 at b', '3 at a', '4 at b']);
	});
});
