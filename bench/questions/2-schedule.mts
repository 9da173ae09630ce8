import { FIRST_CHECKS, FIRST_CHECKS_WATCHED } from '../../nodes/gong/schedule.ts';
import { goal } from '../goals.ts';
import { cell, defineQuestion, type Table } from '../question.mts';
import { drawLag } from '../report/lagChart.mts';
import { confirm } from '../schedule/confirm.mts';
import {
	type Checks,
	type Cost,
	durations,
	durationsAbout,
	fixedChecks,
	follow,
	followAbout,
	growingChecks,
	intervals,
	lagOnCurve,
	productChecks,
	SECOND,
	tuneTo,
} from '../schedule/schedules.mts';
import { geometricMean, rounded } from '../statistics.mts';

/** 3 % of the calls that Gong allows a company in a day. */
const ALLOWANCE = 300;
const FIXED_WITHIN_ALLOWANCE = 'every 5 min';

const durationList = Object.entries(durations);
const costsOf = (checks: Checks): Cost[] =>
	durationList.map(([, duration]) => followAbout(checks, duration));
const inSeconds = ({ lag }: Cost): number => rounded(lag / SECOND);

/** The lag as a share of the duration, on average over the durations, each counting alike. */
const meanShare = (costs: Cost[]): number =>
	geometricMean(costs.map(({ lag }, index) => lag / durationList[index][1]));

/** Other schedules, each with as many calls in a day as the allowance has. */
const proposals: Array<{ name: string; checks: Checks }> = [
	tuned(
		'exponential, {%} of the elapsed time',
		(share) => growingChecks((at) => share * at),
		[0.001, 1],
	),
	tuned(
		'square root, {} times that of the elapsed seconds',
		(factor) => growingChecks((at) => factor * SECOND * Math.sqrt(at / SECOND)),
		[0.01, 100],
	),
	...[0.5, 1, 2].map((hours) =>
		tuned(
			`two-phase, 65 s for ${hours} h, then {} s`,
			(seconds) => growingChecks((at) => (at < hours * 3_600_000 ? 0 : seconds * SECOND)),
			[65, 5000],
		),
	),
	...[0.1, 0.05, 0.03].map((share) =>
		tuned(
			`${share * 100} % of the elapsed time, at most {} s`,
			(seconds) => growingChecks((at) => Math.min(seconds * SECOND, share * at)),
			[65, 5000],
		),
	),
];

function tuned(
	name: string,
	family: (parameter: number) => Checks,
	range: [number, number],
): { name: string; checks: Checks } {
	const { parameter, checks } = tuneTo(ALLOWANCE, family, range);
	return {
		name: name
			.replace('{%}', `${rounded(parameter * 100)} %`)
			.replace('{}', `${rounded(parameter)}`),
		checks,
	};
}

const LAG_TITLE = 'Average lag in seconds';
const CALLS_TITLE = 'Average number of calls';

/** What the page begins with. */
function headlines(tables: Table[]): string[] {
	const lag = (row: string, column: string) =>
		Number(cell(tables, { title: LAG_TITLE, row, column }));
	const calls = (column: string) =>
		cell(tables, { title: CALLS_TITLE, row: 'a whole day', column });
	const sooner = geometricMean(
		durationList.map(([name]) => lag(name, FIXED_WITHIN_ALLOWANCE) / lag(name, 'ours')),
	);
	return [
		`**You know soon.** The end of a deletion is noticed ${rounded(sooner)} times sooner than by asking ${FIXED_WITHIN_ALLOWANCE}, on average over deletions from ${durationList[0][0]} to ${durationList[durationList.length - 1][0]}, with about as many calls: ${calls('ours')} in a whole day, against ${calls(FIXED_WITHIN_ALLOWANCE)}.`,
	];
}

