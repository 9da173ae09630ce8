import { mapObjectFields } from '../../nodes/connection/mapObjectFields';
import { loadOptionsFor } from '../engine/loadOptions';
import { credentialsFor } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

const columns = async (objectType: string, integrationId = '5517027188234205706') => {
	const simulator = await start();
	const parameters = {
		authentication: 'accessKey',
		resource: 'object',
		operation: 'upload',
		objectType,
		integrationId: byId(integrationId),
	};
	const type = 'n8n-nodes-gong-crm.gongCrm';
	const context = loadOptionsFor(credentialsFor(simulator), parameters, type);
	return (await mapObjectFields.call(context)).fields;
};

test('an account has Gong’s fields, with their kinds', async () => {
	expect(await columns('ACCOUNT')).toMatchObject([
		{ id: 'objectId', displayName: 'Object ID', required: true, type: 'string' },
		{ id: 'modifiedDate', displayName: 'Modified Date (date and time)', type: 'string' },
		{ id: 'isDeleted', type: 'boolean' },
		{ id: 'url' },
		{ id: 'name' },
		{ id: 'domains', displayName: 'Domains (list)', type: 'array' },
	]);
});

test('a deal offers the values of its status', async () => {
	const status = (await columns('DEAL')).find(({ id }) => id === 'status');
	expect(status?.options?.map(({ value }) => value)).toEqual(['WON', 'LOST', 'OPEN']);
});

test('a stage, an integration from an expression and no type at all need no schema', async () => {
	expect((await columns('STAGE')).map(({ id }) => id)).toContain('sortOrder');
	expect(await columns('ACCOUNT', '={{ $json.id }}')).toHaveLength(6);
	expect(await columns('')).toEqual([]);
});
