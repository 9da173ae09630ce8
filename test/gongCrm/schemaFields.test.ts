import type { IDataObject } from 'n8n-workflow';
import type { Wishes } from '../harness/workflows';
import { connect, parsed } from '../simulator/client';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';
import { integrationId, runGong } from './uploading';

afterEach(stopAll);

const SCHEMA = '/v2/crm/entity-schema';

const run = async (
	simulator: Simulator,
	operation: string,
	{ parameters, ...wishes }: Parameters<typeof runGong>[3] = {},
) =>
	await runGong(simulator, 'schemaField', operation, {
		parameters: { objectType: 'DEAL', ...parameters },
		...wishes,
	});

const schemaOf = async (simulator: Simulator, objectType = 'DEAL') => {
	const answer = await connect(simulator).call('GET', SCHEMA, { integrationId, objectType });
	const { objectTypeToSelectedFields } = parsed(answer);
	return (objectTypeToSelectedFields as Record<string, IDataObject[]>)[objectType] ?? [];
};

const tier = { uniqueName: 'tier', label: 'Tier', type: 'PICKLIST', orderedValueList: ['A', 'B'] };
const owner = { uniqueName: 'owner', label: 'Owner', type: 'REFERENCE', referenceTo: 'USER' };
const plain = { uniqueName: 'plain', label: 'Plain', type: 'STRING' };

async function withSchema(...fields: object[]) {
	const simulator = await start({ limits: false });
	if (fields.length > 0) await connect(simulator).setSchema(integrationId, 'DEAL', fields);
	return simulator;
}
const posts = (simulator: Simulator, skip = 1) => simulator.calls('POST', SCHEMA).slice(skip);

describe('Schema Field: Get Many', () => {
	test('outputs one item a field, with null for what Gong does not say', async () => {
		const simulator = await withSchema(tier, plain);
		const finished = await run(simulator, 'getMany');
		const nothing = { lastModified: null, isDeleted: false, referenceTo: null };
		expect(finished.json('Next')).toEqual([
			{ objectType: 'DEAL', ...nothing, ...tier },
			{ objectType: 'DEAL', ...nothing, ...plain, orderedValueList: null },
		]);
	});

	test('outputs as many as each item asks for, with the calls of one, and says that there are more', async () => {
		const simulator = await withSchema(tier, plain, owner);
		const finished = await run(simulator, 'getMany', {
			parameters: { limit: '={{ $json.limit }}' },
			items: [{ limit: 1 }, { limit: 2 }],
		});
		expect(finished.pairs('Gong')).toEqual([0, 1, 1].map((item) => ({ item })));
		expect(finished.hints('Gong')).toEqual([expect.stringContaining('the first 1 of 3.')]);
		expect(simulator.calls('GET', SCHEMA)).toHaveLength(1);
	});

	test('reads all four object types when asked to', async () => {
		const simulator = await withSchema(plain);
		const finished = await run(simulator, 'getMany', { parameters: { objectType: 'all' } });
		expect(finished.json('Next')).toMatchObject([{ objectType: 'DEAL', uniqueName: 'plain' }]);
		const asked = simulator.calls('GET', SCHEMA).map(({ query }) => query.objectType);
		expect(asked).toEqual(['ACCOUNT', 'CONTACT', 'DEAL', 'LEAD']);
	});
});

const upsert = (field: IDataObject, options: IDataObject = {}): Wishes['parameters'] =>
	({
		uniqueName: field.uniqueName,
		label: field.label,
		type: field.type,
		referenceTo: field.referenceTo ?? 'ACCOUNT',
		picklistValues: field.orderedValueList ?? [],
		options,
	}) as Wishes['parameters'];

