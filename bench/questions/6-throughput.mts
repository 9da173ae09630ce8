import { say } from '../../test/e2e/progress.mts';
import { Engine } from '../engine/engine.mts';
import { signInTo, someIds, toItems, withGong } from '../engine/stand.mts';
import type { Wishes } from '../engine/workflows.mts';
import { goal } from '../goals.ts';
import { cell, defineQuestion, type Table } from '../question.mts';
import { rounded } from '../statistics.mts';

/** Gong's default limit for a company, calls in any second. */
const PER_SECOND = 3;

/** A way to delete many integrations without waiting for the end. */
interface Way {
	name: string;
	wishes: Omit<Wishes, 'task'>;
	/** How long Gong takes to answer a call, in ms. */
	answersAfter: number;
}

const AT_ONCE = 'H, all at once';
const TITLE = 'Deletions at the limit';

const ours: Way = {
	name: 'ours',
	wishes: { subject: 'ours', requestsPerSecond: PER_SECOND },
	answersAfter: 0,
};
const oursSlow: Way = { ...ours, name: 'ours, answers take 200 ms', answersAfter: 200 };
const ways: Way[] = [
	ours,
	oursSlow,
	{ name: AT_ONCE, wishes: { subject: 'http' }, answersAfter: 0 },
	{
		name: 'H, Batching of 3 items in 1,000 ms',
		wishes: { subject: 'http', batching: { batchSize: PER_SECOND, batchInterval: 1000 } },
		answersAfter: 0,
	},
];

interface Passage {
	name: string;
	/** From the start of the run to its end, in s. */
	seconds: number;
	accepted: number;
	refused: number;
	/** What the run ended with. */
	end: string;
}

async function pass({ name, wishes, answersAfter }: Way, count: number): Promise<Passage> {
	const engine = await Engine.start(wishes.subject);
	const ids = someIds(count);
	try {
		const run = async (some: readonly string[]) =>
			await withGong(
				some,
				async (gong) => {
					if (answersAfter > 0)
						gong.addFault({ kind: 'slow', delay: answersAfter, times: Infinity });
					const { ms, failure } = await engine.tryToRun({
						...wishes,
						task: 'delete',
						gong: signInTo(gong),
						items: toItems(some),
					});
					const answered = (status: number) =>
						gong.journal.filter((entry) => entry.status === status).length;
					return {
						name,
						seconds: ms / 1000,
						accepted: answered(201),
						refused: answered(429),
						end: failure ? 'error' : 'success',
					};
				},
				{ limits: { perSecond: PER_SECOND } },
			);
		// The first run loads what the others have.
		await run(ids.slice(0, 1));
		return await run(ids);
	} finally {
		await engine.stop();
	}
}

/** What the page begins with. */
function headlines(tables: Table[]): string[] {
	const figure = (row: string, column: string) => cell(tables, { title: TITLE, row, column });
	return [
		`**Gong’s limit is used and kept.** ${figure('ours', 'accepted')} deletions in one run use ${figure('ours', 'used')} of it, with ${figure('ours', 'refused (429)')} calls refused. With n8n’s HTTP Request node, ${figure(AT_ONCE, 'refused (429)')} of as many are refused.`,
	];
}

export default defineQuestion({
	number: 6,
	title: 'How much of the limit is used',
	headlines,
	async run({ quick }) {
		const count = quick ? 60 : 300;
		// In any second three calls: the first three at once, three more after each second.
		const least = count / PER_SECOND - 1;
		say(`  ${count} items, ${ways.length} ways side by side`);
		// They mostly wait, each for its own Gong.
		const passages = await Promise.all(ways.map(async (way) => await pass(way, count)));
		const [fast, slow] = passages;
		const share = ({ seconds }: Passage): number => least / seconds;
		return {
			method: `${count} deletions without waiting in one run, in real time, with Gong’s limit of ${PER_SECOND} calls a second. The least possible is ${rounded(least)} s: three calls at once, and three more after each second. _Used_ is that over the time it took.`,
			tables: [
				{
					title: TITLE,
					columns: ['', 'seconds', 'used', 'accepted', 'refused (429)', 'the run ends with'],
					rows: passages.map((passage) => [
						passage.name,
						rounded(passage.seconds),
						passage.accepted < count ? '–' : `${rounded(100 * share(passage))} %`,
						passage.accepted,
						passage.refused,
						passage.end,
					]),
				},
			],
			goals: [
				goal('Share of the limit that is used, ours', share(fast), 'atLeast', 0.95, 0.03),
				goal('Calls refused with 429, ours', fast.refused + slow.refused, 'atMost', 0),
				goal(
					'Deletions accepted, ours, of those asked for',
					(fast.accepted + slow.accepted) / (2 * count),
					'atLeast',
					1,
				),
			],
			notes: [
				'_HTTP Request_ sends all items at once unless it is told otherwise. What Gong refuses is not sent again: the run ends with an error, and n8n drops the answers of the deletions that were accepted. Its _Batching_ does not wait for answers, so nothing keeps a batch from arriving early.',
				'Ours makes one call after the other, each a second after the answer to the third before it. While Gong takes time to answer, that time is lost once for every three calls; the alternative would be to risk a 429.',
			],
		};
	},
});