export default defineQuestion({
	number: 2,
	title: 'How soon the end is known, and for how many calls',
	headlines,
	async run({ quick }) {
		const ours = productChecks();
		const oursCosts = costsOf(ours);
		const fixed = Object.entries(intervals).map(([name, interval]) => ({
			name,
			costs: costsOf(fixedChecks(interval)),
			day: fixedChecks(interval).length,
		}));

		const series = durationList.map(([duration], index) => ({
			duration,
			fixed: fixed.map(({ costs }) => costs[index]),
			ours: oursCosts[index],
		}));
		const below = series.map(({ fixed: points, ours: { lag, calls } }) => ({
			lag,
			curve: lagOnCurve(points, calls),
		}));
		const affordable = fixed.find(({ name }) => name === FIXED_WITHIN_ALLOWANCE)?.costs ?? [];
		const overAffordable = oursCosts.map(({ lag }, index) => lag / affordable[index].lag);
		const worstShare = Math.max(
			...durationList
				.flatMap(([, duration]) => durationsAbout(duration))
				.map((duration) => follow(ours, duration).lag / Math.max(70 * SECOND, duration / 10)),
		);

		const inReality = await confirm({ quick });

		const candidates = [
			{ name: 'ours', checks: ours },
			{
				name: 'ours, while somebody watches',
				checks: productChecks(FIRST_CHECKS_WATCHED),
			},
			...proposals,
		].map(({ name, checks }) => ({
			name,
			day: checks.length,
			costs: costsOf(checks),
			share: meanShare(costsOf(checks)),
		}));
		const [, , ...others] = candidates;
		const best = others.reduce((a, b) => (b.share < a.share ? b : a));
		const gain = candidates[0].share / best.share;

		return {
			method:
				'On virtual time, with the code that the product plans its checks by (`nodes/gong/schedule.ts`), for a workflow in production. Each figure is the average of 2,001 deletions that take from 20 % less to 20 % more than the round duration (at most a day), because a single one may be lucky. _Lag_ is the time from the true end of the deletion to the check that sees it.',
			charts: [
				{
					file: 'benchmark-lag.svg',
					alt: 'Lag after the end against calls to Gong, for eight durations: curves of fixed intervals, and this package',
					svg: drawLag(series),
				},
			],
			tables: [
				{
					title: LAG_TITLE,
					columns: ['deletion takes', 'ours', ...fixed.map(({ name }) => name)],
					rows: durationList.map(([name], index) => [
						name,
						inSeconds(oursCosts[index]),
						...fixed.map(({ costs }) => inSeconds(costs[index])),
					]),
				},
				{
					title: CALLS_TITLE,
					columns: ['deletion takes', 'ours', ...fixed.map(({ name }) => name)],
					rows: [
						...durationList.map(([name], index) => [
							name,
							rounded(oursCosts[index].calls),
							...fixed.map(({ costs }) => rounded(costs[index].calls)),
						]),
						['a whole day', ours.length, ...fixed.map(({ day }) => day)],
					],
				},
				{
					title: 'Ours next to the curve of fixed intervals, in seconds of lag for as many calls',
					columns: ['deletion takes', 'calls', 'ours', 'curve', ''],
					rows: below.map(({ lag, curve }, index) => [
						durationList[index][0],
						rounded(oursCosts[index].calls),
						rounded(lag / SECOND),
						rounded(curve / SECOND),
						lag < curve ? 'below' : 'above',
					]),
				},
				otherSchedules(candidates),
				{
					title: 'Confirmed in real time, by the node itself',
					columns: [
						'deletion takes',
						'followed',
						'lag in seconds, planned',
						'lag in seconds, real',
						'calls, planned',
						'calls, real',
					],
					rows: inReality.map(({ duration, where, planned, lag, calls }) => [
						duration,
						where,
						rounded(planned.lag / SECOND),
						rounded(lag / SECOND),
						planned.calls,
						calls,
					]),
				},
			],
			goals: [
				goal(
					'Durations of eight for which ours lies below the curve of fixed intervals',
					below.filter(({ lag, curve }) => lag < curve).length,
					'atLeast',
					durationList.length,
				),
				goal(
					`Lag over that of the best fixed interval within 3 % of the daily allowance (${FIXED_WITHIN_ALLOWANCE}), the worst of eight durations`,
					Math.max(...overAffordable),
					'atMost',
					1.05,
				),
				goal(
					'Lag over a tenth of the duration, or over 70 s where that is more, the worst of all',
					worstShare,
					'atMost',
					1,
				),
				goal(
					'Checks in a day, over 3 % of the daily allowance',
					ours.length / ALLOWANCE,
					'atMost',
					1,
				),
				goal(
					'Calls in real time over those planned, the worst',
					Math.max(...inReality.map(({ calls, planned }) => calls / planned.calls)),
					'atMost',
					1,
				),
			],
			notes: [
				`Against ${FIXED_WITHIN_ALLOWANCE.replace('every', 'a check every')}, the shortest of the four that stays within 3 % of the daily allowance, ours knows the end ${rounded(1 / geometricMean(overAffordable))} times sooner on average over the eight durations, and never later by more than 5 %. Checks every 10 s would take ${rounded(8640 / 100)} % of the allowance of the whole company for one deletion.`,
				`Below the curve for every duration is out of reach for every schedule whose intervals grow. A curve shows, for one duration, what each fixed interval would have brought, as if the duration had been known when the interval was chosen. With n checks up to the end, a fixed interval is 1/n of the duration; one that grows is longer than that average at its end. Who does not know the duration pays for that with a fixed interval, in one of two ways: minutes of lag for what is done in seconds, or thousands of calls for what takes a day.`,
				`A whole day takes ours ${ours.length} checks, ${rounded(ours.length / 100)} % of the 10,000 calls that Gong allows in a day.`,
				`Between the first checks (${FIRST_CHECKS.map((ms) => ms / SECOND).join(', ')} s) and the next at 77 s there is a gap by design: below 65 s n8n waits in memory. That is the lag of deletions of 10 s and 30 s. With the checks that a watched execution makes at 15 and 30 s it would be ${inSeconds(candidates[1].costs[1])} s and ${inSeconds(candidates[1].costs[2])} s, for 23 s more in memory.`,
				`Proposal: of the schedules with ${ALLOWANCE} calls in a day, “${best.name}” has the smallest lag as a share of the duration: ${rounded(best.share * 100)} % on average, where ours has ${rounded(candidates[0].share * 100)} %, so ${rounded(gain)} times better. What it gains is in the hours: ${inSeconds(best.costs[5])} s instead of ${inSeconds(oursCosts[5])} s after an hour, for ${rounded(best.costs[5].calls)} calls instead of ${rounded(oursCosts[5].calls)}; what it gives is ${inSeconds(best.costs[7])} s instead of ${inSeconds(oursCosts[7])} s after a day.`,
			],
		};
	},
});

const otherSchedules = (
	candidates: Array<{ name: string; day: number; costs: Cost[]; share: number }>,
): Table => ({
	title: `Other schedules with ${ALLOWANCE} calls in a day: average lag in seconds`,
	columns: [
		'schedule',
		'calls in a day',
		...durationList.map(([name]) => name),
		'mean share of the duration',
	],
	rows: candidates.map(({ name, day, costs, share }) => [
		name,
		day,
		...costs.map(inSeconds),
		`${rounded(share * 100)} %`,
	]),
});
