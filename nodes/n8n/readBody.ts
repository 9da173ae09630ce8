/**
 * The most of an ordinary answer that is read, in bytes. Gong's list has one entry today, and a status
 * at most 20 errors; a few kilobytes.
 */
export const LARGEST_BODY = 1_000_000;

/** A body on its way, decompressed; n8n's OAuth client has read those of its own answers. */
export type Body = (AsyncIterable<Uint8Array> & { destroy(): void }) | string | undefined;

/**
 * The text of a body. One that is larger than `largest`, decompressed, is not read to its end: nobody
 * gets to fill the memory of n8n.
 *
 * @param over ends the reading
 * @param largest in bytes
 * @returns `null` = too large
 * @throws what the network says when the body breaks off.
 */
export async function readBody(
	body: Body,
	over: AbortSignal,
	largest = LARGEST_BODY,
): Promise<string | null> {
	if (typeof body !== 'object') return body ?? '';
	const end = () => body.destroy();
	if (over.aborted) end();
	over.addEventListener('abort', end);
	const parts: Uint8Array[] = [];
	let bytes = 0;
	for await (const part of body) {
		bytes += part.length;
		// Leaving the loop closes the connection.
		if (bytes > largest) return null;
		parts.push(part);
	}
	return new TextDecoder().decode(Buffer.concat(parts));
}
