import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	memoryAtRest,
	parentsOf,
	received,
	startGong,
} from '../deletions.mts';

const COUNT = 50;

export default defineCase({
	number: 14,
	title: '50 executions waiting at once: none is running, all end DONE',
	canary: true,
	modes: ['sqlite', 'queue'],
	long: true,
	async run(stage) {
		const { main } = await stage.deploy();
		const { api } = main;
		const gong = await startGong(
			stage,
			// They end when they are told to, however long it takes until all are waiting.
			Array.from({ length: COUNT }, () => ({ deleteTakes: 3_600_000 })),
		);
		const workflow = await addWorkflow(main, await addKey(main, gong));
		const idle = await memoryAtRest(main);
		const integrations = gong.integrations().map(({ integrationId }) => integrationId);
		const started = Date.now();
		await Promise.all(
			integrations.map(async (id) => await api.callWebhook(workflow.name, { items: [{ id }] })),
		);
		const counts = async () => {
			const statuses = (await parentsOf(main, workflow)).map(({ status }) => status);
			return (status: string) => statuses.filter((one) => one === status).length;
		};
		while ((await counts())('waiting') < COUNT) {
			assert.ok(Date.now() - started < 300_000, 'not all were waiting in time');
			await sleep(2000);
		}
		const running = await api.listExecutions({ status: ['running', 'new'] });
		// The first are asked about again by then: a loop may run for a moment, never what waits for it.
		assert.deepEqual(
			running.filter(({ mode }) => mode !== 'integrated'),
			[],
		);
		stage.figure(
			`all ${COUNT} were waiting after`,
			`${Math.round((Date.now() - started) / 1000)} s`,
		);
		const held = (await memoryAtRest(main)) - idle;
		stage.figure(`memory over idle with ${COUNT} waiting`, `${(held / 1e6).toFixed(1)} MB`);

		for (const integrationId of integrations) gong.setDeletion({ integrationId, takes: 0 });
		while ((await counts())('success') < COUNT) {
			const count = await counts();
			assert.equal(count('error') + count('crashed') + count('canceled'), 0);
			assert.ok(Date.now() - started < 700_000, `only ${count('success')} ended`);
			await sleep(2000);
		}
		stage.figure(
			'from the first to the last result',
			`${Math.round((Date.now() - started) / 1000)} s`,
		);
		for (const { id } of await parentsOf(main, workflow))
			assert.equal(received(await api.getExecution(id))[0].status, 'DONE');
		assert.equal(gong.deletions().length, COUNT);
	},
});
