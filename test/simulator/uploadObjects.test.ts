import { createHash } from 'node:crypto';
import axios from 'axios';
import { connect, keyPair, parsed, type UploadQuery } from './client';
import { gongError, gongSuccess } from './expected';
import type { ObjectType } from './fields';
import { start, startConnected, stopAll } from './simulators';
import type { UploadChange } from './upload';

const ID = '5517027188234205706';
const modifiedDate = '2026-01-31T12:00:00Z';
const account = (objectId: string, fields: object = {}) => ({ objectId, modifiedDate, ...fields });
const query = (changes: Partial<UploadQuery> = {}): UploadQuery => ({
	integrationId: ID,
	objectType: 'ACCOUNT',
	clientRequestId: 'a',
	...changes,
});

afterEach(stopAll);

describe('POST /v2/crm/entities', () => {
	it('registers the upload, which takes its time, and stores the objects in the end', async () => {
		const simulator = await start();
		const client = connect(simulator);

		const answer = await client.upload(query(), [account('1'), account('2', { name: 'Two' })]);

		expect(answer.status).toBe(201);
		expect(parsed(answer)).toEqual(gongSuccess({ clientRequestId: 'a' }));
		expect(parsed(await client.status(ID, 'a'))).toEqual(
			gongSuccess({ status: 'PENDING', errors: [], totalErrorCount: 0, totalSuccessCount: 0 }),
		);
		expect(simulator.objects(ID, 'ACCOUNT')).toEqual([]);

		simulator.setUpload({ takes: 0 });

		expect(parsed(await client.status(ID, 'a'))).toEqual(
			gongSuccess({ status: 'DONE', errors: [], totalErrorCount: 0, totalSuccessCount: 2 }),
		);
		expect(simulator.objects(ID, 'ACCOUNT')).toEqual([account('1'), account('2', { name: 'Two' })]);
		expect(simulator.uploads()).toEqual([
			{
				integrationId: ID,
				clientRequestId: 'a',
				objectType: 'ACCOUNT',
				registeredAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
				status: 'DONE',
				bytes: 122,
				sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
				lines: 2,
			},
		]);
		expect(simulator.deletions()).toEqual([]);
	});

	it.each([
		['without a boundary', 'multipart/form-data'],
		['that has another boundary', 'multipart/form-data; boundary=other'],
		['that breaks off in its part', 'multipart/form-data; boundary="the-boundary"'],
	])('answers 400 for a body %s', async (_, contentType) => {
		const { simulator } = await startConnected();
		const http = axios.create({ validateStatus: () => true, params: query() });
		const headers = { authorization: keyPair(simulator), 'content-type': contentType };
		const body =
			'--the-boundary\r\nContent-Disposition: form-data; name="dataFile"\r\n\r\n{"objectId":';

		const answer = await http.post(`${simulator.url}/v2/crm/entities`, body, { headers });

		expect(answer.status).toBe(400);
		expect(answer.data).toEqual(gongError('dataFile part is missing'));
	});

	it('takes no file above the limit, and counts its bytes all the same', async () => {
		const { simulator, client } = await startConnected({ largestUpload: 100 });

		const largest = await client.upload(query(), 'x'.repeat(100));
		const larger = await client.upload(query({ clientRequestId: 'b' }), 'x'.repeat(101));

		expect([largest.status, larger.status]).toEqual([201, 400]);
		expect(parsed(larger)).toEqual(gongError('The file is larger than 100 bytes.'));
		expect(simulator.uploads()).toHaveLength(1);
		expect(simulator.journal[1].body).toMatchObject([{ bytes: 101 }]);
	});

	it('writes down what the call carried, without its content', async () => {
		const { simulator, client } = await startConnected();
		await client.upload(query(), 'abc');

		expect(simulator.journal).toEqual([
			expect.objectContaining({
				contentType: 'multipart/form-data',
				query: query(),
				body: [
					{
						name: 'dataFile',
						headers: {
							'content-disposition': 'form-data; name="dataFile"; filename="objects.ldjson"',
						},
						bytes: 3,
						sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
					},
				],
			}),
		]);
	});

	it('takes a file of several megabytes, byte for byte', async () => {
		const { simulator, client } = await startConnected();
		const name = 'ä'.repeat(500);
		const objects = Array.from({ length: 3000 }, (_, index) => account(String(index), { name }));
		const file = objects.map((object) => JSON.stringify(object)).join('\n');

		await client.upload(query(), file);

		const sha256 = createHash('sha256').update(file).digest('hex');
		const bytes = Buffer.byteLength(file);
		expect(bytes).toBeGreaterThan(3e6);
		expect(simulator.uploads()).toMatchObject([{ bytes, sha256, lines: 3000, status: 'DONE' }]);
		expect(simulator.objects(ID, 'ACCOUNT')).toEqual(objects);
	});

	it('takes what fetch makes of a form, where a part may have a Content-Type', async () => {
		const { simulator } = await startConnected({ dataFilePart: 'any' });
		const form = new FormData();
		form.append('dataFile', new Blob([JSON.stringify(account('1'))]), 'objects.ldjson');

		const parameters = new URLSearchParams({ ...query() }).toString();
		const answer = await fetch(`${simulator.url}/v2/crm/entities?${parameters}`, {
			method: 'POST',
			body: form,
			headers: { authorization: keyPair(simulator) },
		});

		expect(answer.status).toBe(201);
		expect(simulator.objects(ID, 'ACCOUNT')).toEqual([account('1')]);
	});
});

