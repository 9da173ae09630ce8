import {
	type Answer,
	type CrmIntegration,
	type HttpAnswer,
	mayHaveSucceeded,
	readAcceptance,
	readAnswer,
	readIntegrations,
	readRegisteredId,
	readRequestStatus,
	type RequestStatus,
} from './answers';
import type { Clock } from './clock';
import { type GongObject, readObjects, TOO_LARGE } from './objects';
import { type Feedback, type InTurn, type Paces, sharedPaces, type Urgency } from './pace';
import { delayBeforeRetry } from './retry';
import { readSchemaFields, type SchemaField } from './schemaFields';

/** A body that is sent as it is. */
export interface RawBody {
	bytes: Buffer;
	contentType: string;
}

/** One HTTP call, before the address and the sign-in are added. */
export interface Call {
	method: 'DELETE' | 'GET' | 'POST' | 'PUT';
	path: string;
	query?: Record<string, string>;
	/** JSON. */
	body?: unknown;
	/** Instead of `body`: bytes that are sent as they are. */
	raw?: RawBody;
	/** The most of an answer that is read, in bytes; default: a megabyte. */
	largestAnswer?: number;
	/** When nobody is there for the answer any more, in ms since 1970; absent = as long as it takes. */
	giveUpAt?: number;
}

/** An HTTP answer, what the network said in its place, or why nothing may be sent. */
export type Reply = HttpAnswer | { noAnswer: string } | { notSent: string; advice: string };

/**
 * Sends one call, signed, without following redirects. Resolves for every HTTP status, for none at all
 * with what the network said, and where nothing may be sent (an address that is not allowed, a
 * credential that is not connected) with the reason. Throws when the execution is canceled.
 *
 * @param inTurn makes each call that goes to Gong, with the account it counts towards (`toAccount`)
 */
export type Send = (
	call: Call,
	inTurn: (
		account: string,
		call: () => Promise<Reply>,
		urgency?: Pick<Urgency, 'goesFirst'>,
	) => Promise<Reply>,
) => Promise<Reply>;

/** The answers that are not what was hoped for. */
export type Failure = Exclude<Answer, { kind: 'ok' }>;

/** What came of a call: what it was for, or the answer that stood in the way. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; answer: Failure };

/** What came of a call that asks Gong to start something. */
export type Sent =
	/** Registered (201). */
	| { kind: 'accepted'; requestId: string }
	/**
	 * Not registered by the last try of the call. `lost` = an earlier try, or this one, ended without a
	 * clear answer, and may have been registered.
	 */
	| { kind: 'idInUse' | 'refused'; answer: Failure; lost: boolean };

/** What is special about a poll near the end of a wait. */
export interface LastPoll {
	isLast?: boolean;
	giveUpAt?: number;
}

const INTEGRATIONS = '/v2/crm/integrations';
const OBJECTS = '/v2/crm/entities';
const REQUEST_STATUS = '/v2/crm/request-status';
const SCHEMA = '/v2/crm/entity-schema';

/** Gong reads no more IDs of a call than this (Gong API reference, "Get CRM objects"). */
const MOST_OBJECTS = 100;

/** The most of an answer with objects that is read, in bytes. */
const LARGEST_OBJECTS = 50_000_000;

const isTooLarge = (answer: Failure): boolean => answer.kind === 'unreadable' && answer.isTooLarge;

/**
 * Gong's CRM API: paced, and sent again where that is safe. Knows nothing of n8n. The scope that each
 * call needs stands in `callScopes`.
 */
export class GongClient {
	private readonly inTurn: InTurn<Reply>;

	/**
	 * @param send the signed way to Gong
	 * @param clock time, cancellation, and when whoever calls wants to be back
	 * @param requestsPerSecond at most this many calls start in a second
	 * @param paces whom the calls share Gong's limit with
	 */
	constructor(
		private readonly send: Send,
		private readonly clock: Clock,
		requestsPerSecond: number,
		paces: Paces = sharedPaces,
	) {
		this.inTurn = paces.join(clock, requestsPerSecond, (reply) => readFeedback(reply, clock.now()));
	}

	/**
	 * Asks Gong to delete an integration (`DELETE /v2/crm/integrations`).
	 */
	async deleteIntegration(integrationId: string, clientRequestId: string): Promise<Sent> {
		return await this.submit(
			{ method: 'DELETE', path: INTEGRATIONS, query: { integrationId, clientRequestId } },
			clientRequestId,
		);
	}

	/**
	 * Uploads a file of objects (`POST /v2/crm/entities`), as the part `dataFile` of a multipart body.
	 *
	 * @param objectType one of the six that Gong takes
	 */
	async uploadObjects(
		integrationId: string,
		objectType: string,
		clientRequestId: string,
		raw: RawBody,
	): Promise<Sent> {
		const query = { integrationId, objectType, clientRequestId };
		return await this.submit({ method: 'POST', path: OBJECTS, query, raw }, clientRequestId);
	}

