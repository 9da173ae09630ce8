import { say } from '../../test/e2e/progress.mts';
import { Engine } from '../engine/engine.mts';
import { someIds, withGong } from '../engine/stand.mts';
import type { Wishes } from '../engine/workflows.mts';
import { goal } from '../goals.ts';
import { defineQuestion } from '../question.mts';
import { nameAnswer } from '../report/text.mts';
import { rounded } from '../statistics.mts';

/** Gong's default limit for a company, calls in any second. */
const PER_SECOND = 3;
const ITEMS = 300;
/** In s: the first three at once, three more after each second. */
const LEAST = ITEMS / PER_SECOND - 1;

const ways: Array<Wishes & { name: string }> = [
	{ name: 'ours', subject: 'ours', requestsPerSecond: PER_SECOND },
	{ name: 'H, all at once', subject: 'http' },
	{
		name: 'H, Batching of 3 items in 1,000 ms',
		subject: 'http',
		batching: { batchSize: PER_SECOND, batchInterval: 1000 },
	},
];
/** How long Gong takes to answer a call, in ms. */
const ANSWERS_AFTER = [0, 200];

interface Passage {
	name: string;
	answersAfter: number;
	/** From the start of the run to its end, in s. */
	seconds: number;
	/** Processor time of the process that ran it, in s. */
	cpu: number;
	accepted: number;
	refused: number;
	/** What the run ended with. */
	end: string;
}

async function pass(
	engine: Engine,
	{ name, ...wishes }: (typeof ways)[number],
	answersAfter: number,
): Promise<Passage> {
	const run = async (ids: readonly string[]) =>
		await withGong(
			ids,
			answersAfter,
			async (gong) => {
				const { ms, cpu, failure } = await engine.delete(wishes, gong, ids);
				const answered = (status: number) =>
					gong.journal.filter((entry) => entry.status === status).length;
				return {
					name,
					answersAfter,
					seconds: ms / 1000,
					cpu: cpu / 1000,
					accepted: answered(201),
					refused: answered(429),
					end: failure ? 'error' : 'success',
				};
			},
			{ limits: { perSecond: PER_SECOND } },
		);
	// The first run loads what the others have.
	await run(someIds(1));
	return await run(someIds(ITEMS));
}

export default defineQuestion({
	number: 5,
	title: 'How much of Gong’s limit is used',
	async run() {
		say(`  ${ITEMS} items, all ways side by side`);
		// They mostly wait, each for its own Gong.
		const passages = await Promise.all(
			ANSWERS_AFTER.flatMap((answersAfter) =>
				ways.map(
					async (way) =>
						await Engine.with(
							[way.subject],
							async (engine) => await pass(engine, way, answersAfter),
						),
				),
			),
		);
		const ours = passages.filter(({ name }) => name === 'ours');
		return {
			method: `${ITEMS} deletions without waiting for their end in one run, in real time, with Gong’s limit of ${PER_SECOND} calls a second. The least possible is ${LEAST} s: three calls at once, and three more after each second. _Used_ is that over the time it took.`,
			tables: [
				{
					title: 'Deletions at the limit',
					columns: [
						'',
						'Gong answers',
						'seconds',
						'used',
						'accepted',
						'refused (429)',
						'processor, s',
						'the run ends with',
					],
					rows: passages.map(({ name, answersAfter, seconds, accepted, refused, cpu, end }) => [
						name,
						nameAnswer(answersAfter),
						rounded(seconds),
						accepted < ITEMS ? '–' : `${rounded((100 * LEAST) / seconds)} %`,
						accepted,
						refused,
						rounded(cpu),
						end,
					]),
				},
			],
			goals: [
				...ours.map(({ answersAfter, seconds }) =>
					goal(
						`Share of the limit used when answers take ${answersAfter} ms, ours`,
						LEAST / seconds,
						'atLeast',
						0.95,
						{
							margin: 0.03,
							why: 'Ours starts each call a second after the answer to the third before it, so that no network can bring four into one second. The time of an answer is lost once for every three calls.',
						},
					),
				),
				goal(
					'Calls refused with 429, ours',
					ours.reduce((sum, { refused }) => sum + refused, 0),
					'atMost',
					0,
				),
				goal(
					'Deletions accepted, ours, of those asked for',
					ours.reduce((sum, { accepted }) => sum + accepted, 0) / (ours.length * ITEMS),
					'atLeast',
					1,
				),
			],
			notes: [
				'H with _Batching_ of 3 items in 1,000 ms does not wait for answers, so nothing keeps a batch from arriving together with the one before: on a steady network nothing is refused, on a busy machine some calls are. One that is refused is not sent again unless _Retry On Fail_ is on, which sends all items again.',
				'H _all at once_ is what it does unless it is told otherwise: the run ends with an error, and n8n drops the answers to the deletions that were accepted.',
			],
		};
	},
});
