import { ModernFakeTimers } from '@jest/fake-timers';
import { respond } from '../engine/respondent.mts';
import { someIds, withGong } from '../engine/stand.mts';
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

/** Gong's stand-in has the limits that Gong has by default. */
const limits = {};

respond(async ({ waits, files, answersAfter }: Asked): Promise<Answered> => {
	const [integrationId, ...ids] = someIds(waits + 1);
	return await withGong(
		[integrationId, ...ids],
		answersAfter,
		async (gong) => await waitTogether(gong, ids, files > 0 ? { integrationId, files } : null),
		{ limits },
	);
});