describe('one namespace of client request IDs', () => {
	it("answers 409 to a deletion under an upload's ID, whose DONE then is the upload's", async () => {
		const { simulator, client } = await startConnected();
		await client.upload(query(), [account('1')]);

		expect((await client.remove(ID, 'a')).status).toBe(409);
		expect(parsed(await client.status(ID, 'a'))).toMatchObject({ status: 'DONE' });
		expect(simulator.deletions()).toEqual([]);
		expect(simulator.integrations()).toHaveLength(1);
	});

	it("answers 409 to an upload under a deletion's ID", async () => {
		const { simulator, client } = await startConnected();
		await client.remove(ID, 'a');

		expect((await client.upload(query(), [account('1')])).status).toBe(409);
		expect(simulator.uploads()).toEqual([]);
	});
});

describe('what an upload does to the stored objects', () => {
	it('updates, deletes, and takes the deletion of what is not there', async () => {
		const { simulator, client } = await startConnected();
		await client.upload(query(), [account('1'), account('2', { name: 'A', url: 'https://a.b' })]);
		await client.upload(query({ clientRequestId: 'b' }), [
			account('1', { isDeleted: true }),
			account('2', { name: 'B' }),
			account('9', { isDeleted: true }),
		]);

		expect(simulator.objects(ID, 'ACCOUNT')).toEqual([
			account('2', { name: 'B', url: 'https://a.b' }),
		]);
	});

	it('keeps int64 values digit for digit', async () => {
		const { simulator, client } = await startConnected();
		await client.upload(
			query(),
			`{"objectId":"1","modifiedDate":"${modifiedDate}","number":5517027188234205706,"half":0.5}`,
		);

		expect(simulator.objects(ID, 'ACCOUNT')).toMatchObject([
			{ number: 5517027188234205706n, half: 0.5 },
		]);
		expect((await client.get(ID, 'ACCOUNT', ['1'])).data).toContain(
			'"number":5517027188234205706,',
		);
	});

	it('goes with the integration', async () => {
		const { simulator, client } = await startConnected({ deleteTakes: 0 });
		await client.upload(query(), [account('1')]);
		await client.remove(ID, 'deletion');
		simulator.addIntegration({ integrationId: ID, name: 'Acme CRM', ownerEmail: 'a@b.co' });

		expect(simulator.objects(ID, 'ACCOUNT')).toEqual([]);
	});

	it('is nothing where the integration is gone before its end', async () => {
		const { simulator, client } = await startConnected({ deleteTakes: 0, uploadTakes: 60_000 });
		await client.upload(query(), [account('1')]);
		await client.remove(ID, 'deletion');
		simulator.setUpload({ takes: 0 });

		expect(parsed(await client.status(ID, 'a'))).toMatchObject({
			status: 'FAILED',
			errors: [{ line: 0, description: `The integration ${ID} does not exist.` }],
		});
	});
});

