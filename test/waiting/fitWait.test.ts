import type { RunSettings } from '../../nodes/items/settings';
import { fitWait } from '../../nodes/waiting/fitWait';
import { settings } from './requests';

const now = Date.parse('2026-11-25T12:00:00.000Z');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const ofRun: RunSettings = {
	...settings,
	wait: true,
	suspend: true,
	deadline: null,
	lastDeadline: null,
	agentsUntil: null,
};

/** All in ms from now: what is asked for, n8n's limit, the agent's; what is left, for a late end too. */
test.each<[number, number | null, number | null, number, boolean, number | null]>([
	[26 * HOUR, null, null, 26 * HOUR, false, null],
	[HOUR, 2 * HOUR, null, HOUR, false, 2 * HOUR - MINUTE],
	[26 * HOUR, HOUR, null, HOUR - MINUTE, true, HOUR - MINUTE],
	[26 * HOUR, 300 * SECOND, null, 270 * SECOND, true, 270 * SECOND],
	[26 * HOUR, 50 * SECOND, null, 40 * SECOND, true, 40 * SECOND],
	[26 * HOUR, 5 * SECOND, null, 0, true, 0],
	[26 * HOUR, -HOUR, null, 0, true, 0],
	// The minute of an agent is nothing that anybody has to be told of.
	[26 * HOUR, null, MINUTE, MINUTE, false, MINUTE],
	[26 * HOUR, null, 20 * SECOND, 20 * SECOND, false, 20 * SECOND],
	[10 * SECOND, null, MINUTE, 10 * SECOND, false, MINUTE],
	[26 * HOUR, null, -SECOND, 0, false, 0],
	[26 * HOUR, HOUR, MINUTE, MINUTE, false, MINUTE],
	[26 * HOUR, 50 * SECOND, MINUTE, 40 * SECOND, true, 40 * SECOND],
])(
	'a wait that begins now, of %d ms, with %p ms until n8n cancels and %p ms for an agent, takes %d ms, shortened: %p',
	(longestWait, canceledIn, agentsIn, left, shortened, leftWhenLate) => {
		const given: RunSettings = {
			...ofRun,
			schedule: { ...settings.schedule, longestWait },
			deadline: canceledIn === null ? null : now + canceledIn,
			agentsUntil: agentsIn === null ? null : now + agentsIn,
		};
		// What the wait needs, and no more: it travels.
		expect(fitWait(given, now)).toEqual({
			...settings,
			schedule: { ...settings.schedule, longestWait: left },
			shortened,
			...(leftWhenLate !== null && { lastCheckBy: now + leftWhenLate }),
		});
	},
);
