import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import { addKey, addWorkflow, parentsOf, received, startGong, untilEnded } from '../deletions.mts';
import type { Execution } from '../n8nApi.mts';

/** How long deletions take, and how long after their end the result may come on average, in seconds. */
const kinds = [
	{ takes: 10, lag: 12 },
	{ takes: 30, lag: 40 },
	{ takes: 60, lag: 40 },
	{ takes: 120, lag: 40 },
];
/** Of each kind. */
const COUNT = 6;
/** Between two of n8n's looks for executions that are due, in ms. */
const TICK = 60_000;

export default defineCase({
	number: 35,
	canary: true,
	title: 'the result comes soon after the end, with nothing running meanwhile',
	long: true,
	quiet: true,
	async run(stage) {
		// Of its own: what other cases ask of theirs would add to the times.
		const n8n = await stage.startN8n();
		const gong = await startGong(
			stage,
			Array.from({ length: COUNT }, () => kinds)
				.flat()
				.map(({ takes }) => ({ deleteTakes: takes * 1000 })),
		);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong));
		const integrations = gong.integrations().map(({ integrationId }) => integrationId);

		const takesOf = new Map(
			integrations.map((id, index) => [id, kinds[index % kinds.length].takes]),
		);

		// One of each kind at a random moment of each sixth of n8n's minute: six moments drawn freely
		// may all be bad ones.
		const part = TICK / COUNT;
		const begin = async (index: number) => {
			const round = Math.floor(index / kinds.length);
			await sleep(round * part + Math.random() * part);
			const items = [{ id: integrations[index] }];
			assert.equal((await n8n.api.callWebhook(workflow.name, { items })).status, 200);
		};
		/** When each execution was seen to wait first, and to run after that; ms since 1970. */
		const waitingSince = new Map<string, number>();
		const ranAt: Array<{ id: string; at: number }> = [];
		let allEnded = false;
		const watch = async () => {
			for (; !allEnded; await sleep(3000)) {
				for (const { id, status } of await parentsOf(n8n, workflow)) {
					const at = Date.now();
					if (status === 'waiting' && !waitingSince.has(id)) waitingSince.set(id, at);
					if (status === 'running' && waitingSince.has(id)) ranAt.push({ id, at });
				}
			}
		};
		const watching = watch();
		await Promise.all(integrations.map(async (_, index) => await begin(index)));
		const started = await parentsOf(n8n, workflow);
		assert.equal(started.length, integrations.length);
		const executions = await Promise.all(
			started.map(async ({ id }) => await untilEnded(n8n, id, 400_000)),
		);
		allEnded = true;
		await watching;

		/** When a deletion was over at Gong, in ms since 1970. */
		const endOf = (execution: Execution): number => {
			const [{ integrationId }] = received(execution);
			const deletion = gong.deletions().find((one) => one.integrationId === integrationId);
			const takes = takesOf.get(String(integrationId)) ?? 0;
			return Date.parse(deletion?.registeredAt ?? '') + takes * 1000;
		};
		for (const { takes, lag } of kinds) {
			const ended = executions
				.filter((one) => takesOf.get(String(received(one)[0]?.integrationId)) === takes)
				.map((execution) => {
					const [{ status, statusChecks }] = received(execution);
					assert.equal(status, 'DONE');
					const late = Date.parse(execution.stoppedAt ?? '') - endOf(execution);
					return { lag: late / 1000, statusChecks };
				});
			assert.equal(ended.length, COUNT);
			const mean = ended.reduce((sum, one) => sum + one.lag, 0) / ended.length;
			const each = ended.map((one) => `${one.lag.toFixed(0)} after ${one.statusChecks} checks`);
			stage.figure(
				`lag of deletions of ${takes} s`,
				`${mean.toFixed(1)} s on average (${each.join(', ')})`,
			);
			assert.ok(mean <= lag, `${mean} s after the end of those of ${takes} s`);
		}
		// All but the shortest have waited; none ran again before its deletion was over.
		assert.ok(waitingSince.size >= 3 * COUNT - 2, `${waitingSince.size} were seen waiting`);
		assert.deepEqual(
			ranAt.filter(({ id, at }) => at < endOf(executions.find((one) => one.id === id)!)),
			[],
			'ran while they waited',
		);
	},
});
