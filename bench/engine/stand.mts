import {
	type Simulator,
	type SimulatorOptions,
	startSimulator,
} from '../../test/simulator/startSimulator.ts';

/** Longer than any measurement: deletions stay on their way, in ms. */
const NEVER = 24 * 3_600_000;

/** IDs above 2^53, one after the other. */
export const someIds = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => String(5517027188234205706n + BigInt(index)));

/**
 * Gong's stand-in with as many integrations as there are IDs, without limits unless they are given;
 * it ends with `work`.
 *
 * @param answersAfter how long Gong takes to answer a call, in ms
 */
export async function withGong<T>(
	ids: readonly string[],
	answersAfter: number,
	work: (gong: Simulator) => Promise<T>,
	options: SimulatorOptions = {},
): Promise<T> {
	const gong = await startSimulator({
		integrations: ids.map((integrationId) => ({
			integrationId,
			name: 'CRM Integration',
			ownerEmail: 'crm-admin@example.com',
		})),
		limits: false,
		deleteTakes: NEVER,
		...options,
	});
	if (answersAfter > 0) gong.addFault({ kind: 'slow', delay: answersAfter, times: Infinity });
	try {
		return await work(gong);
	} finally {
		await gong.stop();
	}
}
