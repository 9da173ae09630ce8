import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { ids, parkDeletion, received, untilEnded, type Wishes } from '../deletions.mts';
import { useSharedN8n } from '../shared.mts';

export default defineCase({
	number: 10,
	title: 'onFailed and onTimeout with stop, continue and error output, suspended',
	light: true,
	everyN8n: 'canary',
	async run(stage) {
		const n8n = await useSharedN8n(stage);

		/** One FAILED and one DONE integration, after a suspension. */
		const fails = async (wishes: Wishes) => {
			const integrations = [
				{ deleteTakes: 40_000, outcome: 'FAILED' as const },
				{ deleteTakes: 30_000 },
			];
			const { id } = await parkDeletion(stage, n8n, integrations, {
				...wishes,
				parameters: { waitOptions: { onFailed: 'error' } },
			});
			return await untilEnded(n8n, id);
		};
		/** A deletion that takes longer than the wait of 0.04 h = 144 s. */
		const times = async (onTimeout: string) => {
			const { id } = await parkDeletion(stage, n8n, [{ deleteTakes: 3_600_000 }], {
				parameters: { waitOptions: { onTimeout, maxWaitHours: 0.04 } },
			});
			return await untilEnded(n8n, id);
		};
		const message = `Gong could not delete integration ${ids[0]}`;
		const [stop, proceed, errorOutput, output, error] = await Promise.all([
			fails({}),
			fails({ node: { onError: 'continueRegularOutput' } }),
			fails({ node: { onError: 'continueErrorOutput' } }),
			times('output'),
			times('error'),
		]);

		assert.equal(stop.status, 'error');
		assert.equal(stop.data.resultData.error?.message, message);
		assert.match(String(stop.data.resultData.error?.description), /still being imported/);

		assert.equal(proceed.status, 'success');
		assert.deepEqual(
			received(proceed).map(({ error, status, input }) => ({ error, status, input })),
			[
				{ error: message, status: undefined, input: ids[0] },
				{ error: undefined, status: 'DONE', input: ids[1] },
			],
		);

		assert.equal(errorOutput.status, 'success');
		assert.deepEqual(
			received(errorOutput).map(({ status, input }) => ({ status, input })),
			[{ status: 'DONE', input: ids[1] }],
		);
		const [trouble] = received(errorOutput, 'Trouble');
		assert.equal(trouble.error, message);
		assert.equal(trouble.id, ids[0], 'the input comes along');
		assert.equal((trouble.details as { status: string }).status, 'FAILED');

		assert.equal(output.status, 'success');
		assert.equal(received(output)[0].timedOut, true);
		assert.equal(received(output)[0].finished, false);
		assert.equal(error.status, 'error');
		assert.equal(
			error.data.resultData.error?.message,
			`Gong is still deleting integration ${ids[0]}`,
		);
	},
});
