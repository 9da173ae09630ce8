import { createServer as createHttpServer, request, type IncomingMessage } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Certificate } from './certificates.mts';

/** What a proxy does instead of passing a call on. */
export type ProxyFault =
	/** Closes the connection without a word. */
	| 'drop'
	/** Resets the connection without a word. */
	| 'reset'
	/** Never answers. */
	| 'silent'
	/** Opens the tunnel, and closes it at once. */
	| 'closeTunnel'
	/** Opens the tunnel, and resets it at once. */
	| 'resetTunnel'
	/** Answers itself, with a page of its own in HTML. */
	| { status: number };

/** What came to a proxy. */
export interface Proxied {
	method: string;
	/** Host and port. */
	target: string;
	/** What it did instead of passing it on; a wrong password is `{ status: 407 }`. */
	fault?: ProxyFault;
}

/** A running forward proxy. */
export interface ForwardProxy {
	/** With its user and password, as `HTTP_PROXY` takes it. */
	readonly url: string;
	/** All that came, in order. */
	readonly log: readonly Proxied[];
	/** Plays these on the next calls, one each. */
	play(...faults: ProxyFault[]): void;
	/** The same on calls to one host and port only. */
	playOn(target: string, ...faults: ProxyFault[]): void;
	/** How many of them have not been played. */
	left(): number;
	/** What was called for a host and port. */
	calls(target: string): Proxied[];
	stop(): Promise<void>;
}

/** How a proxy is set up. */
export interface ProxyOptions {
	/** What it asks for; default: nothing. */
	user?: string;
	password?: string;
	/**
	 * Where a host and port lead, as a name server would say; default: to itself. With it, names of the
	 * internet lead to this machine for those, and only for those, who use the proxy.
	 */
	lead?: (target: string) => string | undefined;
	/** Speaks TLS with its clients. */
	certificate?: Certificate;
}

const page = (status: number): string =>
	`<html><head><title>${status}</title></head><body><h1>Proxy</h1><p>${status}</p></body></html>`;

/** Starts a forward proxy on 127.0.0.1, for plain HTTP and, by CONNECT, for anything (RFC 9110, 9.3.6). */
export async function startForwardProxy(options: ProxyOptions = {}): Promise<ForwardProxy> {
	const { user, password = '', lead = (target) => target, certificate } = options;
	const log: Proxied[] = [];
	let faults: Array<{ fault: ProxyFault; on?: string }> = [];
	const sockets = new Set<Duplex>();
	const keep = (socket: Duplex) => {
		sockets.add(socket);
		socket.on('error', () => socket.destroy());
		socket.once('close', () => sockets.delete(socket));
	};
	const expected =
		user === undefined
			? undefined
			: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

	/** What is played on this call, if anything. */
	const admit = ({ method = '', headers }: IncomingMessage, target: string) => {
		const isWrong = expected !== undefined && headers['proxy-authorization'] !== expected;
		const next = faults.find(({ on = target }) => on === target);
		if (!isWrong) faults = faults.filter((one) => one !== next);
		const fault = isWrong ? ({ status: 407 } as const) : next?.fault;
		log.push({ method, target, ...(fault !== undefined && { fault }) });
		return fault;
	};
	/** Ends a connection as the fault says. */
	const end = (socket: Duplex, fault: Exclude<ProxyFault, object>) => {
		if (fault === 'drop' || fault === 'closeTunnel') socket.destroy();
		else if (fault !== 'silent') (rawOf(socket) as Socket).resetAndDestroy();
	};

	const server = certificate ? createHttpsServer(certificate) : createHttpServer();
	server.on('connection', keep);
	server.on('request', (incoming, outgoing) => {
		const url = new URL(incoming.url ?? '/', 'http://proxy.invalid');
		const target = `${url.hostname}:${url.port || 80}`;
		const fault = admit(incoming, target);
		if (typeof fault === 'object') {
			outgoing.writeHead(fault.status, headersOf(fault.status)).end(page(fault.status));
			return;
		}
		if (fault) return end(incoming.socket, fault);
		const [host, port] = split(lead(target) ?? target);
		const onward = request(
			{
				host,
				port,
				method: incoming.method,
				path: url.pathname + url.search,
				headers: withoutProxy(incoming),
			},
			(answer) => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
				answer.on('error', () => outgoing.destroy());
				answer.on('aborted', () => outgoing.destroy());
				answer.pipe(outgoing);
			},
		);
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	server.on('connect', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
		const target = incoming.url ?? '';
		const fault = admit(incoming, target);
		if (typeof fault === 'object') {
			const { status } = fault;
			const lines = Object.entries(headersOf(status)).map(([name, value]) => `${name}: ${value}`);
			socket.end([`HTTP/1.1 ${status} Proxy`, ...lines, '', page(status)].join('\r\n'));
			return;
		}
		if (fault && !fault.endsWith('Tunnel')) return end(socket, fault);
		const opened = 'HTTP/1.1 200 Connection established\r\n\r\n';
		if (fault) {
			socket.write(opened, () => end(socket, fault));
			return;
		}
		const [host, port] = split(lead(target) ?? target);
		const onward = connect(port, host, () => {
			socket.write(opened);
			onward.write(head);
			socket.pipe(onward).pipe(socket);
		});
		keep(onward);
		onward.on('error', () => socket.destroy());
		socket.once('close', () => onward.destroy());
		onward.once('close', () => socket.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const signIn = user === undefined ? '' : `${user}:${encodeURIComponent(password)}@`;
	const host = certificate ? 'localhost' : '127.0.0.1';
	return {
		url: `${certificate ? 'https' : 'http'}://${signIn}${host}:${port}`,
		log,
		play: (...more) => void faults.push(...more.map((fault) => ({ fault }))),
		playOn: (on, ...more) => void faults.push(...more.map((fault) => ({ fault, on }))),
		left: () => faults.length,
		calls: (wanted) => log.filter(({ target }) => target === wanted),
		stop: async () => {
			const closing = new Promise<void>((resolve) => server.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			await closing;
		},
	};
}

/** The connection below TLS: only that can be reset. */
function rawOf(socket: Duplex): Duplex {
	const { _parent: parent } = socket as { _parent?: Duplex };
	return parent ?? socket;
}

const headersOf = (status: number): Record<string, string> => ({
	'Content-Type': 'text/html',
	'Content-Length': String(page(status).length),
	Connection: 'close',
	...(status === 407 && { 'Proxy-Authenticate': 'Basic realm="proxy"' }),
});

/** The headers that are for the server, not for the proxy. */
function withoutProxy({ headers }: IncomingMessage) {
	const {
		'proxy-authorization': _signIn,
		'proxy-connection': _connection,
		...onward
	} = headers as Record<string, string | string[] | undefined>;
	return { ...onward, connection: 'close' };
}

function split(target: string): [string, number] {
	const at = target.lastIndexOf(':');
	return [target.slice(0, at), Number(target.slice(at + 1))];
}