	/**
	 * Reads objects back (`GET /v2/crm/entities`, scope `api:crm:get-objects`), a hundred a call: Gong
	 * leaves out what is above that without a word. Where an answer is too large, half as many are asked
	 * for.
	 *
	 * @returns by object ID; `null` = Gong does not have it; `TOO_LARGE` = its answer is, by itself; one
	 * that is not in the map, Gong did not mention
	 */
	async getObjects(
		integrationId: string,
		objectType: string,
		objectIds: string[],
	): Promise<Outcome<Map<string, GongObject | null | typeof TOO_LARGE>>> {
		const objects = new Map<string, GongObject | null | typeof TOO_LARGE>();
		const chunks: string[][] = [];
		for (let at = 0; at < objectIds.length; at += MOST_OBJECTS)
			chunks.push(objectIds.slice(at, at + MOST_OBJECTS));
		for (let chunk = chunks.shift(); chunk; chunk = chunks.shift()) {
			const asked = chunk;
			const outcome = await this.callRepeatedly(
				{
					method: 'GET',
					path: OBJECTS,
					query: { integrationId, objectType },
					body: asked,
					largestAnswer: LARGEST_OBJECTS,
				},
				(body) => readObjects(body, asked),
				{ isFinal: isTooLarge },
			);
			if (outcome.ok) {
				for (const [id, fields] of outcome.value) objects.set(id, fields);
				continue;
			}
			if (!isTooLarge(outcome.answer)) return outcome;
			if (chunk.length === 1) {
				objects.set(chunk[0], TOO_LARGE);
				continue;
			}
			const half = Math.ceil(chunk.length / 2);
			chunks.unshift(chunk.slice(0, half), chunk.slice(half));
		}
		return { ok: true, value: objects };
	}

	/**
	 * Lists the schema's fields of an object type (`GET /v2/crm/entity-schema`).
	 */
	async listSchemaFields(
		integrationId: string,
		objectType: string,
	): Promise<Outcome<SchemaField[]>> {
		return await this.callRepeatedly(
			{ method: 'GET', path: SCHEMA, query: { integrationId, objectType } },
			(body) => readSchemaFields(body, objectType),
		);
	}

	/**
	 * Sets the schema's fields of an object type (`POST /v2/crm/entity-schema`, scope `api:crm:schema`),
	 * at once. Every field that is to stay has to be among them.
	 *
	 * Sent once: the fields were read some time ago, and to send them again, after a fault or a
	 * `Retry-After`, would undo what somebody else has changed since. Callers read the schema again before
	 * every further try.
	 */
	async setSchemaFields(
		integrationId: string,
		objectType: string,
		fields: unknown[],
	): Promise<Outcome<true>> {
		return await this.callOnce(
			{ method: 'POST', path: SCHEMA, query: { integrationId, objectType }, body: fields },
			// A proxy's own answer has none.
			({ requestId }) => (typeof requestId === 'string' && requestId !== '' ? true : null),
		);
	}

	/**
	 * Asks once how far a request is (`GET /v2/crm/request-status`). Callers that poll retry themselves.
	 *
	 * @param last `isLast` = there is no later poll, so it is made even while `Retry-After` holds others;
	 * `giveUpAt` = when nobody is there for the answer any more, in ms since 1970
	 */
	async pollRequestStatus(
		integrationId: string,
		clientRequestId: string,
		last: LastPoll = {},
	): Promise<Outcome<RequestStatus>> {
		const call = toStatusCall(integrationId, clientRequestId);
		return await this.callOnce(
			{ ...call, giveUpAt: last.giveUpAt },
			readRequestStatus,
			last.isLast,
		);
	}

	/** As `pollRequestStatus`, sent again where that can help. */
	async getRequestStatus(
		integrationId: string,
		clientRequestId: string,
	): Promise<Outcome<RequestStatus>> {
		return await this.callRepeatedly(
			toStatusCall(integrationId, clientRequestId),
			readRequestStatus,
		);
	}

	/** Lists the integrations (`GET /v2/crm/integrations`). */
	async listIntegrations(): Promise<Outcome<CrmIntegration[]>> {
		return await this.callRepeatedly({ method: 'GET', path: INTEGRATIONS }, readIntegrations);
	}

	/** As `listIntegrations`, once; `last` as in `pollRequestStatus`. */
	async pollIntegrations(last: LastPoll = {}): Promise<Outcome<CrmIntegration[]>> {
		return await this.callOnce(
			{ method: 'GET', path: INTEGRATIONS, giveUpAt: last.giveUpAt },
			readIntegrations,
			last.isLast,
		);
	}

	/**
	 * Registers an integration (`PUT /v2/crm/integrations`) and returns its ID. Sent once: after a lost
	 * answer a second call could only answer 409, which would read as if somebody else had registered it.
	 */
	async registerIntegration(name: string, ownerEmail: string): Promise<Outcome<string>> {
		return await this.callOnce(
			{ method: 'PUT', path: INTEGRATIONS, body: { name, ownerEmail } },
			readRegisteredId,
		);
	}

