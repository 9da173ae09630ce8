import axios from 'axios';
import { type Client, connect, parsed } from './client';
import { expectRefusal } from './expected';
import { readme } from './readme';
import { start, startConnected, startWith, stopAll, stoppedClock } from './simulators';
import type { SimulatorOptions } from './startSimulator';
import { asCode, SWITCH_NAMES, type SwitchName, type SwitchValue, valuesOf } from './switches';

afterEach(stopAll);

const ID = '5517027188234205706';
const READ = 'api:crm:integrations:read';
const UPLOAD = 'api:crm:upload';
const modifiedDate = '2026-01-31T12:00:00Z';
const account = (objectId: string, fields: object = {}) => ({ objectId, modifiedDate, ...fields });
const color = { uniqueName: 'color', label: 'Color', type: 'STRING' };
const size = {
	uniqueName: 'size',
	label: 'Size',
	type: 'PICKLIST',
	orderedValueList: ['S', 'L'],
};
const boss = { uniqueName: 'boss', label: 'Boss', type: 'REFERENCE', referenceTo: 'CONTACT' };

const upload = async (
	client: Client,
	clientRequestId: string,
	file: object[] = [account('1')],
	integrationId = ID,
) => await client.upload({ integrationId, objectType: 'ACCOUNT', clientRequestId }, file);

const schemaOf = async (client: Client, objectType?: string) =>
	await client.call('GET', '/v2/crm/entity-schema', { integrationId: ID, objectType });

/** Uploads each file, and gives the accounts in the end, and what is wrong with the last file. */
async function store(options: SimulatorOptions, ...files: object[][]) {
	const { simulator, client } = await startConnected(options);
	for (const [index, file] of files.entries()) await upload(client, `file-${index}`, file);
	const { errors } = parsed(await client.status(ID, `file-${files.length - 1}`));
	return { objects: simulator.objects(ID, 'ACCOUNT'), errors: errors as object[] };
}

/** The only field of a schema, as it is listed once it has been set. */
async function listField(options: SimulatorOptions, field: object) {
	const { client } = await startConnected(options);
	await client.setSchema(ID, 'ACCOUNT', [field]);
	const { objectTypeToSelectedFields } = parsed(await schemaOf(client));
	return (objectTypeToSelectedFields as Record<string, Array<Record<string, unknown>>>).ACCOUNT[0];
}

/** What the status of a deletion is answered with: at once, when it is done, and once unlisted. */
async function statusesOfDeletion(options: SimulatorOptions) {
	const { now, pass } = stoppedClock();
	const times = { leavesListAfter: 1000, statusReadableAfter: 1100, deleteTakes: 100, now };
	const { client } = await startConnected({ ...times, ...options });
	await client.remove(ID, 'a');
	const ask = async () => (await client.status(ID, 'a')).status;
	const statuses = [await ask()];
	for (const milliseconds of [100, 1000]) {
		pass(milliseconds);
		statuses.push(await ask());
	}
	return statuses;
}

/** What a caller can see of a switch: a scene, and what comes of it in each position, the default first. */
interface Proof {
	play(options: SimulatorOptions): Promise<unknown>;
	seen: Array<[SwitchValue, unknown]>;
}

