import type { ProbeRun } from '../recorded/runs';
import { start } from '../simulator/simulators';
import type { SimulatorOptions } from '../simulator/startSimulator';
import { probe, type ProbeOptions } from './probe';
import { PATIENCE } from './sandbox';

/** Simulators and the probe share this time, which only goes on when the probe waits. */
function startVirtualTime() {
	let time = Date.parse('2026-05-01T12:00:00Z');
	jest.restoreAllMocks();
	jest.spyOn(Date, 'now').mockImplementation(() => time);
	return {
		now: () => time,
		sleep: async (milliseconds: number) => {
			time += milliseconds;
			await Promise.resolve();
		},
	};
}

/** A company without an integration, and the limits that Gong has. */
export async function startEmpty(options: SimulatorOptions = {}) {
	const clock = startVirtualTime();
	const simulator = await start({ integrations: [], limits: {}, ...options });
	const lines: string[] = [];
	const { url: baseUrl, accessKey, accessKeySecret } = simulator;
	const given: ProbeOptions = {
		account: { baseUrl, accessKey, accessKeySecret, clock },
		ownerEmail: 'owner@example.com',
		// The longer the pauses, the fewer the calls of a test.
		patience: { ...PATIENCE, firstPause: 2_000 },
		print: (line) => lines.push(line),
	};
	return { simulator, given, lines, clock };
}

/** A whole run, which has left nothing behind. */
export async function runWith(options: SimulatorOptions = {}): Promise<ProbeRun> {
	const { simulator, given } = await startEmpty(options);
	const { run, left } = await probe(given);
	expect({ left, endedEarly: run.endedEarly, there: simulator.integrations() }).toEqual({
		left: null,
		endedEarly: null,
		there: [],
	});
	await simulator.stop();
	return run;
}
