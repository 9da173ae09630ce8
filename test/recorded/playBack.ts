import axios from 'axios';
import express from 'express';
import type { FaultTarget, Simulator } from '../simulator/startSimulator';
import { serve, type Served } from '../simulator/serve';
import type { RecordedAnswer } from './answers';

/** A recorded answer as it goes over the wire. */
type Bytes = Pick<RecordedAnswer, 'status' | 'headers' | 'body' | 'text'>;

/**
 * Stands before a simulator and gives every call of one kind the same recorded answer: exactly its
 * status, headers and body. All other calls reach the simulator, which knows nothing of this one.
 */
export async function playBack(
	simulator: Simulator,
	on: FaultTarget,
	{ status, headers, body, text = JSON.stringify(body) }: Bytes,
): Promise<Served> {
	const app = express();
	app.disable('x-powered-by');
	app.use(express.raw({ type: () => true, limit: '10mb' }));
	app.use(async (request, response) => {
		const { method, path, originalUrl } = request;
		if (`${method} ${path}` === on) {
			// Not with `set` or `send`, which would add to the Content-Type.
			response.writeHead(status, headers).end(text);
			return;
		}
		const { authorization, 'content-type': contentType } = request.headers;
		const answer = await axios.request<Buffer>({
			method,
			url: simulator.url + originalUrl,
			headers: { authorization, 'content-type': contentType ?? false },
			data: Buffer.isBuffer(request.body) ? request.body : undefined,
			responseType: 'arraybuffer',
			validateStatus: () => true,
		});
		response.writeHead(answer.status, answer.headers as Record<string, string>).end(answer.data);
	});
	return await serve(app, 0, '127.0.0.1');
}
