import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../connection/authentication';
import { registerProperties } from './actions/integration/register.operation';
import { getStatusProperties } from './actions/request/getStatus.operation';

/** The node's parameters, in the order in which a builder meets them. */
export const properties: INodeProperties[] = [
	authenticationProperty,
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'CRM Integration', value: 'integration' },
			{ name: 'Request', value: 'request' },
		],
		default: 'integration',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['integration'] } },
		options: [
			{
				name: 'Get Many',
				value: 'getMany',
				description: 'List the CRM integrations, one item each, with exact IDs',
				action: 'Get many CRM integrations',
			},
			{
				name: 'Register',
				value: 'register',
				description: 'Register a CRM integration, once the old one is deleted',
				action: 'Register a CRM integration',
			},
		],
		default: 'getMany',
	},
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['request'] } },
		options: [
			{
				name: 'Get Status',
				value: 'getStatus',
				description: 'Ask how far a deletion is',
				action: 'Get the status of a request',
			},
		],
		default: 'getStatus',
	},
	...registerProperties,
	...getStatusProperties,
];
