import { checkFile } from '../../nodes/gong/checkFile';
import { objectRules } from '../../nodes/gong/checkObject';
import type { ObjectType } from '../../nodes/gong/objectFields';
import { LARGEST_FILE } from '../../nodes/gong/objectFiles';

const stay = async () => undefined;

const check = async (text: string | Buffer, objectType: ObjectType = 'ACCOUNT', timeZone = 'UTC') =>
	await checkFile(Buffer.from(text), objectRules(objectType, [], timeZone), stay);

const modifiedDate = '2026-11-25T12:00:00Z';
const line = (fields: object) => `${JSON.stringify({ modifiedDate, ...fields })}\n`;

/** A line with one defect. */
const bad = (number: number, objectId: unknown, field: string, description: unknown) => ({
	line: number,
	objectId,
	defects: [{ field, description }],
});

/** What is said of the only bad line. */
const defect = async (...given: Parameters<typeof check>) => {
	const checked = await check(...given);
	return 'badLines' in checked ? checked.badLines : checked;
};

test('a file with only valid lines yields its object IDs by line', async () => {
	expect(await check(line({ objectId: 'a' }) + line({ objectId: 'b', name: 'B' }))).toEqual({
		ok: true,
		objectIds: ['a', 'b'],
		warnings: {},
		moreLines: {},
	});
});

test('a file with one invalid line is refused, and the line is named by its number', async () => {
	expect(
		await check(
			line({ objectId: 'a' }) +
				line({ objectId: 'b', isDeleted: 'yes' }) +
				'nonsense\n' +
				line({}) +
				line({}),
		),
	).toEqual({
		ok: false,
		lines: 5,
		badCount: 4,
		badLines: [
			bad(2, 'b', 'isDeleted', 'is "yes". Gong needs true or false'),
			bad(3, '', 'The line', 'is not JSON in UTF-8'),
			bad(4, '', 'objectId', 'is missing or empty. Gong requires it'),
			bad(5, '', 'objectId', 'is missing or empty. Gong requires it'),
		],
	});
});

test('of a file that is no LDJSON at all, every bad line is counted, and the first twenty are kept', async () => {
	const checked = await check(
		line({ objectId: 'a' }) + 'nonsense\n'.repeat(21) + line({ objectId: 'a' }),
	);
	expect(checked).toMatchObject({ ok: false, lines: 23, badCount: 22 });
	expect('badLines' in checked && checked.badLines.map((one) => one.line)).toEqual(
		Array.from({ length: 20 }, (_, index) => index + 2),
	);
});

// The file goes as it is, so nothing can be brought into Gong's form on the way.
test.each<[object, string, string]>([
	[{ objectId: 'a', isDeleted: 'true' }, 'isDeleted', 'is "true". Gong needs true'],
	[
		{ objectId: 'a', modifiedDate: '2026-11-25T12:00:00.000Z' },
		'modifiedDate',
		`is "2026-11-25T12:00:00.000Z". Gong needs "${modifiedDate}"`,
	],
	[
		{ objectId: 'a', modifiedDate: 1764072000000 },
		'modifiedDate',
		'is 1764072000000. Gong needs "2025-11-25T12:00:00Z"',
	],
	[
		{ objectId: 'a', modifiedDate: undefined },
		'modifiedDate',
		'is missing or empty. Gong requires it',
	],
	[{ objectId: 'a', modifiedDate: null }, 'modifiedDate', 'is missing or empty. Gong requires it'],
	[{ objectId: 12 }, 'objectId', 'is 12. Gong needs "12"'],
	[{ objectId: 'a', name: 5 }, 'name', 'is 5. Gong needs "5"'],
	[{ objectId: 'a', name: ' ' }, 'name', 'is empty text. Leave the field out'],
	[{ objectId: 'a', extra: '' }, 'extra', 'is empty text. Leave the field out'],
	[{ objectId: 'a', name: [] }, 'name', 'is []. Gong needs text'],
	[{ objectId: 'a', isDeleted: [] }, 'isDeleted', 'is []. Gong needs true or false'],
	[{ objectId: 'a', domains: '[]' }, 'domains', 'is "[]". Gong needs []'],
	[
		{ objectId: 'a', url: ' https://acme.com' },
		'url',
		'is " https://acme.com". Gong needs "https://acme.com"',
	],
])('the file line %j is refused: %s %s', async (fields, field, description) => {
	expect(await defect(line(fields))).toEqual([
		expect.objectContaining({ line: 1, defects: [{ field, description }] }),
	]);
});

test.each([
	['2026-09-03T22:00:00.000Z', '"2026-09-04", its day in Europe/Berlin'],
	['2026-09-03T12:00:00.000Z', '"2026-09-03"'],
	['2026-09-03T23:30:00-08:00', '"2026-09-03"'],
])(
	'the moment %s in a field for a day is refused, and has to be written %s',
	async (closeDate, day) => {
		const deal = line({ objectId: 'd', accountId: 'a', ownerId: 'u', closeDate });
		expect(await defect(deal, 'DEAL', 'Europe/Berlin')).toEqual([
			bad(1, 'd', 'closeDate', `is "${closeDate}". Gong needs ${day}`),
		]);
	},
);

