import { createHash } from 'node:crypto';
import type { RawBody } from './client';
import { toMultipart } from './multipart';
import { writeSecond } from './objectValues';
import { isRecord } from './records';

/** Gong takes no larger file (Gong API reference, "Upload CRM objects"). In bytes. */
export const LARGEST_FILE = 200_000_000;

/** An object to be written, and the place it comes from. */
export interface ObjectToWrite {
	/** The input item, from 0. */
	item: number;
	objectId: string;
	fields: Record<string, unknown>;
	warnings: string[];
}

/** A file of objects (LDJSON: one JSON object a line, UTF-8), ready to be sent. */
export interface ObjectFile {
	/** As it is sent: in a multipart body. */
	body: RawBody;
	/**
	 * SHA-256 of the file as its objects were given, hexadecimal: without the modified dates that were
	 * filled in, so that a retry at another moment is known for the same file.
	 */
	hash: string;
	/** What its lines are, in order, as they were given. */
	lines: ObjectToWrite[];
	/**
	 * The latest of the modified dates that were filled in, in ms since 1970, a whole second; `null` = none
	 * was. It can be still to come: the file has to wait for it.
	 */
	latestFilledIn: number | null;
}

/** Where a new file begins. */
export interface FileLimits {
	/** In bytes. */
	maxBytes: number;
	maxObjects: number;
}

/**
 * Writes objects to files, in their order: a new one where a limit is reached, and for a second version
 * of an object, since Gong wants versions in separate files. Yields one file at a time, so that no more
 * than one is in memory.
 *
 * An object without a `modifiedDate` gets one: `modifiedAt`, in whole seconds, and a second more for each
 * earlier file that has the same object, so that a later version is newer (Gong API reference,
 * "modifiedDate": where the CRM has none, the time of the call).
 *
 * @param modifiedAt ms since 1970
 * @throws ObjectTooLarge for an object that alone is larger than a file may be
 */
export function* writeFiles(
	objects: Iterable<ObjectToWrite>,
	{ maxBytes, maxObjects }: FileLimits,
	modifiedAt: number,
): Generator<ObjectFile> {
	const began = Math.floor(modifiedAt / 1000) * 1000;
	/** How many earlier files have an object, by its ID. */
	const earlier = new Map<string, number>();
	let lastHash = '';
	let file = new FileInMaking();
	for (const object of objects) {
		const line = Buffer.from(`${JSON.stringify(object.fields)}\n`);
		const isDated = hasModifiedDate(object.fields);
		const size = isDated ? line.length : line.length + FILLED_IN;
		if (size > maxBytes) throw new ObjectTooLarge(object, size, maxBytes);
		const isFull = file.bytes + size > maxBytes || file.lines.length >= maxObjects;
		if (file.lines.length > 0 && (isFull || file.ids.has(object.objectId))) {
			const finished = file.finish();
			// One with the same objects as the one before adds no version: it is not sent again.
			if (finished.hash !== lastHash)
				for (const id of file.ids) earlier.set(id, (earlier.get(id) ?? 0) + 1);
			lastHash = finished.hash;
			// What it was made of is not to stay beside it.
			file = new FileInMaking();
			yield finished;
		}
		const versions = earlier.get(object.objectId) ?? 0;
		file.add(object, line, isDated ? null : began + 1000 * versions);
	}
	if (file.lines.length > 0) yield file.finish();
}

/** A file while lines are added to it. */
class FileInMaking {
	readonly lines: ObjectToWrite[] = [];
	readonly ids = new Set<string>();
	/** As it is sent. */
	bytes = 0;
	private readonly parts: Buffer[] = [];
	private readonly sha256 = createHash('sha256');
	private latestFilledIn: number | null = null;
	/** What a line ends with once a date is filled in: most lines have the same. */
	private ending = { of: Number.NaN, bytes: Buffer.alloc(0) };

	/**
	 * @param line the object as it was given
	 * @param filledIn its modified date, in ms since 1970; `null` = it has one
	 */
	add(object: ObjectToWrite, line: Buffer, filledIn: number | null): void {
		this.sha256.update(line);
		if (filledIn === null) this.parts.push(line);
		else {
			if (this.ending.of !== filledIn)
				this.ending = { of: filledIn, bytes: Buffer.from(endLine(filledIn)) };
			this.parts.push(line.subarray(0, line.length - END.length), this.ending.bytes);
			this.latestFilledIn = Math.max(this.latestFilledIn ?? filledIn, filledIn);
			this.bytes += FILLED_IN;
		}
		this.bytes += line.length;
		this.lines.push(object);
		this.ids.add(object.objectId);
	}

