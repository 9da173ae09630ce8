import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeParameters } from '../../nodes/n8n/parameters';
import type { Run } from '../../nodes/items/run';
import type { RunSettings } from '../../nodes/items/settings';
import type { scripted } from '../gong/scripted';
import { settings } from '../waiting/requests';

/**
 * A run for code that asks little of n8n, against a Gong whose answers are written down.
 *
 * @param asked what it asks of n8n, and nothing else
 */
export function createScriptedRun(
	asked: object,
	{ client, clock }: Pick<ReturnType<typeof scripted>, 'client' | 'clock'>,
	change: Partial<RunSettings> = {},
): Run {
	// n8n's type has over fifty methods: one that is asked for and missing is to fail the test.
	const context = asked as unknown as IExecuteFunctions;
	return {
		context,
		parameters: new NodeParameters(context),
		settings: {
			...settings,
			wait: false,
			suspend: true,
			deadline: null,
			lastDeadline: null,
			agentsUntil: null,
			...change,
		},
		client,
		clock,
		startedAt: clock.now(),
	};
}