test('a list without anything in it, and null, go as they are', async () => {
	expect((await check(line({ objectId: 'a', domains: [], name: null, extra: [] }))).ok).toBe(true);
});

test('a refused line with an ID that is a number is named by it', async () => {
	expect(await defect(line({ objectId: 12 }))).toEqual([
		bad(1, '12', 'objectId', 'is 12. Gong needs "12"'),
	]);
});

test('an ID that is a number is refused, however large', async () => {
	expect(
		await defect(`{"objectId":5517027188234205706,"modifiedDate":"${modifiedDate}"}\n`),
	).toEqual([
		expect.objectContaining({
			line: 1,
			objectId: '',
			defects: [{ field: 'objectId', description: expect.stringContaining('Pass it in quotes') }],
		}),
	]);
});

test('a large amount in a file is accepted like any other number', async () => {
	const deal = `{"objectId":"d","modifiedDate":"${modifiedDate}","amount":5517027188234205706}\n`;
	expect((await check(deal, 'DEAL')).ok).toBe(true);
});

test('a stage needs no modified date', async () => {
	expect((await check('{"objectId":"s","name":"Won"}\n', 'STAGE')).ok).toBe(true);
});

test('two versions of an object in one file are refused', async () => {
	expect(
		await defect(line({ objectId: 'a' }) + line({ objectId: 'b' }) + line({ objectId: 'a' })),
	).toEqual([
		bad(
			3,
			'a',
			'objectId',
			'"a" is also on line 1. Gong needs versions of an object in separate files',
		),
	]);
});

test('warnings about a file are listed by line', async () => {
	const whole = { accountId: 'a', ownerId: 'u', closeDate: '2026-12-31' };
	expect(
		await check(
			line({ objectId: 'd', ...whole }) +
				line({ objectId: 'e', ...whole, accountId: null, extra: 1, more: 2 }),
			'DEAL',
		),
	).toMatchObject({
		ok: true,
		warnings: {
			2: [
				'Without accountId, Gong does not show the deal',
				'Gong stores these fields, but does not show them (not in the schema): extra, more',
			],
		},
	});
});

test('of a warning that every line has, the first ten lines are kept, and the others are counted', async () => {
	const many = Array.from({ length: 25 }, (_, index) => line({ objectId: `a_${index}` }));
	const own = expect.stringContaining('objectId contains "_"');
	const checked = await check([...many, line({ objectId: 'b', extra: 1 })].join(''));
	expect(checked).toMatchObject({
		warnings: {
			...Object.fromEntries(Array.from({ length: 10 }, (_, index) => [index + 1, [own]])),
			26: [expect.stringContaining('extra')],
		},
		moreLines: { 'objectId contains "_", which Gong’s rules do not mention': 15 },
	});
	expect('warnings' in checked && Object.keys(checked.warnings)).toHaveLength(11);
});

test('of warnings that differ from line to line, the first twenty are kept', async () => {
	const many = Array.from({ length: 25 }, (_, index) => [`a${index}`, `extra${index % 22}`]);
	const checked = await check(
		many.map(([objectId, extra]) => line({ objectId, [extra]: 1 })).join(''),
	);
	// The last three lines have the warnings of the first three.
	const kept = [...Array.from({ length: 20 }, (_, index) => index + 1), 23, 24, 25].map(String);
	expect('warnings' in checked && Object.keys(checked.warnings)).toEqual(kept);
	expect(checked).toMatchObject({ moreLines: {} });
});

test('fields of a file are not said to be missing in a schema that could not be read', async () => {
	const checked = await checkFile(
		Buffer.from(line({ objectId: 'a', extra: 1, more: 2 })),
		objectRules('ACCOUNT', null, 'UTC'),
		stay,
	);
	expect(checked).toMatchObject({
		warnings: {
			1: ['Not checked (no scope to read the schema: api:crm:schema): extra, more'],
		},
	});
});

test('everything else has its turn with each line, whatever the line is', async () => {
	let turns = 0;
	const giveWay = async () => {
		turns += 1;
	};
	const text = `${line({ objectId: 'a' })}nonsense\n${line({})}${line({ objectId: 'b' })}`;
	await checkFile(Buffer.from(text), objectRules('ACCOUNT', [], 'UTC'), giveWay);
	expect(turns).toBe(4);
});

test.each(['', '\n\n'])('the empty file %j is refused', async (text) => {
	expect(await check(text)).toEqual({ ok: false, problem: 'is empty', lines: 0 });
});

test('a file above Gong’s maximum size is refused', async () => {
	const rest = Buffer.alloc(LARGEST_FILE, ' ');
	expect(await check(Buffer.concat([Buffer.from(line({ objectId: 'a' })), rest]))).toEqual({
		ok: false,
		problem: expect.stringMatching(/^has 20\d{7} bytes, more than the 200000000 that Gong allows$/),
		lines: null,
	});
});
