import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import {
	type FileLimits,
	fitsIn,
	type ObjectFile,
	ObjectTooLarge,
	type ObjectToWrite,
	readLines,
	toBody,
	measureLine,
	writeFiles,
} from '../../nodes/gong/objectFiles';
import { writeSecond } from '../../nodes/gong/objectValues';
import { readMultipart } from './multipart';

const roomy: FileLimits = { maxBytes: 1_000_000, maxObjects: Infinity };

const object = (
	item: number,
	objectId: string,
	more: Record<string, unknown> = {},
): ObjectToWrite => ({
	item,
	objectId,
	fields: { objectId, ...more },
	warnings: [],
});
/** As `object`, with a modified date of its own, so that nothing is filled in. */
const dated = (item: number, objectId: string, more: Record<string, unknown> = {}) =>
	object(item, objectId, { ...more, modifiedDate: '2020-01-01T00:00:00Z' });
const ids = (...objectIds: string[]) => objectIds.map((id, item) => object(item, id));
const noon = Date.UTC(2026, 10, 25, 12, 0, 0);
const write = (objects: ObjectToWrite[], limits: Partial<FileLimits> = {}, modifiedAt = noon) => [
	...writeFiles(objects, { ...roomy, ...limits }, modifiedAt),
];
const idsOf = (files: ObjectFile[]) => files.map(({ lines }) => lines.map((one) => one.objectId));

/** The file in a body, and its lines as objects. */
async function contentOf({ body }: ObjectFile): Promise<{ bytes: Buffer; objects: unknown[] }> {
	const [{ content }] = await readMultipart(body);
	const objects = [...readLines(content)].map((line) => ('fields' in line ? line.fields : line));
	return { bytes: content, objects };
}

test('one object a line, each line ended, in UTF-8', async () => {
	const [file] = write([dated(0, 'a', { name: 'Zoë\n"x"' }), dated(1, 'b')]);
	const { bytes } = await contentOf(file);
	expect(bytes.toString('utf8')).toBe(
		'{"objectId":"a","name":"Zoë\\n\\"x\\"","modifiedDate":"2020-01-01T00:00:00Z"}\n' +
			'{"objectId":"b","modifiedDate":"2020-01-01T00:00:00Z"}\n',
	);
	// Nothing was filled in.
	expect(file.hash).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('a given file is sent as it is, in its pieces', async () => {
	const parts = [Buffer.from('{"objectId":"a"}\n'), Buffer.from('{"objectId":"b"}')];
	const { body, hash } = toBody(parts);
	expect(hash).toBe(createHash('sha256').update(Buffer.concat(parts)).digest('hex'));
	const [{ content }] = await readMultipart(body);
	expect(content).toEqual(Buffer.concat(parts));
});

test('no objects make no object file', () => {
	expect(write([])).toEqual([]);
});

test('a new object file starts at the maximum number of objects', () => {
	expect(idsOf(write(ids('a', 'b', 'c', 'd', 'e'), { maxObjects: 2 }))).toEqual([
		['a', 'b'],
		['c', 'd'],
		['e'],
	]);
});

test('a new file begins where the next object would make it too large, and not before', () => {
	// Each line has 17 bytes, and 38 more for the date that is filled in.
	expect(idsOf(write(ids('a', 'b', 'c', 'd'), { maxBytes: 110 }))).toEqual([
		['a', 'b'],
		['c', 'd'],
	]);
	expect(idsOf(write(ids('a', 'b', 'c'), { maxBytes: 109 }))).toEqual([['a'], ['b'], ['c']]);
});

test('bytes count, not characters', () => {
	const files = write([object(0, 'a', { n: 'ééé' }), object(1, 'b')], { maxBytes: 121 });
	// 67 bytes in 64 characters, and 55.
	expect(idsOf(files)).toEqual([['a'], ['b']]);
});

test('a second version of an object starts a new object file, and the order is kept', () => {
	expect(idsOf(write(ids('a', 'b', 'a', 'c', 'a', 'b')))).toEqual([
		['a', 'b'],
		['a', 'c'],
		['a', 'b'],
	]);
});

test('an object larger than a file is refused, with its size', () => {
	expect(measureLine({ objectId: 'long-id' })).toBe(61);
	expect(idsOf(write(ids('long-id'), { maxBytes: 61 }))).toEqual([['long-id']]);
	expect(() => write(ids('a', 'long-id'), { maxBytes: 60 })).toThrow(
		expect.objectContaining({
			name: 'ObjectTooLarge',
			size: 61,
			largest: 60,
			object: expect.objectContaining({ objectId: 'long-id' }),
		}) as ObjectTooLarge,
	);
});

test('only one object file is built at a time', () => {
	let taken = 0;
	function* endless() {
		for (;;) yield object(taken, `id-${taken++}`);
	}
	const files = writeFiles(endless(), { ...roomy, maxObjects: 3 }, noon);
	files.next();
	// Three in the file, and the one that showed that it is full.
	expect(taken).toBe(4);
});

const anyObjects = fc
	.array(
		fc.record({
			id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
			more: fc.dictionary(
				fc.oneof(
					fc.constant('modifiedDate'),
					fc.string().filter((name) => name !== 'objectId' && name !== '__proto__'),
				),
				fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.integer(), fc.constant(null)),
				{ maxKeys: 3 },
			),
		}),
		{ maxLength: 40 },
	)
	// No two are equal: those would be one version.
	.map((rows) => rows.map(({ id, more }, item) => object(item, id, { ...more, place: item })));
const anyLimits = fc.record({
	maxBytes: fc.integer({ min: 2000, max: 6000 }),
	maxObjects: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.constant(Infinity)),
});

