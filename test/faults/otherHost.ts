import express from 'express';
import { serve, type Served } from '../simulator/serve';

/** A host that has nothing to do with Gong, and writes down all that it is sent. */
export interface OtherHost extends Served {
	/** Since the last look: method, address, headers and body of each call, as text. */
	take(): string[];
}

/** Starts one on a port of its own. It answers every call with an empty JSON object. */
export async function startOtherHost(): Promise<OtherHost> {
	const received: string[] = [];
	const app = express();
	app.use(express.text({ type: () => true }));
	app.use((request, response) => {
		const { method, originalUrl, headers } = request;
		received.push(JSON.stringify([method, originalUrl, headers, request.body]));
		response.json({});
	});
	return { ...(await serve(app, 0, '127.0.0.1')), take: () => received.splice(0) };
}
