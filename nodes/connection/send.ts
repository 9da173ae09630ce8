import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';
import { type HttpAnswer } from '../gong/answers';
import { BaseUrlRefused, readBaseUrl, readBaseUrlFromToken } from '../gong/baseUrl';
import type { Send } from '../gong/client';
import { throwIfCanceled } from './executionClock';
import { type Authentication, credentialTypeOf } from './authentication';
import { type Body, readBody } from './readBody';

/** How long one call may take, in ms, from a token's refresh to the last byte of the answer. */
const CALL_TIMEOUT = 30_000;

type Context = IExecuteFunctions | ILoadOptionsFunctions;

interface OAuthCredential {
	baseUrl?: string;
	accessTokenUrl?: string;
	oauthTokenData?: { api_base_url_for_customer?: unknown };
}

/** The address for a credential; checked before every call, since a refreshed token may bring a new one. */
async function readAddress(context: Context, authentication: Authentication): Promise<string> {
	const credential = await context.getCredentials<OAuthCredential>(
		credentialTypeOf(authentication),
	);
	try {
		if (authentication === 'accessKey' || credential.baseUrl)
			return readBaseUrl(credential.baseUrl ?? '');
		if (!credential.oauthTokenData)
			throw new NodeOperationError(context.getNode(), 'The Gong credential is not connected yet', {
				description: 'Open the credential, select "Connect", and sign in to Gong.',
			});
		return readBaseUrlFromToken(
			credential.oauthTokenData.api_base_url_for_customer,
			credential.accessTokenUrl ?? '',
		);
	} catch (error) {
		throw new NodeOperationError(context.getNode(), error as Error, {
			description: error instanceof BaseUrlRefused ? error.advice : undefined,
		});
	}
}

/** An HTTP answer, or what the network said in its place. */
type Sent = Awaited<ReturnType<Send>>;

/**
 * The way to Gong through n8n's own request helper, which signs, refreshes OAuth tokens, and obeys
 * n8n's proxy settings. Redirects are not followed: one must not carry the secret elsewhere. Bodies
 * are read here: n8n's own parsing would round large IDs, and it reads answers of any size.
 *
 * OAuth answers of 401 are left to n8n as exceptions, since that is what makes it refresh the token;
 * with an access key they would only make it send the same call again.
 */
export function createSend(context: Context, authentication: Authentication): Send {
	return async ({ method, path, query, body }) => {
		const options: IHttpRequestOptions = {
			method,
			baseURL: await readAddress(context, authentication),
			url: path,
			qs: query,
			body: body as IHttpRequestOptions['body'],
			headers: { Accept: 'application/json' },
			encoding: 'stream',
			returnFullResponse: true,
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: authentication === 'oAuth2' ? { ignore: true, except: [401] } : true,
			// Of silence only: an answer that trickles in never reaches it.
			timeout: CALL_TIMEOUT,
		};
		return await inTime(async (over) => {
			try {
				const response = (await context.helpers.httpRequestWithAuthentication.call(
					context,
					credentialTypeOf(authentication),
					options,
				)) as IN8nHttpFullResponse;
				const { statusCode, headers } = response;
				return await toHttpAnswer(statusCode, headers, response.body as Body, over);
			} catch (error) {
				throwIfCanceled(context);
				return await readThrown(context, error, over);
			}
		});
	};
}

/**
 * Gives up on a call after `CALL_TIMEOUT`, whatever holds it up. A call that n8n cannot end any more
 * (it refreshes tokens with a limit of 5 minutes) is left to itself.
 *
 * @param call gets a signal that fires when the call is over, in whatever way
 */
async function inTime(call: (over: AbortSignal) => Promise<Sent>): Promise<Sent> {
	const over = new AbortController();
	const tooLate = sleep(CALL_TIMEOUT, over.signal).then(
		() => ({ noAnswer: `ETIMEDOUT: no whole answer within ${CALL_TIMEOUT / 1000} seconds` }),
		() => ({ noAnswer: 'over' }),
	);
	try {
		return await Promise.race([call(over.signal), tooLate]);
	} finally {
		over.abort();
	}
}

const toHttpAnswer = async (
	status: number,
	headers: unknown,
	body: Body,
	over: AbortSignal,
): Promise<HttpAnswer> => ({
	status,
	headers: { ...(headers as Record<string, unknown>) },
	body: await readBody(body, over),
});

/** What n8n's helpers throw, n8n's own wrapping included. */
interface Thrown {
	message?: string;
	/** Of the network: `ECONNREFUSED`, `ETIMEDOUT`… Of n8n's OAuth client: `EAUTH`, `ESTATUS`. */
	code?: string;
	/** Of the token endpoint, with `ESTATUS`. */
	status?: number;
	response?: { status: number; headers: unknown; data: Body };
	cause?: Thrown;
}

/**
 * Sorts what n8n's helper threw: an HTTP answer after all, no answer, a token that could not be
 * refreshed, or something that must end the node. Nothing of the error goes on but its words, because
 * what hangs on it holds headers; and of the token endpoint not even those, because they quote it.
 */
async function readThrown(context: Context, error: unknown, over: AbortSignal): Promise<Sent> {
	const chain: Thrown[] = [];
	for (let at = error as Thrown | undefined; at && chain.length < 5; at = at.cause) chain.push(at);

	// A 401, or what the token endpoint said; the rest of its answers broke off half way.
	const response = chain.find((one) => one.response)?.response;
	if (response && (response.status === 401 || response.status >= 500))
		return await toHttpAnswer(response.status, response.headers, response.data, over);

	const ofToken = chain.map(refusedToken).find((status) => status !== null);
	if (ofToken) return { status: ofToken, headers: {}, body: '' };

	// Of the connection, of Node's HTTP parser, and of its decompression.
	const network = chain.find(({ code }) => /^(E|HPE_|Z_)[A-Z_]+$/.test(code ?? ''));
	if (network) return { noAnswer: `${network.code}: ${network.message}` };

	throw new NodeOperationError(
		context.getNode(),
		chain[0]?.message ?? 'The call to Gong could not be made',
		{ description: 'Open the Gong credential, check it, and sign in again if it uses OAuth.' },
	);
}

/**
 * What an error of n8n's OAuth client amounts to, as the HTTP status of the call: 401 where a person
 * has to connect again, otherwise what the token endpoint answered; `null` = it is no such error.
 */
function refusedToken({ code, status = 0, message = '' }: Thrown): number | null {
	// n8n's words where the refresh token is used up, revoked or missing.
	if (code === 'EAUTH' || /reconnect/.test(message)) return 401;
	if (code !== 'ESTATUS') return null;
	return status >= 300 && status < 500 && status !== 408 && status !== 429 ? 401 : status;
}
