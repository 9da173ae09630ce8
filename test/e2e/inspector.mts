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
 * `malloc_trim` of the C library (`man 3 malloc_trim`). glibc gives memory back that is free at the end
 * of its heap only; one block in use there keeps hundreds of megabytes below it, which nothing needs.
 */
const giveFreeMemoryBack = `(() => {
	const load = process.getBuiltinModule('module').createRequire(${JSON.stringify(import.meta.url)});
	return load('koffi').load(null).func('int malloc_trim(size_t pad)')(0);
})()`;

/** A Node process that can be asked by its inspector. */
export interface Inspected {
	/** Of its inspector. */
	port: number;
	/** Of what n8n brings. */
	requireFromN8n: NodeJS.Require;
}

/** Collects garbage, and returns the bytes that the heap and the buffers still take. */
export const heldMemory = async (process: Inspected): Promise<number> =>
	await evaluate(process, collectAndCount);

/** Gives the system back what was allocated outside of the JavaScript heap and is free again. */
export async function releaseFreeMemory(process: Inspected): Promise<void> {
	await evaluate(process, giveFreeMemoryBack);
}

async function evaluate({ port, requireFromN8n }: Inspected, expression: string): Promise<number> {
	const WebSocket = requireFromN8n('ws') as { new (url: string): Socket };
	const socket = new WebSocket(await debuggerUrl(port));
	return await new Promise((resolve, reject) => {
		socket.on('error', reject);
		socket.on('close', () => reject(new Error('n8n closed its inspector')));
		socket.on('open', () => {
			socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } }));
		});
		socket.on('message', (data) => {
			const { id, result, error } = JSON.parse(data.toString()) as Answer;
			if (id === undefined) return;
			const value = result?.result?.value;
			if (value === undefined) {
				reject(new Error(error?.message ?? result?.exceptionDetails?.text ?? 'No figure'));
			} else resolve(value);
			socket.close();
		});
	});
}

/** The inspector takes a moment to open after it was asked to. */
async function debuggerUrl(port: number): Promise<string> {
	for (const deadline = Date.now() + 60_000; ; await sleep(100)) {
		try {
			const { data } = await axios.get<Array<{ webSocketDebuggerUrl: string }>>(
				`http://127.0.0.1:${port}/json/list`,
				{ timeout: 10_000 },
			);
			return data[0].webSocketDebuggerUrl;
		} catch (error) {
			if (Date.now() > deadline) throw error;
		}
	}
}
