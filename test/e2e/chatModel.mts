import express from 'express';
import type { AddressInfo } from 'node:net';

/** What a model is sent: the parts of OpenAI's chat completions that the stand-in reads. */
export interface ChatRequest {
	messages: Array<{ role: string; content: unknown; tool_call_id?: string }>;
	tools?: Array<{ function: { name: string; description: string; parameters: unknown } }>;
	stream?: boolean;
}

/** What the model does next: call a tool, or answer. */
export type Turn = { tool: string; input: Record<string, unknown> } | { answer: string };

export interface ChatModel {
	/** For the credential of n8n's OpenAI nodes. */
	readonly url: string;
	readonly requests: ChatRequest[];
	stop(): void;
}

/**
 * A stand-in for a model that speaks OpenAI's chat completions.
 *
 * @param play the model's turns, one a request; the last one stays
 */
export async function startChatModel(play: Turn[]): Promise<ChatModel> {
	const requests: ChatRequest[] = [];
	const app = express();
	app.use(express.json({ limit: '10mb' }));
	app.post('/v1/chat/completions', ({ body }, response) => {
		const turn = play[Math.min(requests.length, play.length - 1)];
		requests.push(body as ChatRequest);
		const message =
			'answer' in turn
				? { role: 'assistant', content: turn.answer }
				: {
						role: 'assistant',
						content: null,
						tool_calls: [
							{
								index: 0,
								id: `call_${requests.length}`,
								type: 'function',
								function: { name: turn.tool, arguments: JSON.stringify(turn.input) },
							},
						],
					};
		const common = { id: 'chatcmpl-1', created: 1, model: 'stand-in' };
		const finish_reason = 'answer' in turn ? 'stop' : 'tool_calls';
		if ((body as ChatRequest).stream !== true) {
			response.json({
				...common,
				object: 'chat.completion',
				choices: [{ index: 0, message, finish_reason }],
				usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
			});
			return;
		}
		response.type('text/event-stream');
		for (const choice of [
			{ delta: message, finish_reason: null },
			{ delta: {}, finish_reason },
		])
			response.write(
				`data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] })}\n\n`,
			);
		response.end('data: [DONE]\n\n');
	});
	const server = app.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		requests,
		stop: () => server.close().closeAllConnections(),
	};
}
