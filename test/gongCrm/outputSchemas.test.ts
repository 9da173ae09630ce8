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
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';
import type { WorkflowFile } from '../workflows/build';

afterEach(stopAll);

const integrationId = '5517027188234205706';

/** The fields of the first item that a node puts out, each with the type of its value. */
async function outputOf(simulator: Simulator, workflow: WorkflowFile) {
	const finished = await runOn(simulator, workflow, {
		items: [{ integrationId, objectId: 'a-1' }],
	});
	const [first] = finished.json('Next');
	if (!first) throw finished.error ?? new Error('Nothing came out');
	return Object.entries(first);
}

interface OutputSchema {
	properties: Record<string, { type: string }>;
}

const typeOf = (value: unknown): string =>
	Array.isArray(value) ? 'array' : Number.isInteger(value) ? 'integer' : typeof value;

const about = { integrationId: byId(integrationId), objectType: 'ACCOUNT' };
const field = {
	...about,
	uniqueName: 'tier',
	label: 'Tier',
	type: 'PICKLIST',
	picklistValues: ['A'],
};

// The editor shows these fields before a node has run for the first time.
test('the output schema of each node for the editor matches its real output, in the same order', async () => {
	const simulator = await start({ deleteTakes: 0, uploadTakes: 0, limits: false });
	const expectOutput = async (workflow: WorkflowFile, { properties }: OutputSchema) => {
		const output = await outputOf(simulator, workflow);
		expect(output.map(([name]) => name)).toEqual(Object.keys(properties));
		for (const [name, value] of output)
			if (value !== null) expect([name, typeOf(value)]).toEqual([name, properties[name].type]);
	};
	const clientRequestId = 'mine';

	await expectOutput(gongCrm('integration', 'getMany'), getManySchema);
	await expectOutput(gongCrm('schemaField', 'upsert', { parameters: field }), upsertFieldSchema);
	await expectOutput(gongCrm('schemaField', 'getMany', { parameters: about }), getFieldsSchema);
	await expectOutput(
		gongCrm('object', 'upload', {
			parameters: {
				...about,
				fields: { mappingMode: 'autoMapInputData', value: null },
				waitForCompletion: true,
			},
		}),
		uploadSchema,
	);
	await expectOutput(
		gongCrm('object', 'get', { parameters: { ...about, objectId: 'a-1' } }),
		getObjectSchema,
	);
	await expectOutput(
		gongCrm('object', 'delete', {
			parameters: { ...about, objectId: 'a-1', waitForCompletion: true },
		}),
		deleteObjectSchema,
	);
	await expectOutput(
		gongCrm('schemaField', 'delete', { parameters: { ...about, uniqueName: 'tier' } }),
		deleteFieldSchema,
	);
	await expectOutput(deletion({ parameters: { options: { clientRequestId } } }), deletionSchema);
	await expectOutput(
		gongCrm('request', 'getStatus', {
			parameters: { integrationId: byId(integrationId), clientRequestId },
		}),
		getStatusSchema,
	);
	await expectOutput(
		gongCrm('integration', 'register', {
			parameters: { name: 'New', ownerEmail: 'a@example.com' },
		}),
		registerSchema,
	);
});
