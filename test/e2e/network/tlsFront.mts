import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import type { Certificate } from './certificates.mts';

/** A server for TLS, in front of one without. */
export interface TlsFront {
	readonly port: number;
	stop(): Promise<void>;
}

/** Lets a server without TLS be reached with it. */
export async function startTlsFront(
	{ cert, key }: Certificate,
	onwardTo: string,
	options: TlsOptions = {},
): Promise<TlsFront> {
	const server = createTlsServer({ cert, key, ...options }, (socket) => {
		const onward = connect(Number(new URL(onwardTo).port), '127.0.0.1');
		for (const end of [socket, onward])
			end.on('error', () => {
				socket.destroy();
				onward.destroy();
			});
		socket.pipe(onward).pipe(socket);
	});
	// A client that does not trust the certificate hangs up.
	server.on('tlsClientError', () => undefined);
	return await listen(server);
}

/** What a server does that never gets as far as TLS, given each connection. */
export async function startBrokenFront(act: (socket: Socket) => void): Promise<TlsFront> {
	return await listen(
		createTcpServer((socket) => {
			socket.on('error', () => undefined);
			// Once the client has begun.
			socket.once('data', () => act(socket));
		}),
	);
}

async function listen(server: ReturnType<typeof createTcpServer>): Promise<TlsFront> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		stop: async () => {
			const closing = new Promise<void>((resolve) => server.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			await closing;
		},
	};
}
