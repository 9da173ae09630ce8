import type { INode, INodeParameters } from 'n8n-workflow';
import { runSuspended } from '../harness/suspended';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor, gongCrm } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';
import { accounts, integrationId, runGong, upload } from './uploading';

afterEach(stopAll);

const parameters = {
	objectType: 'ACCOUNT',
	objectId: '={{ $json.objectId }}',
	waitForCompletion: true,
};

const remove = async (
	simulator: Simulator,
	items = accounts(2),
	more: INodeParameters = {},
	node: Partial<INode> = {},
) =>
	await runGong(simulator, 'object', 'delete', {
		parameters: { ...parameters, ...more },
		node,
		items,
		establishedAt: Date.UTC(2026, 10, 26),
	});

/** A company with three accounts. */
async function company(options: Parameters<typeof start>[0] = {}) {
	const simulator = await start({ uploadTakes: 0, ...options });
	simulator.setUpload({ takes: 0 });
	await connect(simulator).upload(
		{ integrationId, objectType: 'ACCOUNT', clientRequestId: 'earlier' },
		accounts(3).map((one) => ({ ...one, modifiedDate: '2026-01-31T12:00:00Z' })),
	);
	simulator.setUpload({ takes: options.uploadTakes ?? 0 });
	return simulator;
}

const left = (simulator: Simulator) =>
	simulator.objects(integrationId, 'ACCOUNT').map(({ objectId }) => objectId);

test('objects are deleted in one upload, which says of each what became of it', async () => {
	const simulator = await company();
	const run = await remove(simulator);
	expect(run.json('Next')).toMatchObject(
		['a-1', 'a-2'].map((objectId, place) => ({
			objectId,
			objectType: 'ACCOUNT',
			deleted: true,
			outcome: 'deleted',
			fileStatus: 'DONE',
			warnings: [],
			file: 1,
			line: place + 1,
		})),
	);
	expect(run.pairs('Gong')).toEqual([0, 1].map((item) => ({ item })));
	expect(left(simulator)).toEqual(['a-3']);
	expect(run.hints('Gong')).toEqual(['Deleted: 2 of 2 objects.']);
	// The schema is not read for it.
	expect(simulator.calls('GET', '/v2/crm/entity-schema')).toEqual([]);
});

test('a dry run deletes nothing, and says how much it would delete', async () => {
	const simulator = await company();
	const run = await remove(simulator, accounts(2), { dryRun: true });
	const would = 'It would delete 2 of 2 objects in 1 file, with about 4 calls.';
	expect(run.hints('Gong')).toEqual([`Dry run: nothing was deleted. ${would}`]);
	const item = { deleted: null, outcome: 'dryRun', finished: true, fileStatus: null };
	expect(run.json('Next')[0]).toMatchObject({ ...item, note: `Nothing was deleted. ${would}` });
	expect(left(simulator)).toHaveLength(3);
});

test('an object that Gong refuses is an error of its item, and the others are deleted', async () => {
	const simulator = await company();
	simulator.setUpload({ errors: [{ line: 1, description: 'Locked.' }] });
	const run = await remove(simulator, accounts(2), {}, { onError: 'continueErrorOutput' });
	expect(run.json('Next')).toMatchObject([{ objectId: 'a-2', deleted: true, outcome: 'deleted' }]);
	expect(run.json('Trouble')).toMatchObject([
		{
			error: 'Gong refused to delete object a-1',
			details: { objectId: 'a-1', deleted: false, outcome: 'refused', fileStatus: 'FAILED' },
		},
	]);
	expect(run.hints('Gong')).toEqual(['Deleted: 1 of 2 objects. Refused by Gong: 1.']);
});

test('a rounded number is no object to delete, and keeps no other from being deleted', async () => {
	const simulator = await company();
	const run = await remove(
		simulator,
		[{ objectId: 'a-1' }, { objectId: 5517027188234206000 }],
		{},
		{ onError: 'continueRegularOutput' },
	);
	expect(run.json('Next')).toMatchObject([
		{ deleted: true },
		{
			error: 'Item 1 cannot be deleted',
			message: expect.stringContaining("'Object ID'"),
			details: { deleted: false, outcome: 'invalid' },
		},
	]);
});

test('a retry makes the same request, and an upload of the node another one', async () => {
	const simulator = await company();
	const [first, second] = [await remove(simulator), await remove(simulator)].map((run) =>
		run.json('Next'),
	);
	expect(second).toMatchObject(first.map(() => ({ recovered: true, outcome: 'deleted' })));
	const again = await upload(simulator, {
		items: accounts(2, { isDeleted: true }),
		run: { establishedAt: Date.UTC(2026, 10, 26) },
	});
	expect(again.json('Next')[0].clientRequestId).not.toBe(first[0].clientRequestId);
	expect(simulator.uploads()).toHaveLength(3);
});

test('a long one is parked, and comes out in the same shape', async () => {
	const simulator = await company({ uploadTakes: 30 * 60_000 });
	const { parked, finished } = await onVirtualTime(
		async () =>
			await runSuspended({
				workflow: gongCrm('object', 'delete', {
					parameters: { integrationId: byId(integrationId), ...parameters },
				}),
				credentials: credentialsFor(simulator),
				items: accounts(2),
			}),
	);
	expect(parked?.status).toBe('waiting');
	expect(finished.json('Next')).toMatchObject([
		{ objectId: 'a-1', deleted: true, outcome: 'deleted' },
		{ objectId: 'a-2', deleted: true, outcome: 'deleted' },
	]);
	expect(left(simulator)).toEqual(['a-3']);
});
