import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';

interface Socket {
	on(event: 'open' | 'close', listener: () => void): void;
	on(event: 'error', listener: (error: Error) => void): void;
	on(event: 'message', listener: (data: Buffer) => void): void;
	send(data: string): void;
	close(): void;
}

interface Answer {
	id?: number;
	result?: { result?: { value?: number }; exceptionDetails?: { text: string } };
	error?: { message: string };
}

/** In one go: what runs between collecting and counting would leave new garbage. */
const collectAndCount = `(() => {
	process.getBuiltinModule('v8').setFlagsFromString('--expose-gc');
	const collect = process.getBuiltinModule('vm').runInNewContext('gc');
	// The thorough kind, which also gives emptied pages back to the system.
	const thoroughly = { type: 'major', flavor: 'last-resort' };
	collect(thoroughly);
	// Buffers are let go of only after the objects that held them.
	collect(thoroughly);
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
})()`;

/**
 * Collects garbage in the Node process whose inspector is at `port`, and returns the bytes that its
 * heap and its buffers still take.
 */
export async function heldMemory(port: number, requireFromN8n: NodeJS.Require): Promise<number> {
	const WebSocket = requireFromN8n('ws') as { new (url: string): Socket };
	const socket = new WebSocket(await debuggerUrl(port));
	return await new Promise((resolve, reject) => {
		socket.on('error', reject);
		socket.on('close', () => reject(new Error('n8n closed its inspector')));
		socket.on('open', () => {
			const params = { expression: collectAndCount };
			socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params }));
		});
		socket.on('message', (data) => {
			const { id, result, error } = JSON.parse(data.toString()) as Answer;
			if (id === undefined) return;
			const bytes = result?.result?.value;
			if (bytes === undefined) {
				reject(new Error(error?.message ?? result?.exceptionDetails?.text ?? 'No memory figure'));
			} else resolve(bytes);
			socket.close();
		});
	});
}

/** The inspector takes a moment to open after it was asked to. */
async function debuggerUrl(port: number): Promise<string> {
	for (const deadline = Date.now() + 10_000; ; await sleep(100)) {
		try {
			const { data } = await axios.get<Array<{ webSocketDebuggerUrl: string }>>(
				`http://127.0.0.1:${port}/json/list`,
				{ timeout: 2_000 },
			);
			return data[0].webSocketDebuggerUrl;
		} catch (error) {
			if (Date.now() > deadline) throw error;
		}
	}
}
