import { createHash } from 'node:crypto';
import axios, { type AxiosResponse } from 'axios';
import { readRetryAfter } from '../../nodes/gong/answers';
import {
	type Call,
	GongClient,
	type RawBody,
	type Reply as RawReply,
	type Sent,
} from '../../nodes/gong/client';
import type { Clock } from '../../nodes/gong/clock';
import { parseExactJson } from '../../nodes/gong/exactJson';
import { toMultipart } from '../../nodes/gong/multipart';
import { DEFAULT_REQUESTS_PER_SECOND, type Paces, toAccount } from '../../nodes/gong/pace';
import { isRecord } from '../../nodes/gong/records';
import { LONGEST_RETRY_AFTER, MOST_TRIES } from '../../nodes/gong/retry';
import { nameNetworkFault } from '../../nodes/n8n/networkFault';
import type { Exchange } from '../recorded/runs';
import { keyPair } from '../simulator/client';
import type { Situation } from '../simulator/evidence';
import type { Access } from './consent';

/** What Gong said to a call. */
export interface Reply {
	status: number;
	/** IDs in it are text, digit for digit; empty where the answer was no JSON object. */
	body: Record<string, unknown>;
	/** Gong's sentences. */
	errors: string[];
	/** The request is registered, as the package reads the answers to it. */
	isAccepted: boolean;
	/** Says in which situation the answer came. */
	tag(when: Situation | null): void;
}

/** Whose account is asked, and how to wait. */
export interface Account extends Access {
	clock: Clock;
}

/** A question cannot be answered; the others can. */
export class Unanswered extends Error {}

/** Headers of the part with the file, one text each. */
export type PartHeaders = readonly string[];

/** Headers of an answer that are written down. */
const HEADERS = [
	'content-type',
	'retry-after',
	'www-authenticate',
	'x-gong-service-version',
	'x-traceid',
];

/** All calls of a run, as they were made. */
export class Recording {
	readonly exchanges: Exchange[] = [];
	/** What the next calls are made for. */
	about: string | null = null;
	private readonly begin: number;

	constructor(private readonly clock: Clock) {
		this.begin = clock.now();
	}

	note(call: Call, reply: RawReply): void {
		const { method, path, query, body, raw } = call;
		const answer =
			'status' in reply
				? { status: reply.status, headers: keepHeaders(reply.headers), text: reply.body ?? '' }
				: { status: null, headers: {}, text: 'noAnswer' in reply ? reply.noAnswer : '' };
		this.exchanges.push({
			about: this.about,
			when: null,
			call: { method, path, query, body, part: raw && partHeadersOf(raw) },
			after: this.clock.now() - this.begin,
			...answer,
		});
	}
}

const keepHeaders = (headers: Record<string, unknown>): Record<string, string> =>
	Object.fromEntries(
		HEADERS.filter((name) => headers[name] !== undefined).map((name) => [
			name,
			String(headers[name]),
		]),
	);

/**
 * The calls of the CRM API through the package's own client, at Gong's pace, each with its answer as it
 * came.
 */
export class GongCalls {
	private readonly client: GongClient;
	private readonly clock: Clock;

	/**
	 * @param paces one for all that call the account
	 * @param signal ends every call and every wait before it begins
	 */
	constructor(
		account: Account,
		private readonly recording: Recording,
		paces: Paces,
		private readonly signal?: AbortSignal,
	) {
		this.clock = signal ? stopBy(account.clock, signal) : account.clock;
		const paced = toAccount(account.baseUrl, '');
		this.client = new GongClient(
			async (call, inTurn) =>
				await inTurn(paced, async () => {
					const reply = await makeCall(account, call);
					recording.note(call, reply);
					return reply;
				}),
			this.clock,
			DEFAULT_REQUESTS_PER_SECOND,
			paces,
		);
	}

	/** The clock by which whoever makes these calls has to wait. */
	get waits(): Clock {
		return this.clock;
	}

	async list(): Promise<Reply> {
		return await this.call(async () => await this.client.listIntegrations());
	}

	async register(name: string, ownerEmail: string): Promise<Reply> {
		return await this.call(async () => await this.client.registerIntegration(name, ownerEmail));
	}

	async remove(integrationId: string, clientRequestId: string): Promise<Reply> {
		return await this.call(
			async () => await this.client.deleteIntegration(integrationId, clientRequestId),
		);
	}

	async status(integrationId: string, clientRequestId: string): Promise<Reply> {
		return await this.call(
			async () => await this.client.getRequestStatus(integrationId, clientRequestId),
		);
	}

	async listSchema(integrationId: string): Promise<Reply> {
		return await this.call(
			async () => await this.client.listSchemaFields(integrationId, 'ACCOUNT'),
		);
	}

	async setSchema(integrationId: string, fields: object[]): Promise<Reply> {
		return await this.call(
			async () => await this.client.setSchemaFields(integrationId, 'ACCOUNT', fields),
		);
	}