test('any objects come out once, in order, within the limits, and in one version per object file', async () => {
	await fc.assert(
		fc.asyncProperty(anyObjects, anyLimits, async (objects, limits) => {
			const files = write(objects, limits);
			expect(files.flatMap(({ lines }) => lines)).toEqual(objects);
			for (const { lines } of files) {
				expect(lines.length).toBeGreaterThan(0);
				expect(lines.length).toBeLessThanOrEqual(limits.maxObjects);
				expect(new Set(lines.map(({ objectId }) => objectId)).size).toBe(lines.length);
			}
			const read = await Promise.all(files.map(contentOf));
			for (const { bytes } of read) expect(bytes.length).toBeLessThanOrEqual(limits.maxBytes);
			expect(read.flatMap((file) => file.objects)).toEqual(
				objects.map(({ objectId, fields }, place) => ({
					modifiedDate: writeSecond(noon + 1000 * countBefore(objects, objectId, place)),
					...fields,
				})),
			);
		}),
	);
});

/** How many versions of an object come before one, and so how many files that have it. */
const countBefore = (objects: ObjectToWrite[], objectId: string, place: number): number =>
	objects.slice(0, place).filter((one) => one.objectId === objectId).length;

describe('the modified date that an object does not have', () => {
	const own = '2020-01-01T00:00:00Z';
	const at = (second: number) => `2026-11-25T12:00:0${second}Z`;
	type Row = [objectId: string, modifiedDate?: string];

	/** Objects, by ID and the date of their own; by file the date that each is sent with. */
	test.each<[string, Row[], string[][], Array<number | null>]>([
		['is the moment of the run', [['a'], ['b']], [[at(0), at(0)]], [0]],
		['of a second version is a second later', [['a'], ['a']], [[at(0)], [at(1)]], [0, 1]],
		[
			'of a third version is two seconds later',
			[['a'], ['a'], ['a']],
			[[at(0)], [at(1)], [at(2)]],
			[0, 1, 2],
		],
		[
			'counts the files with the same object only',
			[['a'], ['a'], ['b'], ['a'], ['b']],
			[[at(0)], [at(1), at(0)], [at(2), at(1)]],
			[0, 1, 2],
		],
		['is not filled in where there is one', [['a', own]], [[own]], [null]],
		[
			'is later than a version before it, whatever date that has of its own',
			[['a', own], ['a']],
			[[own], [at(1)]],
			[null, 1],
		],
		[
			'does not touch a version after it',
			[['a'], ['b'], ['a', own]],
			[[at(0), at(0)], [own]],
			[0, null],
		],
	])('%s', async (_, rows, dates, latest) => {
		const objects = rows.map(([objectId, modifiedDate], item) =>
			object(item, objectId, {
				version: item,
				...(modifiedDate === undefined ? {} : { modifiedDate }),
			}),
		);
		const files = write(objects, {}, noon + 789);
		const read = await Promise.all(files.map(contentOf));
		expect(
			read.map((file) => file.objects.map((one) => (one as { modifiedDate: string }).modifiedDate)),
		).toEqual(dates);
		expect(files.map(({ latestFilledIn }) => latestFilledIn)).toEqual(
			latest.map((second) => (second === null ? null : noon + 1000 * second)),
		);
		// What is written is not what was given: the same objects can be written again.
		expect(objects.map(({ fields }) => fields.modifiedDate)).toEqual(rows.map(([, date]) => date));
	});

	test('counts no file that has the same objects as the one before it', () => {
		const files = write([...ids('a', 'a', 'a'), object(3, 'a', { version: 2 })]);
		expect(files.map(({ latestFilledIn }) => latestFilledIn)).toEqual([
			noon,
			noon + 1000,
			noon + 1000,
			noon + 1000,
		]);
	});

	test('of a file is as late as that of its newest object, wherever that stands', () => {
		const files = write(ids('a', 'b', 'c', 'a', 'd'), { maxObjects: 2 });
		expect(idsOf(files)).toEqual([['a', 'b'], ['c', 'a'], ['d']]);
		expect(files.map(({ latestFilledIn }) => latestFilledIn)).toEqual([noon, noon + 1000, noon]);
	});

	test('is no part of what a file is known by, so that a retry is the same request', async () => {
		const objects = [object(0, 'a'), dated(1, 'b'), object(2, 'a'), object(3, 'a')];
		const [early, late] = [noon, noon + 86_400_000].map((moment) => write(objects, {}, moment));
		expect(late.map(({ hash }) => hash)).toEqual(early.map(({ hash }) => hash));
		expect(late[0].body.bytes.equals(early[0].body.bytes)).toBe(false);
		// Equal objects are one request, and another date of its own is another.
		expect(early[1].hash).toBe(early[2].hash);
		expect(early[0].hash).not.toBe(early[1].hash);
		const given = write([object(0, 'a', { modifiedDate: at(0) })]);
		expect(given[0].hash).not.toBe(write([object(0, 'a')])[0].hash);
	});

	test('neither where files begin nor what they are known by depends on the moment', () => {
		fc.assert(
			fc.property(
				anyObjects,
				anyLimits,
				fc.nat(4e12),
				fc.nat(4e12),
				(objects, limits, one, other) => {
					const [first, second] = [one, other].map((moment) => write(objects, limits, moment));
					expect(idsOf(first)).toEqual(idsOf(second));
					expect(first.map(({ hash }) => hash)).toEqual(second.map(({ hash }) => hash));
					for (const file of first)
						expect(file.latestFilledIn === null || file.latestFilledIn % 1000 === 0).toBe(true);
				},
			),
		);
	});
});

