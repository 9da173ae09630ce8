import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { credentialsFor, gongCrm } from '../harness/workflows';
import { connect } from '../simulator/client';
import type { SchemaField } from '../simulator/schema';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { integrationId, NEW_FIELD, SCHEMA, storeObjects } from './calls';
import { happenings, happenTo } from './happenings';
import { brokenInvariants, changedFields, runToJudge } from './invariants';
import { startOtherHost } from './otherHost';
import { planted } from './secrets';
import { printRuns, throughEngine } from './seeded';
import { anyWorldOfObjects, type WorldOfObjects } from './worlds';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

/** In ms. */
const MAX_WAIT = 5 * 60_000;

/** The objects that are there, by the time somebody reads them. */
const stored = ['acme-1', 'Sales@Acme.com'];

interface Choices {
	operation: 'upload' | 'get' | 'add a field' | 'take a value out' | 'remove a field';
	authentication: 'accessKey' | 'oAuth2';
	onError: 'stopWorkflow' | 'continueErrorOutput';
	wait: boolean;
	/** How long an upload takes at Gong, in ms. */
	takes: number;
	/** Gong refuses an object of the upload. */
	refuses: boolean;
	/** There is a schema. */
	hasSchema: boolean;
	allowDataLoss: boolean;
}

const choices = fc.record<Choices>({
	operation: fc.constantFrom('upload', 'get', 'add a field', 'take a value out', 'remove a field'),
	authentication: fc.constantFrom('accessKey', 'oAuth2'),
	onError: fc.constantFrom('stopWorkflow', 'continueErrorOutput'),
	wait: fc.boolean(),
	takes: fc.constantFrom(0, 5000, 60_000, 3_600_000),
	refuses: fc.boolean(),
	hasSchema: fc.boolean(),
	allowDataLoss: fc.boolean(),
});

const REFUSED = 'acme-3';

/** Whom an operation is about, and what it puts out: one item, or as many. */
const itemsOf = ({ operation }: Choices): IDataObject[] => {
	if (operation === 'upload')
		return ['acme-1', 'Sales@Acme.com', REFUSED].map((objectId) => ({ objectId, name: 'Acme' }));
	if (operation === 'get')
		return ['acme-1', 'sales@acme.com', 'nobody'].map((objectId) => ({ objectId }));
	return [{}];
};

const workflowOf = ({ operation, authentication, onError, wait, allowDataLoss }: Choices) => {
	const typed = { authentication, integrationId: byId(integrationId), objectType: 'ACCOUNT' };
	const node = { onError };
	switch (operation) {
		case 'upload':
			return gongCrm('object', 'upload', {
				parameters: {
					...typed,
					source: 'items',
					fields: { mappingMode: 'autoMapInputData', value: null },
					waitForCompletion: wait,
					waitOptions: { maxWaitHours: MAX_WAIT / 3_600_000, suspend: false },
				},
				node,
			});
		case 'get':
			return gongCrm('object', 'get', {
				parameters: { ...typed, objectId: '={{ $json.objectId }}' },
				node,
			});
		case 'remove a field':
			return gongCrm('schemaField', 'delete', {
				parameters: { ...typed, uniqueName: 'parent' },
				node,
			});
		default: {
			const field =
				operation === 'add a field'
					? { uniqueName: NEW_FIELD, label: 'Region', type: 'STRING' }
					: {
							uniqueName: 'stage',
							label: 'Stage',
							type: 'PICKLIST',
							picklistValues: ['New'],
						};
			return gongCrm('schemaField', 'upsert', {
				parameters: { ...typed, ...field, options: { allowDataLoss } },
				node,
			});
		}
	}
};

/** The headers of a part that this Gong takes. */
const partFor = ({ dataFilePart }: WorldOfObjects) => [
	'Content-Disposition: form-data; name="dataFile"; filename="a"',
	...(dataFilePart === 'with content type' || dataFilePart === 'application/octet-stream'
		? ['Content-Type: application/octet-stream']
		: []),
];

async function prepare(simulator: Simulator, chosen: Choices, world: WorldOfObjects) {
	if (chosen.hasSchema) await connect(simulator).setSchema(integrationId, 'ACCOUNT', SCHEMA);
	if (chosen.operation === 'get') await storeObjects(simulator, stored, partFor(world));
	if (chosen.refuses && chosen.operation === 'upload')
		simulator.setUpload({ refuses: ({ objectId }) => (objectId === REFUSED ? 'No.' : undefined) });
	simulator.setUpload({ takes: chosen.takes });
}

/** What is lost of the schema, or changed in it, that nobody asked for. */
function lostOf(fields: readonly SchemaField[], chosen: Choices): string[] {
	const mayChange = (name: string) =>
		(chosen.operation === 'remove a field' && name === 'parent') ||
		(chosen.operation === 'take a value out' && chosen.allowDataLoss && name === 'stage');
	return chosen.hasSchema ? changedFields(fields, mayChange) : [];
}

/** What is wrong with what a run says of the objects that it read. */
function wronglyRead(
	outputs: IDataObject[],
	{ emailIdCase, absentObjects }: WorldOfObjects,
): string[] {
	const known = (objectId: string) =>
		stored.some((one) =>
			emailIdCase === 'exact' || !one.includes('@')
				? one === objectId
				: one.toLowerCase() === objectId.toLowerCase(),
		);
	return outputs
		.filter(
			({ found, objectId }) =>
				(found === true && !known(String(objectId))) ||
				// Of what Gong leaves out, nothing is known.
				(found === false && (known(String(objectId)) || absentObjects === 'left out')),
		)
		.map(({ found, objectId }) => `${String(objectId)} has been found: ${String(found)}`);
}

/** Half of the runs have few of them, so that the work is done too. */
const someHappenings = fc.oneof(
	happenings,
	happenings.map((all) => all.slice(0, 2)),
);

test('the invariants hold for any sequence of faults while objects or their schema are sent or read', async () => {
	const otherHost = await startOtherHost();
	const property = fc.asyncProperty(
		someHappenings,
		choices,
		anyWorldOfObjects,
		async (kinds, chosen, world) => {
			const simulator = await start({ ...planted, ...world, uploadTakes: 0 });
			const credentials = credentialsFor(simulator);
			await prepare(simulator, chosen, world);
			happenTo(simulator, kinds, chosen.authentication, otherHost);

			const items = itemsOf(chosen);
			const ran = await runToJudge(simulator, { workflow: workflowOf(chosen), credentials, items });
			const wait = chosen.operation === 'upload' && chosen.wait ? MAX_WAIT : 0;
			const outputs = ran.finished.json('Gong');
			const broken = [
				...brokenInvariants(
					{ ...ran, elsewhere: otherHost.take() },
					{
						wait,
						oAuth: chosen.authentication === 'oAuth2',
						deletions: 0,
						refused: chosen.refuses ? [REFUSED] : [],
					},
				).filter((one) => chosen.hasSchema || one !== 'a field of the schema was lost'),
				...lostOf(simulator.schema(integrationId, 'ACCOUNT'), chosen),
				...(chosen.operation === 'get' ? wronglyRead(outputs, world) : []),
			];
			await stopAll();
			expect(broken).toEqual([]);
			// As many items out as came in, or an error in their place.
			const { finished } = ran;
			const count = outputs.length + finished.json('Gong', 1).length;
			expect(finished.error ? 0 : count).toBe(finished.error ? 0 : items.length);
		},
	);
	// A smaller case would take longer to find than a test may take.
	await fc.assert(property, { ...throughEngine, endOnFailure: true });
	printRuns('any sequence of faults, of objects and schemas');
	await otherHost.stop();
}, 240_000);
