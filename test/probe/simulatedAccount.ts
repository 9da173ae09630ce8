import type { ProbeRun } from '../recorded/runs';
import { start } from '../simulator/simulators';
import type { SimulatorOptions } from '../simulator/startSimulator';
import { probe, type ProbeOptions } from './probe';
import { PATIENCE } from './sandbox';

/**
 * The account of a company without an integration, with the limits that Gong has. Its time only goes on
 * when the probe waits.
 */
export async function startEmpty(options: SimulatorOptions = {}) {
	let time = Date.parse('2026-05-01T12:00:00Z');
	const clock = {
		now: () => time,
		sleep: async (milliseconds: number) => {
			time += milliseconds;
			await Promise.resolve();
		},
	};
	const simulator = await start({ integrations: [], limits: {}, now: clock.now, ...options });
	const lines: string[] = [];
	const { url: baseUrl, accessKey, accessKeySecret } = simulator;
	const given: ProbeOptions = {
		account: { baseUrl, accessKey, accessKeySecret, clock },
		ownerEmail: 'owner@example.com',
		// The longer the pauses, the fewer the calls.
		patience: { ...PATIENCE, firstPause: 6_000 },
		print: (line) => lines.push(line),
	};
	return { simulator, given, lines, clock };
}

/**
 * Asks a simulator what a live account is asked.
 *
 * @throws Error where not all could be asked, or something is left
 */
export async function probeSimulator(options: SimulatorOptions = {}): Promise<ProbeRun> {
	const { simulator, given } = await startEmpty(options);
	try {
		const { run, left } = await probe(given);
		const problem = left ?? run.endedEarly ?? simulator.integrations()[0]?.name;
		if (problem !== undefined) throw new Error(`The probe of a simulator ended with: ${problem}`);
		return run;
	} finally {
		await simulator.stop();
	}
}