describe('the lines that Gong refuses', () => {
	/** What the status of an upload of this file says in the end. */
	async function outcome(file: object[] | string, objectType: ObjectType = 'ACCOUNT') {
		const { simulator, client } = await startConnected();
		await client.setSchema(ID, 'DEAL', [
			{ uniqueName: 'won', label: 'Won', type: 'BOOLEAN' },
			{ uniqueName: 'day', label: 'Day', type: 'DATE' },
			{ uniqueName: 'share', label: 'Share', type: 'PERCENT' },
			{ uniqueName: 'size', label: 'Size', type: 'PICKLIST', orderedValueList: ['S', 'L'] },
		]);
		await client.upload(query({ objectType }), file);
		const { status, errors, totalErrorCount, totalSuccessCount } = parsed(
			await client.status(ID, 'a'),
		);
		const counts = [totalErrorCount, totalSuccessCount];
		return { status, errors, counts, stored: simulator.objects(ID, objectType) };
	}

	/** As the only object of a file, it is refused with these words. */
	async function expectRefused(objectType: ObjectType, object: object, description: string) {
		expect(await outcome([object], objectType)).toEqual({
			status: 'FAILED',
			errors: [{ line: 1, description }],
			counts: [1, 0],
			stored: [],
		});
	}

	it.each<[ObjectType, object, string]>([
		['ACCOUNT', { modifiedDate }, 'objectId'],
		['ACCOUNT', account(''), 'objectId'],
		['ACCOUNT', { objectId: '1' }, 'modifiedDate'],
		['BUSINESS_USER', account('1'), 'emailAddress'],
		['STAGE', { objectId: '1', name: null }, 'name'],
	])('%s %j has no %s', async (objectType, object, field) => {
		await expectRefused(objectType, object, `Mandatory field [${field}] is missing or empty`);
	});

	const DATE_TIME = 'a date and time like 2020-05-31T12:00:00Z';
	it.each<[ObjectType, string, unknown, string]>([
		['ACCOUNT', 'objectId', 'a b', 'an ID'],
		['ACCOUNT', 'objectId', 'x'.repeat(65), 'an ID'],
		['ACCOUNT', 'objectId', 7, 'an ID'],
		['ACCOUNT', 'modifiedDate', '2026-01-31T12:00:00.000Z', DATE_TIME],
		['ACCOUNT', 'modifiedDate', '2026-01-31T12:00:00', DATE_TIME],
		['ACCOUNT', 'modifiedDate', '2026-02-30T12:00:00Z', DATE_TIME],
		['ACCOUNT', 'isDeleted', 'yes', 'true or false'],
		['ACCOUNT', 'url', 'example.com', 'a full http address'],
		['ACCOUNT', 'domains', 'a.example', 'a list of texts'],
		['CONTACT', 'emailAddress', 'nobody', 'an email address'],
		['LEAD', 'convertedToDealId', 5, 'an ID'],
		['DEAL', 'closeDate', '2026-09-31', 'a date like 2020-05-31'],
		['DEAL', 'status', 'Won', 'one of the values: WON, LOST, OPEN'],
		['DEAL', 'amount', '7', 'a number'],
		['DEAL', 'won', 'yes', 'true or false'],
		['DEAL', 'day', '1.2.2026', 'a date like 2020-05-31'],
		['DEAL', 'share', 101, 'a number from 0 to 100'],
		['DEAL', 'size', 'M', 'one of the values: S, L'],
	])('%s: %s %j is not %s', async (objectType, field, value, words) => {
		const object = { ...account('1'), [field]: value };
		await expectRefused(objectType, object, `Field [${field}] must be ${words}`);
	});

	it.each<[ObjectType, object]>([
		['ACCOUNT', account('anna.b@example.com')],
		['ACCOUNT', account('A-b_9', { modifiedDate: '2026-01-31T12:00:00+01:00' })],
		['ACCOUNT', account('1', { domains: [], other: { any: 'thing' } })],
		['BUSINESS_USER', account('1', { emailAddress: 'a@b.co' })],
		['STAGE', { objectId: '1', name: 'Open', isActive: false, sortOrder: 1 }],
		[
			'DEAL',
			account('1', { amount: 7.5, status: 'WON', share: 100, size: 'L', day: '2024-02-29' }),
		],
	])('none of %s %j', async (objectType, object) => {
		expect(await outcome([object], objectType)).toEqual({
			status: 'DONE',
			errors: [],
			counts: [0, 1],
			stored: [object],
		});
	});

	it('no business user to be deleted for want of an email address', async () => {
		const file = [account('1', { isDeleted: true })];
		expect(await outcome(file, 'BUSINESS_USER')).toMatchObject({ status: 'DONE' });
	});

	it('each by its number in the file, empty lines counted; the others are stored', async () => {
		const good = JSON.stringify(account('1'));

		expect(await outcome(`{}\n\n${good}\nnothing\n[]\n`)).toMatchObject({
			status: 'FAILED',
			errors: [{ line: 1 }, { line: 4 }, { line: 5 }],
			counts: [3, 1],
			stored: [account('1')],
		});
	});

	it('lists 20 and counts them all', async () => {
		const result = await outcome(Array.from({ length: 25 }, () => ({})));

		expect(result.errors).toHaveLength(20);
		expect(result.counts).toEqual([25, 0]);
	});

	it('as a whole where there is no object', async () => {
		expect(await outcome('\n')).toMatchObject({
			status: 'FAILED',
			errors: [{ line: 0, description: 'The file has no objects.' }],
			counts: [1, 0],
		});
	});
});

