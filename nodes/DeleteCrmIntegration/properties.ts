import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { authenticationProperty } from '../n8n/authentication';
import { requestsPerSecondOption } from '../n8n/requestsPerSecondOption';
import { integrationProperty } from '../n8n/integrationProperty';
import { treatAsError, waitProperties } from '../waiting/waitProperties';
import { agentProperties, dryRunProperties, toolDescription } from './agent';

const whenNotFound: INodePropertyOptions[] = [
	{
		name: 'Continue as Already Deleted',
		value: 'succeed',
		description: 'Pass the item on as deleted, if Gong’s list confirms that it’s gone',
	},
	treatAsError,
];

/** The node's parameters, in the order in which a builder meets them. */
export const properties: INodeProperties[] = [
	toolDescription,
	authenticationProperty,
	integrationProperty(
		'The CRM integration to delete, with all its accounts, contacts, deals, leads and users. This cannot be undone.',
	),
	...agentProperties,
	...dryRunProperties,
	...waitProperties({ subject: 'the deletion', waits: false, hasOnFailed: true }),
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
				placeholder: 'e.g. delete-acme-crm-2026',
				description:
					'Your own name for this deletion: letters, digits, "-" and "_". Gong accepts each only once. Leave empty to get one that stays the same when the node is retried.',
			},
			{
				displayName: 'Expected Integration Name',
				name: 'expectedName',
				type: 'string',
				default: '',
				placeholder: 'e.g. Acme CRM',
				description:
					'Delete only if the integration has exactly this name in Gong; otherwise refuse and delete nothing',
			},
			{
				displayName: 'If Integration Is Not Found',
				name: 'ifNotFound',
				type: 'options',
				options: whenNotFound,
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
							'Follow the deletion that was started with this ID, if it is of the same integration',
					},
					treatAsError,
				],
				default: 'track',
				description: 'What to do when Gong already knows the client request ID',
			},
			requestsPerSecondOption,
		],
	},
];
