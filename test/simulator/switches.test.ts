import { type Client, connect, parsed } from './client';
import { expectRefusal, gongError, gongSuccess } from './expected';
import { readme } from './readme';
import { start, startConnected, startWith, stopAll } from './simulators';
import {
	asCode,
	SWITCH_NAMES,
	SWITCHES,
	type SwitchName,
	type Switches,
	valuesOf,
} from './switches';

const ID = '5517027188234205706';
const upload = async (client: Client, integrationId: string, clientRequestId: string) =>
	await client.upload({ integrationId, objectType: 'STAGE', clientRequestId }, [
		{ objectId: '1', name: 'Open' },
	]);

afterEach(stopAll);
afterEach(() => jest.restoreAllMocks());

/** Lets the clock stand still, and gives what moves it on by so many milliseconds. */
function stopClock(): (milliseconds: number) => void {
	let time = 1e12;
	jest.spyOn(Date, 'now').mockImplementation(() => time);
	return (milliseconds) => (time += milliseconds);
}

describe('a switch', () => {
	it.each(SWITCH_NAMES)('%s takes each of its values and no other', async (name: SwitchName) => {
		for (const value of valuesOf(name)) await start({ [name]: value });

		await expect(start({ [name]: 'other' })).rejects.toThrow(
			`${name} must be one of ${valuesOf(name).join(', ')}, not other.`,
		);
		expect(SWITCHES[name].values.length).toBeGreaterThan(1);
	});
});

describe('the README', () => {
	const rows = readme.split('\n').filter((line) => /^\| `\w+` /.test(line));

	it.each(SWITCH_NAMES)('has %s with its values, the default first', (name) => {
		const row = rows.find((line) => line.startsWith(`| \`${name}\` `));

		expect(row?.split('|')[2].trim()).toBe(valuesOf(name).map(asCode).join(', '));
	});
});

describe('absentIntegration', () => {
	it.each([400, 404, 409] as const)('%d', async (absentIntegration) => {
		const { simulator, client } = await startConnected({ absentIntegration });

		for (const answer of [await client.remove('9', 'a'), await upload(client, '9', 'a')]) {
			expectRefusal(answer, absentIntegration, 'The integration 9 does not exist.');
		}
		expect([...simulator.deletions(), ...simulator.uploads()]).toEqual([]);
	});

	it('accept: 201, and in the end FAILED', async () => {
		const { client } = await startConnected({ absentIntegration: 'accept', deleteTakes: 0 });

		expect((await client.remove('9', 'deletion')).status).toBe(201);
		expect((await upload(client, '9', 'upload')).status).toBe(201);
		for (const id of ['deletion', 'upload']) {
			expect(parsed(await client.status('9', id))).toEqual(
				gongSuccess({
					status: 'FAILED',
					errors: [{ line: 0, description: 'The integration 9 does not exist.' }],
				}),
			);
		}
	});
});

describe('beingDeletedIntegration', () => {
	it.each([undefined, 400, 404, 409] as const)('%p', async (beingDeletedIntegration) => {
		const { simulator, client } = await startConnected({ beingDeletedIntegration });
		await client.remove(ID, 'first');

		for (const answer of [await client.remove(ID, 'b'), await upload(client, ID, 'b')]) {
			expectRefusal(
				answer,
				beingDeletedIntegration ?? 400,
				expect.stringContaining('already being deleted'),
			);
		}
		expect(simulator.deletions()).toHaveLength(1);
	});

	it('accept: a second deletion runs beside the first and finds nothing left', async () => {
		const { simulator, client } = await startConnected({ beingDeletedIntegration: 'accept' });
		await client.remove(ID, 'first');

		expect((await client.remove(ID, 'second')).status).toBe(201);
		expect(simulator.deletions()).toMatchObject([
			{ clientRequestId: 'first', status: 'PENDING' },
			{ clientRequestId: 'second', status: 'PENDING' },
		]);

		simulator.setDeletion({ integrationId: ID, takes: 0 });
		expect(simulator.deletions().map(({ status }) => status)).toEqual(['DONE', 'FAILED']);
	});

	it('accept: a second deletion does the work where the first has failed', async () => {
		const next = stopClock();
		const { simulator, client } = await startConnected({
			beingDeletedIntegration: 'accept',
			deleteTakes: 100,
			outcome: 'FAILED',
		});
		await client.remove(ID, 'first');
		next(50);
		await client.remove(ID, 'second');
		next(50);
		expect(simulator.deletions().map(({ status }) => status)).toEqual(['FAILED', 'IN_PROGRESS']);

		simulator.setDeletion({ integrationId: ID, outcome: 'DONE' });
		next(50);

		expect(simulator.deletions().map(({ status }) => status)).toEqual(['FAILED', 'DONE']);
		expect(simulator.integrations()).toEqual([]);
	});
});

