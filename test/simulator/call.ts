import type { Request } from 'express';
import { type FilePart, readParts } from './multipart';

/** How a call signed in, by the look of its `Authorization` header; says nothing about success. */
export type SignIn = 'basic' | 'bearer' | 'none';

/** A call as it came in, secrets included. What of it may be shown is in the journal. */
export interface Call {
	method: string;
	/** Path without the query. */
	path: string;
	/**
	 * Decoded but otherwise untouched text. A parameter given twice has both values with a comma
	 * between, so that a strict endpoint refuses it instead of picking one.
	 */
	query: Record<string, string>;
	/** Lower case, without parameters such as `charset`; empty when absent. */
	contentType: string;
	/** The body's text, empty when there is none, or when it is multipart. */
	rawBody: string;
	/** The parts of a multipart body. */
	parts: FilePart[];
	/** The whole `Authorization` header; empty when absent. */
	authorization: string;
	signIn: SignIn;
}

/**
 * Reads a call to its last byte. Rejects when the caller hangs up before that.
 *
 * @param largestUpload bytes of a part that are kept at most
 */
export async function readCall(request: Request, largestUpload: number): Promise<Call> {
	const [path, ...query] = request.originalUrl.split('?');
	const authorization = request.headers.authorization ?? '';
	const contentType = (request.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();
	const isMultipart = contentType === 'multipart/form-data';
	const parts = isMultipart ? await readParts(request, largestUpload) : [];
	const rawBody = isMultipart ? '' : await readText(request);
	return {
		method: request.method,
		path,
		query: parseParameters(query.join('?')),
		contentType,
		rawBody,
		parts,
		authorization,
		signIn: signInOf(authorization),
	};
}

/** Parameters of a query or a form; see {@link Call.query} for repeated ones. */
export function parseParameters(text: string): Record<string, string> {
	const parameters = new URLSearchParams(text);
	const names = [...new Set(parameters.keys())];
	return Object.fromEntries(names.map((name) => [name, parameters.getAll(name).join(',')]));
}

async function readText(request: Request): Promise<string> {
	let text = '';
	request.setEncoding('utf8');
	for await (const chunk of request) text += String(chunk);
	return text;
}

function signInOf(authorization: string): SignIn {
	if (/^basic /i.test(authorization)) return 'basic';
	if (/^bearer /i.test(authorization)) return 'bearer';
	return 'none';
}
