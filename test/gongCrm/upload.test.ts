import { start, stopAll } from '../simulator/simulators';
import { accounts, fileOf, integrationId, lines, upload, type UploadWishes } from './uploading';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

const POST = 'POST /v2/crm/entities';
const modifiedDate = '2026-11-25T12:00:00Z';
const content = lines(
	{ objectId: 'a-1', modifiedDate, name: 'Acme' },
	{ modifiedDate, objectId: 'a-2' },
);
const deal = { accountId: 'a-1', ownerId: 'u-1', closeDate: '2026-12-31' };

describe('Upload from items', () => {
	test('outputs for each item what happened to its object', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const establishedAt = Date.UTC(2026, 10, 25, 12);
		const run = await upload(simulator, {
			items: [{ objectId: 'a-1', name: 'Acme' }, { objectId: 'a-2' }],
			wait: true,
			run: { establishedAt },
		});
		const shared = {
			objectType: 'ACCOUNT',
			uploaded: true,
			outcome: 'uploaded',
			fileStatus: 'DONE',
			finished: true,
			timedOut: false,
			recovered: false,
			errors: [],
			warnings: [],
			file: 1,
			integrationId,
			clientRequestId: expect.stringMatching(/^n8n-[0-9a-f]{32}$/),
			requestId: expect.any(String),
			submittedAt: expect.any(String),
			finishedAt: expect.any(String),
			lastCheckedAt: expect.any(String),
			statusChecks: 1,
		};
		expect(run.json('Next')).toEqual([
			{ objectId: 'a-1', line: 1, ...shared },
			{ objectId: 'a-2', line: 2, ...shared },
		]);
		expect(run.pairs('Gong')).toEqual([0, 1].map((item) => ({ item })));
		expect(simulator.objects(integrationId, 'ACCOUNT')).toEqual([
			{ objectId: 'a-1', name: 'Acme', modifiedDate: expect.any(String) },
			{ objectId: 'a-2', modifiedDate: expect.any(String) },
		]);
		expect(run.hints('Gong')).toEqual(['Uploaded: 2 of 2 objects.']);
	});

	test.each(['ACCOUNT', 'BUSINESS_USER', 'CONTACT', 'DEAL', 'LEAD', 'STAGE'] as const)(
		'accepts %s',
		async (objectType) => {
			const simulator = await start({ uploadTakes: 0 });
			const run = await upload(simulator, {
				objectType,
				items: [{ objectId: 'x', name: 'X', emailAddress: 'x@acme.com', ...deal }],
				wait: true,
			});
			expect(run.json('Next')).toMatchObject([{ objectType, uploaded: true }]);
			expect(simulator.objects(integrationId, objectType)).toHaveLength(1);
		},
	);

	test('with automatic mapping omits fields that Gong does not know, and names and counts them', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const run = await upload(simulator, {
			items: [
				{ objectId: 'a-1', colour: 'red', size: 5 },
				{ objectId: 'a-2', colour: 'blue', name: '' },
				{ objectId: 'a-3', colour: null },
			],
			wait: true,
		});
		const [first, second, third] = run.json('Next');
		expect(first.warnings).toEqual([expect.stringMatching(/^Left out.*: colour, size$/)]);
		expect(second.warnings).toEqual([expect.stringMatching(/^Left out.*: colour$/)]);
		expect(third.warnings).toEqual([]);
		expect(run.hints('Gong')[0]).toMatch(/colour \(2 items\), size \(1 item\)\.$/);
		expect(simulator.objects(integrationId, 'ACCOUNT')).toEqual(
			['a-1', 'a-2', 'a-3'].map((objectId) => ({ objectId, modifiedDate: expect.any(String) })),
		);
	});

	describe('with mapped columns', () => {
		const mapped = (value: object | null) => ({
			parameters: { fields: { mappingMode: 'defineBelow', value } as never },
		});

		test('sends only those columns, IDs as text to the last digit, dates in Gong’s format', async () => {
			const simulator = await start({ uploadTakes: 0 });
			const run = await upload(simulator, {
				objectType: 'DEAL',
				items: [{ id: '5517027188234205706', owner: '1', at: Date.UTC(2026, 10, 25, 12, 0, 0, 5) }],
				wait: true,
				...mapped({
					objectId: '={{ $json.id }}',
					accountId: '5517027188234205707',
					ownerId: '={{ $json.owner }}',
					closeDate: '={{ new Date($json.at) }}',
					createdDate: '={{ DateTime.fromMillis($json.at) }}',
					amount: '12.50',
					name: '',
					status: null,
				}),
			});
			expect(run.json('Next')).toMatchObject([{ uploaded: true, warnings: [] }]);
			expect(simulator.objects(integrationId, 'DEAL')).toEqual([
				{
					objectId: '5517027188234205706',
					accountId: '5517027188234205707',
					ownerId: '1',
					closeDate: '2026-11-25',
					// The same moment, where n8n’s expressions are.
					createdDate: '2026-11-25T07:00:00-05:00',
					amount: 12.5,
					modifiedDate: expect.any(String),
				},
			]);
		});

		const preset = {
			mappingMode: 'defineBelow',
			value: { objectId: 's-1', name: 'Won', isActive: false, sortOrder: null, isDeleted: false },
			schema: [
				{ id: 'objectId', removed: false },
				{ id: 'isActive', removed: true },
				{ id: 'isDeleted', removed: true },
			],
		};

		test.each([
			['as they were saved', preset],
			[
				'as an expression gives them',
				{ ...preset, value: `={{ ${JSON.stringify(preset.value)} }}` },
			],
		])('%s, omits what the editor presets for those that were removed', async (_, fields) => {
			const simulator = await start({ uploadTakes: 0 });
			const run = await upload(simulator, {
				objectType: 'STAGE',
				wait: true,
				parameters: { fields: fields as never },
			});
			expect(run.error).toBeUndefined();
			expect(simulator.objects(integrationId, 'STAGE')).toEqual([
				{ objectId: 's-1', name: 'Won', modifiedDate: expect.any(String) },
			]);
		});

		test('refuses a column that neither Gong nor the schema has any more', async () => {
			const simulator = await start();
			const run = await upload(simulator, mapped({ objectId: 'a-1', colour: 'red' }));
			expect(run.error).toMatchObject({
				message: 'Item 0 (object a-1) cannot be uploaded',
				description: expect.stringContaining('colour is neither a Gong field nor'),
			});
			expect(simulator.uploads()).toEqual([]);
		});

		test('names the missing object ID when there is no column', async () => {
			const simulator = await start();
			const run = await upload(simulator, mapped(null));
			expect(run.error?.description).toContain('objectId is missing or empty');
		});
	});

	test('warns about objects that Gong accepts but does not show', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const run = await upload(simulator, {
			objectType: 'DEAL',
			items: [{ objectId: 'd', ownerId: 'u' }],
		});
		expect(run.json('Next')[0].warnings).toEqual([
			'Without accountId, Gong does not show the deal',
			'Without closeDate, Gong does not show the deal on the deal board',
		]);
	});
});

