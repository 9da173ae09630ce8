import { ModernFakeTimers } from '@jest/fake-timers';
import { startSimulator } from '../../test/simulator/startSimulator.ts';
import { someIds } from '../engine/stand.mts';
import type { Answered, Asked } from './together.mts';

/**
 * Plays waits that come due together on virtual time, on behalf of `together.mts`: in a process of its
 * own, since time is virtual for all that is in it.
 */

const timers = new ModernFakeTimers({
	config: { fakeTimers: {}, rootDir: '.' } as ConstructorParameters<
		typeof ModernFakeTimers
	>[0]['config'],
	global: globalThis,
});
// What `onVirtualTime` takes from Jest, where the tests use it.
Object.assign(globalThis, { jest: timers });
const { waitTogether } = await import('../../test/faults/dueTogether.js');

/** What Gong allows a company by default. */
const limits = { perSecond: 3, perDay: 10_000 };

async function play({ waits, files, answersAfter }: Asked): Promise<Answered> {
	const [uploadsTo, ...ids] = someIds(waits + 1);
	const gong = await startSimulator({
		integrations: [uploadsTo, ...ids].map((integrationId) => ({
			integrationId,
			name: 'CRM Integration',
			ownerEmail: 'crm-admin@example.com',
		})),
		oneIntegrationAtATime: false,
		limits,
	});
	if (answersAfter > 0) gong.addFault({ kind: 'slow', delay: answersAfter, times: Infinity });
	try {
		const beside = files > 0 ? { integrationId: uploadsTo, files } : null;
		return await waitTogether(gong, ids, beside);
	} finally {
		await gong.stop();
	}
}

process.on('message', (asked: Asked) => {
	void play(asked).then(
		(value) => process.send?.({ value }),
		(error: Error) => process.send?.({ error: error.stack }),
	);
});
// Ends with the process that asks, whatever becomes of that.
process.once('disconnect', () => process.exit());
process.send?.({ value: 'ready' });
