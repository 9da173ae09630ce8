// A command of the repository, never part of the package: fetch sends no body with a GET.
/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import * as http from 'node:http';
import * as https from 'node:https';
/* eslint-enable @n8n/community-nodes/no-restricted-imports */
import { type Clock, createPace } from '../../nodes/gong/clock';
import { parseExactJson } from '../../nodes/gong/exactJson';
import { isRecord } from '../../nodes/gong/records';

/** What Gong said to a call. */
export interface Reply {
	status: number;
	/** IDs in it are text, digit for digit; empty where the answer was no JSON object. */
	body: Record<string, unknown>;
	/** Gong's sentences. */
	errors: string[];
}

/** Whose account is asked, and how to wait. */
export interface Account {
	/** Without a slash at its end. */
	baseUrl: string;
	accessKey: string;
	accessKeySecret: string;
	clock: Clock;
}

interface Call {
	method: 'DELETE' | 'GET' | 'POST' | 'PUT';
	path: string;
	query?: Record<string, string>;
	body?: unknown;
	/** A multipart body, in place of `body`. */
	form?: { text: string; contentType: string };
}

/** The one request of a call, which can be repeated. */
interface HttpRequest {
	url: string;
	method: string;
	headers: Record<string, string>;
	body: string | undefined;
}

/** Gong's default limit (Gong help, "API rate limits"). */
const CALLS_PER_SECOND = 3;
const MOST_TRIES = 5;
const TIMEOUT = 60_000;

/** Headers that the part with the file has, one text each. */
export type PartHeaders = readonly string[];

/** A way to make every call of Gong's CRM API and to see its answer as it is. */
export class GongCalls {
	private readonly pace;

	constructor(private readonly account: Account) {
		this.pace = createPace<Reply>(CALLS_PER_SECOND, account.clock, (reply) => reply.status === 429);
	}

	async list(): Promise<Reply> {
		return await this.call({ method: 'GET', path: '/v2/crm/integrations' });
	}

	async register(name: string, ownerEmail: string): Promise<Reply> {
		return await this.call({
			method: 'PUT',
			path: '/v2/crm/integrations',
			body: { name, ownerEmail },
		});
	}

	async remove(integrationId: string, clientRequestId: string): Promise<Reply> {
		return await this.call({
			method: 'DELETE',
			path: '/v2/crm/integrations',
			query: { integrationId, clientRequestId },
		});
	}

	async status(integrationId: string, clientRequestId: string): Promise<Reply> {
		return await this.call({
			method: 'GET',
			path: '/v2/crm/request-status',
			query: { integrationId, clientRequestId },
		});
	}

	async listSchema(integrationId: string, objectType: string): Promise<Reply> {
		return await this.call({
			method: 'GET',
			path: '/v2/crm/entity-schema',
			query: { integrationId, objectType },
		});
	}

	async setSchema(integrationId: string, objectType: string, fields: object[]): Promise<Reply> {
		return await this.call({
			method: 'POST',
			path: '/v2/crm/entity-schema',
			query: { integrationId, objectType },
			body: fields,
		});
	}

	async upload(
		query: { integrationId: string; objectType: string; clientRequestId: string },
		lines: object[],
		part: PartHeaders,
	): Promise<Reply> {
		const boundary = `probe-${query.clientRequestId}`;
		const file = lines.map((line) => JSON.stringify(line)).join('\n');
		return await this.call({
			method: 'POST',
			path: '/v2/crm/entities',
			query,
			form: {
				text: [`--${boundary}`, ...part, '', file, `--${boundary}--`, ''].join('\r\n'),
				contentType: `multipart/form-data; boundary=${boundary}`,
			},
		});
	}

	async getObjects(integrationId: string, objectType: string, ids: string[]): Promise<Reply> {
		return await this.call({
			method: 'GET',
			path: '/v2/crm/entities',
			query: { integrationId, objectType },
			body: ids,
		});
	}

	/** @throws Error where Gong cannot be reached, or is over its limit for long. */
	private async call({ method, path, query = {}, body, form }: Call): Promise<Reply> {
		const { baseUrl, accessKey, accessKeySecret, clock } = this.account;
		const key = Buffer.from(`${accessKey}:${accessKeySecret}`).toString('base64');
		const contentType = form?.contentType ?? (body === undefined ? undefined : 'application/json');
		const request: HttpRequest = {
			url: `${baseUrl}${path}?${new URLSearchParams(query).toString()}`,
			method,
			headers: {
				authorization: `Basic ${key}`,
				...(contentType && { 'content-type': contentType }),
			},
			body: form?.text ?? (body === undefined ? undefined : JSON.stringify(body)),
		};
		for (let tries = 1; ; tries++) {
			let retryAfter = 0;
			const reply = await this.pace(async () => {
				const answer = await send(request);
				retryAfter = Number(answer.retryAfter ?? 1) || 1;
				return readReply(answer);
			});
			if (reply.status !== 429) return reply;
			if (tries === MOST_TRIES) throw new Error('Gong’s call limit is used up. Try again later.');
			await clock.sleep(retryAfter * 1000);
		}
	}
}

interface HttpAnswer {
	status: number;
	text: string;
	retryAfter: string | null | undefined;
}

/** A redirect is not followed: the key must not go anywhere else. */
async function send(request: HttpRequest): Promise<HttpAnswer> {
	const { url, method, headers, body } = request;
	if (method === 'GET' && body !== undefined) return await sendGetWithBody(request);
	const answer = await fetch(url, {
		method,
		headers,
		body,
		redirect: 'manual',
		signal: AbortSignal.timeout(TIMEOUT),
	});
	return {
		status: answer.status,
		text: await answer.text(),
		retryAfter: answer.headers.get('retry-after'),
	};
}

/** `fetch` refuses to send a GET with a body (Fetch Standard, "new Request"). */
async function sendGetWithBody({ url, method, headers, body }: HttpRequest): Promise<HttpAnswer> {
	const { request } = url.startsWith('https:') ? https : http;
	return await new Promise((resolve, reject) => {
		const length = String(Buffer.byteLength(body ?? ''));
		const sent = request(
			url,
			{
				method,
				headers: { ...headers, 'content-length': length },
				signal: AbortSignal.timeout(TIMEOUT),
			},
			(answer) => {
				let text = '';
				answer.setEncoding('utf8');
				answer.on('data', (chunk: string) => (text += chunk));
				answer.on('error', reject);
				answer.on('end', () =>
					resolve({
						status: answer.statusCode ?? 0,
						text,
						retryAfter: answer.headers['retry-after'],
					}),
				);
			},
		);
		sent.on('error', reject);
		sent.end(body);
	});
}

function readReply({ status, text }: HttpAnswer): Reply {
	const body = parsed(text);
	const errors = Array.isArray(body.errors) ? body.errors.map(asSentence) : [];
	return { status, body, errors };
}

/** An error of a call is a text, one of a line has a line and a description. */
const asSentence = (error: unknown): string =>
	isRecord(error) ? `line ${String(error.line)}: ${String(error.description)}` : String(error);

function parsed(text: string): Record<string, unknown> {
	try {
		const value = parseExactJson(text);
		return isRecord(value) ? value : {};
	} catch {
		return {};
	}
}