describe('Upload from a file', () => {
	test('sends the file byte for byte, and outputs one item', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const odd = content.replace(',', ' , ').replaceAll('\n', '\r\n') + '\n';
		const run = await upload(simulator, { items: [{}], binary: [fileOf(odd)], wait: true });
		expect(run.json('Next')).toEqual([
			{
				objectType: 'ACCOUNT',
				objects: 2,
				succeeded: 2,
				failed: 0,
				outcome: 'uploaded',
				fileStatus: 'DONE',
				finished: true,
				timedOut: false,
				recovered: false,
				errors: [],
				warnings: [],
				file: 1,
				integrationId,
				clientRequestId: expect.any(String),
				requestId: expect.any(String),
				submittedAt: expect.any(String),
				finishedAt: expect.any(String),
				lastCheckedAt: expect.any(String),
				statusChecks: 1,
			},
		]);
		expect(simulator.uploads()).toMatchObject([{ bytes: Buffer.byteLength(odd), lines: 2 }]);
	});

	test('by default refuses a file with one invalid line, names the line, and sends no other file', async () => {
		const simulator = await start();
		const bad = content + lines({ objectId: 'a-3', modifiedDate, isDeleted: 'yes' });
		const run = await upload(simulator, {
			items: [{}, {}],
			binary: [fileOf(content), fileOf(bad)],
		});
		expect(run.error).toMatchObject({
			message: '1 of 3 lines of the file cannot be uploaded',
			description: expect.stringContaining(
				'Line 3 (object a-3): isDeleted is "yes". Gong needs true or false.',
			),
		});
		expect(simulator.uploads()).toEqual([]);
	});

	test('with Continue lists a file’s invalid lines in the details, and uploads the other files', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const run = await upload(simulator, {
			items: [{}, {}, {}],
			binary: [fileOf('nonsense\n' + content), fileOf(content), {}],
			node: { onError: 'continueErrorOutput' },
			wait: true,
		});
		expect(run.json('Next')).toMatchObject([{ objects: 2, succeeded: 2, outcome: 'uploaded' }]);
		expect(run.json('Trouble')).toMatchObject([
			{
				error: '1 of 3 lines of the file cannot be uploaded',
				details: {
					objectType: 'ACCOUNT',
					objects: 3,
					succeeded: 0,
					failed: 3,
					outcome: 'invalid',
					errors: [{ line: 1, objectId: null, description: 'The line is not JSON in UTF-8.' }],
				},
			},
			{
				error: expect.stringContaining("'data'"),
				details: {
					objects: null,
					outcome: 'invalid',
					errors: [{ line: 0, objectId: null, description: expect.stringContaining("'data'") }],
				},
			},
		]);
	});

	test('outputs Gong’s error for a line with its object ID', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload({ errors: [{ line: 2, description: 'Locked.' }] });
		const run = await upload(simulator, {
			items: [{}],
			binary: [fileOf(content)],
			wait: true,
			node: { onError: 'continueErrorOutput' },
		});
		expect(run.json('Trouble')).toMatchObject([
			{
				error: expect.stringContaining('did not accept all objects'),
				details: {
					objects: 2,
					succeeded: 1,
					failed: 1,
					outcome: 'partly',
					fileStatus: 'FAILED',
					errors: [{ line: 2, objectId: 'a-2', description: 'Locked.' }],
				},
			},
		]);
	});
});

