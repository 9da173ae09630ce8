import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { DEFAULT_MAX_CHECK_INTERVAL_MINUTES, DEFAULT_MAX_WAIT_HOURS } from '../items/settings';

/** What a choice of a builder means that leaves an item to the node's *On Error* setting. */
export const treatAsError = {
	name: 'Treat as Error',
	value: 'error',
	description:
		"'On Error' in the node’s settings decides what happens. With 'Retry On Fail', n8n runs the node again.",
};

/**
 * The same for what comes of a wait. n8n gives an error that arrives when a parked execution resumes one
 * try, whatever *Retry On Fail* says (n8n-core 2.41, `resumeError`).
 */
const treatAsErrorOfWait = {
	...treatAsError,
	description:
		"'On Error' in the node’s settings decides what happens. 'Retry On Fail' runs the node again, unless the execution has been Waiting.",
};

/** How the fields of the wait differ between operations. */
interface WaitFields {
	/** "the deletion", for a sentence. */
	subject: string;
	/** Whether it is on unless the builder switches it off. */
	waits: boolean;
	/** Whether a builder can have FAILED treated as an error; otherwise failed items are errors anyway. */
	hasOnFailed: boolean;
}

/** *Wait for Completion* and its options. */
export function waitProperties({ subject, waits, hasOnFailed }: WaitFields): INodeProperties[] {
	const onFailed: INodeProperties = {
		displayName: 'If the Request Fails',
		name: 'onFailed',
		type: 'options',
		options: [
			{
				name: 'Continue With Status FAILED',
				value: 'output',
				description: 'Pass the item on with the status FAILED and what Gong says about it',
			},
			treatAsErrorOfWait,
		],
		default: 'output',
		description: `What to do when Gong reports that ${subject} failed`,
	};
	const options: INodeProperties[] = [
		...(hasOnFailed ? [onFailed] : []),
		{
			displayName: 'If the Wait Times Out',
			name: 'onTimeout',
			type: 'options',
			options: [
				{
					name: 'Continue With the Last Known Status',
					value: 'output',
					description: 'Pass the item on with timedOut set to true',
				},
				treatAsErrorOfWait,
			],
			default: 'output',
			description: `What to do when the maximum wait is over, but ${subject} is not finished`,
		},
		{
			displayName: 'Max Check Interval (Minutes)',
			name: 'maxCheckIntervalMinutes',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_MAX_CHECK_INTERVAL_MINUTES,
			description:
				'The node checks often at first, then less often, but at least once in this time',
		},
		{
			displayName: 'Max Wait Time (Hours)',
			name: 'maxWaitHours',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_MAX_WAIT_HOURS,
			description:
				'How long to wait at most. Gong can take up to 24 hours. Fractions are fine, e.g. 0.5 for half an hour.',
		},
		{
			displayName: 'Suspend While Waiting',
			name: 'suspend',
			type: 'boolean',
			default: true,
			description:
				'Whether to put the execution to sleep in n8n’s database between checks. When off, it keeps running, holds a worker, and is lost if n8n restarts.',
		},
	];
	const waitForCompletion = (isTool: boolean, hint: string): INodeProperties => ({
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		...(waits && { default: true }),
		description: `Whether to continue only once ${subject} is finished, with the final status, instead of as soon as Gong has accepted it`,
		hint,
		displayOptions: { show: { '@tool': [isTool] } },
	});
	return [
		// Not a box of its own: a form has one at most.
		waitForCompletion(
			false,
			'Gong can take up to 24 hours. Meanwhile the execution shows as Waiting and survives restarts of n8n.',
		),
		waitForCompletion(
			true,
			'Gong can take up to 24 hours. The agent gets its answer within a minute, finished or not.',
		),
		{
			displayName: 'Wait Options',
			name: 'waitOptions',
			type: 'collection',
			placeholder: 'Add wait option',
			default: {},
			displayOptions: { show: { waitForCompletion: [true] } },
			options: options as INodePropertyCollection[] & INodeProperties[],
		},
	];
}
