import type { IDataObject } from 'n8n-workflow';
import { runOn } from '../engine/runs';
import { gongCrm } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';

afterEach(stopAll);

/** Get Status as the loop of version 0.1.0 called it, and what went round in that loop. */
const getStatus = async (...items: IDataObject[]) => {
	const simulator = await start();
	const run = await runOn(
		simulator,
		gongCrm('request', 'getStatus', {
			parameters: { integrationId: byId(integrationId), clientRequestId: 'n8n-1' },
		}),
		{ items },
	);
	return { run, calls: simulator.journal.length };
};

const parked = { integrationId, clientRequestId: 'n8n-1', status: 'PENDING' };

test('a wait suspended by version 0.1.0 ends with its IDs and makes no call', async () => {
	const refused = { nextCheckInSeconds: 70, refusal: {} };
	const { run, calls } = await getStatus(refused, { nextCheckInSeconds: 70, deletion: parked });
	expect(run.error).toMatchObject({
		message: 'This wait was started by an earlier version of the package, and cannot go on',
		description: expect.stringContaining(`integration ${integrationId}, client request ID n8n-1`),
	});
	expect(calls).toBe(0);
});

test.each([{ deletion: parked }, { nextCheckInSeconds: 70 }, {}])(
	'Get Status polls for the foreign item %j',
	async (item) => {
		expect((await getStatus(item)).calls).toBe(1);
	},
);
