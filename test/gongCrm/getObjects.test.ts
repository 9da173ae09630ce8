import type { IDataObject } from 'n8n-workflow';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { accounts, integrationId, runGong, upload } from './uploading';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

const PATH = '/v2/crm/entities';

const get = async (
	simulator: Simulator,
	items: IDataObject[],
	{ parameters, ...wishes }: Parameters<typeof runGong>[3] = {},
) =>
	await runGong(simulator, 'object', 'get', {
		parameters: { objectType: 'ACCOUNT', objectId: '={{ $json.id }}', ...parameters },
		items,
		...wishes,
	});

/** A company with this many accounts. */
async function withAccounts(count: number, more: IDataObject = {}) {
	const simulator = await start({ uploadTakes: 0 });
	await upload(simulator, { items: accounts(count, more), wait: true });
	return simulator;
}
const ids = (count: number) => accounts(count).map(({ objectId }) => ({ id: objectId }));

test('Get Objects outputs each object with its fields, says which do not exist, and asks for each once', async () => {
	const simulator = await withAccounts(1, { name: 'Acme' });
	const run = await get(simulator, [{ id: 'nobody' }, { id: 'a-1' }, { id: 'nobody' }]);
	const nobody = { objectId: 'nobody', objectType: 'ACCOUNT', found: false, fields: null };
	const fields = { objectId: 'a-1', name: 'Acme', modifiedDate: expect.any(String) };
	expect(run.json('Next')).toEqual([
		nobody,
		{ objectId: 'a-1', objectType: 'ACCOUNT', found: true, fields },
		nobody,
	]);
	expect(run.pairs('Gong')).toEqual([0, 1, 2].map((item) => ({ item })));
	expect(simulator.calls('GET', PATH)).toMatchObject([{ body: ['nobody', 'a-1'] }]);
});

test('Get Objects asks each integration for its own objects', async () => {
	const other = '9007199254740993';
	const simulator = await start({ uploadTakes: 0, oneIntegrationAtATime: false });
	simulator.addIntegration({ integrationId: other, name: 'Other', ownerEmail: 'a@example.com' });
	await upload(simulator, { items: accounts(1), wait: true });
	const run = await get(
		simulator,
		[integrationId, other].map((of) => ({ id: 'a-1', of })),
		{ parameters: { integrationId: byId('={{ $json.of }}') } },
	);
	expect(run.json('Next').map(({ found }) => found)).toEqual([true, false]);
});

test.each(['accessKey', 'oAuth2'])(
	'Get Objects with %s sends the IDs as the body of a GET',
	async (authentication) => {
		const simulator = await withAccounts(2);
		const run = await get(simulator, ids(2), { parameters: { authentication } });
		expect(run.json('Next')).toMatchObject([{ found: true }, { found: true }]);
		expect(simulator.calls('GET', PATH)).toMatchObject([
			{ method: 'GET', contentType: 'application/json', body: ['a-1', 'a-2'], status: 200 },
		]);
	},
);

test('Get Objects with Continue reports the one object that is too large, and outputs the others', async () => {
	const simulator = await withAccounts(3);
	const on = `GET ${PATH}` as const;
	// All three, then the first two, then the first.
	simulator.addFault({ on, kind: 'oversized', bytes: 50_000_001, gzip: true, times: 3 });
	const run = await get(simulator, ids(3), { node: { onError: 'continueErrorOutput' } });
	expect(run.json('Next')).toMatchObject([
		{ objectId: 'a-2', found: true },
		{ objectId: 'a-3', found: true },
	]);
	expect(run.json('Trouble')).toMatchObject([{ error: 'Gong’s answer is too large to read' }]);
});

test('Get Objects reads an answer of one megabyte, with large numbers digit for digit', async () => {
	const simulator = await withAccounts(1);
	simulator.addFault({
		on: `GET ${PATH}`,
		kind: 'status',
		status: 200,
		body: `{"crmObjectsMap":{"a-1":{"objectId":"a-1","big":5517027188234205706,"long":"${'x'.repeat(2_000_000)}"}}}`,
	});
	const run = await get(simulator, ids(1));
	expect(run.json('Next')[0]).toMatchObject({
		found: true,
		fields: { big: '5517027188234205706' },
	});
});

test('Get Objects refuses a type that Gong does not give back, before any call', async () => {
	const simulator = await start();
	const run = await get(simulator, ids(1), { parameters: { objectType: 'STAGE' } });
	expect(run.error?.message).toContain("'Object Type'");
	expect(simulator.journal).toEqual([]);
});

test('Get Objects with Continue outputs an error item for each object that Gong refuses or that cannot be requested', async () => {
	const simulator = await withAccounts(2);
	simulator.addFault({ on: `GET ${PATH}`, kind: 'status', status: 400, errors: ['No.'] });
	const run = await get(simulator, [...ids(2), { id: '' }], {
		node: { onError: 'continueErrorOutput' },
	});
	expect(run.json('Trouble')).toMatchObject([
		{ message: expect.stringContaining('No.') },
		{ message: expect.stringContaining('No.') },
		{ error: expect.stringContaining("'Object ID'") },
	]);
});
