import { startSimulator, type Simulator } from '../../test/simulator/startSimulator.ts';
import type { SimulatorOptions } from '../../test/simulator/startSimulator.ts';

const owner = { name: 'CRM Integration', ownerEmail: 'crm-admin@example.com' };

/** Longer than any measurement: deletions stay on their way. */
const NEVER = 24 * 3_600_000;

/**
 * Gong's stand-in with as many integrations as there are IDs, without limits unless they are given;
 * it ends with `work`.
 */
export async function withGong<T>(
	ids: readonly string[],
	work: (gong: Simulator) => Promise<T>,
	options: SimulatorOptions = {},
): Promise<T> {
	const gong = await startSimulator({
		integrations: ids.map((integrationId) => ({ integrationId, ...owner })),
		oneIntegrationAtATime: false,
		limits: false,
		deleteTakes: NEVER,
		...options,
	});
	try {
		return await work(gong);
	} finally {
		await gong.stop();
	}
}

/** IDs above 2^53, one after the other. */
export const someIds = (count: number): string[] =>
	Array.from({ length: count }, (_, index) => String(5517027188234205706n + BigInt(index)));

/** What a child process has to know of a simulator. */
export const signInTo = ({ url, accessKey, accessKeySecret }: Simulator) => ({
	url,
	accessKey,
	accessKeySecret,
});

export const toItems = (ids: readonly string[]) => ids.map((integrationId) => ({ integrationId }));
