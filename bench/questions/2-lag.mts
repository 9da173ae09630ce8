import { goal } from '../goals.ts';
import { measureLags, samplesOf, seconds } from '../lag/real.mts';
import {
	type Cost,
	DAY,
	everySo,
	follow,
	followAbout,
	HOUR,
	MINUTE,
	ours,
	SECOND,
} from '../lag/virtual.mts';
import { defineQuestion } from '../question.mts';
import { rounded } from '../statistics.mts';
import { loop, ours as oursInN8n } from '../waiting/ways.mts';

const durations: Array<[name: string, ms: number]> = [
	['2 s', 2 * SECOND],
	['10 s', 10 * SECOND],
	['30 s', 30 * SECOND],
	['1 min', MINUTE],
	['2 min', 2 * MINUTE],
	['10 min', 10 * MINUTE],
	['1 h', HOUR],
	['6 h', 6 * HOUR],
	['24 h', DAY],
];

const intervals: Array<[name: string, ms: number]> = [
	['L, 10 s', 10 * SECOND],
	['L, 1 min', MINUTE],
	['L, 5 min', 5 * MINUTE],
];
const [[everyTenSeconds], [everyMinute], [everyFiveMinutes]] = intervals;

/** Of the durations, those that are also followed on a real n8n. */
const inReality = [10, 30, 60, 120].map((s) => s * SECOND);
/** Of each, by each way. */
const SAMPLES = 6;
const names = ['ours', ...intervals.map(([name]) => name)];
/** The durations for which the once-a-minute loop is to be no sooner. */
const judged = durations.filter(([, ms]) => ms >= 10 * SECOND && ms <= 10 * MINUTE);

export default defineQuestion({
	number: 2,
	title: 'How soon the end is known, and for how many calls',
	async run() {
		const planned = new Map(
			[ours, ...intervals.map(([, ms]) => everySo(ms))].map((wait, index) => [
				names[index],
				{
					about: new Map(durations.map(([name, ms]) => [name, followAbout(wait, ms)])),
					day: follow(wait, DAY, 0).calls,
				},
			]),
		);
		const plannedFor = (way: string, duration: string): Cost =>
			planned.get(way)!.about.get(duration)!;
		const inADay = (way: string): number => planned.get(way)!.day;

		const ways = [oursInN8n, ...intervals.map(([name, ms]) => loop(name, ms / SECOND))];
		const measured = await measureLags(ways, samplesOf(inReality, SAMPLES));
		const real = (way: string, about: number) =>
			measured.find((one) => one.way.name === way && one.about === about)!;
		const nameOf = (about: number) => durations.find(([, ms]) => ms === about)![0];

		return {
			method: `_Lag_ is the time from the end of the deletion at Gong to the check that sees it. **On virtual time** it comes from the code that the product plans its checks by (\`nodes/gong/schedule.ts\`) and from n8n's rule for executions that wait, for a workflow in production: the average of 2,001 deletions that take from 20 % less to 20 % more than the duration named, each begun at another moment of n8n's minute. **On a real n8n** the lag runs until the whole execution has ended: ${SAMPLES} deletions of each duration with the same spread, one in each sixth of a minute at a random moment, all ways beside each other on one n8n with the same durations and moments.`,
			tables: [
				{
					title: 'Lag on virtual time, average in seconds',
					columns: ['deletion takes', ...names, 'ours / L, 1 min', 'ours / L, 5 min'],
					rows: durations.map(([name]) => [
						name,
						...names.map((way) => seconds(plannedFor(way, name).lag)),
						...[everyMinute, everyFiveMinutes].map((way) =>
							rounded(plannedFor('ours', name).lag / plannedFor(way, name).lag),
						),
					]),
				},
				{
					title: 'Calls to Gong on virtual time, average',
					columns: ['deletion takes', ...names],
					rows: [
						...durations.map(([name]) => [
							name,
							...names.map((way) => rounded(plannedFor(way, name).calls)),
						]),
						['a whole day', ...names.map(inADay)],
					],
				},
				{
					title: 'Lag on a real n8n, average in seconds',
					columns: ['deletion takes', ...names, 'ours / L, 1 min'],
					rows: inReality.map((about) => [
						nameOf(about),
						...names.map((way) => seconds(real(way, about).lag)),
						rounded(real('ours', about).lag / real(everyMinute, about).lag),
					]),
				},
				{
					title: 'Calls to Gong on a real n8n, average',
					columns: ['deletion takes', ...names],
					rows: inReality.map((about) => [
						nameOf(about),
						...names.map((way) => rounded(real(way, about).calls)),
					]),
				},
			],
			goals: [
				...judged.map(([name]) =>
					goal(
						`Lag of ${name} on virtual time, ours over L, 1 min`,
						plannedFor('ours', name).lag / plannedFor(everyMinute, name).lag,
						'atMost',
						1,
						{
							why: 'From 10 min on the intervals grow, and half of these deletions take longer than that.',
						},
					),
				),
				...inReality.map((about) =>
					goal(
						`Lag of ${nameOf(about)} on a real n8n, ours over L, 1 min`,
						real('ours', about).lag / real(everyMinute, about).lag,
						'atMost',
						1,
						{
							margin: 0.4,
							why: `Both are about half a minute on average, ${SAMPLES} deletions leave several seconds to chance, and ending a suspended execution takes n8n longer than ending a running one.`,
						},
					),
				),
				goal(
					'Calls in a day, ours over L, 1 min',
					inADay('ours') / inADay(everyMinute),
					'atMost',
					0.25,
				),
				goal(
					'Calls in a day, ours over L, 5 min',
					inADay('ours') / inADay(everyFiveMinutes),
					'atMost',
					1,
					{
						why: 'Checks in the first 50 min are closer together than 5 min, so that short deletions are known sooner.',
					},
				),
			],
			notes: [
				`**${everyTenSeconds}** is sooner than ours for everything but the shortest deletions. It takes ${inADay(everyTenSeconds)} calls in a day, of the 10,000 that Gong allows the whole company, and stays in memory all the time, as does ${everyMinute}: both are lost when n8n stops.`,
				`**${everyMinute}** is sooner than ours from about 10 min on, ${seconds(plannedFor(everyMinute, '1 h').lag)} s instead of ${seconds(plannedFor('ours', '1 h').lag)} s, for ${inADay(everyMinute)} calls in a day instead of ${inADay('ours')}.`,
				`**${everyFiveMinutes}** is suspended too. From an hour on it's as soon as ours, with somewhat fewer calls.`,
				'After its first 15 s ours is suspended, and n8n looks for what is due once a minute. That is why it doesn’t see the end of a deletion of 30 s sooner.',
			],
		};
	},
});
