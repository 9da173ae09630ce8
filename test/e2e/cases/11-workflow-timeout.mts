import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { lasted, received, startDeletion, untilSucceeded } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 11,
	title: 'a workflow timeout shorter than the wait: the result comes before it',
	light: true,
	everyN8n: true,
	async run(stage) {
		const n8n = await useSharedN8n(stage);
		const withTimeout = async (executionTimeout: number) => {
			const { id } = await startDeletion(stage, n8n, [{ deleteTakes: 3_600_000 }], {
				settings: { executionTimeout },
			});
			const execution = await untilSucceeded(n8n, id, 300_000);
			assert.equal(received(execution)[0].timedOut, true);
			const took = lasted(execution);
			stage.figure(`with a timeout of ${executionTimeout} s, ended after`, `${took / 1000} s`);
			assert.ok(took < executionTimeout * 1000, `${took} ms`);
			return execution;
		};
		const [inside, suspended] = await Promise.all([withTimeout(60), withTimeout(240)]);

		const hint = /shortened to \d\d seconds/;
		assert.match(String(inside.data.resultData.runData.Delete[0].hints?.[0]?.message), hint);
		const [child] = await n8n.api.childExecutionsOf(suspended);
		const handedBack = child.data.resultData.runData['Hand the Results Back'].at(-1);
		assert.match(String(handedBack?.hints?.[0]?.message), /shortened to 3 minutes/);
	},
});
