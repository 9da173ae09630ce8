import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Stage } from './case.mts';
import { freePort } from './ports.mts';

/** A way to a server, on a port of its own. */
export interface Gate {
	url: string;
	open(): Promise<void>;
	/** Cuts all connections and refuses new ones, as a dead machine does. */
	close(): Promise<void>;
	/** All that was sent through it so far, connection by connection. */
	sent(): string;
	/** All that was answered through it so far. */
	answered(): string;
}

/**
 * Opens a way to a server that can be cut, and that keeps every byte that passes.
 *
 * @param onwardTo asked for each connection, so that the server may start later
 */
export async function openGate(stage: Stage, onwardTo: () => string): Promise<Gate> {
	const port = await freePort();
	const sockets = new Set<Socket>();
	const passed: Array<{ sent: Buffer[]; answered: Buffer[] }> = [];
	let server: Server | undefined;
	const gate: Gate = {
		url: `http://127.0.0.1:${port}`,
		async open() {
			server = createServer((socket) => {
				const onward = connect(Number(new URL(onwardTo()).port), '127.0.0.1');
				for (const end of [socket, onward]) {
					sockets.add(end);
					end.on('error', () => {
						socket.destroy();
						onward.destroy();
					});
					end.on('close', () => sockets.delete(end));
				}
				const kept = { sent: [] as Buffer[], answered: [] as Buffer[] };
				passed.push(kept);
				socket.on('data', (chunk: Buffer) => kept.sent.push(chunk));
				onward.on('data', (chunk: Buffer) => kept.answered.push(chunk));
				socket.pipe(onward).pipe(socket);
			});
			await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
		},
		async close() {
			const closing = new Promise<void>((resolve) => server?.close(() => resolve()));
			for (const socket of sockets) socket.destroy();
			await closing;
		},
		sent: () => passed.map(({ sent }) => Buffer.concat(sent).toString('latin1')).join('\n'),
		answered: () =>
			passed.map(({ answered }) => Buffer.concat(answered).toString('latin1')).join('\n'),
	};
	await gate.open();
	stage.defer(gate.close);
	return gate;
}
