import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertPaired,
	ids,
	run,
	startGong,
	untilEnded,
	untilParked,
} from '../deletions.mts';
import { openGate } from '../gate.mts';
import { useSharedN8n } from '../shared.mts';

/** Seconds; the schedule alone would ask again at n8n's next tick, after 60. */
const RETRY_AFTER = 100;

export default defineCase({
	number: 7,
	title: 'Gong away for two minutes (refused, 503, 429 with Retry-After): ridden out',
	light: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const gong = await startGong(stage, [{ deleteTakes: 30_000 }]);
		const gate = await openGate(stage, () => gong.url);
		const workflow = await addWorkflow(n8n, await addKey(n8n, gong, gate.url));
		const id = await run(n8n, workflow);
		const parked = await untilParked(n8n, id);
		const answered = () => gong.calls('GET', '/v2/crm/request-status').length;
		const before = answered();

		// The first parked check is refused, the second gets 503, the third 429 and a longer wait than
		// n8n would have made by itself, the fourth an answer.
		await gate.close();
		const rounds = async () => {
			const [loop] = await n8n.api.childExecutionsOf(parked);
			return loop.data.resultData.runData['Ask Gong for the Status']?.length ?? 0;
		};
		while ((await rounds()) === 0) await sleep(1000);
		assert.equal(answered(), before);
		const on = 'GET /v2/crm/request-status';
		gong.addFault({ on, kind: 'status', status: 503 });
		gong.addFault({ on, kind: 'status', status: 429, retryAfter: RETRY_AFTER });
		await gate.open();

		const execution = await untilEnded(n8n, id, 400_000);
		assertPaired(execution, [[ids[0], 'DONE']]);
		const calls = gong.calls('GET', '/v2/crm/request-status').slice(before);
		assert.deepEqual(
			calls.map(({ status }) => status),
			[503, 429, 200],
		);
		const [, limited, answer] = calls.map(({ at }) => Date.parse(at));
		stage.figure(
			`asked again after a Retry-After of ${RETRY_AFTER} s`,
			`${(answer - limited) / 1000} s`,
		);
		assert.ok(answer - limited >= RETRY_AFTER * 1000);
	},
});