describe('Upload with Dry Run', () => {
	test('checks everything, sends nothing, and outputs what would be sent', async () => {
		const simulator = await start();
		const run = await upload(simulator, {
			items: accounts(5),
			options: { maxObjectsPerFile: 2 },
			parameters: { dryRun: true },
			wait: true,
		});
		expect(run.json('Next')).toHaveLength(5);
		expect(run.json('Next')[4]).toMatchObject({
			objectId: 'a-5',
			uploaded: null,
			outcome: 'dryRun',
			fileStatus: null,
			finished: true,
			file: 3,
			line: 1,
			clientRequestId: null,
			submittedAt: null,
		});
		expect(run.hints('Gong')).toEqual([
			'Dry run: nothing was uploaded. It would upload 5 of 5 objects in 3 files, with about 13 calls.',
		]);
		expect(run.json('Next')[4].note).toBe(
			'Nothing was uploaded. It would upload 5 of 5 objects in 3 files, with about 13 calls.',
		);
		expect(simulator.uploads()).toEqual([]);
	});

	test('counts the objects of a file, and the calls without a wait', async () => {
		const simulator = await start();
		const run = await upload(simulator, {
			items: [{}],
			binary: [fileOf(content)],
			parameters: { dryRun: true },
		});
		expect(run.hints('Gong')).toEqual([
			'Dry run: nothing was uploaded. It would upload 2 objects in 1 file, with about 2 calls.',
		]);
		expect(run.json('Next')[0].note).toMatch(/^Nothing was uploaded\. It would/);
	});

	test('with Continue counts what it would not send', async () => {
		const simulator = await start();
		const run = await upload(simulator, {
			items: [{ objectId: 'a-1' }, { objectId: '' }],
			parameters: { dryRun: true },
			node: { onError: 'continueErrorOutput' },
		});
		expect(run.hints('Gong')).toEqual([
			expect.stringContaining('upload 1 of 2 objects in 1 file,'),
		]);
		// What would be uploaded is no note on what would not.
		expect(run.json('Next')[0]).toHaveProperty('note');
		expect(run.json('Trouble')[0].details).not.toHaveProperty('note');
	});

	test('refuses what an upload would refuse', async () => {
		const simulator = await start();
		const run = await upload(simulator, {
			items: [{ objectId: '' }],
			parameters: { dryRun: true },
		});
		expect(run.error?.description).toContain('objectId is missing');
	});

	test.each([undefined, null, '', 0, 'yes'])('for %p is refused before any call', async (value) => {
		const simulator = await start();
		const run = await upload(simulator, {
			parameters: { dryRun: `={{ ${JSON.stringify(value)} }}` },
		});
		expect(run.error?.message).toContain("'Dry Run'");
		expect(simulator.journal).toEqual([]);
	});
});

