import { connect, parsed } from './client';
import { expectRefusal, gongError, gongSuccess } from './expected';
import { start, startConnected, stopAll } from './simulators';

const ID = '5517027188234205706';

afterEach(stopAll);

describe('DELETE /v2/crm/integrations', () => {
	it('registers the deletion and answers 201 with the client request ID', async () => {
		const simulator = await start();

		const answer = await connect(simulator).remove(ID, 'first-1_A');

		expect(answer.status).toBe(201);
		expect(parsed(answer)).toEqual(gongSuccess({ clientRequestId: 'first-1_A' }));
		expect(simulator.deletions()).toEqual([
			{
				integrationId: ID,
				clientRequestId: 'first-1_A',
				registeredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
				status: 'PENDING',
			},
		]);
	});

	it.each([
		['no integration ID', { clientRequestId: 'a' }, /^integrationId: .*required/],
		['an empty integration ID', { integrationId: '', clientRequestId: 'a' }, /^integrationId: /],
		['letters', { integrationId: '12a', clientRequestId: 'a' }, /^integrationId: .*int64/],
		['a fraction', { integrationId: '1.5', clientRequestId: 'a' }, /^integrationId: .*int64/],
		['an exponent', { integrationId: '5e18', clientRequestId: 'a' }, /^integrationId: .*int64/],
		['zero', { integrationId: '0', clientRequestId: 'a' }, /^integrationId: .*int64/],
		['a leading zero', { integrationId: '07', clientRequestId: 'a' }, /^integrationId: .*int64/],
		['a negative ID', { integrationId: '-5', clientRequestId: 'a' }, /^integrationId: .*int64/],
		[
			'an ID above int64',
			{ integrationId: '9223372036854775808', clientRequestId: 'a' },
			/^integrationId: .*int64/,
		],
		['no client request ID', { integrationId: ID }, /^clientRequestId: .*required/],
		['a space in it', { integrationId: ID, clientRequestId: 'a b' }, /^clientRequestId: /],
		['a dot in it', { integrationId: ID, clientRequestId: 'a.b' }, /^clientRequestId: /],
		['a line break after it', { integrationId: ID, clientRequestId: 'a\n' }, /^clientRequestId: /],
	])('answers 400 for %s and names the parameter', async (_, query, message) => {
		const simulator = await start();

		const answer = await connect(simulator).call('DELETE', '/v2/crm/integrations', query);

		expectRefusal(answer, 400, expect.stringMatching(message));
		expect(simulator.deletions()).toEqual([]);
	});

	it('names both parameters when both are missing', async () => {
		const answer = await connect(await start()).call('DELETE', '/v2/crm/integrations');

		expect(parsed(answer)).toEqual(
			gongError(
				expect.stringContaining('integrationId'),
				expect.stringContaining('clientRequestId'),
			),
		);
	});

	it('refuses an integration ID that is given twice instead of picking one', async () => {
		const answer = await connect(await start()).call(
			'DELETE',
			`/v2/crm/integrations?integrationId=${ID}&integrationId=1&clientRequestId=a`,
		);

		expect(answer.status).toBe(400);
	});

	it('accepts the largest int64', async () => {
		const simulator = await start({
			integrations: [{ integrationId: '9223372036854775807', name: 'A', ownerEmail: 'a@b.co' }],
		});

		expect((await connect(simulator).remove('9223372036854775807', 'a')).status).toBe(201);
	});

	it('does not use up the client request ID of a call that it refuses', async () => {
		const client = connect(await start());
		await client.remove('123', 'mine');

		expect((await client.remove(ID, 'mine')).status).toBe(201);
	});

	it('lets a deletion that failed be tried again under a new client request ID', async () => {
		const { simulator, client } = await startConnected({ deleteTakes: 0, outcome: 'FAILED' });
		await client.remove(ID, 'first');
		simulator.setDeletion({ integrationId: ID, outcome: 'DONE' });

		expect((await client.remove(ID, 'second')).status).toBe(201);
		expect(simulator.deletions().map(({ status }) => status)).toEqual(['FAILED', 'DONE']);
		expect(simulator.integrations()).toEqual([]);
	});
});
