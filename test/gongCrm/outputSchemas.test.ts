import deletionSchema from '../../nodes/DeleteCrmIntegration/__schema__/v1.0.0.json';
import getManySchema from '../../nodes/GongCrm/__schema__/v1.0.0/integration/getMany.json';
import registerSchema from '../../nodes/GongCrm/__schema__/v1.0.0/integration/register.json';
import deleteObjectSchema from '../../nodes/GongCrm/__schema__/v1.0.0/object/delete.json';
import getObjectSchema from '../../nodes/GongCrm/__schema__/v1.0.0/object/get.json';
import uploadSchema from '../../nodes/GongCrm/__schema__/v1.0.0/object/upload.json';
import getStatusSchema from '../../nodes/GongCrm/__schema__/v1.0.0/request/getStatus.json';
import deleteFieldSchema from '../../nodes/GongCrm/__schema__/v1.0.0/schemaField/delete.json';
import getFieldsSchema from '../../nodes/GongCrm/__schema__/v1.0.0/schemaField/getMany.json';
import upsertFieldSchema from '../../nodes/GongCrm/__schema__/v1.0.0/schemaField/upsert.json';
import { runOn } from '../harness/runs';
import { deletion, gongCrm } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import { byId } from '../workflows/nodes';
import type { WorkflowFile } from '../workflows/build';

afterEach(stopAll);

const integrationId = '5517027188234205706';

interface OutputSchema {
	properties: Record<string, { type: string }>;
}

const typeOf = (value: unknown): string =>
	Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

const accounts = { integrationId: byId(integrationId), objectType: 'ACCOUNT' };
const acme = { ...accounts, objectId: 'a-1', waitForCompletion: true };
const picklist = { label: 'Tier', type: 'PICKLIST', picklistValues: ['A'] };
const tier = { ...accounts, uniqueName: 'tier', ...picklist };
const fields = { mappingMode: 'autoMapInputData', value: null };
const clientRequestId = 'mine';
const request = { integrationId: byId(integrationId), clientRequestId };
const registration = { name: 'New', ownerEmail: 'a@example.com' };

/** One after the other, on one company: some need what others before them have made. */
const operations: Array<[WorkflowFile, OutputSchema]> = [
	[gongCrm('integration', 'getMany'), getManySchema],
	[gongCrm('schemaField', 'upsert', { parameters: tier }), upsertFieldSchema],
	[gongCrm('schemaField', 'getMany', { parameters: accounts }), getFieldsSchema],
	[gongCrm('object', 'upload', { parameters: { ...acme, fields } }), uploadSchema],
	[gongCrm('object', 'get', { parameters: acme }), getObjectSchema],
	[gongCrm('object', 'delete', { parameters: acme }), deleteObjectSchema],
	[gongCrm('schemaField', 'delete', { parameters: tier }), deleteFieldSchema],
	[deletion({ parameters: { options: { clientRequestId } } }), deletionSchema],
	[gongCrm('request', 'getStatus', { parameters: request }), getStatusSchema],
	[gongCrm('integration', 'register', { parameters: registration }), registerSchema],
];

// The editor shows these fields before a node has run for the first time.
test('the output schema of each node for the editor matches its real output, in the same order', async () => {
	const simulator = await start({ deleteTakes: 0, uploadTakes: 0, limits: false });
	for (const [workflow, { properties }] of operations) {
		const items = [{ integrationId, objectId: 'a-1' }];
		const finished = await runOn(simulator, workflow, { items });
		expect(finished.error).toBeUndefined();
		const output = Object.entries(finished.json('Next')[0]);
		expect(output.map(([name]) => name)).toEqual(Object.keys(properties));
		for (const [name, value] of output)
			if (value !== null) expect([name, typeOf(value)]).toEqual([name, properties[name].type]);
	}
});
