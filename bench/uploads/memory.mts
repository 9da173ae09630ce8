import { Respondent } from '../engine/respondent.mts';

/** Looks at the memory of a group of processes, from a process that nothing else keeps busy. */
export async function watchMemory(leader: number) {
	const program = new URL('memoryProcess.mts', import.meta.url);
	const respondent = await Respondent.start(program, [String(leader)]);
	return {
		/** Resident memory at the peak, over that at the start, in bytes. */
		peakOverStart: async () => await respondent.ask<object, number>({}),
		stop: async () => await respondent.stop(),
	};
}