describe('usedIdCheckedFirst', () => {
	it.each([
		[undefined, 409],
		[true, 409],
		[false, 400],
	])('%p: a repeated deletion is answered %d while it runs, and after', async (first, status) => {
		const { simulator, client } = await startConnected({ usedIdCheckedFirst: first });
		await client.remove(ID, 'a');

		expect((await client.remove(ID, 'a')).status).toBe(status);
		simulator.setDeletion({ integrationId: ID, takes: 0 });
		expect((await client.remove(ID, 'a')).status).toBe(status);
	});

	it('false: a used ID is told all the same where the integration is there', async () => {
		const { client } = await startConnected({ usedIdCheckedFirst: false });
		await upload(client, ID, 'a');

		expect((await upload(client, ID, 'a')).status).toBe(409);
	});
});

describe('leavesListWhen', () => {
	it.each([
		['requested' as const, [false, false, false, false]],
		['done' as const, [true, false, false, false]],
		['later' as const, [true, true, true, false]],
	])('%s', async (leavesListWhen, expected) => {
		const next = stopClock();
		const { simulator, client } = await startConnected({
			leavesListWhen,
			leavesListAfter: 1000,
			deleteTakes: 100,
		});
		const isListed = async () => (await client.list()).data.includes(ID);
		expect(await isListed()).toBe(true);
		await client.remove(ID, 'a');

		const listed = [await isListed()];
		next(100);
		listed.push(await isListed());
		expect(simulator.integrations()).toEqual([]);
		next(999);
		listed.push(await isListed());
		next(1);
		listed.push(await isListed());

		expect(listed).toEqual(expected);
	});

	it('requested: an integration whose deletion failed is listed again', async () => {
		const { client } = await startConnected({
			leavesListWhen: 'requested',
			deleteTakes: 0,
			outcome: 'FAILED',
		});
		await client.remove(ID, 'a');

		expect((await client.list()).data).toContain(ID);
	});

	it('later: nothing can be registered as long as the old one is listed', async () => {
		const next = stopClock();
		const { client } = await startConnected({
			leavesListWhen: 'later',
			leavesListAfter: 1000,
			deleteTakes: 0,
		});
		await client.remove(ID, 'a');
		const register = async () =>
			(await client.register({ name: 'Acme CRM', ownerEmail: 'a@b.co' })).status;

		expect(await register()).toBe(409);
		next(1000);
		expect(await register()).toBe(200);
	});
});

describe('statusReadable', () => {
	it.each([
		['at once' as const, 200],
		[400 as const, 400],
		[404 as const, 404],
	])('%p', async (statusReadable, status) => {
		const next = stopClock();
		const { client } = await startConnected({ statusReadable, statusReadableAfter: 1000 });
		await client.remove(ID, 'deletion');
		const ask = async () => (await client.status(ID, 'deletion')).status;

		expect(await ask()).toBe(status);
		next(999);
		expect(await ask()).toBe(status);
		next(1);
		expect(await ask()).toBe(200);
	});
});

