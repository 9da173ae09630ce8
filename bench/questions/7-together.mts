import { type Answered, type Asked, playTogether } from '../lag/together.mts';
import { seconds } from '../lag/real.mts';
import { goal } from '../goals.ts';
import { defineQuestion } from '../question.mts';
import { nameAnswer } from '../report/text.mts';
import { mean, median, rounded } from '../statistics.mts';

const WAITS = 30;
const FILES = 200;
/** In s. */
const MEAN_LAG = 45;
/** n8n's tick, and a turn for each wait and for the upload after each of them, three a second; in s. */
const LONGEST_LAG = 60 + (2 * WAITS) / 3;

const rows: Array<Asked & { name: string }> = [0, 200].flatMap((answersAfter) =>
	[0, FILES].map((files) => ({
		name: `${files > 0 ? `beside an upload of ${files} files` : 'alone'}, answers ${nameAnswer(answersAfter)}`,
		waits: WAITS,
		files,
		answersAfter,
	})),
);

export default defineQuestion({
	number: 7,
	title: 'What many waits on one account do to each other',
	async run() {
		const played = await playTogether(rows);
		const each = rows.map(({ name }, index): { name: string } & Answered => ({
			name,
			...played[index],
		}));
		return {
			method: `${WAITS} executions in one n8n process each delete one integration of one account and wait for it, parked. n8n takes all of them up again at the same tick, once a minute, and Gong allows the account its default of 3 calls a second. Their deletions end between 60 and 176 s, so that no moment is a lucky one. Once they are alone; once an execution beside them uploads ${FILES} files, of one object each, to another integration. On virtual time: n8n’s engine, the nodes and Gong’s stand-in are real, as in [a test](../../test/faults/dueTogether.ts); only time jumps. _Lag_ is the time from the end of the deletion to the end of the whole execution.`,
			tables: [
				{
					title: `${WAITS} waits due together`,
					columns: [
						'',
						'lag, average, s',
						'median, s',
						'longest, s',
						'calls',
						'refused (429)',
						'the upload took, s',
					],
					rows: each.map(({ name, lags, calls, refusals, upload }) => [
						name,
						seconds(mean(lags)),
						seconds(median(lags)),
						seconds(Math.max(...lags)),
						calls,
						refusals,
						name.startsWith('alone') ? '–' : upload === null ? 'failed' : rounded(upload / 1000),
					]),
				},
			],
			goals: [
				...each.flatMap(({ name, lags, refusals }) => [
					goal(
						`Average lag of ${WAITS} waits due together, ${name}, over ${MEAN_LAG} s`,
						mean(lags) / 1000 / MEAN_LAG,
						'atMost',
						1,
					),
					goal(
						`Longest lag of ${WAITS} waits due together, ${name}, over ${LONGEST_LAG} s`,
						Math.max(...lags) / 1000 / LONGEST_LAG,
						'atMost',
						1,
					),
					goal(
						`Calls refused with 429, ${WAITS} waits due together, ${name}`,
						refusals,
						'atMost',
						0,
					),
				]),
			],
			notes: [
				`The longest lag allowed is n8n’s tick of 60 s, then ${WAITS} checks of which each comes after one call of the upload at most, at 3 calls a second.`,
				'Other processes, such as n8n’s workers in queue mode, and other programs of the company share Gong’s limit but not this pace.',
			],
		};
	},
});
