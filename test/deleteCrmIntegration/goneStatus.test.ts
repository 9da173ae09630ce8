import { runFast } from '../harness/runs';
import { waitingDeletion } from '../harness/workflows';
import type { SimulatorOptions } from '../simulator/options';
import { start, stopAll } from '../simulator/simulators';

const integrationId = '5517027188234205706';
const MINUTE = 60_000;

afterEach(stopAll);

/** A deletion of 20 minutes that is waited for, for an hour at most. */
const wait = async (options: Partial<SimulatorOptions>) => {
	const simulator = await start({ deleteTakes: 20 * MINUTE, ...options });
	const finished = await runFast(simulator, waitingDeletion({}, { maxWaitHours: 1 }), {
		items: [{ integrationId }],
	});
	const [{ at: submitted }] = simulator.calls('DELETE', '/v2/crm/integrations');
	const last = simulator.journal.at(-1)?.at ?? submitted;
	return {
		simulator,
		finished,
		output: finished.json('Next'),
		took: Date.parse(last) - Date.parse(submitted),
	};
};

describe.each([400, 404] as const)(
	'a deletion whose status is answered %d once the integration is gone',
	(statusOnceGone) => {
		test.each(['done', 'later'] as const)(
			'is DONE when the list had the integration after the acceptance and has it no more: %s',
			async (leavesListWhen) => {
				const { output, took } = await wait({ statusOnceGone, leavesListWhen });
				expect(output).toMatchObject([
					{ status: 'DONE', deleted: true, finished: true, timedOut: false, alreadyGone: false },
				]);
				expect(took).toBeGreaterThanOrEqual(20 * MINUTE);
				expect(took).toBeLessThan(24 * MINUTE);
			},
		);

		test('is not known to be deleted when the integration leaves the list at once', async () => {
			const { output, took } = await wait({ statusOnceGone, leavesListWhen: 'requested' });
			expect(output).toMatchObject([{ deleted: null, finished: false, timedOut: true }]);
			expect(took).toBeGreaterThanOrEqual(60 * MINUTE);
		});

		test('is not known to be deleted while the list has the integration', async () => {
			const { output } = await wait({
				statusOnceGone,
				leavesListWhen: 'later',
				leavesListAfter: 100 * MINUTE,
				goneWhen: 'deleted',
			});
			expect(output).toMatchObject([{ deleted: null, finished: false, timedOut: true }]);
		});

		test('is not known to be deleted when the list cannot be read', async () => {
			const { output } = await wait({
				statusOnceGone,
				scopes: ['api:crm:integration:delete', 'api:crm:upload'],
			});
			expect(output).toMatchObject([{ deleted: null, finished: false, timedOut: true }]);
		});
	},
);

test('the list is asked once after the acceptance, and no more while the status can be read', async () => {
	const { simulator, output } = await wait({});
	expect(output).toMatchObject([{ status: 'DONE', deleted: true }]);
	expect(simulator.calls('GET', '/v2/crm/integrations')).toHaveLength(1);
});
