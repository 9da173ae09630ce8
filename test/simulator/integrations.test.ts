import { connect, parsed } from './client';
import { expectRefusal, gongSuccess } from './expected';
import { newIntegrationId } from './identifiers';
import { start, startConnected, stopAll } from './simulators';

const ID = '5517027188234205706';

afterEach(stopAll);

describe('GET /v2/crm/integrations', () => {
	it('lists the integration with its ID as a JSON number, digit for digit', async () => {
		const answer = await connect(await start()).list();

		expect(answer.status).toBe(200);
		expect(answer.headers['content-type']).toContain('application/json');
		expect(answer.data).toContain(
			`"integrations":[{"integrationId":${ID},"name":"Acme CRM","ownerEmail":"crm-admin@example.com"}]`,
		);
		expect(parsed(answer)).toEqual(gongSuccess({ apiVersion: expect.any(String) }));
	});

	it('makes random IDs that no JavaScript number holds', () => {
		for (let round = 0; round < 1000; round++) {
			const id = BigInt(newIntegrationId());
			expect(id > 2n ** 53n && id < 2n ** 63n && BigInt(Number(id)) !== id).toBe(true);
		}
	});

	it('lists several when one at a time is lifted, oldest first', async () => {
		const { simulator, client } = await startConnected({ oneIntegrationAtATime: false });

		simulator.addIntegration({ integrationId: '2', name: 'Quote " \\ ü', ownerEmail: 'a@b.co' });
		expect((await client.register({ name: 'Other', ownerEmail: 'a@b.co' })).status).toBe(200);

		expect(parsed(await client.list()).integrations).toMatchObject([
			{ name: 'Acme CRM' },
			{ integrationId: 2, name: 'Quote " \\ ü' },
			{ name: 'Other' },
		]);
	});
});

describe('PUT /v2/crm/integrations', () => {
	const body = { name: 'Other CRM', ownerEmail: 'sales@example.com' };

	it('registers an integration and answers its ID, which JSON.parse gets wrong, as a JSON number', async () => {
		const simulator = await start({ integrations: [] });

		const answer = await connect(simulator).register(body);

		expect(answer.status).toBe(200);
		const [integration] = simulator.integrations();
		expect(integration).toEqual({ ...body, integrationId: expect.stringMatching(/^\d{16,19}$/) });
		expect(answer.data).toContain(`"integrationId":${integration.integrationId},`);
		expect(parsed(answer)).toEqual(gongSuccess({}));
		expect(BigInt(Number(parsed(answer).integrationId))).not.toBe(
			BigInt(integration.integrationId),
		);
		expect(simulator.journal[0].integrationId).toBe(integration.integrationId);
	});

	it('answers 409 while one exists, until its deletion is DONE', async () => {
		const { simulator, client } = await startConnected();
		expectRefusal(
			await client.register(body),
			409,
			expect.stringContaining('already has an active GENERIC CRM integration'),
		);
		await client.remove(ID, 'a');
		expect((await client.register(body)).status).toBe(409);

		simulator.setDeletion({ integrationId: ID, takes: 0 });

		expect((await client.register(body)).status).toBe(200);
		expect(simulator.integrations()).toMatchObject([body]);
	});

	it.each([
		['no name', { ownerEmail: 'a@b.co' }, 'name: '],
		['a blank name', { name: ' ', ownerEmail: 'a@b.co' }, 'name: '],
		['a name that is no text', { name: 5, ownerEmail: 'a@b.co' }, 'name: '],
		['no owner', { name: 'A' }, 'ownerEmail: '],
		['an owner that is no email address', { name: 'A', ownerEmail: 'Ann' }, 'ownerEmail: '],
		['a list', [1], 'JSON object'],
	])('answers 400 for %s', async (_, badBody, message) => {
		const simulator = await start({ integrations: [] });

		const answer = await connect(simulator).register(badBody);

		expectRefusal(answer, 400, expect.stringContaining(message));
		expect(simulator.integrations()).toEqual([]);
	});
});
