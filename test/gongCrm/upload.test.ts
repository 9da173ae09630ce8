import type { OnError } from 'n8n-workflow';
import { start, stopAll } from '../simulator/simulators';
import {
	accounts,
	fileOf,
	integrationId,
	lines,
	mapped,
	upload,
	type UploadWishes,
} from './uploading';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

const modifiedDate = '2026-11-25T12:00:00Z';
const content = lines(
	{ objectId: 'a-1', modifiedDate, name: 'Acme' },
	{ modifiedDate, objectId: 'a-2' },
);
const badLine = lines({ objectId: 'a-3', modifiedDate, isDeleted: 'yes' });
const errorOutput = { onError: 'continueErrorOutput' } as const;

test('an upload of items puts out for each what became of its object', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const run = await upload(simulator, {
		items: [{ objectId: 'a-1', name: 'Acme' }, { objectId: 'a-2' }],
		wait: true,
	});
	const shared = { uploaded: true, outcome: 'uploaded', fileStatus: 'DONE', finished: true };
	expect(run.json('Next')).toMatchObject([
		{ objectId: 'a-1', line: 1, file: 1, objectType: 'ACCOUNT', ...shared, warnings: [] },
		{ objectId: 'a-2', line: 2, file: 1, objectType: 'ACCOUNT', ...shared, warnings: [] },
	]);
	expect(run.pairs('Gong')).toEqual([0, 1].map((item) => ({ item })));
	expect(simulator.objects(integrationId, 'ACCOUNT')).toEqual([
		{ objectId: 'a-1', name: 'Acme', modifiedDate: expect.any(String) },
		{ objectId: 'a-2', modifiedDate: expect.any(String) },
	]);
	expect(run.hints('Gong')).toEqual(['Uploaded: 2 of 2 objects.']);
});

test('with automatic mapping, fields that Gong does not know are left out, named and counted', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const run = await upload(simulator, {
		items: [
			{ objectId: 'a-1', colour: 'red', size: 5 },
			{ objectId: 'a-2', colour: 'blue', name: '' },
			{ objectId: 'a-3', colour: null },
		],
		wait: true,
	});
	expect(run.json('Next').map(({ warnings }) => warnings)).toEqual([
		[expect.stringMatching(/^Left out.*: colour, size$/)],
		[expect.stringMatching(/^Left out.*: colour$/)],
		[],
	]);
	expect(run.hints('Gong')[0]).toMatch(/colour \(2 items\), size \(1 item\)\.$/);
	expect(simulator.objects(integrationId, 'ACCOUNT')).toEqual(
		['a-1', 'a-2', 'a-3'].map((objectId) => ({ objectId, modifiedDate: expect.any(String) })),
	);
});

test('equal objects are one line, and each item has the warnings of its own', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const run = await upload(simulator, {
		items: [
			{ objectId: 'a-1', foo: 1 },
			{ objectId: 'a-1', bar: 2 },
			{ objectId: 'a-1' },
			{ objectId: 'a-1', foo: 3 },
		],
		wait: true,
	});
	expect(run.json('Next').map(({ warnings }) => warnings)).toEqual([
		[expect.stringMatching(/: foo$/)],
		[expect.stringMatching(/: bar$/)],
		[],
		[expect.stringMatching(/: foo$/)],
	]);
	expect(run.json('Next').map(({ file, line }) => [file, line])).toEqual(Array(4).fill([1, 1]));
	expect(simulator.uploads()).toMatchObject([{ lines: 1 }]);
});

