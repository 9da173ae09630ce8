import type { IExecuteFunctions } from 'n8n-workflow';
import type { Authentication } from '../connection/authentication';
import { LONGEST_FOR_AGENT } from '../connection/executionClock';
import { isTool } from '../connection/isTool';
import { type ReadOption, readOptions, readSetting } from '../connection/parameters';
import { readDeadline } from '../engine/deadline';
import { DEFAULT_REQUESTS_PER_SECOND } from '../gong/pace';
import { FIRST_CHECKS, FIRST_CHECKS_WATCHED, fitBeforeDeadline } from '../gong/schedule';
import type { WaitSettings } from '../requests/waitSettings';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** How long Gong may take, and two hours more (Gong API reference, "up to 24 hours"). */
export const DEFAULT_MAX_WAIT_HOURS = 26;
export const DEFAULT_MAX_CHECK_INTERVAL_MINUTES = 5;

export { DEFAULT_REQUESTS_PER_SECOND };

const choices = ['output', 'error'] as const;

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
 * @param option reads the node's *Options*; without, the node has none
 * @param now ms since 1970
 * @throws NodeOperationError naming the parameter that cannot be used.
 */
export function readRunSettings(
	context: IExecuteFunctions,
	option: ReadOption,
	now: number,
): RunSettings {
	const tool = isTool(context);
	const wait = readSetting(context, 0, 'waitForCompletion', 'Wait for Completion').asBoolean();
	const waitOption = wait ? readOptions(context, 0, 'waitOptions', 'Wait Options') : () => null;

	const hours =
		waitOption('maxWaitHours', 'Max Wait Time (Hours)')?.asPositiveNumber(24 * 365) ??
		DEFAULT_MAX_WAIT_HOURS;
	const minutes =
		waitOption('maxCheckIntervalMinutes', 'Max Check Interval (Minutes)')?.asPositiveNumber(
			24 * 60,
		) ?? DEFAULT_MAX_CHECK_INTERVAL_MINUTES;
	const suspend = waitOption('suspend', 'Suspend While Waiting')?.asBoolean() ?? true;
	const onTimeout = waitOption('onTimeout', 'If the Wait Times Out')?.asOneOf(choices) ?? 'output';
	const asked = Math.min(hours * HOUR, tool ? LONGEST_FOR_AGENT : Infinity);
	const deadline = readDeadline(context, now);
	const longestWait = fitBeforeDeadline(asked, deadline === null ? null : deadline - now);
	return {
		wait,
		suspend: !tool && suspend,
		authentication: context.getNodeParameter('authentication', 0) as Authentication,
		requestsPerSecond:
			option('requestsPerSecond', 'Requests per Second')?.asPositiveNumber(1000) ??
			DEFAULT_REQUESTS_PER_SECOND,
		schedule: {
			firstChecks: tool || context.getMode() === 'manual' ? FIRST_CHECKS_WATCHED : FIRST_CHECKS,
			longestInterval: Math.max(minutes * MINUTE, MINUTE),
			longestWait,
		},
		onFailed: waitOption('onFailed', 'If the Request Fails')?.asOneOf(choices) ?? 'output',
		// An agent is told the state that is known, whatever it is.
		onTimeout: tool ? 'output' : onTimeout,
		shortened: longestWait < asked,
		stopOnError: !context.continueOnFail(),
	};
}
