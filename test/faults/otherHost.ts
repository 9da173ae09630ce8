import express, { type Express } from 'express';

/** A host that has nothing to do with Gong, and writes down all that it is sent. */
export interface OtherHost {
	readonly url: string;
	/** Since the last look: method, address, headers and body of each call, as text. */
	take(): string[];
	stop(): Promise<void>;
}

/** Starts one on a port of its own. It answers every call with an empty JSON object. */
export async function startOtherHost(): Promise<OtherHost> {
	const received: string[] = [];
	const app: Express = express();
	app.use(express.text({ type: () => true }));
	app.use((request, response) => {
		const { method, originalUrl, headers } = request;
		received.push(JSON.stringify([method, originalUrl, headers, request.body]));
		response.json({});
	});
	const server = await new Promise<ReturnType<Express['listen']>>((resolve) => {
		const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
	});
	const address = server.address();
	return {
		url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : ''}`,
		take: () => received.splice(0),
		stop: async () =>
			await new Promise<void>((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
