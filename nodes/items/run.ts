import type { IExecuteFunctions } from 'n8n-workflow';
import { executionClock } from '../n8n/executionClock';
import type { NodeParameters } from '../n8n/parameters';
import { type Result, succeed } from '../n8n/result';
import { createSend } from '../n8n/send';
import { GongClient } from '../gong/client';
import type { Clock } from '../gong/clock';
import { type RunSettings, readRunSettings, stopSendingAt } from './settings';

/** What one run of a node works with, whatever it does. */
export interface Run {
	context: IExecuteFunctions;
	parameters: NodeParameters;
	settings: RunSettings;
	client: GongClient;
	clock: Clock;
	/** Ms since 1970. */
	startedAt: number;
}

/** Reads what counts for the whole run, and opens the way to Gong. */
export function createRun(parameters: NodeParameters): Result<Run> {
	const { context } = parameters;
	const ticking = executionClock(context);
	const startedAt = ticking.now();
	const settings = readRunSettings(parameters, ticking);
	if (!settings.ok) return settings;
	const clock = { ...ticking, deadline: stopSendingAt(settings.value) };
	const { authentication, requestsPerSecond } = settings.value;
	const client = new GongClient(createSend(context, authentication), clock, requestsPerSecond);
	return succeed({ context, parameters, settings: settings.value, client, clock, startedAt });
}