	finish(): ObjectFile {
		const { lines, latestFilledIn } = this;
		const hash = this.sha256.digest('hex');
		return { body: toMultipart(this.parts, hash), hash, lines, latestFilledIn };
	}
}

const hasModifiedDate = (fields: Record<string, unknown>): boolean =>
	fields.modifiedDate !== undefined;

/** The end of a line. */
const END = '}\n';

/** The end of a line to which a modified date is added. @param filledIn ms since 1970 */
const endLine = (filledIn: number): string => `,"modifiedDate":"${writeSecond(filledIn)}"${END}`;

/** What that adds, in bytes: always the same, so that where files begin does not depend on the moment. */
const FILLED_IN = endLine(0).length - END.length;

/** How large the line of an object is, in bytes, with its end and with what is filled in. */
export const measureLine = (fields: Record<string, unknown>): number =>
	Buffer.byteLength(JSON.stringify(fields)) + 1 + (hasModifiedDate(fields) ? 0 : FILLED_IN);

/** Whether the line of an object is at most so many bytes; it's only written where that is in doubt. */
export const fitsIn = (maxBytes: number, fields: Record<string, unknown>): boolean =>
	boundSize(fields) + FILLED_IN < maxBytes || measureLine(fields) <= maxBytes;

/** A number, a boolean or null is no longer than this in JSON. */
const LONGEST_OTHER = 32;

/** What a value takes in JSON at most, with a comma: a character of a text is 6 bytes at the worst. */
function boundSize(value: unknown): number {
	if (typeof value === 'string') return 6 * value.length + 3;
	if (typeof value !== 'object' || value === null) return LONGEST_OTHER;
	let bytes = 3;
	for (const [key, inner] of Object.entries(value)) bytes += boundSize(key) + boundSize(inner);
	return bytes;
}

/** A file that somebody else has written, in pieces, as it is sent. */
export function toBody(parts: Buffer[]): Pick<ObjectFile, 'body' | 'hash'> {
	const sha256 = createHash('sha256');
	for (const part of parts) sha256.update(part);
	const hash = sha256.digest('hex');
	return { body: toMultipart(parts, hash), hash };
}

/** One object is larger than a whole file may be. */
export class ObjectTooLarge extends Error {
	override readonly name = 'ObjectTooLarge';

	constructor(
		readonly object: ObjectToWrite,
		/** In bytes. */
		readonly size: number,
		/** In bytes. */
		readonly largest: number,
	) {
		super(`An object of ${size} bytes is larger than a file may be (${largest})`);
	}
}

/** A line of a file that somebody else has written. */
export type ReadLine =
	| { line: number; fields: Record<string, unknown> }
	| { line: number; problem: string };

/** Space, tab, line feed, carriage return: what JSON takes for nothing. */
const BLANK = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Written by some editors and spreadsheets before UTF-8; JSON has no place for it (RFC 8259, 8.1). */
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads an LDJSON file line by line; lines end with a line feed, blank ones at the end do not count.
 * Numbers that JavaScript rounds are read rounded: what is sent is the file, and not what is read here.
 */
export function* readLines(bytes: Buffer): Generator<ReadLine> {
	let end = bytes.length;
	while (end > 0 && BLANK.has(bytes[end - 1])) end -= 1;
	const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
	for (let at = 0, line = 1; at < end; line++) {
		const feed = bytes.indexOf(0x0a, at);
		const stop = feed === -1 || feed > end ? end : feed;
		yield readLine(bytes.subarray(at, stop), line, decoder);
		at = stop + 1;
	}
}

function readLine(
	bytes: Buffer,
	line: number,
	decoder: InstanceType<typeof TextDecoder>,
): ReadLine {
	if (bytes.every((byte) => BLANK.has(byte))) return { line, problem: 'is blank' };
	if (line === 1 && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK))
		return {
			line,
			problem: 'begins with a byte order mark. Save the file as UTF-8 without it',
		};
	try {
		const value: unknown = JSON.parse(decoder.decode(bytes));
		return isRecord(value) ? { line, fields: value } : { line, problem: 'is not a JSON object' };
	} catch {
		return { line, problem: 'is not JSON in UTF-8' };
	}
}
