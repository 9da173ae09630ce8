/**
 * Records what n8n's own request helper throws, or passes for an answer, where something between n8n
 * and Gong goes wrong: TLS, and a proxy with and without CONNECT. To be run again for a new n8n-core:
 *
 *     node --import tsx test/e2e/network/recordFaults.mts
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { loadOptionsFor } from '../../harness/loadOptions.ts';
import { credentialsFor } from '../../harness/workflows.ts';
import { startSimulator } from '../../simulator/startSimulator.ts';
import { type Certificate, createCertificate } from './certificates.mts';
import { type ForwardProxy, type ProxyFault, startForwardProxy } from './forwardProxy.mts';
import { startBrokenFront, startTlsFront, type TlsFront } from './tlsFront.mts';

process.env.N8N_LOG_LEVEL = 'silent';

const FILE = new URL('../../n8n/fixtures/networkFaults.json', import.meta.url);

/** For `gong.io` names, which a proxy here leads to this machine. */
const HOST = 'us-12345.api.gong.io';

type Credential = 'gongCrmApi' | 'gongCrmOAuth2Api';

/** An error of the chain that leads from what is thrown to its first cause. */
interface RecordedError {
	/** Of its class. */
	constructor: string;
	name: string;
	message: string;
	[detail: string]: unknown;
}

interface RecordedFault {
	/** Which part of the way: no proxy, a proxy for http, a proxy for https by CONNECT. */
	way: string;
	fault: string;
	credential: Credential;
	/** The call to Gong, or the refresh of the token that it needed. */
	call: 'api' | 'tokenRefresh';
	/** From what n8n's helper threw to its first cause. */
	thrown?: RecordedError[];
	/** What it gave back instead. */
	answered?: { status: number; headers: unknown; body: string };
}

const recorded: RecordedFault[] = [];
const simulator = await startSimulator({ limits: false });
const authority = createCertificate({ name: 'Test Authority', isAuthority: true });
const stranger = createCertificate({ name: 'Unknown Authority', isAuthority: true });

/** One call as the nodes make it, and what came of it. */
async function call(credential: Credential, baseURL: string, timeout = 1500) {
	const credentials = credentialsFor(simulator);
	// The key goes to its own address only.
	credentials.gongCrmApi.baseUrl = baseURL;
	const authentication = credential === 'gongCrmApi' ? 'accessKey' : 'oAuth2';
	const context = loadOptionsFor(credentials, { authentication });
	const options: IHttpRequestOptions = {
		method: 'GET',
		baseURL,
		url: '/v2/crm/integrations',
		headers: { Accept: 'application/json' },
		encoding: 'stream',
		returnFullResponse: true,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors:
			credential === 'gongCrmOAuth2Api' ? { ignore: true, except: [401] } : true,
		timeout,
	};
	try {
		const { statusCode, headers, body } = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			credential,
			options,
		)) as {
			statusCode: number;
			headers: Record<string, unknown>;
			body: AsyncIterable<Uint8Array> | string | undefined;
		};
		const text = await readText(body);
		// When it was recorded says nothing.
		const { date: _date, ...rest } = headers;
		return { answered: { status: statusCode, headers: rest, body: text } };
	} catch (error) {
		return { thrown: chainOf(error) };
	}
}

async function readText(body: AsyncIterable<Uint8Array> | string | undefined): Promise<string> {
	if (typeof body !== 'object') return body ?? '';
	const parts: Uint8Array[] = [];
	for await (const part of body) parts.push(part);
	return Buffer.concat(parts).toString();
}

/** What may stand on an error beside its words, and holds no secret. */
const DETAILS = ['code', 'errno', 'syscall', 'status', 'statusCode', 'httpCode', 'reason', 'host'];

function chainOf(error: unknown): RecordedError[] {
	const chain: RecordedError[] = [];
	for (let at = error; at instanceof Error && chain.length < 6; at = at.cause) {
		const found = at as Error & Record<string, unknown>;
		const response = found.response as { status?: number } | undefined;
		chain.push({
			constructor: found.constructor.name,
			name: found.name,
			message: found.message,
			...(typeof found.description === 'string' && { description: found.description }),
			...Object.fromEntries(
				DETAILS.filter((detail) => ['string', 'number'].includes(typeof found[detail])).map(
					(detail) => [detail, found[detail]],
				),
			),
			...(response && { response: { status: response.status } }),
			...(found instanceof AggregateError && { errors: found.errors.map(String) }),
		});
	}
	return chain;
}

/** A call on one way with one fault, with both credentials. */
async function record(
	way: string,
	fault: string,
	baseURL: string,
	prepare: () => void = () => undefined,
): Promise<void> {
	for (const credential of ['gongCrmApi', 'gongCrmOAuth2Api'] as const) {
		prepare();
		const outcome = await call(credential, baseURL);
		// Where nothing is wrong, nothing may be recorded that is: all other entries rest on it.
		if (fault === 'none' && outcome.answered?.status !== 200)
			throw new Error(`${way} does not work: ${JSON.stringify(outcome)}`);
		if (fault === 'none') continue;
		recorded.push({ way, fault, credential, call: 'api', ...outcome });
	}
}