describe('changing uploads', () => {
	const failed = [{ line: 2, description: 'Locked.' }];

	it.each<[string, UploadChange]>([
		['lines', { errors: failed }],
		['objects', { refuses: ({ objectId }) => (objectId === '2' ? 'Locked.' : undefined) }],
	])('refuses the %s that a test chooses', async (_, change) => {
		const { simulator, client } = await startConnected();
		simulator.setUpload(change);
		await client.upload(query(), [account('1'), account('2'), account('3')]);

		expect(parsed(await client.status(ID, 'a'))).toMatchObject({
			status: 'FAILED',
			errors: failed,
			totalErrorCount: 1,
			totalSuccessCount: 2,
		});
		expect(simulator.objects(ID, 'ACCOUNT')).toEqual([account('1'), account('3')]);
	});

	it.each([
		['with a reason', { errors: [{ line: 0, description: 'Not readable.' }] }],
		['without one', { outcome: 'FAILED' as const, errors: [] }],
	])('refuses the file as a whole, %s', async (_, change) => {
		const { simulator, client } = await startConnected();
		simulator.setUpload(change);
		await client.upload(query(), [account('1')]);

		expect(parsed(await client.status(ID, 'a'))).toMatchObject({
			status: 'FAILED',
			errors: change.errors,
			totalErrorCount: change.errors.length,
			totalSuccessCount: 0,
		});
		expect(simulator.objects(ID, 'ACCOUNT')).toEqual([]);
	});

	it('is about one type or integration where it says so, and never about a final upload', async () => {
		const { simulator, client } = await startConnected();
		await client.upload(query({ clientRequestId: 'final' }), [account('1')]);
		simulator.setUpload({ objectType: 'ACCOUNT', outcome: 'FAILED' });
		simulator.setUpload({ integrationId: '9', outcome: 'DONE' });
		await client.upload(query({ clientRequestId: 'account' }), [account('1')]);
		await client.upload(query({ clientRequestId: 'contact', objectType: 'CONTACT' }), [
			account('1'),
		]);

		expect(simulator.uploads().map(({ status }) => status)).toEqual(['DONE', 'FAILED', 'DONE']);
	});

	it('leaves what is undefined as it is', async () => {
		const { simulator, client } = await startConnected();
		simulator.setUpload({ takes: undefined, outcome: undefined, errors: undefined });
		await client.upload(query(), [account('1')]);

		expect(simulator.uploads()).toMatchObject([{ status: 'DONE' }]);
	});

	it('refuses bad values', async () => {
		const { simulator } = await startConnected();

		expect(() => simulator.setUpload({ takes: -1 })).toThrow('takes must be');
		expect(() => simulator.setUpload({ outcome: 'GONE' as 'DONE' })).toThrow('outcome must be');
	});
});
