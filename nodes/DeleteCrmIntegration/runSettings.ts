import type { IExecuteFunctions } from 'n8n-workflow';
import type { Authentication } from '../connection/authentication';
import { isTool } from '../connection/isTool';
import { acceptPositiveNumber } from '../connection/parameters';
import { FIRST_CHECKS, FIRST_CHECKS_WATCHED, fitIntoTimeout } from '../gong/schedule';
import type { WaitSettings } from '../requests/waitSettings';

/** As an AI tool nobody waits longer than this, in ms: an agent has other things to do. */
const LONGEST_WAIT_AS_TOOL = 60_000;

const HOUR = 3_600_000;
const MINUTE = 60_000;

interface WaitOptions {
	maxWaitHours?: unknown;
	maxCheckIntervalMinutes?: unknown;
	onFailed?: WaitSettings['onFailed'];
	onTimeout?: WaitSettings['onTimeout'];
	suspend?: boolean;
}

/** How this run waits. */
export interface RunSettings extends WaitSettings {
	/** *Wait for Completion* is on. */
	wait: boolean;
	/** Between checks, suspend the execution where that is possible. */
	suspend: boolean;
}

/**
 * Reads what counts for the whole run, from the first item where it is an expression.
 *
 * @param now ms since 1970
 * @throws NodeOperationError naming the parameter that cannot be used.
 */
export function readRunSettings(context: IExecuteFunctions, now: number): RunSettings {
	const tool = isTool(context);
	const options = context.getNodeParameter('options', 0, {}) as { requestsPerSecond?: unknown };
	const wait = context.getNodeParameter('waitForCompletion', 0, false) === true;
	const waitOptions = wait ? (context.getNodeParameter('waitOptions', 0, {}) as WaitOptions) : {};

	const hours = acceptPositiveNumber(
		context,
		'Maximum Wait (Hours)',
		waitOptions.maxWaitHours ?? 24,
		24 * 365,
	);
	const minutes = acceptPositiveNumber(
		context,
		'Longest Time Between Checks (Minutes)',
		waitOptions.maxCheckIntervalMinutes ?? 5,
		24 * 60,
	);
	const asked = Math.min(hours * HOUR, tool ? LONGEST_WAIT_AS_TOOL : Infinity);
	const longestWait = fitIntoTimeout(asked, ...readTimeout(context, now));
	return {
		wait,
		suspend: !tool && (waitOptions.suspend ?? true),
		authentication: context.getNodeParameter('authentication', 0) as Authentication,
		requestsPerSecond: acceptPositiveNumber(
			context,
			'Requests per Second',
			options.requestsPerSecond ?? 3,
			1000,
		),
		schedule: {
			firstChecks: tool || context.getMode() === 'manual' ? FIRST_CHECKS_WATCHED : FIRST_CHECKS,
			longestInterval: minutes * MINUTE,
			longestWait,
		},
		onFailed: waitOptions.onFailed ?? 'output',
		// An agent is told the state that is known, whatever it is.
		onTimeout: tool ? 'output' : (waitOptions.onTimeout ?? 'output'),
		shortened: longestWait < asked,
		stopOnError: !context.continueOnFail(),
	};
}

/** The workflow's own timeout and how long the execution has been running, both in ms. */
function readTimeout(context: IExecuteFunctions, now: number): [number | null, number] {
	const seconds = Number(context.getWorkflowSettings().executionTimeout ?? -1);
	const startedAt = context.getExecutionContext()?.establishedAt ?? now;
	return [seconds > 0 ? seconds * 1000 : null, now - startedAt];
}