function useProxies(http?: string, https?: string, none?: string): void {
	for (const [name, value] of Object.entries({
		HTTP_PROXY: http,
		HTTPS_PROXY: https,
		NO_PROXY: none,
	})) {
		if (value === undefined) delete process.env[name];
		else process.env[name] = value;
	}
}

/** Servers for TLS, each wrong in its own way. */
interface Fronts {
	[fault: string]: TlsFront;
}

const certificateOf = (more: Partial<Parameters<typeof createCertificate>[0]> = {}): Certificate =>
	createCertificate({ name: 'localhost', signedBy: authority, ...more });

async function startFronts(name: string): Promise<Fronts> {
	const own = (certificate: Certificate, options = {}) =>
		startTlsFront(certificate, simulator.url, options);
	return {
		'certificate signed by itself': await own(createCertificate({ name })),
		'certificate of an unknown authority': await own(certificateOf({ name, signedBy: stranger })),
		'certificate expired': await own(certificateOf({ name, ends: Date.UTC(2024, 0, 1) })),
		'certificate for another host': await own(certificateOf({ name: 'other.example.com' })),
		'TLS version too old': await own(certificateOf({ name }), {
			minVersion: 'TLSv1',
			maxVersion: 'TLSv1.1',
			ciphers: 'DEFAULT@SECLEVEL=0',
		}),
		'reset in the handshake': await startBrokenFront((socket) => socket.resetAndDestroy()),
		'closed in the handshake': await startBrokenFront((socket) => socket.destroy()),
		'no TLS but HTTP': await startBrokenFront((socket) =>
			socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
		),
		'silent in the handshake': await startBrokenFront(() => undefined),
	};
}

const proxyFaults: Record<string, ProxyFault> = {
	'connection closed before an answer': 'drop',
	'connection reset before an answer': 'reset',
	'no answer': 'silent',
	'407 (HTML)': { status: 407 },
	'403 (HTML)': { status: 403 },
	'404 (HTML)': { status: 404 },
	'429 (HTML)': { status: 429 },
	'502 (HTML)': { status: 502 },
	'503 (HTML)': { status: 503 },
};

const tunnelFaults: Record<string, ProxyFault> = {
	'tunnel closed in the handshake': 'closeTunnel',
	'tunnel reset in the handshake': 'resetTunnel',
};

/** A fault that has not been played would be recorded as the next one. */
function assertPlayed(proxy: ForwardProxy): void {
	if (proxy.left() > 0) throw new Error('A call has not come to the proxy');
}

/** Faults of a running proxy on one way, and on the refresh of a token that goes the same way. */
async function recordProxy(
	way: string,
	proxy: ForwardProxy,
	baseURL: string,
	faults: Record<string, ProxyFault>,
): Promise<void> {
	for (const [fault, kind] of Object.entries(faults)) {
		await record(way, fault, baseURL, () => proxy.play(kind));
		assertPlayed(proxy);
	}
}

// Trusts our own authority, and nobody else's more than before.
const { setDefaultCACertificates, getCACertificates } = createRequire(import.meta.url)(
	'node:tls',
) as {
	setDefaultCACertificates?: (certificates: string[]) => void;
	getCACertificates?: (type: 'default') => string[];
};
if (!setDefaultCACertificates || !getCACertificates)
	throw new Error('Needs Node 22.19 or 24.5, on which a program can add an authority of its own');
setDefaultCACertificates([...getCACertificates('default'), authority.cert]);

// 1. No proxy.
useProxies();
const direct = await startFronts('localhost');
for (const [fault, { port }] of Object.entries(direct))
	await record('https', fault, `https://localhost:${port}`);
await record('https', 'connection refused', 'https://localhost:1');
await record('http', 'connection refused', 'http://127.0.0.1:1');
await record('https', 'host name unknown', 'https://gong.invalid');
const good = await startTlsFront(certificateOf(), simulator.url);
await record('https', 'none', `https://localhost:${good.port}`);

// 2. A proxy for http. A name that only the proxy knows shows that the call went through it.
const proxy = await startForwardProxy({ user: 'n8n', password: 'pass word', lead });
const NAMED = 'http://localhost:8080';
const strayProxy = (password: string) => proxy.url.replace('pass%20word', password);
useProxies(proxy.url, undefined);
await record('http through HTTP_PROXY', 'none', NAMED);
await recordProxy('http through HTTP_PROXY', proxy, NAMED, proxyFaults);
useProxies(strayProxy('wrong'), undefined);
await record('http through HTTP_PROXY', 'wrong password', NAMED);
useProxies('http://127.0.0.1:1', undefined);
await record('http through HTTP_PROXY', 'proxy refuses connections', NAMED);
useProxies('http://proxy.invalid:3128', undefined);
await record('http through HTTP_PROXY', 'proxy’s host name unknown', NAMED);

