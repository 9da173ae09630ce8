import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	parentsOf,
	received,
	run,
	startGong,
	untilEnded,
	untilParked,
} from '../deletions.mts';

const COUNT = 30;
/** Between two of n8n's looks for executions that are due, in ms. */
const TICK = 60_000;
/** Seconds. */
const MEAN_LAG = 45;

export default defineCase({
	number: 50,
	title: `${COUNT} waits that come due together on one account share its limit: the results come soon, and none is turned away`,
	long: true,
	quiet: true,
	async run(stage) {
		const n8n = await stage.startN8n();
		const gong = await startGong(
			stage,
			Array.from({ length: COUNT }, () => ({ deleteTakes: 3_600_000 })),
			{ limits: { perSecond: 3 } },
		);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong));
		const integrations = gong.integrations().map(({ integrationId }) => integrationId);
		const executions: string[] = [];
		for (const integrationId of integrations)
			executions.push(await run(n8n, workflow, [integrationId]));
		await Promise.all(executions.map(async (id) => await untilParked(n8n, id)));
		const refused = () => gong.journal.filter(({ status }) => status === 429).length;
		stage.figure('turned away by the limit until all were parked', refused());

		// All are due at each tick; their ends are spread over the time between two, since one moment for all
		// might be a lucky one.
		const endOf = new Map<string, number>();
		const from = Date.now() + 2000;
		for (const [index, { integrationId, registeredAt }] of gong.deletions().entries()) {
			const end = from + (index * TICK) / COUNT;
			endOf.set(integrationId, end);
			gong.setDeletion({ integrationId, takes: end - Date.parse(registeredAt) });
		}
		const ended = await Promise.all(
			(await parentsOf(n8n, workflow)).map(async ({ id }) => await untilEnded(n8n, id, 300_000)),
		);
		const lags = ended.map((execution) => {
			const [{ integrationId, status }] = received(execution);
			assert.equal(status, 'DONE');
			const end = endOf.get(String(integrationId)) ?? NaN;
			return (Date.parse(execution.stoppedAt ?? '') - end) / 1000;
		});
		const mean = lags.reduce((sum, lag) => sum + lag, 0) / lags.length;
		stage.figure(
			'lag',
			`${mean.toFixed(1)} s on average, ${Math.min(...lags).toFixed(0)} to ${Math.max(...lags).toFixed(0)}`,
		);
		stage.figure(
			'calls, and of them turned away by the limit',
			`${gong.journal.length}, ${refused()}`,
		);
		assert.ok(mean <= MEAN_LAG, `${mean} s after the end on average`);
		assert.ok(refused() <= 1, `${refused()} calls were answered 429`);
	},
});
