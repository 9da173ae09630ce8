import type { RawBody } from './client';

/**
 * A file as the part `dataFile` of a multipart body (RFC 7578), as Gong's upload wants it. One buffer,
 * made in one go: unlike a stream it can be sent again, with the same bytes, after a fault or a
 * refreshed token.
 *
 * The part has a file name and no `Content-Type` of its own (it may have none: RFC 7578, 4.4). Gong
 * does not document which headers it takes. The only clients of which traces of live use exist send
 * it so, as Python's `requests` does; a part with `application/x-ndjson`, sent through a proxy, was
 * answered "dataFile part is missing".
 *
 * @param parts the file, in pieces
 * @param hash of the file, hexadecimal: the same file always makes the same body
 */
export function toMultipart(parts: Buffer[], hash: string): RawBody {
	for (let number = 0; ; number++) {
		const boundary = `gong-crm-${number}-${hash.slice(0, 32)}`;
		const head = Buffer.from(
			`--${boundary}\r\nContent-Disposition: form-data; name="dataFile"; filename="objects.ldjson"\r\n\r\n`,
		);
		const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
		const bytes = Buffer.concat([head, ...parts, tail]);
		const file = bytes.subarray(head.length, bytes.length - tail.length);
		// A file that contains its own boundary would be cut short there.
		if (!file.includes(boundary))
			return { bytes, contentType: `multipart/form-data; boundary=${boundary}` };
	}
}