// 3. A proxy for https, by CONNECT.
const behind = await startFronts(HOST);
const front = await startTlsFront(certificateOf({ name: HOST }), simulator.url);
function lead(target: string): string | undefined {
	const [host, port] = target.split(':');
	if (host === 'localhost' && port === '8080') return `127.0.0.1:${new URL(simulator.url).port}`;
	if (host !== HOST) return undefined;
	return `127.0.0.1:${port === '443' ? front.port : port}`;
}
const SECURE = `https://${HOST}`;
const CONNECT = 'https through HTTPS_PROXY (CONNECT)';
useProxies(undefined, proxy.url);
await record(CONNECT, 'none', SECURE);
await recordProxy(CONNECT, proxy, SECURE, { ...proxyFaults, ...tunnelFaults });
for (const [fault, { port }] of Object.entries(behind))
	await record(CONNECT, fault, `https://${HOST}:${port}`);
useProxies(undefined, strayProxy('wrong'));
await record(CONNECT, 'wrong password', SECURE);
useProxies(undefined, 'http://127.0.0.1:1');
await record(CONNECT, 'proxy refuses connections', SECURE);
useProxies(undefined, 'http://proxy.invalid:3128');
await record(CONNECT, 'proxy’s host name unknown', SECURE);

// 4. The same, the proxy itself reached over TLS.
const OVER_TLS = 'https through HTTPS_PROXY (CONNECT), the proxy over TLS';
const secureProxy = await startForwardProxy({ certificate: certificateOf(), lead });
useProxies(undefined, secureProxy.url);
await record(OVER_TLS, 'none', SECURE);
await recordProxy(OVER_TLS, secureProxy, SECURE, {
	'connection closed before an answer': 'drop',
	'connection reset before an answer': 'reset',
	'407 (HTML)': { status: 407 },
});
const unknownProxy = await startForwardProxy({
	certificate: createCertificate({ name: 'localhost' }),
	lead,
});
useProxies(undefined, unknownProxy.url);
await record(OVER_TLS, 'proxy’s certificate signed by itself', SECURE);

// 5. The refresh of a token. Gong says 401 first, on a connection without faults.
async function recordRefresh(
	way: string,
	proxy: ForwardProxy,
	tokenUrl: string,
	faults: Record<string, ProxyFault>,
	through: () => void,
): Promise<void> {
	for (const [fault, kind] of Object.entries(faults)) {
		through();
		const credentials = credentialsFor(simulator);
		credentials.gongCrmOAuth2Api.accessTokenUrl = tokenUrl;
		simulator.expireTokens();
		const context = loadOptionsFor(credentials, { authentication: 'oAuth2' });
		proxy.play(kind);
		let outcome;
		try {
			await context.helpers.httpRequestWithAuthentication.call(context, 'gongCrmOAuth2Api', {
				method: 'GET',
				baseURL: simulator.url,
				url: '/v2/crm/integrations',
				encoding: 'stream',
				returnFullResponse: true,
				disableFollowRedirect: true,
				ignoreHttpStatusErrors: { ignore: true, except: [401] },
				timeout: 1500,
			});
			outcome = { answered: { status: 200, headers: {}, body: '' } };
		} catch (error) {
			outcome = { thrown: chainOf(error) };
		}
		if (way !== 'https') assertPlayed(proxy);
		recorded.push({
			way,
			fault,
			credential: 'gongCrmOAuth2Api',
			call: 'tokenRefresh',
			...outcome,
		});
	}
}
const { silent: _silent, ...quickFaults } = Object.fromEntries(
	Object.entries({ ...proxyFaults, ...tunnelFaults }).map(([fault, kind]) => [
		kind === 'silent' ? 'silent' : fault,
		kind,
	]),
);
const TOKEN = '/oauth2/generate-customer-token';
await recordRefresh(CONNECT, proxy, SECURE + TOKEN, quickFaults, () =>
	useProxies(undefined, proxy.url),
);
const {
	'tunnel closed in the handshake': _a,
	'tunnel reset in the handshake': _b,
	...plain
} = quickFaults;
await recordRefresh('http through HTTP_PROXY', proxy, NAMED + TOKEN, plain, () =>
	useProxies(proxy.url, undefined, '127.0.0.1'),
);
// TLS faults of the token endpoint itself.
for (const [fault, { port }] of Object.entries(direct)) {
	if (fault.startsWith('silent')) continue;
	await recordRefresh(
		'https',
		proxy,
		`https://localhost:${port}${TOKEN}`,
		{ [fault]: 'drop' },
		() => useProxies(),
	);
}

const core = fileURLToPath(new URL('../../../node_modules/n8n-core/package.json', import.meta.url));
const { version } = JSON.parse(readFileSync(core, 'utf8')) as { version: string };
/** Ports and addresses of this run say nothing. */
const steady = (text: string): string =>
	text
		.replaceAll(/(localhost|127\.0\.0\.1|\[::1\]|::1):\d{4,5}/g, '$1:PORT')
		.replaceAll(/[0-9A-F]{16}:error/g, 'ID:error');
const text = JSON.stringify(
	{ 'n8n-core': version, node: process.version, faults: recorded },
	null,
	'\t',
);
writeFileSync(FILE, `${steady(text)}\n`);
process.stdout.write(`${recorded.length} recorded\n`);
process.exit();