test('mapped columns are sent, IDs as text to the last digit, dates in Gong’s format', async () => {
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

const preset = { objectId: 's-1', name: 'Won', isActive: false, sortOrder: null, isDeleted: false };

test.each([
	['as they were saved', preset],
	['as an expression gives them', `={{ ${JSON.stringify(preset)} }}`],
])('what the editor presets for columns that were removed is not sent: %s', async (_, value) => {
	const simulator = await start({ uploadTakes: 0 });
	const removed = ['isActive', 'isDeleted'].map((id) => ({ id, removed: true }));
	await upload(simulator, {
		objectType: 'STAGE',
		...mapped(value, { schema: [{ id: 'objectId', removed: false }, ...removed] }),
	});
	expect(simulator.objects(integrationId, 'STAGE')).toEqual([
		{ objectId: 's-1', name: 'Won', modifiedDate: expect.any(String) },
	]);
});

test('a given file is sent byte for byte, and is one item, which names what Gong refused in it', async () => {
	const simulator = await start({ uploadTakes: 0 });
	simulator.setUpload({ errors: [{ line: 2, description: 'Locked.' }] });
	const odd = content.replace(',', ' , ').replaceAll('\n', '\r\n') + '\n';
	const run = await upload(simulator, {
		items: [{}],
		binary: [fileOf(odd)],
		wait: true,
		node: errorOutput,
	});
	expect(simulator.uploads()).toMatchObject([{ bytes: Buffer.byteLength(odd), lines: 2 }]);
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

test('with Continue, the invalid lines of a file are in its details, and the other files are uploaded', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const run = await upload(simulator, {
		items: [{}, {}, {}, {}],
		binary: [fileOf('nonsense\n' + content), fileOf(content), {}, fileOf('\n')],
		node: errorOutput,
		wait: true,
	});
	expect(run.json('Next')).toMatchObject([{ objects: 2, succeeded: 2, outcome: 'uploaded' }]);
	const notJson = { line: 1, objectId: null, description: 'The line is not JSON in UTF-8.' };
	const ofWhole = (description: string) => ({
		line: 0,
		objectId: null,
		description: expect.stringContaining(description),
	});
	const noFile = ofWhole("'data'");
	const empty = ofWhole('The file cannot be uploaded: it is empty');
	expect(run.json('Trouble')).toMatchObject([
		{
			error: '1 of 3 lines of the file cannot be uploaded',
			details: {
				objectType: 'ACCOUNT',
				objects: 3,
				succeeded: 0,
				failed: 3,
				outcome: 'invalid',
				errors: [notJson],
			},
		},
		{
			error: noFile.description,
			details: { objects: null, outcome: 'invalid', errors: [noFile] },
		},
		{
			error: empty.description,
			message: expect.stringContaining("Check 'Input Binary Field'"),
			details: { objects: 0, succeeded: 0, failed: 0, outcome: 'invalid', errors: [empty] },
		},
	]);
});

test('of a file with many invalid lines, twenty are listed, as Gong does it', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const run = await upload(simulator, {
		items: [{}],
		binary: [fileOf('nonsense\n'.repeat(21))],
		node: errorOutput,
	});
	const [{ error, message, details }] = run.json('Trouble');
	expect(error).toBe('21 of 21 lines of the file cannot be uploaded');
	expect(message).toMatch(/sent\. Line 1: .* Line 10: (?!.*Line 11).* And 11 more\.$/);
	expect((details as { errors: unknown[] }).errors).toHaveLength(20);
});

test('with Continue, an invalid object is an error item in its place, and the others are uploaded', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const run = await upload(simulator, {
		items: [
			{ objectId: 'a-1' },
			{ objectId: 'a-2', isDeleted: 'yes' },
			{ objectId: 5517027188234206000 },
			{ objectId: 42, isDeleted: 'yes' },
			{ objectId: 'a-4' },
		],
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
		{ error: 'Item 2 cannot be uploaded', details: { objectId: null } },
		{ error: 'Item 3 (object 42) cannot be uploaded', details: { objectId: '42' } },
		{ objectId: 'a-4', uploaded: true, line: 2 },
	]);
	expect(run.pairs('Gong')).toEqual([0, 1, 2, 3, 4].map((item) => ({ item })));
	expect(simulator.objects(integrationId, 'ACCOUNT')).toHaveLength(2);
});

const laterNode = '={{ $json.bad ? $("Later").first().json : "" }}';
const dryRun = { parameters: { dryRun: true } };

/** What is said where nothing can be sent: the message, and then the description. */
test.each<[string, UploadWishes, RegExp]>([
	[
		'of many invalid objects, the error counts all and names ten',
		{ items: [...accounts(12, { isDeleted: 'yes' }), { objectId: 'good' }, {}] },
		/^13 of 14 items cannot be uploaded: Nothing was sent\. Item 0 (?!.*Item 10).*sent\. Item 9 .* And 3 more\.$/s,
	],
	[
		'invalid objects are named in the order of the input, also beside one that cannot be read',
		{ items: [{ bad: true }, { bad: false }], ...mapped({ objectId: laterNode }) },
		/: .*Item 0 .*Item 1 /s,
	],
	[
		'a column that neither Gong nor the schema has any more is named',
		mapped({ objectId: 'a-1', colour: 'red' }),
		/^Item 0 \(object a-1\) cannot be uploaded: .*colour is neither a Gong field nor/,
	],
	['the missing object ID is named where no column is mapped', mapped(null), /objectId is missing/],
	[
		'an object that is larger than a file may be is named',
		{
			items: [...accounts(1), { objectId: 'a-2', name: 'x'.repeat(1000) }],
			options: { maxFileSizeMb: 0.001 },
		},
		/^Item 1 \(object a-2\) cannot be uploaded: .*more than 'Max File Size \(MB\)' allows/,
	],
	[
		'a file with an invalid line keeps the other file back too',
		{ items: [{}, {}], binary: [fileOf(content), fileOf(content + badLine)] },
		/^Item 1: 1 of 3 lines of the file .*: .*Line 3 \(object a-3\): isDeleted is "yes"\. Gong needs true/,
	],
	[
		'files that are refused for the same reason are all counted, each with its item',
		{ items: [{}, {}, {}], binary: [fileOf(''), fileOf(content), fileOf('')] },
		/^2 of 3 items cannot be uploaded: Nothing was sent\. Item 0: The file .* is empty\. .* Item 2: The file .* is empty\. /,
	],
	[
		'a file that cannot be read is named by its item too',
		{ items: [{}, {}], binary: [fileOf(content), {}] },
		/^Item 1: .*'data'/,
	],
	[
		'a dry run refuses what an upload would refuse',
		{ items: [{ objectId: '' }], ...dryRun },
		/objectId is missing/,
	],
])('with Stop, %s', async (_, wishes, said) => {
	const simulator = await start();
	const { error } = await upload(simulator, wishes);
	expect(error?.name).toBe('NodeOperationError');
	expect(`${error?.message}: ${error?.description}`).toMatch(said);
	expect(simulator.uploads()).toEqual([]);
});

const twoItems = [
	{ objectId: 'a-1', id: integrationId, dry: false, empty: 'leaveOut' },
	{ objectId: 'a-2', id: '12', dry: true, empty: 'clear' },
];

describe('before any call, an upload refuses', () => {
	test.each<[string, UploadWishes, string]>([
		['a switch that is neither on nor off', { parameters: { dryRun: '={{ "yes" }}' } }, 'Dry Run'],
		['half an object a file', { options: { maxObjectsPerFile: 0.5 } }, 'Max Objects per File'],
	])('%s', async (_, wishes, label) => {
		const simulator = await start();
		const run = await upload(simulator, wishes);
		expect(run.error?.message).toContain(`'${label}'`);
		expect(simulator.journal).toEqual([]);
	});

	test.each<[string, OnError, UploadWishes]>([
		[
			'Integration',
			'stopWorkflow',
			{ parameters: { integrationId: byId('={{ $json.id }}') as never } },
		],
		['Integration', 'continueRegularOutput', { parameters: { integrationId: '={{ $json.id }}' } }],
		['Dry Run', 'continueErrorOutput', { parameters: { dryRun: '={{ $json.dry }}' } }],
		['Empty Values', 'stopWorkflow', { options: { emptyValues: '={{ $json.empty }}' } }],
	])('two values of %s (On Error = %s)', async (label, onError, wishes) => {
		const simulator = await start();
		const run = await upload(simulator, { items: twoItems, node: { onError }, ...wishes });
		const message = expect.stringContaining(`'${label}' has two values in this run`);
		expect(simulator.journal).toEqual([]);
		if (onError === 'stopWorkflow')
			expect(run.error).toMatchObject({ message, context: { itemIndex: 1 } });
		else
			expect([...run.json('Next'), ...run.json('Trouble')]).toMatchObject([
				{ error: message },
				{ error: message },
			]);
	});
});

test.each([0, 1])(
	'with Continue, each item says that nothing was sent and that it is item %d that has no Integration',
	async (without) => {
		const simulator = await start();
		const run = await upload(simulator, {
			items: twoItems.map((item, index) => (index === without ? { objectId: 'a' } : item)),
			parameters: { integrationId: byId('={{ $json.id }}') as never },
			node: errorOutput,
		});
		const told = {
			error: "The value of 'Integration' is empty",
			message: expect.stringMatching(
				new RegExp(`^This is about item ${without}, .*: nothing was sent\\. Pick an integration`),
			),
		};
		expect(run.json('Trouble')).toMatchObject([told, told]);
		expect(simulator.journal).toEqual([]);
	},
);

describe('a dry run of an upload', () => {
	test('checks everything, sends nothing, and puts out what would be sent', async () => {
		const simulator = await start();
		const run = await upload(simulator, {
			items: accounts(5),
			options: { maxObjectsPerFile: 2 },
			wait: true,
			...dryRun,
		});
		const would = 'It would upload 5 of 5 objects in 3 files, with about 13 calls.';
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
			note: `Nothing was uploaded. ${would}`,
		});
		expect(run.hints('Gong')).toEqual([`Dry run: nothing was uploaded. ${would}`]);
		expect(simulator.uploads()).toEqual([]);
	});

	test('counts the objects of a file, and the calls without a wait', async () => {
		const run = await upload(await start(), {
			items: [{}],
			binary: [fileOf(content)],
			...dryRun,
		});
		const would = 'It would upload 2 objects in 1 file, with about 2 calls.';
		expect(run.hints('Gong')).toEqual([`Dry run: nothing was uploaded. ${would}`]);
		expect(run.json('Next')[0].note).toBe(`Nothing was uploaded. ${would}`);
	});

	test('with Continue, does not count what it would not send, and says nothing of it', async () => {
		const run = await upload(await start(), {
			items: [{ objectId: 'a-1' }, { objectId: '' }],
			node: errorOutput,
			...dryRun,
		});
		expect(run.hints('Gong')).toEqual([
			expect.stringContaining('upload 1 of 2 objects in 1 file,'),
		]);
		expect(run.json('Next')[0]).toHaveProperty('note');
		expect(run.json('Trouble')[0].details).not.toHaveProperty('note');
	});
});

