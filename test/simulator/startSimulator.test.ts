import axios from 'axios';
import { connect } from './client';
import { start, stopAll } from './simulators';
import { type SimulatorOptions, startSimulator } from './startSimulator';

const OWNER = { name: 'A', ownerEmail: 'a@b.co' };

afterEach(stopAll);

describe('starting', () => {
	it('takes a free port on the loopback address', async () => {
		const simulator = await start();

		expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
		expect(simulator.oauth).toMatchObject({
			authorizeUrl: `${simulator.url}/oauth2/authorize`,
			tokenUrl: `${simulator.url}/oauth2/generate-customer-token`,
		});
	});

	it('runs several at once, each with its own state and key', async () => {
		const one = await start({ accessKey: 'one' });
		const two = await start({ accessKey: 'two' });
		await connect(one).remove('5517027188234205706', 'a');
		await connect(two).list();

		expect([one.deletions().length, two.deletions().length]).toEqual([1, 0]);
		expect([one.journal.length, two.journal.length]).toEqual([1, 1]);
		expect((await axios.get(`${two.url}/x`, { validateStatus: () => true })).status).toBe(401);
	});

	it('rejects when the port is taken', async () => {
		const { port } = new URL((await start()).url);

		await expect(startSimulator({ port: Number(port) })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	});

	it.each<[string, SimulatorOptions, string]>([
		['a port above 65535', { port: 65536 }, 'port must be'],
		['a port that is no whole number', { port: 1.5 }, 'port must be'],
		['a negative duration', { deleteTakes: -1 }, 'deleteTakes must be 0 or more'],
		['a negative upload', { uploadTakes: -1 }, 'uploadTakes must be 0 or more'],
		['a negative delay', { leavesListAfter: -1 }, 'leavesListAfter must be 0 or more'],
		['no delay', { statusReadableAfter: NaN }, 'statusReadableAfter must be 0 or more'],
		['half a byte', { largestUpload: 0.5 }, 'largestUpload must be a whole number above 0'],
		['an endless duration', { deleteTakes: Infinity }, 'deleteTakes must be'],
		['a pending share above 1', { pendingShare: 1.1 }, 'pendingShare must be from 0 to 1'],
		['a time that stands still', { timeScale: 0 }, 'timeScale must be a number above 0'],
		['a time that runs backwards', { timeScale: -1 }, 'timeScale must be'],
		['a time that is no number', { timeScale: NaN }, 'timeScale must be'],
		['an unknown outcome', { outcome: 'GONE' as 'DONE' }, 'outcome must be DONE or FAILED'],
		['a limit of 0', { limits: { perSecond: 0 } }, 'limits.perSecond must be'],
		['half a call', { limits: { perDay: 0.5 } }, 'limits.perDay must be'],
		['a token lifetime of 0', { oauth: { tokenLifetime: 0 } }, 'oauth.tokenLifetime must be'],
		['an empty access key', { accessKey: '' }, 'accessKey must be'],
		['a colon in the access key', { accessKey: 'a:b' }, 'accessKey must not contain a colon'],
		['a colon in the client ID', { oauth: { clientId: ':' } }, 'must not contain a colon'],
		['an empty secret', { accessKeySecret: '' }, 'accessKeySecret must be'],
		[
			'an ID with letters',
			{ integrations: [{ ...OWNER, integrationId: 'abc' }] },
			'integrationId must be the digits',
		],
		[
			'an ID above int64',
			{ integrations: [{ ...OWNER, integrationId: '9223372036854775808' }] },
			'integrationId must be the digits',
		],
		[
			'an ID that is a number, since it may be rounded already',
			{ integrations: [{ ...OWNER, integrationId: Number('5517027188234205706') as never }] },
			'integrationId must be the digits',
		],
		['an integration without a name', { integrations: [{ ...OWNER, name: '' }] }, 'name must be'],
		[
			'a negative duration of an integration',
			{ integrations: [{ ...OWNER, deleteTakes: -1 }] },
			'deleteTakes must be',
		],
		[
			'two integrations where there is one at a time',
			{ integrations: [OWNER, OWNER], oneIntegrationAtATime: true },
			'Set oneIntegrationAtATime to false',
		],
		[
			'the same ID twice',
			{
				integrations: [
					{ ...OWNER, integrationId: '1' },
					{ ...OWNER, integrationId: '1' },
				],
			},
			'integration 1 exists already',
		],
	])('refuses %s and says why', async (_, options, message) => {
		await expect(startSimulator(options)).rejects.toThrow(message);
	});
});

describe('adding an integration', () => {
	it('is refused while the company has its one, and possible with its ID once that is gone', async () => {
		const integrationId = '5517027188234205706';
		const simulator = await start({ deleteTakes: 0 });
		expect(() => simulator.addIntegration(OWNER)).toThrow('one integration at a time');
		await connect(simulator).remove(integrationId, 'a');

		simulator.addIntegration({ ...OWNER, integrationId });

		expect(simulator.integrations()).toEqual([{ ...OWNER, integrationId }]);
		expect(simulator.deletions()).toMatchObject([{ status: 'DONE' }]);
	});
});

describe('stopping', () => {
	it('frees the port, and may be repeated', async () => {
		const simulator = await start();
		await connect(simulator).list();

		await simulator.stop();
		await simulator.stop();

		await expect(connect(simulator).list()).rejects.toThrow(/ECONNREFUSED|ECONNRESET|hang up/);
		await start({ port: Number(new URL(simulator.url).port) });
	});
});