const proofs: Record<SwitchName, Proof> = {
	usedIdCheckedFirst: {
		async play(options) {
			const { simulator, client } = await startConnected(options);
			await upload(client, 'upload');
			const isThere = await upload(client, 'upload');
			await client.remove(ID, 'a');
			const isRunning = await client.remove(ID, 'a');
			simulator.setDeletion({ integrationId: ID, takes: 0 });
			const isGone = await client.remove(ID, 'a');
			expect(simulator.deletions()).toHaveLength(1);
			return [isThere, isRunning, isGone].map(({ status }) => status);
		},
		seen: [
			[true, [409, 409, 409]],
			[false, [409, 400, 400]],
		],
	},
	absentIntegration: {
		async play(options) {
			const { simulator, client } = await startConnected({ deleteTakes: 0, ...options });
			const answers = [
				await client.remove('9', 'a'),
				await upload(client, 'b', [account('1')], '9'),
			];
			const requests = [...simulator.deletions(), ...simulator.uploads()];
			return [...answers, ...requests].map(({ status }) => status);
		},
		seen: [
			[400, [400, 400]],
			[404, [404, 404]],
			[409, [409, 409]],
			['accept', [201, 201, 'FAILED', 'FAILED']],
		],
	},
	beingDeletedIntegration: {
		async play(options) {
			const { simulator, client } = await startConnected(options);
			await client.remove(ID, 'first');
			const answers = [await client.remove(ID, 'b'), await upload(client, 'c')];
			simulator.setDeletion({ integrationId: ID, takes: 0 });
			return [...answers, ...simulator.deletions()].map(({ status }) => status);
		},
		seen: [
			[400, [400, 400, 'DONE']],
			[404, [404, 404, 'DONE']],
			[409, [409, 409, 'DONE']],
			['accept', [201, 201, 'DONE', 'FAILED']],
		],
	},
	leavesListWhen: {
		async play(options) {
			const { now, pass } = stoppedClock();
			const times = { leavesListAfter: 1000, deleteTakes: 100, now };
			const { simulator, client } = await startConnected({ ...times, ...options });
			await client.remove(ID, 'a');
			const isListed = async () => (await client.list()).data.includes(ID);
			const seen = [await isListed()];
			for (const milliseconds of [100, 999, 1]) {
				pass(milliseconds);
				seen.push(await isListed());
				expect(simulator.integrations()).toEqual([]);
			}
			return seen;
		},
		seen: [
			['done', [true, false, false, false]],
			['requested', [false, false, false, false]],
			['later', [true, true, true, false]],
		],
	},
	statusReadable: {
		play: statusesOfDeletion,
		seen: [
			['at once', [200, 200, 200]],
			[400, [400, 400, 200]],
			[404, [404, 404, 200]],
		],
	},
	statusOnceGone: {
		play: statusesOfDeletion,
		seen: [
			['readable', [200, 200, 200]],
			[400, [200, 400, 400]],
			[404, [200, 404, 404]],
		],
	},
	goneWhen: {
		play: async (options) =>
			await statusesOfDeletion({ statusOnceGone: 404, leavesListWhen: 'later', ...options }),
		seen: [
			['not listed', [200, 200, 404]],
			['deleted', [200, 404, 404]],
		],
	},
	unknownRequest: {
		async play(options) {
			const { client } = await startConnected(options);
			const answer = await client.status(ID, 'never');
			return [answer.status, parsed(answer).status];
		},
		seen: [
			[400, [400, undefined]],
			[404, [404, undefined]],
			['PENDING', [200, 'PENDING']],
		],
	},
	requestIdsUniquePer: {
		async play(options) {
			const client = connect(await startWith([ID, '2'], options));
			await client.remove(ID, 'shared');
			const answers = [
				await client.remove('2', 'shared'),
				await upload(client, 'shared'),
				await client.status(ID, 'shared'),
				await client.status('2', 'shared'),
			];
			return answers.map(({ status }) => status);
		},
		seen: [
			['company', [409, 409, 200, 400]],
			['integration', [201, 409, 200, 200]],
		],
	},
	failedUploadKeepsValidLines: {
		async play(options) {
			const { simulator, client } = await startConnected(options);
			await upload(client, 'a', [account('1'), account('')]);
			await upload(client, 'b', [account('2')]);
			const counts = parsed(await client.status(ID, 'a'));
			const stored = simulator.objects(ID, 'ACCOUNT').map(({ objectId }) => objectId);
			return [counts.totalErrorCount, counts.totalSuccessCount, stored];
		},
		seen: [
			[true, [1, 1, ['1', '2']]],
			[false, [1, 0, ['2']]],
		],
	},
	sameObjectTwiceInFile: {
		async play(options) {
			const file = [account('1', { name: 'first' }), account('1', { name: 'second' })];
			const { objects, errors } = await store(options, file);
			return [...objects.map(({ name }) => name), ...errors];
		},
		seen: [
			['last wins', ['second']],
			['first wins', ['first']],
			['refused', ['first', { line: 2, description: 'The object [1] is in the file twice' }]],
		],
	},
	olderModifiedDate: {
		async play(options) {
			const older = { name: 'old', modifiedDate: '2026-01-31T12:59:59+01:00' };
			const files = [[account('1', { name: 'new' })], [account('2'), account('1', older)]];
			const { objects, errors } = await store(options, ...files);
			return [objects[0].name, ...errors];
		},
		seen: [
			['ignored', ['new']],
			['taken', ['old']],
			['refused', ['new', { line: 2, description: expect.stringContaining('older') as string }]],
		],
	},
	nullClears: {
		async play(options) {
			const files = [[account('1', { name: 'A' })], [account('1', { name: null })]];
			return (await store(options, ...files)).objects;
		},
		seen: [
			[true, [account('1')]],
			[false, [account('1', { name: 'A' })]],
		],
	},
	absentClears: {
		play: async (options) =>
			(await store(options, [account('1', { name: 'A' })], [account('1')])).objects,
		seen: [
			[false, [account('1', { name: 'A' })]],
			[true, [account('1')]],
		],
	},
	dataFilePart: {
		async play(options) {
			const { client } = await startConnected(options);
			const named = 'Content-Disposition: form-data; name="dataFile"';
			const parts = [
				[named],
				[`${named}; filename="a"`],
				[`${named}; filename="a"`, 'Content-Type: application/octet-stream'],
				[`${named}; filename="a"`, 'Content-Type: application/x-ndjson; charset=utf-8'],
			];
			const statuses = [];
			for (const [index, partHeaders] of parts.entries()) {
				const query = { integrationId: ID, objectType: 'ACCOUNT', clientRequestId: `a${index}` };
				statuses.push((await client.upload({ ...query, partHeaders }, [account('1')])).status);
			}
			return statuses;
		},
		seen: [
			['without content type', [201, 201, 400, 400]],
			['any', [201, 201, 201, 201]],
			['with file name', [400, 201, 201, 201]],
			['with content type', [400, 400, 201, 201]],
			['application/octet-stream', [400, 400, 201, 400]],
			['not application/x-ndjson', [201, 201, 201, 400]],
		],
	},
	emailIdCase: {
		async play(options) {
			const { simulator, client } = await startConnected(options);
			await upload(client, 'a', [account('Ann@b.co'), account('ann@b.co'), account('B')]);
			await upload(client, 'b', [account('b')]);
			const { crmObjectsMap } = parsed(await client.get(ID, 'ACCOUNT', ['ANN@B.CO', 'B']));
			return [simulator.objects(ID, 'ACCOUNT').length, crmObjectsMap];
		},
		seen: [
			['exact', [4, { 'ANN@B.CO': null, B: account('B') }]],
			['as asked', [3, { 'ANN@B.CO': account('ann@b.co'), B: account('B') }]],
			['as stored', [3, { 'ann@b.co': account('ann@b.co'), B: account('B') }]],
		],
	},
	absentObjects: {
		async play(options) {
			const { client } = await startConnected(options);
			await upload(client, 'a');
			return parsed(await client.get(ID, 'ACCOUNT', ['1', 'nobody'])).crmObjectsMap;
		},
		seen: [
			['null', { 1: account('1'), nobody: null }],
			['left out', { 1: account('1') }],
		],
	},
	schemaStatus: {
		async play(options) {
			const { client } = await startConnected(options);
			return (await client.setSchema(ID, 'ACCOUNT', [color])).status;
		},
		seen: [
			[200, 200],
			[201, 201],
		],
	},
	schemaFieldName: {
		async play(options) {
			const { uniqueName, name } = await listField(options, color);
			return { uniqueName, name };
		},
		seen: [
			['uniqueName', { uniqueName: 'color' }],
			['name', { name: 'color' }],
		],
	},
	listsPicklistValues: {
		play: async (options) => await listField(options, { ...boss, ...size }),
		seen: [
			[true, expect.objectContaining({ orderedValueList: ['S', 'L'], referenceTo: 'CONTACT' })],
			[false, expect.objectContaining({ orderedValueList: null, referenceTo: 'CONTACT' })],
		],
	},
	listsReferenceTargets: {
		play: async (options) => await listField(options, { ...size, ...boss }),
		seen: [
			[true, expect.objectContaining({ orderedValueList: ['S', 'L'], referenceTo: 'CONTACT' })],
			[false, expect.objectContaining({ orderedValueList: ['S', 'L'], referenceTo: null })],
		],
	},
	emptySchema: {
		async play(options) {
			const { client } = await startConnected(options);
			await client.setSchema(ID, 'ACCOUNT', [color]);
			const ask = async (objectType?: string) => (await schemaOf(client, objectType)).status;
			const before = [await ask('DEAL'), await ask('ACCOUNT'), await ask()];
			await client.setSchema(ID, 'ACCOUNT', [{ ...color, isDeleted: true }]);
			return [...before, await ask('ACCOUNT'), await ask()];
		},
		seen: [
			[200, [200, 200, 200, 200, 200]],
			[404, [404, 200, 200, 404, 404]],
		],
	},
	removedPicklistValues: {
		async play(options) {
			const { simulator, client } = await startConnected(options);
			await client.setSchema(ID, 'ACCOUNT', [color, size]);
			await upload(client, 'a', [
				account('1', { color: 'L', size: 'S' }),
				account('2', { color: 'L', size: 'L' }),
			]);
			await client.setSchema(ID, 'ACCOUNT', [color, { ...size, orderedValueList: ['M', 'S'] }]);
			return simulator.objects(ID, 'ACCOUNT');
		},
		seen: [
			['kept', [account('1', { color: 'L', size: 'S' }), account('2', { color: 'L', size: 'L' })]],
			['dropped', [account('1', { color: 'L', size: 'S' }), account('2', { color: 'L' })]],
		],
	},
	scopeNotOffered: {
		async play(options) {
			const { oauth } = await start({ scopes: [READ], ...options });
			const params = {
				client_id: oauth.clientId,
				redirect_uri: 'https://n8n.example.com/callback',
				response_type: 'code',
				scope: `${READ} ${UPLOAD}`,
			};
			const open = async (path = '') =>
				await axios.get<string>(oauth.authorizeUrl + path, {
					params,
					maxRedirects: 0,
					validateStatus: () => true,
				});
			const page = await open();
			const [words] = /does not have .*/.exec(page.data.replace(/<[^>]*>/g, '')) ?? [];
			return [page.status, (await open('/allow')).status, words];
		},
		seen: [
			['left out', [200, 302, 'does not have it)']],
			['refused', [400, 400, `does not have these scopes: ${UPLOAD}.`]],
		],
	},
	tokenScopesSeparatedBy: {
		async play(options) {
			const simulator = await start(options);
			const { scope, access_token } = simulator.issueToken([READ, UPLOAD]);
			return [scope, (await connect(simulator, `Bearer ${access_token}`).list()).status];
		},
		seen: [
			['spaces', [`${READ} ${UPLOAD}`, 200]],
			['commas', [`${READ},${UPLOAD}`, 200]],
		],
	},
};

