import type { Clock } from '../../nodes/gong/clock';
import { parseExactJson } from '../../nodes/gong/exactJson';
import { DEFAULT_REQUESTS_PER_SECOND, type InTurn, Paces } from '../../nodes/gong/pace';
import { isRecord } from '../../nodes/gong/records';
import { type Client, connect, type TextAnswer, type UploadQuery } from '../simulator/client';
import type { Access } from './consent';

/** What Gong said to a call. */
export interface Reply {
	status: number;
	/** IDs in it are text, digit for digit; empty where the answer was no JSON object. */
	body: Record<string, unknown>;
	/** Gong's sentences. */
	errors: string[];
}

/** Whose account is asked, and how to wait. */
export interface Account extends Access {
	clock: Clock;
}

const MOST_TRIES = 5;
const TIMEOUT = 60_000;

/** Headers that the part with the file has, one text each. */
export type PartHeaders = readonly string[];

/** Every call of Gong's CRM API, at Gong's pace, with its answer as it is. */
export class GongCalls {
	private readonly inTurn: InTurn<TextAnswer>;
	private readonly client: Client;

	constructor(private readonly account: Account) {
		this.client = connect({ url: account.baseUrl, ...account }, undefined, TIMEOUT);
		this.inTurn = new Paces().join(account.clock, DEFAULT_REQUESTS_PER_SECOND, ({ status }) => ({
			isOverLimit: status === 429,
			// A call that is sent again below stays away itself.
			retryAfter: null,
		}));
	}

	async list(): Promise<Reply> {
		return await this.call(async () => await this.client.list());
	}

	async register(name: string, ownerEmail: string): Promise<Reply> {
		return await this.call(async () => await this.client.register({ name, ownerEmail }));
	}

	async remove(...ids: [integrationId: string, clientRequestId: string]): Promise<Reply> {
		return await this.call(async () => await this.client.remove(...ids));
	}

	async status(...ids: [integrationId: string, clientRequestId: string]): Promise<Reply> {
		return await this.call(async () => await this.client.status(...ids));
	}

	async listSchema(integrationId: string, objectType: string): Promise<Reply> {
		const query = { integrationId, objectType };
		return await this.call(
			async () => await this.client.call('GET', '/v2/crm/entity-schema', query),
		);
	}

	async setSchema(...wanted: Parameters<Client['setSchema']>): Promise<Reply> {
		return await this.call(async () => await this.client.setSchema(...wanted));
	}

	async upload(query: UploadQuery, lines: object[], partHeaders: PartHeaders): Promise<Reply> {
		return await this.call(async () => await this.client.upload({ ...query, partHeaders }, lines));
	}

	async getObjects(...wanted: Parameters<Client['get']>): Promise<Reply> {
		return await this.call(async () => await this.client.get(...wanted));
	}

	/** @throws Error where Gong cannot be reached, or is over its limit for long. */
	private async call(once: () => Promise<TextAnswer>): Promise<Reply> {
		for (let tries = 1; ; tries++) {
			const answer = await this.inTurn(this.account.baseUrl, once);
			if ('turnIn' in answer) throw new Error('Gong’s call limit is used up. Try again later.');
			if (answer.status !== 429) return readReply(answer);
			if (tries === MOST_TRIES) throw new Error('Gong’s call limit is used up. Try again later.');
			await this.account.clock.sleep((Number(answer.headers['retry-after'] ?? 1) || 1) * 1000);
		}
	}
}

function readReply({ status, data }: TextAnswer): Reply {
	const body = parsed(data);
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
