import type { IExecuteFunctions } from 'n8n-workflow';
import { readTimeLimit } from '../../nodes/engine/deadline';

const HOUR = 3_600_000;
const now = 1_795_000_000_000;

/**
 * What the engine hands to a node, as far as the deadline is read from it. A stand-in: no engine of the
 * present can show an n8n that does not say, or says something else.
 */
interface Given {
	timestamp?: unknown;
	establishedAt?: number;
	mode?: string;
	/** The time limit of the workflow itself, in s. */
	ofWorkflow?: number;
}

const context = (given: Given | null) =>
	({
		...(given && { additionalData: { executionTimeoutTimestamp: given.timestamp } }),
		getExecutionContext: () =>
			given?.establishedAt === undefined ? undefined : { establishedAt: given.establishedAt },
		getMode: () => given?.mode ?? 'trigger',
		getWorkflowSettings: () => ({ executionTimeout: given?.ofWorkflow }),
	}) as unknown as IExecuteFunctions;

const at = (latest: number, earliest = latest) => ({
	latest: now + latest,
	earliest: now + earliest,
});

test.each([
	['where the execution has none', { timestamp: undefined, establishedAt: now }, null],
	['where n8n does not say', null, null],
	['where n8n says something else', { timestamp: 'soon', establishedAt: now }, null],
	['at the start', { timestamp: now + HOUR, establishedAt: now }, at(HOUR)],
	[
		'after a wait, counted from when the execution was established',
		{ timestamp: now + HOUR, establishedAt: now - HOUR / 4 },
		at(HOUR, (3 * HOUR) / 4),
	],
	[
		'under the limit of its workflow, which counts from then too',
		{ timestamp: now + HOUR, establishedAt: now - HOUR / 4, ofWorkflow: 3600 },
		at(HOUR, (3 * HOUR) / 4),
	],
	[
		'under the limit of its workflow that it has not waited in, as it is',
		{ timestamp: now + HOUR, establishedAt: now - HOUR / 4, ofWorkflow: 4500 },
		at(HOUR),
	],
	[
		'under a limit of its workflow that is above what the instance allows, no later than n8n says',
		{ timestamp: now + HOUR, establishedAt: now - HOUR / 4, ofWorkflow: 7200 },
		at(HOUR),
	],
	[
		'under no limit of its workflow',
		{ timestamp: now + HOUR, establishedAt: now - HOUR / 4, ofWorkflow: -1 },
		at(HOUR, (3 * HOUR) / 4),
	],
	[
		'under a limit of its workflow of 0, as under none',
		{ timestamp: now + HOUR, establishedAt: now - HOUR / 4, ofWorkflow: 0 },
		at(HOUR, (3 * HOUR) / 4),
	],
	[
		'in a retry from the list, as it is',
		{ timestamp: now + HOUR, establishedAt: now - 5 * HOUR, mode: 'retry' },
		at(HOUR),
	],
	['where nobody knows when it was established', { timestamp: now + HOUR }, at(HOUR)],
])('the time limit of an execution is read %s', (_, given, expected) => {
	expect(readTimeLimit(context(given), now)).toEqual(expected);
});