test.each([
	['letters', 'a'.repeat(100)],
	['control characters', '\u0000'.repeat(100)],
	['umlauts and emoji', 'é💥'.repeat(100)],
	['a long number', Number('-1.2345678901234567e-300')],
	['lists', [['\u0000'.repeat(100)], [], {}, null, true]],
])('an object with %s fits if its line is no longer than the limit', (_, value) => {
	for (const fields of [
		{ value },
		{ value, modifiedDate: '2020-01-01T00:00:00Z' },
		{ [JSON.stringify(value)]: value, objectId: 'a' },
	]) {
		const size = measureLine(fields);
		expect(fitsIn(size, fields)).toBe(true);
		for (let less = 1; less <= size; less++) expect(fitsIn(size - less, fields)).toBe(false);
	}
});

describe('reading the lines of an object file', () => {
	const read = (text: string | Buffer) => [...readLines(Buffer.from(text))];

	test('names a byte order mark', () => {
		expect(read('\ufeff{"a":1}\n{"a":2}')).toEqual([
			{ line: 1, problem: expect.stringMatching(/^begins with a byte order mark.*without it/) },
			{ line: 2, fields: { a: 2 } },
		]);
	});

	test.each([
		'{"a":1}\n{"a":2}\n',
		'{"a":1}\n{"a":2}',
		'{"a":1}\r\n{"a":2}\r\n',
		'{"a":1}\n{"a":2}\n \n\n\t',
	])('finds two objects in %j', (text) => {
		expect(read(text)).toEqual([
			{ line: 1, fields: { a: 1 } },
			{ line: 2, fields: { a: 2 } },
		]);
	});

	test.each(['', '\n', ' \r\n\n'])('finds no object in %j', (text) => {
		expect(read(text)).toEqual([]);
	});

	test.each<[string, string]>([
		['[1]', 'is not a JSON object'],
		['"a"', 'is not a JSON object'],
		['null', 'is not a JSON object'],
		['\ufeff{}', 'is not JSON in UTF-8'],
		['{"a":1', 'is not JSON in UTF-8'],
		['{"a":1}{"a":2}', 'is not JSON in UTF-8'],
		['', 'is blank'],
		[' \r', 'is blank'],
	])('reports that the line %j %s', (line, problem) => {
		expect(read(`{}\n${line}\n{}`)).toEqual([
			{ line: 1, fields: {} },
			{ line: 2, problem },
			{ line: 3, fields: {} },
		]);
	});

	test('reports bytes that are not UTF-8, and still reads the next line', () => {
		const bytes = Buffer.concat([
			Buffer.from('{"a":"'),
			Buffer.from([0xc3, 0x28]),
			Buffer.from('"}\n{"a":"é"}'),
		]);
		expect(read(bytes)).toEqual([
			{ line: 1, problem: 'is not JSON in UTF-8' },
			{ line: 2, fields: { a: 'é' } },
		]);
	});
});
