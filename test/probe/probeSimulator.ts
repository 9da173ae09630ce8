import { sleep } from 'n8n-workflow';
import type { ProbeRun } from '../recorded/runs';
import { type SimulatorOptions, startSimulator } from '../simulator/startSimulator';
import { probe } from './probe';
import { PATIENCE } from './sandbox';

/** How much faster than real time it goes: all questions in a few seconds. */
const TIME_SCALE = 100;

/** Long enough for the questions that are asked while it runs, in simulated ms. */
const DELETE_TAKES = 60_000;

/**
 * Asks a simulator of this machine what a live account is asked.
 *
 * @param options default: the simulator as it is
 */
export async function probeSimulator(options: SimulatorOptions = {}): Promise<ProbeRun> {
	const begin = Date.now();
	const simulator = await startSimulator({
		integrations: [],
		limits: false,
		deleteTakes: DELETE_TAKES,
		timeScale: TIME_SCALE,
		...options,
	});
	const { url: baseUrl, accessKey, accessKeySecret } = simulator;
	const clock = {
		now: () => begin + (Date.now() - begin) * TIME_SCALE,
		sleep: async (ms: number) => await sleep(Math.ceil(ms / TIME_SCALE)),
	};
	try {
		const { run } = await probe({
			account: { baseUrl, accessKey, accessKeySecret, clock },
			ownerEmail: 'owner@example.com',
			patience: { ...PATIENCE, longestPause: 10_000 },
			print: () => {},
		});
		return run;
	} finally {
		await simulator.stop();
	}
}
