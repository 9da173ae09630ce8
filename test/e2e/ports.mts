import { createServer } from 'node:net';

// Below the range from which the kernel takes the ports of outgoing connections: a port that a
// killed n8n left is then still free when it starts again.
const LOWEST = 20_000;
const HIGHEST = 32_000;

const taken = new Set<number>();

/** A port on 127.0.0.1 that is free now and that this process hands out once only. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
		if (taken.has(port)) continue;
		taken.add(port);
		if (await isFree(port)) return port;
	}
}

async function isFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});
}