describe('statusOnceGone and goneWhen', () => {
	/** What a status check for the deletion is answered: at once, when it is done, and once unlisted. */
	async function statuses(switches: Partial<Switches>) {
		const next = stopClock();
		const { client } = await startConnected({
			...switches,
			leavesListAfter: 1000,
			deleteTakes: 100,
		});
		await client.remove(ID, 'a');
		const ask = async () => (await client.status(ID, 'a')).status;
		const answers = [await ask()];
		next(100);
		answers.push(await ask());
		next(1000);
		return [...answers, await ask()];
	}

	it.each<[Partial<Switches>, number[]]>([
		[{ leavesListWhen: 'requested' }, [200, 200, 200]],
		[{ leavesListWhen: 'done', statusOnceGone: 'readable' }, [200, 200, 200]],
		[{ leavesListWhen: 'requested', statusOnceGone: 404 }, [404, 404, 404]],
		[{ leavesListWhen: 'done', statusOnceGone: 404 }, [200, 404, 404]],
		[{ leavesListWhen: 'later', statusOnceGone: 400 }, [200, 200, 400]],
		[{ leavesListWhen: 'requested', statusOnceGone: 404, goneWhen: 'deleted' }, [200, 404, 404]],
		[{ leavesListWhen: 'done', statusOnceGone: 400, goneWhen: 'deleted' }, [200, 400, 400]],
		[{ leavesListWhen: 'later', statusOnceGone: 404, goneWhen: 'deleted' }, [200, 404, 404]],
	])(
		'%j: a running, a done and an unlisted deletion are answered %j',
		async (switches, expected) => {
			expect(await statuses(switches)).toEqual(expected);
		},
	);

	it('404: says that there is no integration, of an unknown request too', async () => {
		const { client } = await startConnected({ statusOnceGone: 404, unknownRequest: 'PENDING' });

		expectRefusal(await client.status('9', 'never'), 404, 'The integration 9 does not exist.');
	});

	it('404: a deletion that failed can be read, since its integration is back in the list', async () => {
		const { client } = await startConnected({
			statusOnceGone: 404,
			leavesListWhen: 'requested',
			deleteTakes: 0,
			outcome: 'FAILED',
		});
		await client.remove(ID, 'a');

		expect(parsed(await client.status(ID, 'a'))).toMatchObject({ status: 'FAILED' });
	});
});

describe('unknownRequest', () => {
	it.each([undefined, 400, 404] as const)('%p', async (unknownRequest) => {
		const { client } = await startConnected({ unknownRequest });

		const answer = await client.status(ID, 'never');

		expectRefusal(answer, unknownRequest ?? 400, expect.stringContaining('no request never'));
	});

	it('PENDING, for ever', async () => {
		const { simulator, client } = await startConnected({ unknownRequest: 'PENDING' });

		expect(parsed(await client.status(ID, 'never'))).toEqual(
			gongSuccess({ status: 'PENDING', errors: [], totalErrorCount: 0, totalSuccessCount: 0 }),
		);
		expect(simulator.journal).toMatchObject([{ answeredStatus: 'PENDING' }]);
	});
});

describe('requestIdsUniquePer', () => {
	it.each([
		[undefined, 409],
		['company' as const, 409],
		['integration' as const, 201],
	])('%p', async (requestIdsUniquePer, status) => {
		const simulator = await startWith([ID, '2'], { requestIdsUniquePer });
		const client = connect(simulator);
		await client.remove(ID, 'shared');

		expect((await client.remove('2', 'shared')).status).toBe(status);
		expect(simulator.deletions()).toHaveLength(status === 201 ? 2 : 1);
		expect((await upload(client, ID, 'shared')).status).toBe(409);
		expect((await client.status(ID, 'shared')).status).toBe(200);
		expect((await client.status('2', 'shared')).status).toBe(status === 201 ? 200 : 400);
	});
});

describe('dataFilePart', () => {
	const named = 'Content-Disposition: form-data; name="dataFile"';
	const withFile = `${named}; filename="a.ldjson"`;
	const type = (name: string) => `Content-Type: ${name}`;

	it.each([
		['any' as const, [201, 201, 201, 201]],
		['with file name' as const, [400, 201, 201, 201]],
		['without content type' as const, [201, 201, 400, 400]],
		['with content type' as const, [400, 400, 201, 201]],
		['application/octet-stream' as const, [400, 400, 201, 400]],
		['not application/x-ndjson' as const, [201, 201, 201, 400]],
	])('%s', async (dataFilePart, expected) => {
		const { client } = await startConnected({ dataFilePart });
		const parts = [
			[named],
			[withFile],
			[withFile, type('application/octet-stream')],
			[withFile, type('application/x-ndjson; charset=utf-8')],
		];
		const answers = [];
		for (const [index, partHeaders] of parts.entries()) {
			const query = { integrationId: ID, objectType: 'STAGE', clientRequestId: `a${index}` };
			answers.push(await client.upload({ ...query, partHeaders }, [{ objectId: '1', name: 'A' }]));
		}

		expect(answers.map(({ status }) => status)).toEqual(expected);
		for (const answer of answers.filter(({ status }) => status === 400)) {
			expect(parsed(answer)).toEqual(gongError('dataFile part is missing'));
		}
	});
});
