import type { IExecuteFunctions } from 'n8n-workflow';
import { readDeadline } from '../../nodes/engine/deadline';

const HOUR = 3_600_000;
const now = 1_795_000_000_000;

/**
 * What the engine hands to a node, as far as the deadline is read from it. A stand-in: no engine of the
 * present can show an n8n that does not say, or says something else.
 */
const context = (given: { timestamp?: unknown; establishedAt?: number; mode?: string } | null) =>
	({
		...(given && { additionalData: { executionTimeoutTimestamp: given.timestamp } }),
		getExecutionContext: () =>
			given?.establishedAt === undefined ? undefined : { establishedAt: given.establishedAt },
		getMode: () => given?.mode ?? 'trigger',
	}) as unknown as IExecuteFunctions;

test.each([
	['where the execution has none', { timestamp: undefined, establishedAt: now }, null],
	['where n8n does not say', null, null],
	['where n8n says something else', { timestamp: 'soon', establishedAt: now }, null],
	['at the start', { timestamp: now + HOUR, establishedAt: now }, now + HOUR],
	[
		'after a wait, counted from when the execution was established',
		{ timestamp: now + HOUR, establishedAt: now - HOUR / 4 },
		now + (3 * HOUR) / 4,
	],
	[
		'in a retry from the list, as it is',
		{ timestamp: now + HOUR, establishedAt: now - 5 * HOUR, mode: 'retry' },
		now + HOUR,
	],
	['where nobody knows when it was established', { timestamp: now + HOUR }, now + HOUR],
])('the deadline of an execution is read %s', (_, given, expected) => {
	expect(readDeadline(context(given), now)).toBe(expected);
});
