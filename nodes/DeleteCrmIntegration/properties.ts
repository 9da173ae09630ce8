import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../connection/authentication';
import { integrationProperty } from '../connection/integrationProperty';

const waiting = { show: { waitForCompletion: [true] } };

/** The node's parameters, in the order in which a builder meets them. */
export const properties: INodeProperties[] = [
	authenticationProperty,
	integrationProperty(
		'The CRM integration to delete, with all its accounts, contacts, deals, leads and users. This cannot be undone.',
	),
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		description:
			'Whether to continue only when the deletion has come to its end, with the final status, instead of as soon as Gong has accepted it',
	},
	{
		displayName:
			'Gong can take up to 24 hours. Meanwhile the execution shows as Waiting in the list of executions and survives restarts of n8n, unless you switch off Suspend While Waiting.',
		name: 'waitNotice',
		type: 'notice',
		default: '',
		displayOptions: waiting,
	},
	{
		displayName: 'Wait Options',
		name: 'waitOptions',
		type: 'collection',
		placeholder: 'Add wait option',
		default: {},
		displayOptions: waiting,
		options: [
			{
				displayName: 'If the Deletion Fails',
				name: 'onFailed',
				type: 'options',
				options: [
					{
						name: 'Continue With Status FAILED',
						value: 'output',
						description: 'Pass the item on with status FAILED and what Gong says about it',
					},
					{
						name: 'Do What On Error Says',
						value: 'error',
						description:
							'Stop, continue or use the error output, as the On Error setting of the node says',
					},
				],
				default: 'output',
				description: 'What to do when Gong reports that it could not delete the integration',
			},
			{
				displayName: 'If Time Runs Out',
				name: 'onTimeout',
				type: 'options',
				options: [
					{
						name: 'Continue With the Last Known Status',
						value: 'output',
						description: 'Pass the item on with timedOut set to true',
					},
					{
						name: 'Do What On Error Says',
						value: 'error',
						description:
							'Stop, continue or use the error output, as the On Error setting of the node says',
					},
				],
				default: 'output',
				description: 'What to do when the maximum wait is over and the deletion is not',
			},
			{
				displayName: 'Longest Time Between Checks (Minutes)',
				name: 'maxCheckIntervalMinutes',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 5,
				description:
					'Checks are a tenth of the elapsed time apart, at least 70 seconds and at most this many minutes',
			},
			{
				displayName: 'Maximum Wait (Hours)',
				name: 'maxWaitHours',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 24,
				description: 'How long to wait at most. Fractions are fine, e.g. 0.5 for half an hour.',
			},
			{
				displayName: 'Suspend While Waiting',
				name: 'suspend',
				type: 'boolean',
				default: true,
				description:
					'Whether to put the execution to sleep in the database of n8n between checks. When off, it keeps running, holds a worker, and is lost if n8n restarts.',
			},
		],
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Client Request ID',
				name: 'clientRequestId',
				type: 'string',
				default: '',
				placeholder: 'e.g. delete-salesforce-2026',
				description:
					'Your own name for this deletion: letters, digits, "-" and "_". Gong takes each only once. Leave empty to have one made that stays the same when the node is retried.',
			},
			{
				displayName: 'Dry Run',
				name: 'dryRun',
				type: 'boolean',
				default: false,
				description:
					'Whether to check everything and say what would be deleted, but delete nothing',
			},
			{
				displayName: 'Expected Integration Name',
				name: 'expectedName',
				type: 'string',
				default: '',
				placeholder: 'e.g. Salesforce Production',
				description:
					'Delete only if the integration has exactly this name in Gong; otherwise refuse and delete nothing',
			},
			{
				displayName: 'If Integration Is Not Found',
				name: 'ifNotFound',
				type: 'options',
				options: [
					{
						name: 'Do What On Error Says',
						value: 'error',
						description:
							'Stop, continue or use the error output, as the On Error setting of the node says',
					},
					{
						name: 'Succeed',
						value: 'succeed',
						description:
							'Pass the item on as deleted, if the list of Gong confirms that it is gone',
					},
				],
				default: 'error',
				description: 'What to do when Gong does not have the integration',
			},
			{
				displayName: 'If Request ID Was Already Used',
				name: 'ifRequestIdUsed',
				type: 'options',
				options: [
					{
						name: 'Follow the Earlier Request',
						value: 'track',
						description:
							'Go on with the deletion that was started with this ID, if it is of the same integration',
					},
					{
						name: 'Do What On Error Says',
						value: 'error',
						description:
							'Stop, continue or use the error output, as the On Error setting of the node says',
					},
				],
				default: 'track',
				description: 'What to do when Gong already knows the Client Request ID you gave',
			},
			{
				displayName: 'Requests per Second',
				name: 'requestsPerSecond',
				type: 'number',
				typeOptions: { minValue: 0 },
				default: 3,
				description: 'The most calls to start in a second. Gong allows 3 by default.',
			},
		],
	},
];
