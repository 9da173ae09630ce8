import { parsed } from './client';
import { expectRefusal, gongError, gongSuccess } from './expected';
import { startConnected, stopAll } from './simulators';
import type { SimulatorOptions } from './startSimulator';

const ID = '5517027188234205706';
const text = { uniqueName: 'color', label: 'Color', type: 'STRING' };
const list = { uniqueName: 'size', label: 'Size', type: 'PICKLIST', orderedValueList: ['S', 'L'] };
const reference = { uniqueName: 'boss', label: 'Boss', type: 'REFERENCE', referenceTo: 'CONTACT' };

afterEach(stopAll);

async function startWith(fields: object[], options: SimulatorOptions = {}) {
	const { simulator, client } = await startConnected({ uploadTakes: 0, ...options });
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

	it.each([
		[undefined, 200],
		[200 as const, 200],
		[404 as const, 404],
	])('emptySchema: %p', async (emptySchema, status) => {
		const { client } = await startWith([text], { emptySchema });
		const ask = async (objectType?: string) =>
			(await client.call('GET', path, { integrationId: ID, objectType })).status;

		expect([await ask('DEAL'), await ask('ACCOUNT'), await ask()]).toEqual([status, 200, 200]);
		await client.setSchema(ID, 'ACCOUNT', [{ ...text, isDeleted: true }]);
		expect([await ask('ACCOUNT'), await ask()]).toEqual([status, status]);
	});

	it('schemaFieldName: name, as in an example of Gong’s', async () => {
		const { client } = await startWith([text], { schemaFieldName: 'name' });

		const answer = await client.call('GET', path, { integrationId: ID, objectType: 'ACCOUNT' });

		expect(answer.data).toContain('"name":"color"');
		expect(answer.data).not.toContain('uniqueName');
	});

	it.each<[SimulatorOptions, object]>([
		[{ listsPicklistValues: false }, { orderedValueList: null, referenceTo: 'CONTACT' }],
		[{ listsReferenceTargets: false }, { orderedValueList: ['S', 'L'], referenceTo: null }],
	])('%j: a list and a reference are listed with %j', async (options, properties) => {
		const { client } = await startWith([{ ...reference, ...list, type: 'REFERENCE' }], options);

		const answer = await client.call('GET', path, { integrationId: ID, objectType: 'ACCOUNT' });

		expect(parsed(answer)).toMatchObject({
			objectTypeToSelectedFields: { ACCOUNT: [properties] },
		});
	});

	it.each([
		['no integration ID', {}, 'integrationId: '],
		['an unknown type', { integrationId: ID, objectType: 'STAGE' }, 'objectType: '],
		['an absent integration', { integrationId: '9' }, 'The integration 9 does not exist.'],
	])('answers 400 for %s', async (_, query, message) => {
		const { client } = await startWith([]);

		const answer = await client.call('GET', path, query);

		expectRefusal(answer, 400, expect.stringContaining(message));
	});

	it('can answer 404 for an absent integration', async () => {
		const { client } = await startWith([], { absentIntegration: 404 });

		expect((await client.call('GET', path, { integrationId: '9' })).status).toBe(404);
	});
});

describe('POST /v2/crm/entity-schema', () => {
	it.each([
		[{}, 200],
		[{ schemaStatus: 201 as const }, 201],
	])('takes fields at once (%j: %d)', async (options, status) => {
		const { client, names } = await startWith([], options);

		const answer = await client.setSchema(ID, 'ACCOUNT', [text, list]);

		expect(answer.status).toBe(status);
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

	it.each([
		[undefined, ['S', 'L']],
		['kept' as const, ['S', 'L']],
		['dropped' as const, ['S', undefined]],
	])('removedPicklistValues: %p', async (removedPicklistValues, left) => {
		const { simulator, client } = await startWith([text, list], { removedPicklistValues });
		const modifiedDate = '2026-01-31T12:00:00Z';
		await client.upload({ integrationId: ID, objectType: 'ACCOUNT', clientRequestId: 'a' }, [
			{ objectId: '1', modifiedDate, color: 'L', size: 'S' },
			{ objectId: '2', modifiedDate, color: 'L', size: 'L' },
		]);

		await client.setSchema(ID, 'ACCOUNT', [text, { ...list, orderedValueList: ['M', 'S'] }]);

		const objects = simulator.objects(ID, 'ACCOUNT');
		expect(objects.map(({ size }) => size)).toEqual(left);
		expect(objects.map(({ color }) => color)).toEqual(['L', 'L']);
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

	it('answers 400 for a missing type, and for an absent integration', async () => {
		const { client } = await startWith([]);

		expect(parsed(await client.setSchema(ID, '', [text]))).toEqual(
			gongError('objectType: this parameter is required.'),
		);
		expect(parsed(await client.setSchema('9', 'ACCOUNT', [text]))).toEqual(
			gongError('The integration 9 does not exist.'),
		);
	});
});
