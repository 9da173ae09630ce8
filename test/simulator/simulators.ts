import { type Client, connect } from './client';
import { type Simulator, type SimulatorOptions, startSimulator } from './startSimulator';

const running: Simulator[] = [];

/** Starts a simulator that is stopped after the test. Without limits, unless they are given. */
export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
	const simulator = await startSimulator({ limits: false, ...options });
	running.push(simulator);
	return simulator;
}

/** Starts one whose uploads are final at once, with somebody who calls it. */
export async function startConnected(
	options: SimulatorOptions = {},
): Promise<{ simulator: Simulator; client: Client }> {
	const simulator = await start({ uploadTakes: 0, ...options });
	return { simulator, client: connect(simulator) };
}

/** Starts one that has these integrations. */
export const startWith = async (
	ids: string[],
	options: SimulatorOptions = {},
): Promise<Simulator> =>
	await start({
		oneIntegrationAtATime: false,
		integrations: ids.map((id) => ({
			integrationId: id,
			name: id,
			ownerEmail: 'a@example.com',
		})),
		...options,
	});

/** A caller's clock that stands still until time is to pass. */
export function stoppedClock() {
	let time = 1e12;
	return {
		now: () => time,
		pass: (milliseconds: number) => {
			time += milliseconds;
		},
	};
}

/** For `afterEach`. */
export async function stopAll(): Promise<void> {
	await Promise.all(running.splice(0).map(async (simulator) => await simulator.stop()));
}