	/**
	 * Asks Gong to start something. Sent again, with the same client request ID, after a network fault,
	 * 429 or 5xx: Gong's answer 409 to an ID it knows makes a second one impossible.
	 */
	private async submit(call: Call, clientRequestId: string): Promise<Sent> {
		const { deadline: giveUpAt } = this.clock;
		if (giveUpAt !== undefined && this.clock.now() >= giveUpAt)
			return {
				kind: 'refused',
				answer: { kind: 'notSent', reason: NO_TIME_LEFT.notSent, advice: NO_TIME_LEFT.advice },
				lost: false,
			};
		let lost = false;
		const outcome = await this.callRepeatedly(
			{ ...call, giveUpAt },
			(body) => readAcceptance(body, clientRequestId),
			{ onFailure: (answer) => (lost ||= mayHaveSucceeded(answer)) },
		);
		if (outcome.ok) return { kind: 'accepted', requestId: outcome.value };
		const { answer } = outcome;
		const isUsed = answer.kind === 'refused' && answer.status === 409;
		return { kind: isUsed ? 'idInUse' : 'refused', answer, lost };
	}

	/**
	 * @param onFailure told of every try that did not bring what it was for
	 * @param isFinal whether an answer is not worth another try, though it is one that passes
	 */
	private async callRepeatedly<T>(
		call: Call,
		reader: Reader<T>,
		{
			onFailure = () => {},
			isFinal = () => false,
		}: {
			onFailure?: (answer: Failure) => void;
			isFinal?: (answer: Failure) => boolean;
		} = {},
	): Promise<Outcome<T>> {
		for (let tries = 1; ; tries++) {
			const outcome = await this.callOnce(call, reader);
			if (outcome.ok) return outcome;
			onFailure(outcome.answer);
			const delay = delayBeforeRetry(outcome.answer, tries, Math.random());
			if (delay === null || isFinal(outcome.answer)) return outcome;
			const { deadline = Infinity } = this.clock;
			if (this.clock.now() + delay > deadline) return outcome;
			await this.clock.sleep(delay);
		}
	}

	private async callOnce<T>(call: Call, reader: Reader<T>, isLast = false): Promise<Outcome<T>> {
		const reply = await this.send(call, async (account, start, urgency) => {
			const taken = await this.inTurn(account, start, { isLast, ...urgency });
			return 'turnIn' in taken ? toRateLimit(taken.turnIn) : taken;
		});
		if ('noAnswer' in reply)
			return { ok: false, answer: { kind: 'noAnswer', reason: reply.noAnswer } };
		if ('notSent' in reply)
			return {
				ok: false,
				answer: { kind: 'notSent', reason: reply.notSent, advice: reply.advice },
			};
		return toOutcome(readAnswer(reply, this.clock.now()), reader);
	}
}

/** What Gong would answer to a call whose turn has not come. */
const toRateLimit = (turnIn: number): HttpAnswer => ({
	status: 429,
	headers: { 'retry-after': String(turnIn / 1000) },
	body: '',
});

/** What a reply says about the pace. */
function readFeedback(reply: Reply, now: number): Feedback {
	const isRefused = 'status' in reply && reply.status >= 400;
	const answer = isRefused ? readAnswer(reply, now) : null;
	if (answer?.kind !== 'refused') return { isOverLimit: false, retryAfter: null };
	const isOverLimit = answer.status === 429;
	// A gateway that is overloaded does not speak for Gong: whoever was told obeys, and nobody else.
	const isOfGong = isOverLimit || answer.errors.length > 0 || answer.requestId !== null;
	return { isOverLimit, retryAfter: isOfGong ? answer.retryAfter : null };
}

/** What is known has to be put out now, and a request that nobody hears of would be lost. */
export const NO_TIME_LEFT = {
	notSent: 'No time was left to ask Gong',
	advice:
		'n8n cancels this execution soon (Workflow Settings > Timeout Workflow, or the limit of the whole instance), or an agent needs its answer. Raise the limit, or do less at a time.',
};

/** Whether a call was not made because nobody would have been there for its answer. */
export const isOutOfTime = (answer: Failure): boolean =>
	answer.kind === 'notSent' && answer.reason === NO_TIME_LEFT.notSent;

/** What a call was for, out of the body of its answer; `null` where it is not there. */
type Reader<T> = (body: Record<string, unknown>) => T | null;

const toStatusCall = (integrationId: string, clientRequestId: string): Call => ({
	method: 'GET',
	path: REQUEST_STATUS,
	query: { integrationId, clientRequestId },
});

/** A success whose body has not what the call was for is as good as none. */
function toOutcome<T>(answer: Answer, reader: Reader<T>): Outcome<T> {
	if (answer.kind !== 'ok') return { ok: false, answer };
	const value = reader(answer.body);
	return value === null
		? { ok: false, answer: { kind: 'unreadable', status: answer.status, isTooLarge: false } }
		: { ok: true, value };
}
