import { parseExactJson } from './exactJson';
import { isRecord } from './records';

/** An HTTP answer as it came: nothing read, nothing rounded. */
export interface HttpAnswer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, unknown>;
	/** `null` = larger than anybody was ready to read. */
	body: string | null;
}

/** What became of one call to Gong. */
export type Answer =
	/** Gong did it. `body` keeps large integers as strings. */
	| { kind: 'ok'; status: number; body: Record<string, unknown>; requestId: string | null }
	/** Gong said no; or a gateway did, in a way that means the same whoever says it. */
	| {
			kind: 'refused';
			status: number;
			/** Gong's own words; empty where a gateway answered. */
			errors: string[];
			/** Gong's reference for support. */
			requestId: string | null;
			/** How long to stay away, in ms; `null` = not said. */
			retryAfter: number | null;
			/** Where a redirect points to (origin only). */
			location: string | null;
	  }
	/**
	 * Not in the form that Gong documents, so most likely of something between n8n and Gong: a success
	 * that is empty, cut off, HTML or too large; a no that is no JSON of Gong's; a proxy's 407.
	 */
	| { kind: 'unreadable'; status: number; isTooLarge: boolean }
	/** No answer at all: refused, reset, timed out, unknown host. */
	| { kind: 'noAnswer'; reason: string }
	/** No call: the address is not allowed, or the credential cannot be used. */
	| { kind: 'notSent'; reason: string; advice: string };

/** The final and not final words of Gong for a request, and whatever it may add later. */
export interface RequestStatus {
	/** `PENDING`, `IN_PROGRESS`, `DONE`, `FAILED`, or a word that Gong added since. */
	status: string;
	/** At most 20; `line: 0` is about the request as a whole. */
	errors: Array<{ line: number; description: string }>;
	/** How many errors there are in all, listed or not; `null` = not said. */
	totalErrorCount: number | null;
	/** How many of the objects of an upload were taken; `null` = not said. */
	totalSuccessCount: number | null;
}

/** A generic CRM integration as Gong lists it. */
export interface CrmIntegration {
	/** Digits, exact. */
	integrationId: string;
	name: string;
	ownerEmail: string;
}

/** More of a text than this tells nobody anything, and n8n would store all of it. */
const LONGEST_TEXT = 500;

const textOrNull = (value: unknown): string | null =>
	typeof value === 'string' && value !== '' ? value.slice(0, LONGEST_TEXT) : null;

