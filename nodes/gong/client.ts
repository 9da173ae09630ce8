import {
	type Answer,
	type CrmIntegration,
	type HttpAnswer,
	leavesOpen,
	readAnswer,
	readIntegrations,
	readRegisteredId,
	readRequestStatus,
	type RequestStatus,
} from './answers';
import { type Clock, createPace } from './clock';
import { delayBeforeRetry } from './retry';

/** One HTTP call, before the address and the sign-in are added. */
export interface Call {
	method: 'DELETE' | 'GET' | 'PUT';
	path: string;
	query?: Record<string, string>;
	body?: Record<string, string>;
}

/**
 * Sends one call, signed, without following redirects. Resolves for every HTTP status, and for none
 * at all with what the network said. Throws where nothing may be sent (an address that is not
 * allowed, a credential that is not connected) and when the execution is cancelled.
 */
export type Send = (call: Call) => Promise<HttpAnswer | { noAnswer: string }>;

/** The answers that are not what was hoped for. */
export type Unhelpful = Exclude<Answer, { kind: 'ok' }>;

/** What came of a call: what it was for, or the answer that stood in the way. */
export type Outcome<T> = { ok: true; value: T } | { ok: false; answer: Unhelpful };

/**
 * What came of a request for deletion. `lostBefore` = an earlier try of this very call ended without a
 * clear answer, and may have been registered.
 */
export type DeletionOutcome = Outcome<Submission> & { lostBefore: boolean };

/** What Gong said to a request for deletion. */
export type Submission =
	/** Registered (201). */
	| { kind: 'accepted'; requestId: string | null }
	/** The client request ID is taken (409). */
	| { kind: 'idInUse'; answer: Unhelpful };

const INTEGRATIONS = '/v2/crm/integrations';
const REQUEST_STATUS = '/v2/crm/request-status';

/** Gong's CRM API: paced, and sent again where that is safe. Knows nothing of n8n. */
export class GongClient {
	private readonly inTurn: (call: () => Promise<Answer>) => Promise<Answer>;

	/**
	 * @param send the signed way to Gong
	 * @param clock time and cancellation
	 * @param requestsPerSecond at most this many calls start in a second
	 */
	constructor(
		private readonly send: Send,
		private readonly clock: Clock,
		requestsPerSecond: number,
	) {
		this.inTurn = createPace(
			requestsPerSecond,
			clock,
			(answer) => answer.kind === 'refused' && answer.status === 429,
		);
	}

	/**
	 * Asks Gong to delete an integration (`DELETE /v2/crm/integrations`, scope
	 * `api:crm:integration:delete`). Sent again, with the same client request ID, after a network
	 * fault, 429 or 5xx: Gong's answer 409 to an ID it knows makes a second deletion impossible.
	 */
	async deleteIntegration(
		integrationId: string,
		clientRequestId: string,
	): Promise<DeletionOutcome> {
		const { answer, lostBefore } = await this.callRepeatedly({
			method: 'DELETE',
			path: INTEGRATIONS,
			query: { integrationId, clientRequestId },
		});
		if (answer.kind === 'ok')
			return { ok: true, value: { kind: 'accepted', requestId: answer.requestId }, lostBefore };
		if (answer.kind === 'refused' && answer.status === 409)
			return { ok: true, value: { kind: 'idInUse', answer }, lostBefore };
		return { ok: false, answer, lostBefore };
	}

	/**
	 * Asks once how far a request is (`GET /v2/crm/request-status`, scope `api:crm:upload`). Who waits
	 * asks again later anyway.
	 */
	async checkRequestStatus(
		integrationId: string,
		clientRequestId: string,
	): Promise<Outcome<RequestStatus>> {
		return read(await this.callOnce(statusCall(integrationId, clientRequestId)), readRequestStatus);
	}

	/** As `checkRequestStatus`, sent again where that can help. */
	async getRequestStatus(
		integrationId: string,
		clientRequestId: string,
	): Promise<Outcome<RequestStatus>> {
		const { answer } = await this.callRepeatedly(statusCall(integrationId, clientRequestId));
		return read(answer, readRequestStatus);
	}

	/** Lists the integrations (`GET /v2/crm/integrations`, scope `api:crm:integrations:read`). */
	async listIntegrations(): Promise<Outcome<CrmIntegration[]>> {
		const { answer } = await this.callRepeatedly({ method: 'GET', path: INTEGRATIONS });
		return read(answer, readIntegrations);
	}

	/**
	 * Registers an integration (`PUT /v2/crm/integrations`, scope `api:crm:integration:register`) and
	 * returns its ID. Sent once: after a lost answer a second call could only answer 409, which would
	 * read as if somebody else had registered it.
	 */
	async registerIntegration(name: string, ownerEmail: string): Promise<Outcome<string>> {
		const answer = await this.callOnce({
			method: 'PUT',
			path: INTEGRATIONS,
			body: { name, ownerEmail },
		});
		return read(answer, readRegisteredId);
	}

	private async callRepeatedly(call: Call): Promise<{ answer: Answer; lostBefore: boolean }> {
		let lostBefore = false;
		for (let tries = 1; ; tries++) {
			const answer = await this.callOnce(call);
			const delay = delayBeforeRetry(answer, tries, Math.random());
			if (delay === null) return { answer, lostBefore };
			lostBefore ||= leavesOpen(answer);
			await this.clock.sleep(delay);
		}
	}

	private async callOnce(call: Call): Promise<Answer> {
		return await this.inTurn(async () => {
			const answer = await this.send(call);
			return 'noAnswer' in answer
				? { kind: 'noAnswer', reason: answer.noAnswer }
				: readAnswer(answer, this.clock.now());
		});
	}
}

const statusCall = (integrationId: string, clientRequestId: string): Call => ({
	method: 'GET',
	path: REQUEST_STATUS,
	query: { integrationId, clientRequestId },
});

/** A success whose body has not what the call was for is as good as none. */
function read<T>(answer: Answer, reader: (body: Record<string, unknown>) => T | null): Outcome<T> {
	if (answer.kind !== 'ok') return { ok: false, answer };
	const value = reader(answer.body);
	return value === null
		? { ok: false, answer: { kind: 'unreadable', status: answer.status } }
		: { ok: true, value };
}
