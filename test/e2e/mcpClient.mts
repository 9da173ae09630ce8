import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';

interface Answer {
	result?: { content?: Array<{ text?: string }>; tools?: Array<{ name: string }> };
	error?: { message: string };
}

/** As much of a client of the Model Context Protocol (2025-03-26, Streamable HTTP) as a case needs. */
export async function connectMcp(url: string) {
	let session: string | undefined;
	let calls = 0;
	const send = async (method: string, params: object, isCall = true): Promise<Answer> => {
		const answer = await axios.post<string>(
			url,
			{ jsonrpc: '2.0', method, params, ...(isCall && { id: ++calls }) },
			{
				headers: {
					accept: 'application/json, text/event-stream',
					...(session && { 'mcp-session-id': session }),
				},
				transformResponse: (text: string) => text,
				validateStatus: () => true,
				proxy: false,
			},
		);
		session ??= answer.headers['mcp-session-id'] as string | undefined;
		if (answer.status > 299) return { error: { message: `${answer.status} ${answer.data}` } };
		const [, event] = /^data: (.*)$/m.exec(answer.data) ?? [];
		return JSON.parse(event ?? (answer.data || '{}')) as Answer;
	};
	const open = async () =>
		await send('initialize', {
			protocolVersion: '2025-03-26',
			capabilities: {},
			clientInfo: { name: 'tests', version: '1' },
		});
	let opened = await open();
	// n8n may not know the path of a workflow yet that was activated a moment ago.
	for (const deadline = Date.now() + 60_000; /^404 /.test(opened.error?.message ?? ''); ) {
		if (Date.now() > deadline) break;
		await sleep(500);
		opened = await open();
	}
	if (opened.error) throw new Error(opened.error.message);
	await send('notifications/initialized', {}, false);
	return {
		tools: async () => ((await send('tools/list', {})).result?.tools ?? []).map(({ name }) => name),
		/** What a tool says, as text. */
		async call(name: string, input: object): Promise<string> {
			const { result, error } = await send('tools/call', { name, arguments: input });
			return error?.message ?? (result?.content ?? []).map(({ text }) => text).join('\n');
		},
	};
}
