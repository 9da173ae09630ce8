import axios from 'axios';
import { connect } from './client';
import { start, startConnected, stopAll } from './simulators';

const ID = '5517027188234205706';

afterEach(stopAll);

describe('the journal', () => {
	it('has every call in order, with what it asked and how it was answered', async () => {
		const { simulator, client } = await startConnected();
		await client.remove(ID, 'a');
		await client.status(ID, 'a');
		await client.register({ name: 'A', ownerEmail: 'a@b.co' });
		await client.call('GET', '/v2/calls');

		expect(simulator.journal).toEqual([
			{
				at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
				method: 'DELETE',
				path: '/v2/crm/integrations',
				query: { integrationId: ID, clientRequestId: 'a' },
				signIn: 'basic',
				status: 201,
				integrationId: ID,
				clientRequestId: 'a',
			},
			expect.objectContaining({ status: 200, answeredStatus: 'PENDING' }),
			expect.objectContaining({ status: 409, body: { name: 'A', ownerEmail: 'a@b.co' } }),
			expect.objectContaining({ path: '/v2/calls', status: 401 }),
		]);
	});

	it('finds the calls of one endpoint', async () => {
		const simulator = await start();
		await connect(simulator).list();
		await connect(simulator).remove(ID, 'a');

		expect(simulator.calls('GET', '/v2/crm/integrations')).toEqual([simulator.journal[0]]);
		expect(simulator.calls('PUT', '/v2/crm/integrations')).toEqual([]);
	});

	it('keeps the text of a body that is not JSON', async () => {
		const simulator = await start();
		await axios.put(`${simulator.url}/v2/crm/integrations`, '{"name":', {
			headers: { 'content-type': 'text/plain' },
			validateStatus: () => true,
		});

		expect(simulator.journal).toMatchObject([{ body: '{"name":', signIn: 'none', status: 401 }]);
	});

	it('tells its listener of a call once it is answered', async () => {
		const seen: Array<number | null> = [];
		const simulator = await start({ onCall: ({ status }) => seen.push(status) });
		simulator.addFault({ kind: 'reset', skip: 1 });

		await connect(simulator).list();
		await connect(simulator)
			.list()
			.catch(() => undefined);

		expect(seen).toEqual([200, null]);
	});

	it('never contains a key, a secret, a code or a token', async () => {
		const simulator = await start();
		const { oauth } = simulator;
		const token = simulator.issueToken();
		const auth = { username: oauth.clientId, password: oauth.clientSecret };
		const grant = { grant_type: 'refresh_token', refresh_token: token.refresh_token };
		const validateStatus = () => true;
		await connect(simulator).list();
		await connect(simulator, `Bearer ${token.access_token}`).list();
		await axios.post(oauth.tokenUrl, new URLSearchParams(grant), { auth, validateStatus });
		await axios.post(oauth.tokenUrl, '', { params: grant, auth, validateStatus });
		await axios.post(
			oauth.tokenUrl,
			new URLSearchParams({
				grant_type: 'authorization_code',
				code: 'the-code',
				client_secret: oauth.clientSecret,
			}),
			{ validateStatus },
		);

		expect(simulator.calls('POST', '/oauth2/generate-customer-token')).toHaveLength(3);
		const text = JSON.stringify(simulator.journal);
		for (const secret of [
			simulator.accessKeySecret,
			oauth.clientSecret,
			token.access_token,
			token.refresh_token,
			'the-code',
			'Basic ',
			'Bearer ',
		]) {
			expect(text).not.toContain(secret);
		}
		expect(text).toContain('"refresh_token":"[hidden]"');
	});
});
