import type { Authentication } from '../n8n/authentication';
import { isTool } from '../n8n/isTool';
import type { NodeParameters } from '../n8n/parameters';
import { combine, type Result, succeed } from '../n8n/result';
import { readTimeLimit } from '../engine/deadline';
import type { Clock } from '../gong/clock';
import { DEFAULT_REQUESTS_PER_SECOND } from '../gong/pace';
import { FIRST_CHECKS, FIRST_CHECKS_WATCHED } from '../gong/schedule';
import type { WaitSettings } from '../requests/waitSettings';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** How long Gong may take, and two hours more (Gong API reference, "up to 24 hours"). */
export const DEFAULT_MAX_WAIT_HOURS = 26;
export const DEFAULT_MAX_CHECK_INTERVAL_MINUTES = 5;

const choices = ['output', 'error'] as const;

/** What counts for a whole run. */
export interface RunSettings extends WaitSettings {
	/** *Wait for Completion* is on. */
	wait: boolean;
	/** Between checks, suspend the execution where that is possible. */
	suspend: boolean;
	/** When n8n cancels the execution, at the earliest, in ms since 1970; `null` = never. */
	deadline: number | null;
	/** When it does so at the latest. */
	lastDeadline: number | null;
	/** When an agent has to have its answer, in ms since 1970; `null` = no agent is calling. */
	agentsUntil: number | null;
}

/**
 * Reads what counts for the whole run, from the first item where it is an expression. Fields that an
 * operation does not have are as by default.
 */
export function readRunSettings(parameters: NodeParameters, clock: Clock): Result<RunSettings> {
	const { context } = parameters;
	const tool = isTool(context);
	const first = parameters.of(0);
	const option = first.collection('options', 'Options');
	const waitOption = first.collection('waitOptions', 'Wait Options');
	const wait = first.get('waitForCompletion', 'Wait for Completion').asBoolean(false);
	if (!wait.ok) return wait;
	// What a builder does not see while nobody waits is nothing that can be wrong.
	const whileWaiting = <T>(read: () => Result<T>, otherwise: T): Result<T> =>
		wait.value ? read() : succeed(otherwise);
	const values = combine({
		hours: whileWaiting(
			() =>
				waitOption('maxWaitHours', 'Max Wait Time (Hours)').asPositiveNumber(
					24 * 365,
					DEFAULT_MAX_WAIT_HOURS,
				),
			DEFAULT_MAX_WAIT_HOURS,
		),
		minutes: whileWaiting(
			() =>
				waitOption('maxCheckIntervalMinutes', 'Max Check Interval (Minutes)').asPositiveNumber(
					24 * 60,
					DEFAULT_MAX_CHECK_INTERVAL_MINUTES,
				),
			DEFAULT_MAX_CHECK_INTERVAL_MINUTES,
		),
		suspend: whileWaiting(
			() => waitOption('suspend', 'Suspend While Waiting').asBoolean(true),
			true,
		),
		onTimeout: whileWaiting(
			() => waitOption('onTimeout', 'If the Wait Times Out').asOneOf(choices, 'output'),
			'output',
		),
		onFailed: whileWaiting(
			() => waitOption('onFailed', 'If the Request Fails').asOneOf(choices, 'output'),
			'output',
		),
		requestsPerSecond: option('requestsPerSecond', 'Requests per Second').asPositiveNumber(
			1000,
			DEFAULT_REQUESTS_PER_SECOND,
		),
		authentication: first
			.get('authentication', 'Authentication')
			.asOneOf<Authentication>(['oAuth2', 'accessKey']),
	});
	if (!values.ok) return values;
	const { hours, minutes, suspend, onTimeout, ...rest } = values.value;
	const mode = context.getMode();
	const limit = readTimeLimit(context, clock.now());
	return succeed({
		...rest,
		wait: wait.value,
		// An evaluation goes on to its next case as soon as the execution parks.
		suspend: !tool && mode !== 'evaluation' && suspend,
		deadline: limit && limit.earliest,
		lastDeadline: limit && limit.latest,
		agentsUntil: clock.deadline ?? null,
		schedule: {
			firstChecks: tool || mode === 'manual' ? FIRST_CHECKS_WATCHED : FIRST_CHECKS,
			longestInterval: Math.max(minutes * MINUTE, MINUTE),
			longestWait: hours * HOUR,
		},
		// An agent is told the state that is known, whatever it is.
		onTimeout: tool ? 'output' : onTimeout,
		shortened: false,
		stopOnError: !context.continueOnFail(),
	});
}

/** What is known has to be put out this long before n8n cancels the execution, in ms. */
const TO_PUT_OUT = 10_000;

/**
 * When a call is not worth sending any more, in ms since 1970: what is known has to be put out before n8n
 * cancels the execution, or an agent loses its patience; `undefined` = there is no such moment.
 */
export function stopSendingAt({
	lastDeadline,
	agentsUntil,
}: Pick<RunSettings, 'lastDeadline' | 'agentsUntil'>): number | undefined {
	const end = Math.min((lastDeadline ?? Infinity) - TO_PUT_OUT, agentsUntil ?? Infinity);
	return end < Infinity ? end : undefined;
}
