import type { Express } from 'express';

/** An app that answers. */
export interface Served {
	/** Without a slash at its end. */
	url: string;
	/** Closes everything at once, open connections too. Harmless when repeated. */
	stop(): Promise<void>;
}

type Server = ReturnType<Express['listen']>;

/**
 * Lets an app answer.
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
	return {
		url: addressOf(server, host),
		stop: async () =>
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}

function addressOf(server: Server, host: string): string {
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : '';
	return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