describe.each(SWITCH_NAMES)('the switch %s', (name) => {
	const { play, seen } = proofs[name];
	const values = valuesOf(name);

	it.each(seen)('shows at %p', async (value, expected) => {
		expect(await play({ [name]: value })).toEqual(expected);
	});

	it('stands at its first value unless something else is said', async () => {
		const [, expected] = seen.find(([value]) => value === values[0]) ?? [];

		expect(await play({})).toEqual(expected);
	});

	it('has more than one value, and takes no other', async () => {
		expect(seen.map(([value]) => value).sort()).toEqual([...values].sort());
		expect(values.length).toBeGreaterThan(1);
		await expect(start({ [name]: 'other' })).rejects.toThrow(
			`${name} must be one of ${values.join(', ')}, not other.`,
		);
	});

	it('stands in the README with its values, the default first', () => {
		const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` `));

		expect(row?.split('|')[2].trim()).toBe(values.map(asCode).join(', '));
	});
});

describe('switches that decide together', () => {
	const FAILS = { deleteTakes: 0, outcome: 'FAILED' } as const;

	it.each<[SimulatorOptions, number[]]>([
		[{ leavesListWhen: 'requested', statusOnceGone: 404 }, [404, 404, 404]],
		[{ leavesListWhen: 'requested', statusOnceGone: 404, goneWhen: 'deleted' }, [200, 404, 404]],
		[{ leavesListWhen: 'done', statusOnceGone: 400, goneWhen: 'deleted' }, [200, 400, 400]],
	])(
		'%j: a running, a done and an unlisted deletion are answered %j',
		async (switches, expected) => {
			expect(await statusesOfDeletion(switches)).toEqual(expected);
		},
	);

	it('a status of what is gone is told to be of no integration, of an unknown request too', async () => {
		const { client } = await startConnected({ statusOnceGone: 404, unknownRequest: 'PENDING' });

		expectRefusal(await client.status('9', 'never'), 404, 'The integration 9 does not exist.');
	});

	it('an integration whose deletion failed is listed again, and its status can be read', async () => {
		const { client } = await startConnected({
			...FAILS,
			statusOnceGone: 404,
			leavesListWhen: 'requested',
		});
		await client.remove(ID, 'a');

		expect((await client.list()).data).toContain(ID);
		expect(parsed(await client.status(ID, 'a'))).toMatchObject({ status: 'FAILED' });
	});

	it('nothing can be registered as long as a deleted integration is listed', async () => {
		const { now, pass } = stoppedClock();
		const times = { leavesListAfter: 1000, deleteTakes: 0, now };
		const { client } = await startConnected({ ...times, leavesListWhen: 'later' });
		await client.remove(ID, 'a');
		const register = async () =>
			(await client.register({ name: 'Acme CRM', ownerEmail: 'a@b.co' })).status;

		expect(await register()).toBe(409);
		pass(1000);
		expect(await register()).toBe(200);
	});

	it('a second deletion that is accepted does the work where the first has failed', async () => {
		const { now, pass } = stoppedClock();
		const { simulator, client } = await startConnected({
			...FAILS,
			beingDeletedIntegration: 'accept',
			deleteTakes: 100,
			now,
		});
		await client.remove(ID, 'first');
		pass(50);
		await client.remove(ID, 'second');
		pass(50);
		simulator.setDeletion({ integrationId: ID, outcome: 'DONE' });
		pass(50);

		expect(simulator.deletions().map(({ status }) => status)).toEqual(['FAILED', 'DONE']);
		expect(simulator.integrations()).toEqual([]);
	});
});
