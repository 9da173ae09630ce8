import { parsed } from './client';
import { expectRefusal, gongSuccess } from './expected';
import { startConnected, stopAll } from './simulators';
import type { SimulatorOptions } from './startSimulator';

const ID = '5517027188234205706';
const lead = (objectId: string) => ({ objectId, modifiedDate: '2026-01-31T12:00:00Z' });

afterEach(stopAll);

async function startWithLeads(count: number) {
	const { client } = await startConnected({ uploadTakes: 0 });
	const query = { integrationId: ID, objectType: 'LEAD', clientRequestId: 'a' };
	const ids = Array.from({ length: count }, (_, index) => String(index));
	await client.upload(query, ids.map(lead));
	return { client, ids };
}

describe('GET /v2/crm/entities', () => {
	it('gives the objects by their IDs, and null for one that is not there', async () => {
		const { client } = await startWithLeads(3);

		const answer = await client.get(ID, 'LEAD', ['2', 'other', '0']);

		expect(answer.status).toBe(200);
		expect(parsed(answer)).toEqual(
			gongSuccess({ crmObjectsMap: { 2: lead('2'), other: null, 0: lead('0') } }),
		);
		expect(parsed(await client.get(ID, 'DEAL', ['2']))).toMatchObject({
			crmObjectsMap: { 2: null },
		});
	});

	const asked = ['Ann@example.com', 'BOB', 'cid@example.com'];
	it.each<[SimulatorOptions, Record<string, string | null>]>([
		[{}, { 'Ann@example.com': null, BOB: null, 'cid@example.com': 'cid@example.com' }],
		[
			{ emailIdCase: 'as asked' },
			{ 'Ann@example.com': 'ann@example.com', BOB: null, 'cid@example.com': 'cid@example.com' },
		],
		[
			{ emailIdCase: 'as stored' },
			{ 'ann@example.com': 'ann@example.com', BOB: null, 'cid@example.com': 'cid@example.com' },
		],
		[{ absentObjects: 'left out' }, { 'cid@example.com': 'cid@example.com' }],
		[
			{ absentObjects: 'left out', emailIdCase: 'as stored' },
			{ 'ann@example.com': 'ann@example.com', 'cid@example.com': 'cid@example.com' },
		],
	])('%j: IDs in another case, and of nothing, are answered %j', async (options, expected) => {
		const { client } = await startConnected(options);
		const query = { integrationId: ID, objectType: 'LEAD', clientRequestId: 'a' };
		await client.upload(query, [lead('ann@example.com'), lead('bob'), lead('cid@example.com')]);

		const { crmObjectsMap } = parsed(await client.get(ID, 'LEAD', asked));

		const objects = Object.entries(crmObjectsMap as Record<string, ReturnType<typeof lead> | null>);
		expect(
			Object.fromEntries(objects.map(([id, object]) => [id, object?.objectId ?? null])),
		).toEqual(expected);
	});

	it.each([
		[undefined, 2],
		['exact' as const, 2],
		['as asked' as const, 1],
		['as stored' as const, 1],
	])('emailIdCase: %p stores an email ID in two cases as %d', async (emailIdCase, count) => {
		const { simulator, client } = await startConnected({ emailIdCase });
		const query = { integrationId: ID, objectType: 'LEAD', clientRequestId: 'a' };
		await client.upload(query, [lead('ann@example.com'), lead('Ann@example.com'), lead('B')]);
		await client.upload({ ...query, clientRequestId: 'b' }, [lead('b')]);

		expect(simulator.objects(ID, 'LEAD')).toHaveLength(count + 2);
	});

	it('ignores the IDs beyond 100', async () => {
		const { client, ids } = await startWithLeads(101);

		const { crmObjectsMap } = parsed(await client.get(ID, 'LEAD', ids));

		expect(Object.keys(crmObjectsMap as object)).toHaveLength(100);
		expect(crmObjectsMap).not.toHaveProperty('100');
	});

	it('answers 415 without a body', async () => {
		const { client } = await startWithLeads(1);

		const answer = await client.get(ID, 'LEAD', undefined);

		expect(answer.status).toBe(415);
	});

	it.each([
		['a body that is no list', ID, 'LEAD', { ids: ['1'] }, 'a JSON array'],
		['IDs that are numbers', ID, 'LEAD', [1], 'a JSON array'],
		['a type that cannot be read', ID, 'STAGE', ['1'], 'objectType: '],
		['a bad integration ID', 'x', 'LEAD', ['1'], 'integrationId: '],
		['an absent integration', '9', 'LEAD', ['1'], 'The integration 9 does not exist.'],
	])('answers 400 for %s', async (_, integrationId, type, body, message) => {
		const { client } = await startWithLeads(1);

		const answer = await client.get(integrationId, type, body);

		expectRefusal(answer, 400, expect.stringContaining(message));
	});
});
