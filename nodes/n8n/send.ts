import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { type HttpAnswer, readAnswer } from '../gong/answers';
import { BaseUrlRefused, readBaseUrl, readBaseUrlFromToken } from '../gong/baseUrl';
import { NO_TIME_LEFT, type RawBody, type Reply, type Send } from '../gong/client';
import { toAccount } from '../gong/pace';
import { findMissingScope, findScope, type Scope } from '../gong/scopes';
import { throwIfCanceled } from './executionClock';
import { type Authentication, credentialTypeOf } from './authentication';
import { chainOf, nameNetworkFault, type Thrown } from './networkFault';
import { type Body, LARGEST_BODY, readBody } from './readBody';

/** How long one call may take, in ms, from a token's refresh to the last byte of the answer. */
const CALL_TIMEOUT = 30_000;

/** What a slow line carries in a millisecond, in bytes: 2 Mbit/s. Large calls get more time. */
const SLOWEST_LINE = 250;

type Context = IExecuteFunctions | ILoadOptionsFunctions;

interface OAuthCredential {
	baseUrl?: string;
	accessTokenUrl?: string;
	oauthTokenData?: { api_base_url_for_customer?: unknown; scope?: unknown };
}

/** The address for a credential, and the scopes that its token names, as they came. */
interface Account {
	address: string;
	scope: unknown;
}

/** Why nothing may be sent. */
type NotSent = Extract<Reply, { notSent: string }>;

/** Checked before every call, since a refreshed token may bring a new address. */
async function readCredential(
	context: Context,
	authentication: Authentication,
): Promise<Account | NotSent> {
	try {
		const credential = await context.getCredentials<OAuthCredential>(
			credentialTypeOf(authentication),
		);
		const { baseUrl, oauthTokenData } = credential;
		if (authentication === 'accessKey' || baseUrl)
			return { address: readBaseUrl(baseUrl ?? ''), scope: oauthTokenData?.scope };
		if (!oauthTokenData)
			return {
				notSent: 'The Gong credential is not connected yet',
				advice: "Open the credential, select 'Connect', and sign in to Gong.",
			};
		const { api_base_url_for_customer: received, scope } = oauthTokenData;
		return { address: readBaseUrlFromToken(received, credential.accessTokenUrl ?? ''), scope };
	} catch (error) {
		throwIfCanceled(context);
		return {
			notSent: (error as Error).message,
			advice:
				error instanceof BaseUrlRefused
					? error.advice
					: 'Open the Gong credential, check it, and sign in again if it uses OAuth.',
		};
	}
}

/**
 * The way to Gong through n8n's own request helper, which signs, refreshes OAuth tokens, and obeys
 * n8n's proxy settings. Redirects are not followed: one must not carry the secret elsewhere. Bodies
 * are read here: n8n's own parsing would round large IDs, and it reads answers of any size.
 *
 * With OAuth, a call that is answered with 401 is left to n8n in a second try, where the 401 is an
 * exception: that makes n8n refresh the token, once for all calls that wait for it (n8n-core 2.39 to
 * 2.41, `refreshOrFetchToken`). Not so where the 401 names a scope: a refresh brings no scope, and a
 * refresh token works once. Where the token itself says that it lacks the scope, no call is made.
 */
export function createSend(context: Context, authentication: Authentication): Send {
	const type = credentialTypeOf(authentication);
	return async (
		{ method, path, query, body, raw, largestAnswer = LARGEST_BODY, giveUpAt = Infinity },
		inTurn,
	) => {
		const credential = await readCredential(context, authentication);
		if ('notSent' in credential) return credential;
		const { address, scope } = credential;
		const missing = authentication === 'oAuth2' ? findMissingScope(scope, { method, path }) : null;
		if (missing) return toMissingScope(missing);
		const account = toAccount(address, context.getNode().credentials?.[type]?.id ?? '');
		const bytes = (raw?.bytes.length ?? 0) + Math.max(0, largestAnswer - LARGEST_BODY);
		const timeout = CALL_TIMEOUT + Math.ceil(bytes / SLOWEST_LINE);
		const options: IHttpRequestOptions = {
			// n8n's helper takes the body out of a call whose method is GET, and sends GET where none is named
			// (n8n-core 2.41, `convertN8nRequestToAxios`). Gong takes a list of IDs as the body of a GET.
			...((method !== 'GET' || body === undefined) && { method }),
			url: path,
			qs: query,
			...toBody(body, raw),
			encoding: 'stream',
			returnFullResponse: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
			// Of silence only: an answer that trickles in never reaches it.
			timeout,
		};
		const call = async (over: AbortSignal): Promise<Reply> => {
			const read: ReadAnswer = async (status, headers, answer) => ({
				status,
				headers: { ...(headers as Record<string, unknown>) },
				body: await readBody(answer, over, largestAnswer),
			});
			try {
				const { statusCode, headers, body } =
					(await context.helpers.httpRequestWithAuthentication.call(
						context,
						type,
						options,
					)) as IN8nHttpFullResponse;
				return await read(statusCode, headers, body as Body);
			} catch (error) {
				throwIfCanceled(context);
				return await readThrown(error, read);
			}
		};
		const make = async (): Promise<Reply> => {
			// Meanwhile the credential may have another address.
			const now = await readCredential(context, authentication);
			if ('notSent' in now) return now;
			options.baseURL = now.address;
			const left = giveUpAt - Date.now();
			return left > 0 ? await inTime(Math.min(timeout, left), call) : NO_TIME_LEFT;
		};
		const reply = await inTurn(account, make);
		if (authentication === 'accessKey' || !mayBeRefreshed(reply)) return reply;
		options.ignoreHttpStatusErrors = { ignore: true, except: [401] };
		// Every call that comes before it is refused like this one.
		return await inTurn(account, make, { goesFirst: true });
	};
}