describe('Schema Field: Create or Update', () => {
	test.each([tier, owner, plain])(
		'creates the field %j and keeps the existing ones',
		async (field) => {
			const there = { uniqueName: 'there', label: 'There', type: 'DATE' };
			const simulator = await withSchema(there);
			const finished = await run(simulator, 'upsert', { parameters: upsert(field) });
			expect(finished.json('Next')).toEqual([
				{
					objectType: 'DEAL',
					referenceTo: null,
					orderedValueList: null,
					...field,
					change: 'created',
				},
			]);
			expect(await schemaOf(simulator)).toEqual([
				expect.objectContaining(there),
				expect.objectContaining(field),
			]);
		},
	);

	test('refuses another field type, unless data loss is allowed', async () => {
		const simulator = await withSchema(plain);
		const parameters = upsert({ ...plain, type: 'NUMBER' });
		const refused = await run(simulator, 'upsert', { parameters });
		expect(refused.error).toMatchObject({
			message: 'The field "plain" is of type STRING, not NUMBER',
			description: expect.stringContaining("'Allow Data Loss'"),
		});
		expect(posts(simulator)).toEqual([]);
		const allowed = await run(simulator, 'upsert', {
			parameters: upsert({ ...plain, type: 'NUMBER' }, { allowDataLoss: true }),
		});
		expect(allowed.json('Next')).toMatchObject([{ change: 'updated', type: 'NUMBER' }]);
		expect(await schemaOf(simulator)).toMatchObject([{ type: 'NUMBER' }]);
	});

	const expressions = {
		uniqueName: '={{ $json.name }}',
		label: '={{ $json.label }}',
		type: 'STRING',
	};

	test('sends all fields of a run in one call', async () => {
		const simulator = await withSchema(plain);
		const items = ['a', 'b', 'c'].map((name) => ({ name, label: name.toUpperCase() }));
		const finished = await run(simulator, 'upsert', { parameters: expressions, items });
		expect(finished.json('Next').map(({ uniqueName, change }) => [uniqueName, change])).toEqual([
			['a', 'created'],
			['b', 'created'],
			['c', 'created'],
		]);
		expect(posts(simulator)).toHaveLength(1);
		expect(await schemaOf(simulator)).toHaveLength(4);
	});

	test('changes nothing for two items that contradict each other about a field', async () => {
		const simulator = await withSchema(plain);
		const items = [
			{ name: 'plain', label: 'One' },
			{ name: 'plain', label: 'Two' },
			{ name: 'new', label: 'New' },
		];
		const stopped = await run(simulator, 'upsert', { parameters: expressions, items });
		expect(stopped.error?.message).toBe('Two items define the field "plain" differently');
		expect(posts(simulator)).toEqual([]);
		const goesOn = await run(simulator, 'upsert', {
			parameters: expressions,
			items,
			node: { onError: 'continueErrorOutput' },
		});
		expect(goesOn.json('Trouble')).toHaveLength(2);
		expect(goesOn.json('Next')).toMatchObject([{ uniqueName: 'new', change: 'created' }]);
		expect(await schemaOf(simulator)).toEqual(
			expect.arrayContaining([expect.objectContaining(plain)]),
		);
	});

	test('reads a schema that changed meanwhile once more, and loses none of it', async () => {
		const simulator = await withSchema(plain);
		const added = { uniqueName: 'added', label: 'Added', type: 'STRING' };
		// What somebody else adds between the list and the change: the list of before.
		simulator.addFault({
			on: `GET ${SCHEMA}`,
			kind: 'altered',
			fields: { objectTypeToSelectedFields: { DEAL: [plain] } },
		});
		await connect(simulator).setSchema(integrationId, 'DEAL', [plain, added]);
		const finished = await run(simulator, 'upsert', { parameters: upsert(tier) });
		expect(finished.json('Next')).toMatchObject([{ change: 'created' }]);
		expect(posts(simulator, 2).map(({ status }) => status)).toEqual([400, 200]);
		expect((await schemaOf(simulator)).map(({ uniqueName }) => uniqueName).sort()).toEqual([
			'added',
			'plain',
			'tier',
		]);
	});

	test('a change whose answer is lost is seen when the schema is read again, and not sent twice', async () => {
		const simulator = await withSchema(plain);
		simulator.addFault({ on: `POST ${SCHEMA}`, kind: 'lostAnswer' });
		const finished = await run(simulator, 'upsert', { parameters: upsert(tier) });
		expect(finished.json('Next')).toMatchObject([{ change: 'created' }]);
		expect(posts(simulator)).toHaveLength(1);
	});

	describe('after a lost answer, where Gong lists neither picklist values nor targets', () => {
		const notKnown = {
			message: 'Gong did not confirm the change to the schema',
			description: expect.stringMatching(/^The schema may or may not have been changed\./),
		};
		/** The first change is made, and its answer lost. */
		const withLostAnswer = async (...fields: object[]) => {
			const simulator = await start({
				limits: false,
				listsPicklistValues: false,
				listsReferenceTargets: false,
			});
			if (fields.length > 0) await connect(simulator).setSchema(integrationId, 'DEAL', fields);
			simulator.addFault({ on: `POST ${SCHEMA}`, kind: 'lostAnswer' });
			return simulator;
		};
		const items: IDataObject[] = [{ field: { ...tier } }, { field: { ...plain } }];
		const eachField = {
			...upsert(tier),
			uniqueName: '={{ $json.field.uniqueName }}',
			label: '={{ $json.field.label }}',
			type: '={{ $json.field.type }}',
		};

		test.each([tier, owner])('does not claim that %j was not changed', async (field) => {
			const simulator = await withLostAnswer();
			const finished = await run(simulator, 'upsert', { parameters: upsert(field) });
			expect(simulator.schema(integrationId, 'DEAL')).toMatchObject([field]);
			expect(finished.error).toMatchObject(notKnown);
			expect(finished.error?.description).not.toMatch(/was not changed|Allow Data Loss/);
			expect(posts(simulator, 0)).toHaveLength(1);
		});

		test('with Continue makes an error only of the field that Gong does not list in full', async () => {
			const simulator = await withLostAnswer();
			const finished = await run(simulator, 'upsert', {
				parameters: eachField,
				items,
				node: { onError: 'continueErrorOutput' },
			});
			expect(finished.json('Trouble')).toEqual([
				expect.objectContaining({
					error: notKnown.message,
					message: notKnown.description,
				}),
			]);
			expect(finished.json('Next')).toMatchObject([{ uniqueName: 'plain', change: 'created' }]);
		});

		test('with Allow Data Loss makes sure by a second call, and the field counts as created', async () => {
			const simulator = await withLostAnswer();
			const finished = await run(simulator, 'upsert', {
				parameters: upsert(tier, { allowDataLoss: true }),
			});
			expect(finished.json('Next')).toMatchObject([{ uniqueName: 'tier', change: 'created' }]);
			expect(posts(simulator, 0)).toHaveLength(2);
		});

		/** What is listed after the lost answer: the schema as somebody else has made it since. */
		const somebodyElseHas = (simulator: Simulator, ...fields: IDataObject[]) =>
			simulator.addFault({
				on: `GET ${SCHEMA}`,
				kind: 'altered',
				skip: 1,
				fields: { objectTypeToSelectedFields: { DEAL: fields as never } },
			});

		test.each<[string, IDataObject[]]>([
			['a field that cannot be sent back', [{ uniqueName: 'odd', label: 'Odd', type: null }]],
			['two fields of one name', [owner, owner]],
		])(
			'does not claim that nothing was changed if the schema has %s by then',
			async (_, fields) => {
				const simulator = await withLostAnswer();
				somebodyElseHas(simulator, ...fields);
				const finished = await run(simulator, 'upsert', { parameters: upsert(plain) });
				expect(finished.error).toMatchObject(notKnown);
			},
		);

		test('does not claim that nothing was changed if another item is in the way by then', async () => {
			const simulator = await withLostAnswer(plain);
			somebodyElseHas(simulator, { ...plain, type: 'NUMBER' }, tier);
			const finished = await run(simulator, 'upsert', { parameters: eachField, items });
			expect(finished.error).toMatchObject(notKnown);
			expect(finished.error?.context.itemIndex).toBe(1);
		});
	});

	test('an item that is refused at first and changed by a later try is no error', async () => {
		const simulator = await withSchema(plain);
		const number = { ...plain, type: 'NUMBER' };
		const list = (skip: number, ...fields: IDataObject[]) =>
			simulator.addFault({
				on: `GET ${SCHEMA}`,
				kind: 'altered',
				skip,
				fields: { objectTypeToSelectedFields: { DEAL: fields as never } },
			});
		// Somebody else mends the type meanwhile.
		list(0, number);
		simulator.addFault({ on: `POST ${SCHEMA}`, kind: 'status', status: 503 });
		simulator.addFault({ on: `POST ${SCHEMA}`, kind: 'lostAnswer' });
		const items = [
			{ name: 'plain', label: 'Renamed' },
			{ name: 'new', label: 'New' },
		];
		const finished = await run(simulator, 'upsert', {
			parameters: expressions,
			items,
			node: { onError: 'continueErrorOutput' },
		});
		expect(finished.json('Next')).toMatchObject([
			{ uniqueName: 'plain', change: 'updated' },
			{ uniqueName: 'new', change: 'created' },
		]);
	});

	test('after a busy moment the schema is read again, and what others changed meanwhile stays', async () => {
		const simulator = await withSchema(plain);
		// What was read before the busy moment.
		simulator.addFault({
			on: `GET ${SCHEMA}`,
			kind: 'altered',
			fields: { objectTypeToSelectedFields: { DEAL: [plain] } },
		});
		const renamed = { ...plain, label: 'Renamed by somebody else' };
		await connect(simulator).setSchema(integrationId, 'DEAL', [renamed]);
		simulator.addFault({ on: `POST ${SCHEMA}`, kind: 'status', status: 503 });
		const finished = await run(simulator, 'upsert', { parameters: upsert(tier) });
		expect(finished.json('Next')).toMatchObject([{ change: 'created' }]);
		expect(await schemaOf(simulator)).toEqual(
			expect.arrayContaining([
				expect.objectContaining(renamed),
				expect.objectContaining({ uniqueName: 'tier' }),
			]),
		);
	});

	test('does not sit out a busy moment that lasts longer than the execution may', async () => {
		const simulator = await withSchema(plain);
		simulator.addFault({ on: `POST ${SCHEMA}`, kind: 'status', status: 429, retryAfter: 120 });
		const began = Date.now();
		const finished = await run(simulator, 'upsert', {
			parameters: upsert(tier),
			executionTimeoutTimestamp: began + 60_000,
		});
		expect(finished.error?.description).toMatch(/^The schema was not changed\./);
		expect(posts(simulator)).toHaveLength(1);
		expect(Date.now() - began).toBeLessThan(60_000);
	});

	test('a change that Gong refuses twice is refused, in Gong’s words', async () => {
		const simulator = await withSchema(plain);
		simulator.addFault({
			on: `POST ${SCHEMA}`,
			kind: 'status',
			status: 400,
			errors: ['No.'],
			times: 9,
		});
		const finished = await run(simulator, 'upsert', { parameters: upsert(tier) });
		expect(finished.error?.description).toMatch(/^The schema was not changed\..*No\./s);
		expect(posts(simulator)).toHaveLength(2);
	});

	test.each([
		[{ uniqueName: ' ' }, "'Unique Name'"],
		[{ uniqueName: 'two words' }, "'Unique Name'"],
		[{ label: '={{ null }}' }, "'Label'"],
		[{ type: 'NONSENSE' }, "'Type'"],
		[{ type: 'PICKLIST', picklistValues: [] }, "'Picklist Values'"],
		[{ type: 'PICKLIST', picklistValues: ['A', 'A'] }, "'Picklist Values'"],
		[{ type: 'PICKLIST', picklistValues: ['A', ' '] }, "'Picklist Values'"],
		[{ type: 'PICKLIST', picklistValues: ['A', '={{ 5 }}'] }, "'Picklist Values'"],
		[{ type: 'REFERENCE', referenceTo: 'STAGE' }, "'Reference To'"],
		[{ objectType: 'STAGE' }, "'Object Type'"],
		[{ options: { allowDataLoss: '={{ "yes" }}' } }, "'Allow Data Loss'"],
	])('refuses %j before any call', async (odd, parameter) => {
		const simulator = await start();
		const finished = await run(simulator, 'upsert', {
			parameters: { ...upsert(plain), ...odd },
		});
		expect(finished.error?.message).toContain(parameter);
		expect(simulator.journal).toEqual([]);
	});
});