/** A value to be shown, cut; empty where Gong documents a text and something else came. */
function asText(value: unknown): string {
	const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

const countOrNull = (value: unknown): number | null =>
	typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

function parseBody(body: string): Record<string, unknown> | null {
	try {
		const parsed = parseExactJson(body);
		return isRecord(parsed) ? parsed : null;
	} catch {
		return null;
	}
}

/** Gong's longest limit is for a day, so nobody is ever to stay away for longer. In ms. */
const LONGEST_RETRY_AFTER = 86_400_000;

/**
 * `Retry-After` in ms from `now`, at most a day: seconds or an HTTP date (RFC 9110, 10.2.3). `null` =
 * absent or unreadable.
 */
export function readRetryAfter(header: unknown, now: number): number | null {
	const text = String(header ?? '').trim();
	const wait = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
	return Number.isNaN(wait) ? null : Math.min(Math.max(0, wait), LONGEST_RETRY_AFTER);
}

/**
 * Whether a no with this status means something only if Gong says it. A gateway's 403 or 404 is about
 * itself, and passes once it is mended. What means the same from whoever it comes: redirects, time-outs,
 * limits, bodies that are too large, 5xx; and 401, since a proxy that wants a password says 407 (RFC
 * 9110, 15.5.2 and 15.5.8), and Gong does not document in which form its sign-in says no.
 */
const isOfGongOnly = (status: number): boolean =>
	status >= 400 && status < 500 && ![401, 408, 413, 429].includes(status);

/** Sorts an HTTP answer. Fields that Gong may add are ignored. */
export function readAnswer(answer: HttpAnswer, now: number): Answer {
	const body = parseBody(answer.body ?? '');
	const requestId = textOrNull(body?.requestId);
	if (answer.status >= 200 && answer.status < 300)
		return body
			? { kind: 'ok', status: answer.status, body, requestId }
			: { kind: 'unreadable', status: answer.status, isTooLarge: answer.body === null };

	const errors = [body?.errors].flat().map(asText).filter(Boolean);
	// Odd values do not make it somebody else's.
	const isOfGong = body !== null && ('errors' in body || 'requestId' in body);
	if (answer.status === 407 || (!isOfGong && isOfGongOnly(answer.status)))
		return { kind: 'unreadable', status: answer.status, isTooLarge: false };

	const location = textOrNull(answer.headers.location);
	return {
		kind: 'refused',
		status: answer.status,
		errors,
		requestId,
		retryAfter: readRetryAfter(answer.headers['retry-after'], now),
		location: location !== null && URL.canParse(location) ? new URL(location).origin : location,
	};
}

/**
 * Whether waiting can help: the network and what stands on it, the limits (429) or Gong itself (5xx, an
 * answer nobody can read). Everything else stays as it is until a person changes something.
 */
export function isTransient(answer: Answer): boolean {
	if (answer.kind === 'refused')
		return answer.status === 429 || answer.status === 408 || answer.status >= 500;
	return answer.kind === 'noAnswer' || answer.kind === 'unreadable';
}

/** Codes of Node's TLS and of OpenSSL for a certificate that does not hold (Node.js, `tls`, "X509 certificate error codes"). */
export const refusedCertificate =
	/^(CERT_\w+|CRL_\w+|\w*SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|INVALID_(CA|PURPOSE)|HOSTNAME_MISMATCH|ERR_TLS_CERT_\w+)(?=:)/;

/**
 * Whether Gong may have done what was asked for all the same: anything that passes, but 429, a proxy that
 * wants a password first (407), and a connection that was never made for the sake of a certificate.
 */
export function mayHaveSucceeded(answer: Answer): boolean {
	if (answer.kind === 'noAnswer') return !refusedCertificate.test(answer.reason);
	return isTransient(answer) && !('status' in answer && [407, 429].includes(answer.status));
}

/**
 * Whether Gong says that it does not know what it is asked about: a request, or the integration. Which of
 * the two it answers is not documented.
 */
export const isNotKnown = (answer: Answer): boolean =>
	answer.kind === 'refused' && (answer.status === 400 || answer.status === 404);

/** A line as a number, also where it is written as text; 0 = about the request as a whole. */
function readLine(line: unknown): number {
	if (typeof line === 'string' && /^\d{1,9}$/.test(line)) return Number(line);
	return typeof line === 'number' ? line : 0;
}

/** Reads `GET /v2/crm/request-status`; `null` where the answer has no status. */
export function readRequestStatus(body: Record<string, unknown>): RequestStatus | null {
	const status = textOrNull(body.status);
	if (status === null) return null;
	const errors = Array.isArray(body.errors) ? body.errors.filter(isRecord) : [];
	return {
		status,
		errors: errors.map(({ line, description }) => ({
			line: readLine(line),
			description: asText(description),
		})),
		totalErrorCount: countOrNull(body.totalErrorCount),
		totalSuccessCount: countOrNull(body.totalSuccessCount),
	};
}

/**
 * Reads the acceptance (201) of a deletion or an upload: Gong names the request it has registered.
 *
 * @returns Gong's reference; `null` where the answer does not speak of this request, and so may come
 * from anything between n8n and Gong
 */
export const readAcceptance = (
	body: Record<string, unknown>,
	clientRequestId: string,
): string | null => (body.clientRequestId === clientRequestId ? textOrNull(body.requestId) : null);

/** Whether a status is final. A word this version does not know is not (Gong may add some). */
export const isFinalStatus = (status: string): boolean => status === 'DONE' || status === 'FAILED';

/** An ID in an answer, exact: parsed from its digits, or a number small enough not to be rounded. */
function readId(value: unknown): string | null {
	const digits = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
	return typeof digits === 'string' && /^[1-9]\d*$/.test(digits) ? digits : null;
}

/** Reads `GET /v2/crm/integrations`; `null` where the answer has no readable list. */
export function readIntegrations(body: Record<string, unknown>): CrmIntegration[] | null {
	if (!Array.isArray(body.integrations)) return null;
	const read: CrmIntegration[] = [];
	for (const entry of body.integrations) {
		const integrationId = isRecord(entry) ? readId(entry.integrationId) : null;
		// Leaving one out could pass for "this integration is gone".
		if (!isRecord(entry) || integrationId === null) return null;
		read.push({
			integrationId,
			name: asText(entry.name),
			ownerEmail: asText(entry.ownerEmail),
		});
	}
	return read;
}

/** Reads the ID from the answer to `PUT /v2/crm/integrations`; `null` where it has none. */
export const readRegisteredId = (body: Record<string, unknown>): string | null =>
	readId(body.integrationId);
