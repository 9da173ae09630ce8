import type { IExecuteFunctions } from 'n8n-workflow';
import { NodeParameters } from '../../nodes/n8n/parameters';
import type { ItemError } from '../../nodes/n8n/result';
import type { Clock } from '../../nodes/gong/clock';
import { FIRST_CHECKS, FIRST_CHECKS_WATCHED } from '../../nodes/gong/schedule';
import { readRunSettings, type RunSettings, stopSendingAt } from '../../nodes/items/settings';
import { node } from '../workflows/build';

const now = Date.parse('2026-11-25T12:00:00.000Z');
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What n8n says of a run. */
interface Situation {
	mode?: string;
	/** Ms from `now`. */
	canceledIn?: number;
	/** When the execution was established, in ms from `now`; it may have waited since. */
	establishedIn?: number;
	/** How an agent's call shows. */
	tool?: { isToolExecution?: () => boolean; type?: string; rewireOutputLogTo?: string };
	goesOn?: boolean;
	/** Parameters whose expression cannot be evaluated. */
	broken?: string[];
}

/** All that the settings are read from. */
const parametersOf = (
	parameters: Record<string, unknown>,
	{
		mode = 'trigger',
		canceledIn,
		establishedIn,
		tool = {},
		goesOn = false,
		broken = [],
	}: Situation = {},
) => {
	const { isToolExecution = () => false, ...ofNode } = tool;
	const all: Record<string, unknown> = { authentication: 'accessKey', ...parameters };
	return new NodeParameters({
		getNode: () => ({
			...node('Gong', 'n8n-nodes-gong-crm.gongCrm', all as Record<string, string>),
			...ofNode,
		}),
		getNodeParameter: (name: string) => {
			if (broken.includes(name)) throw new Error('Referenced node has not been executed');
			const [parameter, option] = name.split('.');
			const value = all[parameter];
			return option === undefined ? value : (value as Record<string, unknown>)[option];
		},
		getMode: () => mode,
		continueOnFail: () => goesOn,
		isToolExecution,
		getExecutionContext: () =>
			establishedIn === undefined ? undefined : { establishedAt: now + establishedIn },
		getWorkflowSettings: () => ({}),
		additionalData: canceledIn !== undefined && { executionTimeoutTimestamp: now + canceledIn },
	} as unknown as IExecuteFunctions);
};

/** An agent's clock ends a minute after the node began. */
const clockOf = ({ tool }: Situation = {}): Clock => ({
	now: () => now,
	sleep: async () => await Promise.resolve(),
	deadline: tool && now + MINUTE,
});

function read(parameters: Record<string, unknown> = {}, situation?: Situation): RunSettings {
	const settings = readRunSettings(parametersOf(parameters, situation), clockOf(situation));
	if (!settings.ok) throw new Error(settings.error.message);
	return settings.value;
}

function errorOf(parameters: Record<string, unknown>, situation?: Situation): ItemError | null {
	const settings = readRunSettings(parametersOf(parameters, situation), clockOf(situation));
	return settings.ok ? null : settings.error;
}

const waiting = (waitOptions: object = {}) => ({ waitForCompletion: true, waitOptions });

/** What an operation without any of the fields runs with. */
const plain: RunSettings = {
	authentication: 'accessKey',
	requestsPerSecond: 3,
	wait: false,
	suspend: true,
	deadline: null,
	lastDeadline: null,
	agentsUntil: null,
	schedule: {
		firstChecks: FIRST_CHECKS,
		longestInterval: 5 * MINUTE,
		longestWait: 26 * HOUR,
	},
	onFailed: 'output',
	onTimeout: 'output',
	shortened: false,
	stopOnError: true,
};