	/** @param part default: as the nodes send it */
	async upload(
		integrationId: string,
		clientRequestId: string,
		lines: object[],
		part?: PartHeaders,
	): Promise<Reply> {
		const file = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
		const raw = toMultipart([file], createHash('sha256').update(file).digest('hex'));
		return await this.call(
			async () =>
				await this.client.uploadObjects(
					integrationId,
					'ACCOUNT',
					clientRequestId,
					part ? withPartHeaders(raw, part) : raw,
				),
		);
	}

	async getObjects(integrationId: string, ids: string[]): Promise<Reply> {
		return await this.call(async () => await this.client.getObjects(integrationId, 'ACCOUNT', ids));
	}

	/**
	 * Makes a call, again where Gong was over its limit: then it has done nothing. Other faults are sent
	 * again by the client, where that is safe.
	 *
	 * @throws Unanswered where there is no answer of Gong's
	 */
	private async call(make: () => Promise<object>): Promise<Reply> {
		for (let tries = 1; ; tries++) {
			this.signal?.throwIfAborted();
			const before = this.recording.exchanges.length;
			const outcome = await make();
			const last = this.recording.exchanges.at(-1);
			const isMade = this.recording.exchanges.length > before;
			if (isMade && last && last.status !== 429) return readReply(last, outcome);
			const wait = readRetryAfter(last?.headers['retry-after'], this.clock.now()) ?? 1000;
			if (tries === MOST_TRIES || wait > LONGEST_RETRY_AFTER)
				throw new Unanswered('Gong’s call limit is used up');
			await this.clock.sleep(wait);
		}
	}
}

/** How long one call may take, in ms. */
const TIMEOUT = 60_000;

/**
 * Makes a call without an n8n: signed with the access key, redirects not followed, the answer as text.
 *
 * Not through `fetch`, which sends no body with a GET, as Gong wants of one that reads objects.
 */
async function makeCall(
	access: Access,
	{ method, path, query, body, raw }: Call,
): Promise<RawReply> {
	const json = body === undefined ? undefined : JSON.stringify(body);
	try {
		const { status, headers, data }: AxiosResponse<string> = await axios.request({
			method,
			baseURL: access.baseUrl,
			url: path,
			params: query,
			data: raw?.bytes ?? json,
			headers: {
				authorization: keyPair(access),
				accept: 'application/json',
				'content-type': raw?.contentType ?? (json === undefined ? false : 'application/json'),
			},
			maxRedirects: 0,
			proxy: false,
			timeout: TIMEOUT,
			responseType: 'text',
			validateStatus: () => true,
			transformRequest: (data: unknown) => data,
			transformResponse: (text: string) => text,
		});
		return { status, headers: { ...headers }, body: data };
	} catch (error) {
		return { noAnswer: nameNetworkFault(error) };
	}
}

/** A clock whose waits end with an exception once the signal is given. */
const stopBy = (clock: Clock, signal: AbortSignal): Clock => ({
	now: () => clock.now(),
	sleep: async (ms) => {
		signal.throwIfAborted();
		let stop = () => {};
		const stopped = new Promise<void>((resolve) => {
			stop = resolve;
			signal.addEventListener('abort', stop, { once: true });
		});
		await Promise.race([clock.sleep(ms), stopped]);
		signal.removeEventListener('abort', stop);
		signal.throwIfAborted();
	},
});

function readReply(exchange: Exchange, outcome: object): Reply {
	const { status, text } = exchange;
	if (status === null) throw new Unanswered(`Gong did not answer: ${text}`);
	// A gateway's, after all tries: it says nothing about Gong.
	if (status >= 500) throw new Unanswered(`Gong answered ${status}`);
	const body = parseBody(text);
	const sent = 'kind' in outcome ? (outcome as Sent) : undefined;
	return {
		status,
		body,
		errors: Array.isArray(body.errors) ? body.errors.map(asSentence) : [],
		isAccepted: sent?.kind === 'accepted' || (sent?.kind === 'idInUse' && sent.lost),
		tag: (when) => {
			exchange.when = when;
		},
	};
}

/** An error of a call is a text, one of a line has a line and a description. */
const asSentence = (error: unknown): string =>
	isRecord(error) ? `line ${String(error.line)}: ${String(error.description)}` : String(error);

/** The body of an answer; IDs in it are text. Empty where it is no JSON object. */
export function parseBody(text: string): Record<string, unknown> {
	try {
		const value = parseExactJson(text);
		return isRecord(value) ? value : {};
	} catch {
		return {};
	}
}

const END_OF_HEADERS = '\r\n\r\n';

/** The headers of the only part of a multipart body. */
export function partHeadersOf({ bytes }: RawBody): string[] {
	const [, ...headers] = bytes
		.subarray(0, bytes.indexOf(END_OF_HEADERS))
		.toString('latin1')
		.split('\r\n');
	return headers;
}

/** The body with other headers for its part. */
function withPartHeaders({ bytes, contentType }: RawBody, headers: PartHeaders): RawBody {
	const boundary = bytes.subarray(0, bytes.indexOf('\r\n'));
	const head = Buffer.from(['', ...headers].join('\r\n'), 'latin1');
	const rest = bytes.subarray(bytes.indexOf(END_OF_HEADERS));
	return { bytes: Buffer.concat([boundary, head, rest]), contentType };
}
