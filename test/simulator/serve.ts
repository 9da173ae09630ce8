import type { Express } from 'express';

/** An app that answers. */
export interface Served {
	/** Without a slash at its end. */
	url: string;
	/** Closes everything at once, open connections too. Harmless when repeated. */
	stop(): Promise<void>;
}

type Server = ReturnType<Express['listen']>;

/** Where anything has listened in this process. */
const used = new Set<string>();

/**
 * Lets an app answer. A free port is one where nothing has listened before in this process: what its
 * callers remember of an address must not be about another.
 *
 * @param port 0 = any free one
 * @throws Error with `code` (such as `EADDRINUSE`) when it cannot listen
 */
export async function serve(app: Express, port: number, host: string): Promise<Served> {
	const server = await new Promise<Server>((resolve, reject) => {
		const listening = app.listen(port, host, (error) =>
			error ? reject(error) : resolve(listening),
		);
		// An idle connection that the server closes can meet a call on its way and break it. Only
		// faults may break calls here.
		listening.keepAliveTimeout = 0;
	});
	const stop = async () =>
		await new Promise<void>((resolve) => {
			server.close(() => resolve());
			server.closeAllConnections();
		});
	const url = addressOf(server, host);
	if (port === 0 && used.has(url)) {
		await stop();
		return await serve(app, port, host);
	}
	used.add(url);
	return { url, stop };
}

function addressOf(server: Server, host: string): string {
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : '';
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
