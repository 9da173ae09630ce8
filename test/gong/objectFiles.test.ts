import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import {
	type FileLimits,
	fitsIn,
	type ObjectFile,
	ObjectTooLarge,
	type ObjectToWrite,
	readLines,
	measureLine,
	writeFiles,
} from '../../nodes/gong/objectFiles';
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
const ids = (...objectIds: string[]) => objectIds.map((id, item) => object(item, id));
const write = (objects: ObjectToWrite[], limits: Partial<FileLimits> = {}) => [
	...writeFiles(objects, { ...roomy, ...limits }),
];
const idsOf = (files: ObjectFile[]) => files.map(({ lines }) => lines.map((one) => one.objectId));

/** The file in a body, and its lines as objects. */
async function contentOf({ body }: ObjectFile): Promise<{ bytes: Buffer; objects: unknown[] }> {
	const [{ content }] = await readMultipart(body);
	const objects = [...readLines(content)].map((line) => ('fields' in line ? line.fields : line));
	return { bytes: content, objects };
}

test('an object file has one object a line, each line ended, in UTF-8', async () => {
	const [file] = write([object(0, 'a', { name: 'Zoë\n"x"' }), object(1, 'b')]);
	const { bytes } = await contentOf(file);
	expect(bytes.toString('utf8')).toBe(
		'{"objectId":"a","name":"Zoë\\n\\"x\\""}\n{"objectId":"b"}\n',
	);
	expect(file.hash).toBe(createHash('sha256').update(bytes).digest('hex'));
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

test('a new object file starts only where the next object would exceed the maximum size', () => {
	// Each line has 17 bytes.
	expect(idsOf(write(ids('a', 'b', 'c', 'd'), { maxBytes: 34 }))).toEqual([
		['a', 'b'],
		['c', 'd'],
	]);
	expect(idsOf(write(ids('a', 'b', 'c'), { maxBytes: 33 }))).toEqual([['a'], ['b'], ['c']]);
});

test('the size of an object file is measured in bytes, not characters', () => {
	const files = write([object(0, 'a', { n: 'ééé' }), object(1, 'b')], { maxBytes: 45 });
	// 29 bytes in 26 characters, and 17.
	expect(idsOf(files)).toEqual([['a'], ['b']]);
});

test('a second version of an object starts a new object file, and the order is kept', () => {
	expect(idsOf(write(ids('a', 'b', 'a', 'c', 'a', 'b')))).toEqual([
		['a', 'b'],
		['a', 'c'],
		['a', 'b'],
	]);
});

test('an object larger than an object file is refused with its size', () => {
	expect(measureLine({ objectId: 'long-id' })).toBe(23);
	expect(idsOf(write(ids('long-id'), { maxBytes: 23 }))).toEqual([['long-id']]);
	expect(() => write(ids('a', 'long-id'), { maxBytes: 20 })).toThrow(
		expect.objectContaining({
			name: 'ObjectTooLarge',
			size: 23,
			largest: 20,
			object: expect.objectContaining({ objectId: 'long-id' }),
		}) as ObjectTooLarge,
	);
});

test('only one object file is built at a time', () => {
	let taken = 0;
	function* endless() {
		for (;;) yield object(taken, `id-${taken++}`);
	}
	const files = writeFiles(endless(), { ...roomy, maxObjects: 3 });
	files.next();
	// Three in the file, and the one that showed that it is full.
	expect(taken).toBe(4);
});

const anyObjects = fc
	.array(
		fc.record({
			id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
			more: fc.dictionary(
				fc.string().filter((name) => name !== 'objectId' && name !== '__proto__'),
				fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.integer(), fc.constant(null)),
				{ maxKeys: 3 },
			),
		}),
		{ maxLength: 40 },
	)
	.map((rows) => rows.map(({ id, more }, item) => object(item, id, more)));
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
			expect(read.flatMap((file) => file.objects)).toEqual(objects.map(({ fields }) => fields));
		}),
	);
});

test.each([
	['letters', 'a'.repeat(100)],
	['control characters', '\u0000'.repeat(100)],
	['umlauts and emoji', 'é💥'.repeat(100)],
	['a long number', Number('-1.2345678901234567e-300')],
	['lists', [['\u0000'.repeat(100)], [], {}, null, true]],
])('an object with %s fits if its line is no longer than the limit', (_, value) => {
	for (const fields of [{ value }, { [JSON.stringify(value)]: value, objectId: 'a' }]) {
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
