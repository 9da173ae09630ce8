import { parsed } from './client';
import { gongSuccess } from './expected';
import { startConnected, stopAll } from './simulators';

const ID = '5517027188234205706';
const lead = (objectId: string) => ({ objectId, modifiedDate: '2026-01-31T12:00:00Z' });

afterEach(stopAll);

async function startWithLeads(count: number) {
	const { client } = await startConnected();
	const query = { integrationId: ID, objectType: 'LEAD', clientRequestId: 'a' };
	const ids = Array.from({ length: count }, (_, index) => String(index));
	await client.upload(query, ids.map(lead));
	return { client, ids };
}

describe('GET /v2/crm/entities', () => {
	it('gives the objects of a type by their IDs', async () => {
		const { client } = await startWithLeads(3);

		const answer = await client.get(ID, 'LEAD', ['2', '0']);

		expect(answer.status).toBe(200);
		expect(parsed(answer)).toEqual(gongSuccess({ crmObjectsMap: { 2: lead('2'), 0: lead('0') } }));
		expect(parsed(await client.get(ID, 'DEAL', ['2']))).toMatchObject({
			crmObjectsMap: { 2: null },
		});
	});

	it('ignores the IDs beyond 100', async () => {
		const { client, ids } = await startWithLeads(101);

		const { crmObjectsMap } = parsed(await client.get(ID, 'LEAD', ids));

		expect(Object.keys(crmObjectsMap as object)).toHaveLength(100);
		expect(crmObjectsMap).not.toHaveProperty('100');
	});
});
