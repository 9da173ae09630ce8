import { createHash } from 'node:crypto';
import * as fc from 'fast-check';
import { toMultipart } from '../../nodes/gong/multipart';
import { readMultipart } from './multipart';

const hashOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

/** The boundary that a body of this hash has first. */
const boundaryOf = (hash: string, number = 0) => `gong-crm-${number}-${hash.slice(0, 32)}`;

test('a multipart body has the file as its only part, named as Gong documents it', async () => {
	const content = Buffer.from('{"objectId":"a"}\n');
	const body = toMultipart([content], hashOf(content));
	expect(await readMultipart(body)).toMatchObject([
		{ name: 'dataFile', filename: 'objects.ldjson', content },
	]);
});

test('the part with the file has a file name and no Content-Type, nor any other header', () => {
	const content = Buffer.from('{"objectId":"a"}\n');
	const { bytes } = toMultipart([content], hashOf(content));
	const [, ...headers] = bytes.toString().split('\r\n\r\n')[0].split('\r\n');
	expect(headers).toEqual([
		'Content-Disposition: form-data; name="dataFile"; filename="objects.ldjson"',
	]);
});

test('a multipart body keeps any bytes, in chunks of any size', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 6 }),
			async (pieces) => {
				const parts = pieces.map((piece) => Buffer.from(piece));
				const content = Buffer.concat(parts);
				const [read, ...others] = await readMultipart(toMultipart(parts, hashOf(content)));
				expect(others).toEqual([]);
				expect(read.content.equals(content)).toBe(true);
			},
		),
	);
});

test.each([0, 1, 2])(
	'a file that contains %d of the multipart boundaries gets another boundary',
	async (most) => {
		const hash = 'a'.repeat(64);
		const contained = Array.from({ length: most + 1 }, (_, number) => boundaryOf(hash, number));
		const content = Buffer.from(contained.map((one) => `\r\n--${one}\r\n--${one}--\r\n`).join(''));
		const body = toMultipart([content], hash);
		expect(body.contentType).toBe(`multipart/form-data; boundary=${boundaryOf(hash, most + 1)}`);
		const [read] = await readMultipart(body);
		expect(read.content.equals(content)).toBe(true);
	},
);

test('a multipart boundary split over two chunks of the file is detected', () => {
	const hash = 'b'.repeat(64);
	const boundary = boundaryOf(hash);
	const pieces = [Buffer.from(boundary.slice(0, 10)), Buffer.from(boundary.slice(10))];
	expect(toMultipart(pieces, hash).contentType).not.toContain(boundary);
});

test('the same file makes the same multipart body, byte for byte', () => {
	const content = Buffer.from('{"objectId":"a"}\n');
	const [first, second] = [1, 2].map(() => toMultipart([content], hashOf(content)));
	expect(second.contentType).toBe(first.contentType);
	expect(second.bytes.equals(first.bytes)).toBe(true);
});
