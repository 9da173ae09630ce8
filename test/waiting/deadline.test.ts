import { runFast } from '../harness/runs';
import { gongCrm, waitingDeletion } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DELETE = 'DELETE /v2/crm/integrations';

afterEach(stopAll);

/** An upload that sends each object in a file of its own. */
const filePerObject = () =>
	gongCrm('object', 'upload', {
		parameters: {
			integrationId: byId(integrationId),
			objectType: 'ACCOUNT',
			waitForCompletion: true,
			waitOptions: { suspend: false },
			options: { maxObjectsPerFile: 1 },
		},
		node: { onError: 'continueRegularOutput' },
	});

/** When the last call was made, in ms after `since`. */
const lastCall = ({ journal }: Simulator, since: number) =>
	Date.parse(journal.at(-1)?.at ?? '') - since;

describe('an execution that n8n cancels after three minutes', () => {
	test('hands its result on before, though Gong took two minutes of it to accept the deletion', async () => {
		const simulator = await start({ deleteTakes: HOUR });
		simulator.addFault({ on: DELETE, kind: 'status', status: 429, retryAfter: 60, times: 1 });
		const began = Date.now();
		const finished = await runFast(simulator, waitingDeletion(), {
			executionTimeoutTimestamp: began + 3 * MINUTE,
		});
		expect(finished.json('Next')).toMatchObject([{ status: 'PENDING', timedOut: true }]);
		expect(finished.hints('Delete')).toEqual([expect.stringContaining('shortened')]);
		const [, accepted] = simulator.calls('DELETE', '/v2/crm/integrations');
		expect(Date.parse(accepted.at) - began).toBeGreaterThan(60 * SECOND);
		expect(lastCall(simulator, began)).toBeGreaterThan(2 * MINUTE);
		expect(lastCall(simulator, began)).toBeLessThanOrEqual(3 * MINUTE - 10 * SECOND);
	});

	test('says that Gong did not accept the deletion before, rather than wait for longer than it may', async () => {
		const simulator = await start();
		simulator.addFault({ on: DELETE, kind: 'status', status: 429, retryAfter: 110, times: 9 });
		const began = Date.now();
		const finished = await runFast(simulator, waitingDeletion(), {
			executionTimeoutTimestamp: began + 3 * MINUTE,
		});
		expect(finished.error?.message).toMatch(/limit/);
		expect(lastCall(simulator, began)).toBeLessThanOrEqual(3 * MINUTE - 10 * SECOND);
	});

	test('does not send files for which no time is left, and names those that Gong has', async () => {
		const simulator = await start({ uploadTakes: HOUR });
		simulator.addFault({
			on: 'POST /v2/crm/entities',
			kind: 'status',
			status: 429,
			retryAfter: 100,
			times: 9,
			skip: 1,
		});
		const began = Date.now();
		const finished = await runFast(simulator, filePerObject(), {
			items: [{ objectId: 'a-1' }, { objectId: 'a-2' }],
			executionTimeoutTimestamp: began + 3 * MINUTE,
		});
		const [{ clientRequestId }] = simulator.uploads();
		expect(finished.json('Next')).toMatchObject([
			{ objectId: 'a-1', timedOut: true, clientRequestId },
			{ error: expect.stringMatching(/limit/), details: { objectId: 'a-2', outcome: 'notSent' } },
		]);
		expect(lastCall(simulator, began)).toBeLessThanOrEqual(3 * MINUTE - 10 * SECOND);
	});
});

test.each([2, 5])(
	'large files end before n8n cancels the execution, and what Gong has is named, where %d of them take 20 s',
	async (times) => {
		const simulator = await start({ uploadTakes: 0 });
		const on = 'POST /v2/crm/entities';
		simulator.addFault({ on, kind: 'slow', delay: 20 * SECOND, times });
		simulator.addFault({ on, kind: 'silent', times: 9, skip: times });
		const began = Date.now();
		const finished = await runFast(simulator, filePerObject(), {
			items: ['a', 'b', 'c', 'd', 'e'].map((objectId) => ({ objectId })),
			executionTimeoutTimestamp: began + 75 * SECOND,
		});
		const out = JSON.stringify(finished.json('Next'));
		expect(finished.json('Next')).toHaveLength(5);
		for (const { clientRequestId } of simulator.uploads()) expect(out).toContain(clientRequestId);
		expect(lastCall(simulator, began)).toBeLessThanOrEqual(65 * SECOND);
		expect(Date.now()).toBeLessThan(began + 75 * SECOND);
		expect(out).toContain(times === 5 ? 'No time was left to ask Gong' : 'no whole answer within');
	},
);

test('many deletions at a slow pace end in time: those that the last round does not reach keep their status', async () => {
	const ids = Array.from({ length: 40 }, (_, index) => String(5_500_000_000_000_000 + index));
	const simulator = await startWith(ids, { deleteTakes: HOUR });
	const began = Date.now();
	const finished = await runFast(
		simulator,
		waitingDeletion({ parameters: { options: { requestsPerSecond: 1 } } }),
		{
			items: ids.map((id) => ({ integrationId: id })),
			executionTimeoutTimestamp: began + 3 * MINUTE,
		},
	);
	const out = finished.json('Next');
	expect(out).toHaveLength(40);
	for (const one of out) expect(one).toMatchObject({ timedOut: true, status: 'PENDING' });
	expect(lastCall(simulator, began)).toBeLessThanOrEqual(3 * MINUTE - 10 * SECOND);
});