describe('the settings of a run', () => {
	test('are as by default where an operation has no fields for them', () => {
		expect(read()).toEqual(plain);
		expect(read({ options: {}, ...waiting() })).toEqual({ ...plain, wait: true });
	});

	test('are what the builder has chosen', () => {
		expect(
			read(
				{
					authentication: 'oAuth2',
					options: { requestsPerSecond: '0.5' },
					...waiting({
						maxWaitHours: 0.5,
						maxCheckIntervalMinutes: 2,
						suspend: false,
						onTimeout: 'error',
						onFailed: 'error',
					}),
				},
				{ goesOn: true, canceledIn: HOUR },
			),
		).toEqual({
			...plain,
			authentication: 'oAuth2',
			requestsPerSecond: 0.5,
			wait: true,
			suspend: false,
			deadline: now + HOUR,
			lastDeadline: now + HOUR,
			schedule: { firstChecks: FIRST_CHECKS, longestInterval: 2 * MINUTE, longestWait: HOUR / 2 },
			onFailed: 'error',
			onTimeout: 'error',
			stopOnError: false,
		});
	});

	test('know between which moments n8n cancels an execution that has run before', () => {
		expect(read({}, { canceledIn: HOUR, establishedIn: -10 * MINUTE })).toMatchObject({
			deadline: now + 50 * MINUTE,
			lastDeadline: now + HOUR,
		});
	});

	test('have checks a minute apart at least', () => {
		expect(read(waiting({ maxCheckIntervalMinutes: 0.1 })).schedule.longestInterval).toBe(MINUTE);
	});

	test.each([
		['manual', FIRST_CHECKS_WATCHED],
		['trigger', FIRST_CHECKS],
		['webhook', FIRST_CHECKS],
		['retry', FIRST_CHECKS],
	])('have the first checks of somebody who watches only in a manual run: %s', (mode, checks) => {
		expect(read(waiting(), { mode }).schedule.firstChecks).toBe(checks);
	});

	test.each([
		['evaluation', false],
		['trigger', true],
		['manual', true],
		['webhook', true],
	])('let an execution in the mode %s be suspended: %p', (mode, suspend) => {
		expect(read(waiting({ suspend: true }), { mode }).suspend).toBe(suspend);
	});

	test.each<[string, Situation['tool']]>([
		['says so', { isToolExecution: () => true }],
		['runs a tool made of the node', { type: 'n8n-nodes-gong-crm.deleteCrmIntegrationTool' }],
		['takes its output', { rewireOutputLogTo: 'ai_tool' }],
	])('give an agent that %s its answer within a minute', (_, tool) => {
		const chosen = waiting({ suspend: true, onTimeout: 'error', maxWaitHours: 5 });
		expect(read(chosen, { tool })).toEqual({
			...plain,
			wait: true,
			suspend: false,
			agentsUntil: now + MINUTE,
			onTimeout: 'output',
			schedule: { ...plain.schedule, firstChecks: FIRST_CHECKS_WATCHED, longestWait: 5 * HOUR },
		});
	});

	/** The label of what is refused; `null` = nobody sees it, or needs it. */
	test.each<[object, string | null]>([
		[{ authentication: 'basic' }, 'Authentication'],
		[{ authentication: undefined }, 'Authentication'],
		[{ waitForCompletion: 'yes' }, 'Wait for Completion'],
		[{ waitForCompletion: null }, 'Wait for Completion'],
		[{ options: { requestsPerSecond: 0 } }, 'Requests per Second'],
		[{ options: { requestsPerSecond: 1001 } }, 'Requests per Second'],
		[{ options: { requestsPerSecond: undefined } }, 'Requests per Second'],
		[{ options: 'none' }, 'Options'],
		[waiting({ maxWaitHours: 0 }), 'Max Wait Time (Hours)'],
		[waiting({ maxWaitHours: 24 * 365 + 1 }), 'Max Wait Time (Hours)'],
		[waiting({ maxWaitHours: undefined }), 'Max Wait Time (Hours)'],
		[waiting({ maxCheckIntervalMinutes: 'often' }), 'Max Check Interval (Minutes)'],
		[waiting({ maxCheckIntervalMinutes: 1441 }), 'Max Check Interval (Minutes)'],
		[waiting({ suspend: 'yes' }), 'Suspend While Waiting'],
		[waiting({ onTimeout: 'stop' }), 'If the Wait Times Out'],
		[waiting({ onFailed: '' }), 'If the Request Fails'],
		[{ waitForCompletion: true, waitOptions: [] }, 'Wait Options'],
		// Nobody waits, and the builder does not see it.
		[{ waitForCompletion: false, waitOptions: { maxWaitHours: 0, suspend: 'yes' } }, null],
		[{ waitForCompletion: false, waitOptions: 'none' }, null],
	])('are refused where they are there but unusable: %j', (parameters, label) => {
		const error = errorOf(parameters as Record<string, unknown>);
		if (label === null) expect(error).toBeNull();
		else
			expect(error).toMatchObject({
				message: expect.stringMatching(
					`^The value of '${label.replace(/[()]/g, '\\$&')}' cannot be used: `,
				),
				isOurs: true,
			});
	});

	test.each([
		['authentication', 'Authentication'],
		['waitForCompletion', 'Wait for Completion'],
		['waitOptions', 'Wait Options'],
		['options', 'Options'],
	])('cannot be had where the expression in %s cannot be evaluated', (name, label) => {
		const expression = '={{ $("Later").first().json }}';
		const parameters = { ...waiting(), options: {}, [name]: expression };
		expect(errorOf(parameters, { broken: [name] })).toEqual({
			message: `The value of '${label}' cannot be read: Referenced node has not been executed`,
			description: 'Check the expression.',
			httpCode: null,
			isOurs: true,
		});
	});
});

/** All in ms from now; `null` = there is no such limit. */
test.each<[number | null, number | null, number | undefined]>([
	[null, null, undefined],
	[HOUR, null, HOUR - 10 * SECOND],
	[50 * SECOND, null, 40 * SECOND],
	[5 * SECOND, null, -5 * SECOND],
	[-HOUR, null, -HOUR - 10 * SECOND],
	[null, MINUTE, MINUTE],
	[HOUR, MINUTE, MINUTE],
	[50 * SECOND, MINUTE, 40 * SECOND],
])(
	'with %p ms until n8n cancels and %p ms for an agent, no call is sent after %p ms',
	(canceledIn, agentsIn, left) => {
		const settings: RunSettings = {
			...plain,
			lastDeadline: canceledIn === null ? null : now + canceledIn,
			agentsUntil: agentsIn === null ? null : now + agentsIn,
		};
		expect(stopSendingAt(settings)).toBe(left === undefined ? undefined : now + left);
	},
);