describe('an invalid object in an upload', () => {
	const items = [
		...accounts(12, { isDeleted: 'yes' }),
		{ objectId: 'good' },
		{ objectId: 5517027188234206000 },
	];

	test('keeps all objects from being sent by default, with the count and the first ten in the error', async () => {
		const simulator = await start();
		const run = await upload(simulator, { items });
		expect(run.error).toMatchObject({
			name: 'NodeOperationError',
			message: '13 of 14 items cannot be uploaded',
			description: expect.stringMatching(
				/^Nothing was sent\. Item 0 .*sent\. Item 9 .* And 3 more\.$/s,
			),
		});
		expect(run.error?.description).not.toContain('Item 10');
		expect(simulator.uploads()).toEqual([]);
	});

	test('is named in the input’s order, also beside one that cannot be read', async () => {
		const simulator = await start();
		const objectId = '={{ $json.bad ? $("Later").first().json : "" }}';
		const run = await upload(simulator, {
			items: [{ bad: true }, { bad: false }],
			parameters: { fields: { mappingMode: 'defineBelow', value: { objectId } } },
		});
		expect(run.error?.description).toMatch(/Item 0 .*Item 1 /s);
	});

	test('with Continue is an error item in its place, with its output as details', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const run = await upload(simulator, {
			items: [{ objectId: 'a-1' }, { objectId: 'a-2', isDeleted: 'yes' }, { objectId: 'a-3' }],
			node: { onError: 'continueRegularOutput' },
			wait: true,
		});
		expect(run.json('Next')).toMatchObject([
			{ objectId: 'a-1', uploaded: true, line: 1 },
			{
				error: 'Item 1 (object a-2) cannot be uploaded',
				message: 'isDeleted is "yes". Gong needs true or false. It was not sent.',
				details: {
					objectId: 'a-2',
					uploaded: false,
					outcome: 'invalid',
					fileStatus: null,
					finished: true,
					errors: [{ line: 0, description: 'isDeleted is "yes". Gong needs true or false.' }],
				},
			},
			{ objectId: 'a-3', uploaded: true, line: 2 },
		]);
		expect(run.pairs('Gong')).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(simulator.objects(integrationId, 'ACCOUNT')).toHaveLength(2);
	});

	test('goes to the error output when the node has one', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const run = await upload(simulator, { items, node: { onError: 'continueErrorOutput' } });
		expect(run.json('Next')).toMatchObject([{ objectId: 'good' }]);
		expect(run.json('Trouble')).toHaveLength(13);
		expect(run.json('Trouble')[12]).toMatchObject({
			error: 'Item 13 cannot be uploaded',
			message: expect.stringContaining('lost its last digits'),
		});
	});

	test('that is larger than an upload file is refused and named', async () => {
		const simulator = await start();
		const run = await upload(simulator, {
			items: [
				{ objectId: 'a-1' },
				{ objectId: 'a-2', name: 'x'.repeat(2000) },
				{ objectId: 'a-3' },
			],
			options: { maxFileSizeMb: 0.001 },
		});
		expect(run.error).toMatchObject({
			message: 'Item 1 (object a-2) cannot be uploaded',
			description: expect.stringContaining("more than 'Max File Size (MB)' allows"),
		});
		expect(simulator.uploads()).toEqual([]);
	});
});

describe('two different values in one upload', () => {
	const items = [
		{ objectId: 'a-1', id: integrationId, dry: false },
		{ objectId: 'a-2', id: integrationId, dry: false },
	];

	test.each([
		['Integration', { id: '12' }, { integrationId: byId('={{ $json.id }}') }],
		['Integration', { id: '12' }, { integrationId: '={{ $json.id }}' }],
		['Dry Run', { dry: true }, { dryRun: '={{ $json.dry }}' }],
	])(
		'for %s are refused before any call, whatever On Error is',
		async (name, second, parameters) => {
			for (const onError of [
				'stopWorkflow',
				'continueRegularOutput',
				'continueErrorOutput',
			] as const) {
				const simulator = await start();
				const run = await upload(simulator, {
					items: [items[0], { ...items[1], ...second }],
					parameters,
					node: { onError },
				});
				expect(simulator.journal).toEqual([]);
				const said = expect.stringContaining(`'${name}' has two values in this run`);
				if (onError === 'stopWorkflow')
					expect(run.error).toMatchObject({ message: said, context: { itemIndex: 1 } });
				else {
					const errors = run.json(onError === 'continueErrorOutput' ? 'Trouble' : 'Next');
					expect(errors).toHaveLength(2);
					for (const item of errors) expect(item).toMatchObject({ error: said });
				}
			}
		},
	);
});

