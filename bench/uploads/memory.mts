import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('memoryProcess.mts', import.meta.url));

/** Looks at the memory of a group of processes, from a process that nothing else keeps busy. */
export async function watchMemory(leader: number) {
	const child = fork(program, [String(leader)], { execArgv: ['--import', 'tsx'] });
	await once(child, 'message');
	return {
		/** Resident memory at the peak, over that at the start, in bytes. */
		async peakOverStart(): Promise<number> {
			child.send('How much?');
			const [bytes] = (await once(child, 'message')) as [number];
			return bytes;
		},
		stop: () => child.disconnect(),
	};
}
