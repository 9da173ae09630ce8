import Busboy from '@fastify/busboy';
import type { RawBody } from '../../nodes/gong/client';

/** A part of a multipart body, as a parser that others have written reads it. */
export interface ReadPart {
	name: string;
	filename: string;
	mimeType: string;
	content: Buffer;
}

/** Reads a multipart body to its end. */
export async function readMultipart({ bytes, contentType }: RawBody): Promise<ReadPart[]> {
	const parts: ReadPart[] = [];
	const parser = new Busboy({ headers: { 'content-type': contentType } });
	await new Promise((resolve, reject) => {
		parser.on('file', (name, stream, filename, _encoding, mimeType) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () =>
				parts.push({ name, filename, mimeType, content: Buffer.concat(chunks) }),
			);
		});
		parser.on('field', (name) =>
			parts.push({ name, filename: '', mimeType: '', content: Buffer.alloc(0) }),
		);
		parser.on('finish', resolve).on('error', reject);
		parser.end(bytes);
	});
	return parts;
}