test('a message that quotes a name with a code of Node.js in it stays as it is', async () => {
	const price = { uniqueName: 'pricePerMonth', label: 'Price', type: 'STRING' };
	const finished = await run(await withSchema(price), 'upsert', {
		parameters: upsert({ ...price, type: 'CURRENCY' }),
	});
	expect(finished.error?.message).toContain('pricePerMonth');
});

describe('Schema Field: Delete', () => {
	const parameters = { uniqueName: ' plain ', dryRun: false };

	test('deletes only that field', async () => {
		const simulator = await withSchema(tier, plain, owner);
		const finished = await run(simulator, 'delete', { parameters });
		expect(finished.json('Next')).toEqual([
			{ objectType: 'DEAL', uniqueName: 'plain', deleted: true, alreadyGone: false, dryRun: false },
		]);
		expect(await schemaOf(simulator)).toEqual([
			expect.objectContaining(tier),
			expect.objectContaining(owner),
		]);
	});

	test('reports a field that does not exist as already gone', async () => {
		const simulator = await withSchema(tier);
		const finished = await run(simulator, 'delete', { parameters });
		expect(finished.json('Next')).toMatchObject([{ deleted: true, alreadyGone: true }]);
		expect(posts(simulator)).toEqual([]);
	});

	test('with Dry Run looks the field up and deletes nothing', async () => {
		const simulator = await withSchema(tier, plain);
		const finished = await run(simulator, 'delete', {
			parameters: { ...parameters, dryRun: true },
		});
		expect(finished.json('Next')).toMatchObject([
			{ deleted: false, alreadyGone: false, dryRun: true },
		]);
		expect(posts(simulator)).toEqual([]);
	});

	describe('in two integrations', () => {
		const other = '9007199254740993';
		const inBoth = {
			parameters: { ...parameters, integrationId: byId('={{ $json.id }}') },
			items: [{ id: integrationId }, { id: other }],
		};
		const withBoth = async () => {
			const simulator = await startWith([integrationId, other]);
			for (const id of [integrationId, other])
				await connect(simulator).setSchema(id, 'DEAL', [plain]);
			return simulator;
		};

		test('reads both schemas before one is changed, and with Stop changes neither where one cannot be read', async () => {
			const simulator = await withBoth();
			simulator.addFault({ on: `GET ${SCHEMA}`, kind: 'status', status: 403, skip: 1 });
			const stopped = await run(simulator, 'delete', inBoth);
			expect(stopped.error?.description).toMatch(/^The schema was not changed: it is read before/);
			expect(stopped.error?.description).not.toContain('Already changed');
			expect(posts(simulator, 2)).toEqual([]);
		});

		test('with Continue deletes the one whose schema can be read', async () => {
			const simulator = await withBoth();
			simulator.addFault({ on: `GET ${SCHEMA}`, kind: 'status', status: 403, skip: 1 });
			const node = { onError: 'continueErrorOutput' } as const;
			const finished = await run(simulator, 'delete', { ...inBoth, node });
			expect(finished.json('Next')).toMatchObject([{ uniqueName: 'plain', deleted: true }]);
			expect(finished.json('Trouble')).toMatchObject([
				{ message: expect.stringMatching(/^The schema was not changed: it is read before/) },
			]);
		});

		test('with Stop names the schema that is changed already where Gong refuses to change the other', async () => {
			const simulator = await withBoth();
			simulator.addFault({
				on: `POST ${SCHEMA}`,
				kind: 'status',
				status: 400,
				errors: ['No.'],
				skip: 1,
				times: 9,
			});
			const stopped = await run(simulator, 'delete', inBoth);
			expect(stopped.error?.description).toMatch(/^The schema was not changed\./);
			expect(stopped.error?.description).toContain(
				`Already changed in this run: the schema of DEAL in integration ${integrationId}.`,
			);
			expect(simulator.schema(integrationId, 'DEAL')).toEqual([]);
			expect(simulator.schema(other, 'DEAL')).toHaveLength(1);
		});

		test('with Stop names it also if the node itself fails at the other', async () => {
			const simulator = await withBoth();
			// What cannot become text.
			const listed = { ...tier, orderedValueList: [{ toString: null }] };
			simulator.addFault({
				on: `GET ${SCHEMA}`,
				kind: 'altered',
				fields: { objectTypeToSelectedFields: { DEAL: [listed] } },
				skip: 3,
			});
			const stopped = await run(simulator, 'delete', inBoth);
			expect(simulator.schema(integrationId, 'DEAL')).toEqual([]);
			expect(stopped.error?.description).toContain(
				`Already changed in this run: the schema of DEAL in integration ${integrationId}.`,
			);
		});
	});

	test('with a Dry Run that is neither on nor off is refused before any call', async () => {
		const simulator = await start();
		const wishes = { parameters: { ...parameters, dryRun: '={{ "yes" }}' } };
		const finished = await run(simulator, 'delete', wishes);
		expect(finished.error?.message).toContain("'Dry Run'");
		expect(simulator.journal).toEqual([]);
	});
});
