import { createHash } from 'node:crypto';
import { Dicer } from '@fastify/busboy';
import type { Request } from 'express';

/** A part of a multipart body, without its content: what may be kept of a big one. */
export interface PartSummary {
	/** The `name` of its `Content-Disposition`; empty when there is none. */
	name: string;
	/** As they came; names in lower case. */
	headers: Record<string, string>;
	bytes: number;
	/** Of all bytes, in hex. */
	sha256: string;
}

export interface FilePart extends PartSummary {
	/** Ends at the limit, whatever `bytes` says. */
	content: Buffer;
}

/**
 * The parts of a multipart body, read to the body's last byte. A part that does not end is left
 * out, and so is all of a body that is not multipart.
 *
 * @param mostBytes more of a part is counted, but not kept
 */
export async function readParts(request: Request, mostBytes: number): Promise<FilePart[]> {
	const [, boundary] = /boundary="?([^";]+)"?/i.exec(request.headers['content-type'] ?? '') ?? [];
	const parts: FilePart[] = [];
	// A parser needs a boundary. This one occurs in no body.
	const parser = new Dicer({ boundary: boundary ?? createHash('sha256').digest('hex') });
	const parsed = new Promise<void>((resolve) =>
		parser.on('finish', resolve).on('error', () => resolve()),
	);
	parser.on('part', (stream) => {
		const hash = createHash('sha256');
		const chunks: Buffer[] = [];
		let headers: Record<string, string> = {};
		let bytes = 0;
		let isWhole = true;
		stream.on('header', (lists) => {
			headers = Object.fromEntries(
				Object.entries(lists as Record<string, string[]>).map(([name, [value]]) => [name, value]),
			);
		});
		stream.on('data', (chunk: Buffer) => {
			hash.update(chunk);
			if (bytes < mostBytes) chunks.push(chunk);
			bytes += chunk.length;
		});
		// Comes before the end of a part that breaks off.
		stream.on('error', () => (isWhole = false));
		stream.on('end', () => {
			if (!isWhole) return;
			const [, name = ''] = /[;\s]name="([^"]*)"/i.exec(headers['content-disposition'] ?? '') ?? [];
			parts.push({
				name,
				headers,
				bytes,
				sha256: hash.digest('hex'),
				content: Buffer.concat(chunks),
			});
		});
	});
	for await (const chunk of request) parser.write(chunk);
	parser.end();
	await parsed;
	return parts;
}

/** What may be shown of a part. */
export const summary = ({ name, headers, bytes, sha256 }: FilePart): PartSummary => ({
	name,
	headers,
	bytes,
	sha256,
});