const versions = (...names: string[]) => names.map((name) => ({ objectId: 'a-1', name }));
const older = [expect.stringContaining('newer version')];

/** Objects, and for each of them its file, its line, and its warnings; and what Gong has in the end. */
test.each<[string, UploadWishes, Array<[number, number, unknown[]]>, string | undefined]>([
	[
		'by count',
		{ items: accounts(3), options: { maxObjectsPerFile: 2 } },
		[
			[1, 1, []],
			[1, 2, []],
			[2, 1, []],
		],
		undefined,
	],
	[
		'by version, with a warning for the older ones',
		{ items: [...versions('One'), { objectId: 'a-2' }, ...versions('Two')] },
		[
			[1, 1, older],
			[1, 2, []],
			[2, 1, []],
		],
		'Two',
	],
	[
		'so that one that returns to an earlier version ends as that version',
		{ items: versions('One', 'Two', 'One') },
		[
			[1, 1, []],
			[2, 1, older],
			[3, 1, []],
		],
		'One',
	],
])('the objects of an upload are split into files %s', async (_, wishes, expected, name) => {
	const simulator = await start({ uploadTakes: 0, olderModifiedDate: 'taken' });
	const run = await upload(simulator, { ...wishes, wait: true });
	expect(run.json('Next').map(({ file, line, warnings }) => [file, line, warnings])).toEqual(
		expected,
	);
	expect(run.json('Next').map(({ uploaded }) => uploaded)).toEqual([true, true, true]);
	expect(simulator.objects(integrationId, 'ACCOUNT')[0].name).toBe(name);
});

const schema = 'GET /v2/crm/entity-schema';
const sent = 'POST /v2/crm/entities';

test.each<[string, UploadWishes, string[]]>([
	['of equal objects', { items: [...accounts(1), ...accounts(1)] }, [schema, sent]],
	[
		'of equal files',
		{ items: [{}, {}], binary: [fileOf(content), fileOf(content)] },
		[schema, sent],
	],
	[
		'of several files',
		{ items: accounts(2), options: { maxObjectsPerFile: 1 } },
		[schema, sent, sent],
	],
	[
		'of a type without a schema',
		{ objectType: 'STAGE', items: [{ objectId: 's', name: 'S' }] },
		[sent],
	],
])(
	'an upload %s reads the schema once at most, and sends each file once',
	async (_, wishes, called) => {
		const simulator = await start({ uploadTakes: 0 });
		const run = await upload(simulator, wishes);
		expect(simulator.journal.map(({ method, path }) => `${method} ${path}`)).toEqual(called);
		expect(run.json('Next')).toHaveLength(wishes.items?.length ?? 0);
	},
);
