import { explain } from '../../nodes/n8n/explain';
import { chainOf, nameNetworkFault } from '../../nodes/n8n/networkFault';
import { createSend } from '../../nodes/n8n/send';
import { isTransient, readAnswer } from '../../nodes/gong/answers';
import type { Failure, Reply } from '../../nodes/gong/client';
import { loadOptionsFor } from '../harness/loadOptions';
import { credentialsFor } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import { behindDroppingProxy } from './droppingProxy';
import recording from './fixtures/networkFaults.json';

afterEach(stopAll);

/** One error of a recorded chain, as n8n's helper threw it. */
interface Recorded {
	message: string;
	name: string;
	code?: string;
	status?: number;
	response?: { status: number };
}

/** A fault, and what n8n's request helper made of it. */
interface RecordedFault {
	way: string;
	fault: string;
	credential: string;
	call: string;
	thrown?: Recorded[];
	answered?: { status: number; headers: Record<string, string>; body: string };
}

const faults = recording.faults as RecordedFault[];

/** The error again, with what caused it. */
const rebuild = ([first, ...causes]: Recorded[]): Error =>
	Object.assign(new Error(first.message), first, {
		cause: causes.length > 0 ? rebuild(causes) : undefined,
	});

const toFailure = (reply: Reply): Failure => {
	if ('notSent' in reply) throw new Error('Something was sent');
	const answer: Failure | { kind: 'ok' } =
		'noAnswer' in reply
			? { kind: 'noAnswer', reason: reply.noAnswer }
			: readAnswer(reply, Date.now());
	if (answer.kind === 'ok') throw new Error('That is no fault');
	return answer;
};

/** What becomes of a call on which the fault plays. */
async function failureOf({ thrown, answered }: RecordedFault): Promise<Failure> {
	if (answered) return toFailure(answered);
	const context = loadOptionsFor(credentialsFor(await start()), { authentication: 'oAuth2' });
	context.helpers.httpRequestWithAuthentication = async () =>
		await Promise.reject(rebuild(thrown ?? []));
	const send = createSend(context, 'oAuth2');
	return toFailure(await send({ method: 'GET', path: '/' }, async (_, call) => await call()));
}

const notReached = 'Gong could not be reached';
const refusedCertificate = (code: string) =>
	`The certificate of Gong, or of a proxy in between, cannot be verified: ${code}`;
const gateway = 'The answer did not come from Gong’s API';
const away = (status: number) => `Gong cannot answer right now (status ${status})`;

/** What a builder is told of each fault. */
const messages: Record<string, string | RegExp> = {
	'certificate signed by itself': refusedCertificate('DEPTH_ZERO_SELF_SIGNED_CERT'),
	'proxy’s certificate signed by itself': refusedCertificate('DEPTH_ZERO_SELF_SIGNED_CERT'),
	'certificate of an unknown authority': refusedCertificate('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
	'certificate expired': refusedCertificate('CERT_HAS_EXPIRED'),
	'certificate for another host': refusedCertificate('ERR_TLS_CERT_ALTNAME_INVALID'),
	'TLS version too old': 'Could not make an encrypted connection to Gong',
	'no TLS but HTTP': 'Could not make an encrypted connection to Gong',
	'reset in the handshake': notReached,
	'closed in the handshake': notReached,
	'silent in the handshake': notReached,
	'tunnel closed in the handshake': notReached,
	'tunnel reset in the handshake': notReached,
	'connection refused': notReached,
	'host name unknown': notReached,
	'connection reset before an answer': notReached,
	'no answer': notReached,
	'proxy refuses connections': notReached,
	'proxy’s host name unknown': notReached,
	// By CONNECT n8n has a name for it; over plain HTTP it is a connection like any other.
	'connection closed before an answer':
		/^(Gong could not be reached|A proxy between n8n and Gong dropped the connection)$/,
	'wrong password': 'A proxy between n8n and Gong asks for a password (407)',
	'407 (HTML)': 'A proxy between n8n and Gong asks for a password (407)',
	'403 (HTML)': gateway,
	'404 (HTML)': gateway,
	'429 (HTML)': 'Rate limit reached',
	'502 (HTML)': away(502),
	'503 (HTML)': away(503),
};

test.each(faults.map((fault) => [`${fault.fault}, ${fault.way}, ${fault.call}`, fault] as const))(
	'what stands between n8n and Gong is ridden out, and told by its name: %s',
	async (_, fault) => {
		const failure = await failureOf(fault);
		expect(isTransient(failure)).toBe(true);
		const { message, description } = explain(failure, 'status', 'oAuth2');
		expect(message).toMatch(
			typeof messages[fault.fault] === 'string'
				? new RegExp(`^${(messages[fault.fault] as string).replace(/[()]/g, '\\$&')}$`)
				: messages[fault.fault],
		);
		expect(description).not.toMatch(/<html>|sign in again|connect again/);
		expect(description).toMatch(/\.$/);
	},
);

test('a proxy that drops the connection by CONNECT is named, whatever its address holds', async () => {
	const credentials = credentialsFor(await start());
	const context = loadOptionsFor(
		{
			...credentials,
			gongCrmApi: { ...credentials.gongCrmApi, baseUrl: 'https://us-1.api.gong.io' },
		},
		{ authentication: 'accessKey' },
	);
	const { result: reply, dropped } = await behindDroppingProxy(
		async () =>
			await createSend(context, 'accessKey')(
				{ method: 'GET', path: '/' },
				async (_, call) => await call(),
			),
	);
	expect(dropped).toBe(1);
	expect(reply).toEqual({
		noAnswer: 'Proxy connection ended before receiving CONNECT response',
	});
	expect(explain(toFailure(reply), 'status', 'accessKey')).toMatchObject({
		message: 'A proxy between n8n and Gong dropped the connection',
		description: expect.not.stringContaining('secret'),
	});
});

test.each([
	[
		'the address of a proxy',
		new Error('no http://user:secret@proxy:1 and //a:b@c'),
		/^no http:\/\/proxy:1 and \/\/c$/,
	],
	['lines and very much text', new Error(`one\n two ${'x'.repeat(1000)}`), /^one two x{292}$/],
	['an error without words', new Error(), /^$/],
	['what is no error', undefined, /^no reason given$/],
	['text', 'gone', /^no reason given$/],
])('a network fault is named without secrets: %s', (_, error, name) => {
	expect(nameNetworkFault(error)).toMatch(name);
});

test('an error that is its own cause comes to an end', () => {
	const error: Error & { cause?: unknown } = new Error('again');
	error.cause = error;
	expect(chainOf(error)).toHaveLength(5);
});