describe('the objects of an upload are split into files', () => {
	test.each([1.5, 0.5])('not by %p objects, which is no number of objects', async (most) => {
		const simulator = await start();
		const run = await upload(simulator, { options: { maxObjectsPerFile: most } });
		expect(run.error?.message).toContain("'Max Objects per File'");
		expect(simulator.journal).toEqual([]);
	});

	test('by count', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const run = await upload(simulator, {
			items: accounts(5),
			options: { maxObjectsPerFile: 2 },
			wait: true,
		});
		expect(run.json('Next').map(({ file, line }) => [file, line])).toEqual([
			[1, 1],
			[1, 2],
			[2, 1],
			[2, 2],
			[3, 1],
		]);
		expect(simulator.uploads().map((one) => one.lines)).toEqual([2, 2, 1]);
		expect(new Set(simulator.uploads().map((one) => one.clientRequestId)).size).toBe(3);
	});

	test('by size', async () => {
		const simulator = await start({ uploadTakes: 0 });
		await upload(simulator, {
			items: accounts(5, { name: 'x'.repeat(400) }),
			options: { maxFileSizeMb: 0.001 },
		});
		expect(simulator.uploads().map((one) => one.lines)).toEqual([2, 2, 1]);
		for (const { bytes } of simulator.uploads()) expect(bytes).toBeLessThanOrEqual(1000);
	});

	test('by version, with a warning for the older ones', async () => {
		const simulator = await start({ uploadTakes: 0, olderModifiedDate: 'taken' });
		const run = await upload(simulator, {
			items: [
				{ objectId: 'a-1', name: 'One' },
				{ objectId: 'a-2', name: 'Other' },
				{ objectId: 'a-1', name: 'Two' },
			],
			wait: true,
		});
		const output = run.json('Next');
		expect(output.map(({ file, line }) => [file, line])).toEqual([
			[1, 1],
			[1, 2],
			[2, 1],
		]);
		expect(output.map(({ warnings }) => (warnings as string[]).length)).toEqual([1, 0, 0]);
		expect((output[0].warnings as string[])[0]).toContain('newer version');
		expect(simulator.objects(integrationId, 'ACCOUNT')[0]).toMatchObject({ name: 'Two' });
	});

	test('so that an object that returns to an earlier version ends as that version', async () => {
		const simulator = await start({ uploadTakes: 0, olderModifiedDate: 'taken' });
		const run = await upload(simulator, {
			items: ['One', 'Two', 'One'].map((name) => ({ objectId: 'a-1', name })),
			wait: true,
		});
		expect(run.json('Next').map(({ file, uploaded }) => [file, uploaded])).toEqual([
			[1, true],
			[2, true],
			[3, true],
		]);
		expect(simulator.objects(integrationId, 'ACCOUNT')).toMatchObject([{ name: 'One' }]);
	});
});

test.each<[string, UploadWishes, object]>([
	['objects', { items: accounts(1).concat(accounts(1)) }, { uploaded: true, warnings: [] }],
	['files', { items: [{}, {}], binary: [fileOf(content), fileOf(content)] }, { succeeded: 2 }],
])(
	'equal %s are uploaded once, and their outcome goes to each of their items',
	async (_, wishes, output) => {
		const simulator = await start({ uploadTakes: 0 });
		const run = await upload(simulator, { ...wishes, wait: true });
		expect(run.json('Next')).toMatchObject([output, output]);
		expect(simulator.calls('POST', '/v2/crm/entities')).toHaveLength(1);
	},
);

describe('the calls of an upload', () => {
	const schema = 'GET /v2/crm/entity-schema';
	const stage = { objectType: 'STAGE', items: [{ objectId: 's', name: 'S' }] };

	test.each<[string, UploadWishes, string[]]>([
		[
			'the schema once, then each file once',
			{ items: accounts(3), options: { maxObjectsPerFile: 2 } },
			[schema, POST, POST],
		],
		['no schema for types that have none', stage, [POST]],
	])('for %s', async (_, wishes, called) => {
		const simulator = await start({ uploadTakes: 0 });
		await upload(simulator, wishes);
		expect(simulator.journal.map(({ method, path }) => `${method} ${path}`)).toEqual(called);
	});
});