/** Whether another token may help: a 401 that does not name a scope. */
function mayBeRefreshed(reply: Reply): boolean {
	if (!('status' in reply) || reply.status !== 401) return false;
	const answer = readAnswer(reply, Date.now());
	return answer.kind !== 'refused' || findScope(answer.errors) === undefined;
}

/** What stands in for Gong's answer to a call that its token, by its own word, has no scope for. */
const toMissingScope = (scope: Scope): Reply => ({
	status: 401,
	headers: {},
	body: JSON.stringify({
		errors: [`The token that Gong gave this connection does not have the scope '${scope}'.`],
	}),
});

/** The body of a call and the header that says what it is. */
function toBody(
	body: unknown,
	raw: RawBody | undefined,
): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	const accept = { Accept: 'application/json' };
	if (raw) return { body: raw.bytes, headers: { ...accept, 'Content-Type': raw.contentType } };
	if (body === undefined) return { headers: accept };
	return {
		body: JSON.stringify(body),
		headers: { ...accept, 'Content-Type': 'application/json' },
	};
}

/** Reads an HTTP answer to its end. */
type ReadAnswer = (status: number, headers: unknown, body: Body) => Promise<HttpAnswer>;

/**
 * Gives up on a call after `timeout` ms, whatever holds it up. A call that n8n cannot end any more
 * (it refreshes tokens with a limit of 5 minutes) is left to itself.
 *
 * @param call gets a signal that fires when the call is over, in whatever way
 */
async function inTime(
	timeout: number,
	call: (over: AbortSignal) => Promise<Reply>,
): Promise<Reply> {
	const over = new AbortController();
	const tooLate = sleep(timeout, over.signal).then(
		() => ({ noAnswer: `ETIMEDOUT: no whole answer within ${timeout / 1000} seconds` }),
		() => ({ noAnswer: 'over' }),
	);
	try {
		return await Promise.race([call(over.signal), tooLate]);
	} finally {
		over.abort();
	}
}

/**
 * Sorts what n8n's helper threw: an HTTP answer after all, a token that could not be refreshed, or the
 * network. What nobody knows counts as the network: the call may have been under way. Of the token
 * endpoint's answers not even the words go on, because they quote it.
 */
async function readThrown(error: unknown, read: ReadAnswer): Promise<Reply> {
	const chain = chainOf(error);
	// A 401, or what the token endpoint said; the rest of its answers broke off half way.
	const response = chain.find((one) => one.response)?.response;
	if (response && (response.status === 401 || response.status >= 500))
		return await read(response.status, response.headers, response.data as Body);

	const ofToken = chain.map(refusedToken).find((status) => status !== null);
	if (ofToken) return { status: ofToken, headers: {}, body: '' };

	return { noAnswer: nameNetworkFault(error) };
}

/**
 * What an error of n8n's OAuth client amounts to, as the HTTP status of the call: 401 where a person
 * has to connect again, otherwise what the token endpoint, or a proxy before it, answered; `null` = it
 * is no such error.
 */
function refusedToken({ code, status = 0, message = '' }: Thrown): number | null {
	// n8n's words where the refresh token is used up, revoked or missing.
	if (code === 'EAUTH' || /reconnect/.test(message)) return 401;
	if (code !== 'ESTATUS') return null;
	// n8n's words for HTML and the like (`@n8n/client-oauth2`, `parseResponseBody`). Gong answers JSON.
	const isOfGateway = /^Expected JSON response/.test(message);
	const passes = isOfGateway || status === 408 || status === 429;
	return status >= 300 && status < 500 && !passes ? 401 : status;
}
