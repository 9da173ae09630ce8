import { sleep } from 'n8n-workflow';
import { closeFileStorage, openFileStorage, storeFile } from '../harness/fileStorage';
import { runOn } from '../harness/runs';
import { gongCrm } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import { byId } from '../workflows/nodes';
import { fileOf, integrationId, lines } from './uploading';

beforeAll(openFileStorage);
afterAll(closeFileStorage);
afterEach(stopAll);

test('with Continue, a file that is lost before its turn is not sent, and those that Gong has are followed', async () => {
	const simulator = await start({ uploadTakes: 0 });
	simulator.addFault({ on: 'POST /v2/crm/entities', kind: 'slow', delay: 300, times: 1 });
	const modifiedDate = '2026-11-25T12:00:00Z';
	const files = await Promise.all(
		['a-1', 'a-2', 'a-3'].map(
			async (objectId) => await storeFile(fileOf(lines({ objectId, modifiedDate })).data),
		),
	);
	const parameters = {
		integrationId: byId(integrationId),
		objectType: 'ACCOUNT',
		source: 'file',
		waitForCompletion: true,
		waitOptions: { suspend: false },
	};
	const running = runOn(
		simulator,
		gongCrm('object', 'upload', { parameters, node: { onError: 'continueRegularOutput' } }),
		{ items: files.map(() => ({})), binary: files.map(({ stored }) => ({ data: stored })) },
	);
	// The second one is lost while the first one is on its way.
	while (simulator.calls('POST', '/v2/crm/entities').length === 0) await sleep(5);
	await files[1].lose();
	expect((await running).json('Next')).toMatchObject([
		{ outcome: 'uploaded', succeeded: 1, clientRequestId: simulator.uploads()[0].clientRequestId },
		{
			error: expect.stringContaining('cannot be read'),
			details: { outcome: 'notSent', objects: 1, failed: 1, clientRequestId: null },
		},
		{
			error: expect.stringContaining('cannot be read'),
			message: expect.stringContaining('because an earlier file could not be sent'),
			details: { outcome: 'notSent' },
		},
	]);
	expect(simulator.uploads()).toHaveLength(1);
});
