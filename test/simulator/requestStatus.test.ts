import { connect, parsed } from './client';
import { gongSuccess } from './expected';
import { start, startConnected, stopAll, stoppedClock } from './simulators';

const ID = '5517027188234205706';
const HOUR = 3_600_000;

afterEach(stopAll);

describe('GET /v2/crm/request-status', () => {
	it('is PENDING first and DONE in the end, when the integration disappears from the list', async () => {
		const { simulator, client } = await startConnected({ deleteTakes: 24 * HOUR });
		await client.remove(ID, 'a');
		expect(parsed(await client.status(ID, 'a'))).toEqual(
			gongSuccess({ status: 'PENDING', errors: [], totalErrorCount: 0, totalSuccessCount: 0 }),
		);
		expect((await client.list()).data).toContain(ID);

		simulator.setDeletion({ integrationId: ID, takes: 0 });

		expect(parsed(await client.status(ID, 'a'))).toEqual(
			gongSuccess({ status: 'DONE', errors: [], totalErrorCount: 0, totalSuccessCount: 1 }),
		);
		expect(parsed(await client.list())).toMatchObject({ integrations: [] });
	});

	it('is FAILED with the reason when set to fail, and the integration stays', async () => {
		const client = connect(await start({ deleteTakes: 0, outcome: 'FAILED' }));
		await client.remove(ID, 'a');

		expect(parsed(await client.status(ID, 'a'))).toEqual(
			gongSuccess({
				status: 'FAILED',
				errors: [{ line: 0, description: expect.stringContaining('still being imported') }],
				totalErrorCount: 1,
				totalSuccessCount: 0,
			}),
		);
		expect((await client.list()).data).toContain(ID);
	});

	it('lists at most 20 errors and counts them all', async () => {
		const errors = Array.from({ length: 25 }, (_, line) => ({ line, description: 'Locked.' }));
		const client = connect(await start({ deleteTakes: 0, outcome: 'FAILED', errors }));
		await client.remove(ID, 'a');

		const answer = parsed(await client.status(ID, 'a'));

		expect(answer.errors).toEqual(errors.slice(0, 20));
		expect(answer.totalErrorCount).toBe(25);
	});

	it('plays each integration as that one was set up', async () => {
		const owner = { name: 'A', ownerEmail: 'a@b.co' };
		const client = connect(
			await start({
				integrations: [
					{ ...owner, integrationId: '1', deleteTakes: 0 },
					{
						...owner,
						integrationId: '2',
						deleteTakes: 0,
						outcome: 'FAILED',
						errors: [{ line: 0, description: 'Not this one.' }],
					},
					{ ...owner, integrationId: '3' },
				],
			}),
		);
		for (const id of ['1', '2', '3']) await client.remove(id, `request-${id}`);

		expect(parsed(await client.status('1', 'request-1'))).toMatchObject({ status: 'DONE' });
		expect(parsed(await client.status('2', 'request-2'))).toMatchObject({
			status: 'FAILED',
			errors: [{ line: 0, description: 'Not this one.' }],
		});
		expect(parsed(await client.status('3', 'request-3'))).toMatchObject({ status: 'PENDING' });
	});

	it('runs through a day in moments under a time scale', async () => {
		const { now, pass } = stoppedClock();
		const { client } = await startConnected({
			deleteTakes: 24 * HOUR,
			timeScale: 12 * HOUR,
			now,
		});
		await client.remove(ID, 'a');

		pass(1);
		expect(parsed(await client.status(ID, 'a'))).toMatchObject({ status: 'IN_PROGRESS' });
		pass(1);
		expect(parsed(await client.status(ID, 'a'))).toMatchObject({ status: 'DONE' });
	});
});

describe('the state of a deletion', () => {
	it.each([
		[100, 0.2, 0, 'PENDING'],
		[100, 0.2, 19, 'PENDING'],
		[100, 0.2, 20, 'IN_PROGRESS'],
		[100, 0.2, 99, 'IN_PROGRESS'],
		[100, 0.2, 100, 'DONE'],
		[100, 0.2, 1e9, 'DONE'],
		[100, 0, 0, 'IN_PROGRESS'],
		[0, 0.2, 0, 'DONE'],
	])('that takes %d ms, %d of it pending, is after %d ms %s', async (...row) => {
		const [deleteTakes, pendingShare, elapsed, status] = row;
		const { now, pass } = stoppedClock();
		const { simulator, client } = await startConnected({ deleteTakes, pendingShare, now });
		await client.remove(ID, 'a');

		pass(elapsed);

		expect(simulator.deletions()).toMatchObject([{ status }]);
		expect(parsed(await client.status(ID, 'a'))).toMatchObject({ status });
	});
});

describe('changing a deletion', () => {
	it('does not touch one that has reached its final state', async () => {
		const simulator = await start({ deleteTakes: 0, outcome: 'FAILED' });
		await connect(simulator).remove(ID, 'a');

		simulator.setDeletion({ integrationId: ID, outcome: 'DONE', takes: 5000 });

		expect(simulator.deletions()).toMatchObject([{ status: 'FAILED' }]);
	});

	it('sets what a failed one says', async () => {
		const { simulator, client } = await startConnected();
		await client.remove(ID, 'a');
		const errors = [{ line: 3, description: 'Deal 17 is locked.' }];

		simulator.setDeletion({ integrationId: ID, takes: 0, outcome: 'FAILED', errors });

		expect(parsed(await client.status(ID, 'a'))).toMatchObject({ status: 'FAILED', errors });
	});

	it('refuses an integration that does not exist, and bad values', async () => {
		const simulator = await start();

		expect(() => simulator.setDeletion({ integrationId: '9' })).toThrow('no integration 9');
		expect(() => simulator.setDeletion({ integrationId: ID, takes: -1 })).toThrow('takes');
		expect(() => simulator.setDeletion({ integrationId: ID, outcome: 'GONE' as 'DONE' })).toThrow(
			'outcome must be DONE or FAILED',
		);
	});
});
