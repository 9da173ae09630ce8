import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import {
	addKey,
	addWorkflow,
	assertDeletedOnce,
	ids,
	lasted,
	received,
	run,
	startGong,
	untilSucceeded,
} from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

interface Slow {
	/** Of the workflow, in seconds. */
	limit: number;
	/** What Gong asks for at first, in seconds. */
	retryAfter: number;
	/** In ms. */
	deleteTakes: number;
}

const NEVER = 3_600_000;

export default defineCase({
	number: 46,
	title:
		'Gong takes the deletion only after a long Retry-After: the result comes before the time limit of the workflow',
	light: true,
	everyN8n: 'canary',
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const resultOf = async ({ limit, retryAfter, deleteTakes }: Slow) => {
			const gong = await startGong(stage, [{ deleteTakes }]);
			gong.addFault({
				on: 'DELETE /v2/crm/integrations',
				kind: 'status',
				status: 429,
				retryAfter,
			});
			const workflow = await addWorkflow(n8n, await addKey(n8n, gong), {
				settings: { executionTimeout: limit },
			});
			const execution = await untilSucceeded(n8n, await run(n8n, workflow), 300_000);
			const took = lasted(execution);
			stage.figure(
				`with a limit of ${limit} s and a Retry-After of ${retryAfter} s, ended after`,
				`${took / 1000} s`,
			);
			assert.ok(took < limit * 1000, `${took} ms`);
			assertDeletedOnce(gong, [ids[0]]);
			const [{ status, finished, timedOut, clientRequestId }] = received(execution);
			assert.equal(clientRequestId, gong.deletions()[0].clientRequestId);
			return { status, finished, timedOut };
		};
		const unfinished = { status: 'PENDING', finished: false, timedOut: true };
		const results = await Promise.allSettled([
			resultOf({ limit: 75, retryAfter: 25, deleteTakes: NEVER }),
			resultOf({ limit: 90, retryAfter: 30, deleteTakes: 2000 }),
			// Long enough to be parked.
			resultOf({ limit: 200, retryAfter: 25, deleteTakes: NEVER }),
		]);
		assert.deepEqual(
			results.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason))),
			[unfinished, { status: 'DONE', finished: true, timedOut: false }, unfinished],
		);
	},
});
