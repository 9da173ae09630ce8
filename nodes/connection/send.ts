import type {
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';
import { type HttpAnswer } from '../gong/answers';
import { BaseUrlRefused, readBaseUrl, readBaseUrlFromToken } from '../gong/baseUrl';
import type { RawBody, Reply, Send } from '../gong/client';
import { toAccount } from '../gong/pace';
import { throwIfCanceled } from './executionClock';
import { type Authentication, credentialTypeOf } from './authentication';
import { type Body, LARGEST_BODY, readBody } from './readBody';

/** How long one call may take, in ms, from a token's refresh to the last byte of the answer. */
const CALL_TIMEOUT = 30_000;

/** What a slow line carries in a millisecond, in bytes: 2 Mbit/s. Large calls get more time. */
const SLOWEST_LINE = 250;

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

/**
 * The way to Gong through n8n's own request helper, which signs, refreshes OAuth tokens, and obeys
 * n8n's proxy settings. Redirects are not followed: one must not carry the secret elsewhere. Bodies
 * are read here: n8n's own parsing would round large IDs, and it reads answers of any size.
 *
 * OAuth answers of 401 are left to n8n as exceptions, since that is what makes it refresh the token;
 * with an access key they would only make it send the same call again.
 */
export function createSend(context: Context, authentication: Authentication): Send {
	const type = credentialTypeOf(authentication);
	return async ({ method, path, query, body, raw, largestAnswer = LARGEST_BODY }, inTurn) => {
		const account = toAccount(
			await readAddress(context, authentication),
			context.getNode().credentials?.[type]?.id ?? '',
		);
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
			ignoreHttpStatusErrors: authentication === 'oAuth2' ? { ignore: true, except: [401] } : true,
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
				return await readThrown(context, error, read);
			}
		};
		return await inTurn(account, async () => {
			// Meanwhile the credential may have another address.
			options.baseURL = await readAddress(context, authentication);
			return await inTime(timeout, call);
		});
	};
}

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
async function readThrown(context: Context, error: unknown, read: ReadAnswer): Promise<Reply> {
	const chain: Thrown[] = [];
	for (let at = error as Thrown | undefined; at && chain.length < 5; at = at.cause) chain.push(at);

	// A 401, or what the token endpoint said; the rest of its answers broke off half way.
	const response = chain.find((one) => one.response)?.response;
	if (response && (response.status === 401 || response.status >= 500))
		return await read(response.status, response.headers, response.data);

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
