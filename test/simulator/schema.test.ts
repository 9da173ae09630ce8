import { parsed } from './client';
import { expectRefusal, gongSuccess } from './expected';
import { startConnected, stopAll } from './simulators';

const ID = '5517027188234205706';
const text = { uniqueName: 'color', label: 'Color', type: 'STRING' };
const list = { uniqueName: 'size', label: 'Size', type: 'PICKLIST', orderedValueList: ['S', 'L'] };
const reference = { uniqueName: 'boss', label: 'Boss', type: 'REFERENCE', referenceTo: 'CONTACT' };

afterEach(stopAll);

async function startWith(fields: object[]) {
	const { simulator, client } = await startConnected();
	if (fields.length > 0) await client.setSchema(ID, 'ACCOUNT', fields);
	const names = async () => {
		const answer = await client.call('GET', '/v2/crm/entity-schema', { integrationId: ID });
		const { objectTypeToSelectedFields } = parsed(answer);
		const { ACCOUNT } = objectTypeToSelectedFields as Record<string, Array<{ uniqueName: string }>>;
		return ACCOUNT.map(({ uniqueName }) => uniqueName);
	};
	return { simulator, client, names };
}

describe('GET /v2/crm/entity-schema', () => {
	const path = '/v2/crm/entity-schema';

	it('lists the fields of one type, with null for what they lack', async () => {
		const { client } = await startWith([text, list, reference]);

		const answer = await client.call('GET', path, { integrationId: ID, objectType: 'ACCOUNT' });

		const rest = { lastModified: null, referenceTo: null, orderedValueList: null };
		expect(answer.status).toBe(200);
		expect(parsed(answer)).toEqual(
			gongSuccess({
				objectTypeToSelectedFields: {
					ACCOUNT: [
						{ ...rest, ...text },
						{ ...rest, ...list },
						{ ...rest, ...reference },
					],
				},
			}),
		);
	});

	it('lists all types without one', async () => {
		const { client } = await startWith([]);

		expect(parsed(await client.call('GET', path, { integrationId: ID }))).toEqual(
			gongSuccess({
				objectTypeToSelectedFields: { ACCOUNT: [], CONTACT: [], DEAL: [], LEAD: [] },
			}),
		);
	});
});

describe('POST /v2/crm/entity-schema', () => {
	it('takes fields at once', async () => {
		const { client, names } = await startWith([]);

		const answer = await client.setSchema(ID, 'ACCOUNT', [text, list]);

		expect(answer.status).toBe(200);
		expect(parsed(answer)).toEqual(gongSuccess({}));
		expect(await names()).toEqual(['color', 'size']);
	});

	it('refuses to leave a field out, names it and changes nothing', async () => {
		const { client, names } = await startWith([text, list]);

		const answer = await client.setSchema(ID, 'ACCOUNT', [list, reference]);

		expectRefusal(answer, 400, expect.stringContaining('left out: color'));
		expect(await names()).toEqual(['color', 'size']);
	});

	it.each([
		['is deleted', { ...text, isDeleted: true }, ['size'], undefined],
		['changes its type', { ...text, type: 'URL' }, ['color', 'size'], undefined],
		['changes its label', { ...text, label: 'Colour' }, ['color', 'size'], 'red'],
	])('a field that %s', async (_, changed, fields, value) => {
		const { simulator, client, names } = await startWith([text, list]);
		await client.upload({ integrationId: ID, objectType: 'ACCOUNT', clientRequestId: 'a' }, [
			{ objectId: '1', modifiedDate: '2026-01-31T12:00:00Z', color: 'red', size: 'S' },
		]);
		expect(simulator.objects(ID, 'ACCOUNT')).toMatchObject([{ color: 'red', size: 'S' }]);

		expect((await client.setSchema(ID, 'ACCOUNT', [changed, list])).status).toBe(200);

		expect(await names()).toEqual(fields);
		const [object] = simulator.objects(ID, 'ACCOUNT');
		expect([object.color, object.size]).toEqual([value, 'S']);
	});

	it('keeps the types apart', async () => {
		const { client, names } = await startWith([text]);

		expect((await client.setSchema(ID, 'DEAL', [list])).status).toBe(200);
		expect(await names()).toEqual(['color']);
	});

	it.each<[string, unknown, string]>([
		['one field', text, 'a JSON array'],
		['an object', { color: 'red' }, 'a JSON array'],
		['a list of no objects', ['color'], 'Field 1: must be a JSON object.'],
		['no name', [{ ...text, uniqueName: '' }], 'Field 1: uniqueName is required.'],
		['no label', [text, { ...list, label: null }], 'Field 2: label is required.'],
		['no type', [{ ...text, type: undefined }], 'Field 1: type is required'],
		['an unknown type', [{ ...text, type: 'TEXT' }], 'Field 1: type is required'],
		['a type of Gong’s own', [{ ...text, type: 'STRINGARRAY' }], 'Field 1: type is required'],
		['a reference to nothing', [{ ...reference, referenceTo: 'STAGE' }], 'Field 1: referenceTo'],
		['a list without values', [{ ...list, orderedValueList: 'S' }], 'Field 1: orderedValueList'],
		[
			'milliseconds',
			[{ ...text, lastModified: '2026-01-31T12:00:00.000Z' }],
			'Field 1: lastModified',
		],
		['a deletion by text', [{ ...text, isDeleted: 'true' }], 'Field 1: isDeleted'],
		['one field twice', [text, text], 'The field color is there twice.'],
	])('answers 400 for %s', async (_, fields, message) => {
		const { client, names } = await startWith([]);

		const answer = await client.setSchema(ID, 'ACCOUNT', fields);

		expectRefusal(answer, 400, expect.stringContaining(message));
		expect(await names()).toEqual([]);
	});
});
