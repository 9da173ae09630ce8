import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from './folders.mts';
import { say } from './progress.mts';

/**
 * Runs `work` while no other process of this checkout runs work of the same name.
 *
 * The lock is a socket in Linux's abstract namespace: the kernel frees it with the process that
 * holds it, so none is ever left over.
 */
export async function exclusively<T>(name: string, work: () => Promise<T>): Promise<T> {
	const path = `\0${cacheFolder}/${name}`.slice(0, 107);
	let told = false;
	for (;;) {
		const release = await tryToHold(path);
		if (release) {
			try {
				return await work();
			} finally {
				release();
			}
		}
		if (!told) say(`Waiting for another process that is busy with "${name}"`);
		told = true;
		await sleep(500);
	}
}

async function tryToHold(path: string): Promise<(() => void) | undefined> {
	const server = createServer();
	return await new Promise((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			if (error.code === 'EADDRINUSE') resolve(undefined);
			else reject(error);
		});
		server.listen(path, () => {
			server.unref();
			resolve(() => server.close());
		});
	});
}
