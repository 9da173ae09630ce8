import { runFast } from '../harness/runs';
import { waitingDeletion } from '../harness/workflows';
import type { SimulatorOptions } from '../simulator/options';
import { start, stopAll } from '../simulator/simulators';

const MINUTE = 60_000;

afterEach(stopAll);

/** A deletion of 20 minutes that is waited for, for an hour at most. */
const wait = async (options: Partial<SimulatorOptions>) => {
	const simulator = await start({ deleteTakes: 20 * MINUTE, ...options });
	const finished = await runFast(simulator, waitingDeletion({}, { maxWaitHours: 1 }));
	const [{ at: submitted }] = simulator.calls('DELETE', '/v2/crm/integrations');
	const last = simulator.journal.at(-1)?.at ?? submitted;
	return {
		simulator,
		output: finished.json('Next'),
		took: Date.parse(last) - Date.parse(submitted),
	};
};

test.each([400, 404] as const)(
	'a deletion whose status is answered %d once the integration is gone is DONE when the list had the integration after the acceptance and has it no more',
	async (statusOnceGone) => {
		const { output, took } = await wait({ statusOnceGone });
		expect(output).toMatchObject([
			{ status: 'DONE', deleted: true, finished: true, timedOut: false, alreadyGone: false },
		]);
		expect(took).toBeGreaterThanOrEqual(20 * MINUTE);
		expect(took).toBeLessThan(24 * MINUTE);
	},
);

test('a deletion whose status is gone is not known to be deleted when the integration left the list at once', async () => {
	const { output, took } = await wait({ statusOnceGone: 404, leavesListWhen: 'requested' });
	expect(output).toMatchObject([{ deleted: null, finished: false, timedOut: true }]);
	expect(took).toBeGreaterThanOrEqual(60 * MINUTE);
});

test('the list is asked once after the acceptance, and no more while the status can be read', async () => {
	const { simulator, output } = await wait({});
	expect(output).toMatchObject([{ status: 'DONE', deleted: true }]);
	expect(simulator.calls('GET', '/v2/crm/integrations')).toHaveLength(1);
});
