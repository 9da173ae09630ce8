import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { authenticationProperty } from '../connection/authentication';
import { registerProperties } from './actions/integration/register.operation';
import { getProperties } from './actions/object/get.operation';
import { uploadProperties } from './actions/object/upload.operation';
import { getStatusProperties } from './actions/request/getStatus.operation';
import { deleteProperties } from './actions/schemaField/delete.operation';
import { getManyProperties } from './actions/schemaField/getMany.operation';
import { upsertProperties } from './actions/schemaField/upsert.operation';

/** What changes Gong for everybody is a person's to start, and not offered to AI agents. */
const notForAgents = { displayOptions: { hide: { '@tool': [true] } } };

const aboutUpsert =
	'Create a field in the schema, or change it if it’s there; all others stay as they are';

/** The *Operation* parameter of a resource. */
const operationsOf = (
	resource: string,
	defaultOperation: string,
	options: INodePropertyOptions[],
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [resource] } },
	options,
	default: defaultOperation,
});

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
			{ name: 'CRM Object', value: 'object' },
			{ name: 'Request', value: 'request' },
			{ name: 'Schema Field', value: 'schemaField' },
		],
		default: 'integration',
	},
	operationsOf('integration', 'getMany', [
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
			action: 'Register CRM integration',
			...notForAgents,
		},
	]),
	operationsOf('object', 'get', [
		{
			name: 'Get',
			value: 'get',
			description: 'Read an uploaded object back, to see what Gong has stored',
			action: 'Get CRM object',
		},
		{
			name: 'Upload',
			value: 'upload',
			description:
				'Create, update or delete objects: each is checked first and followed to its end',
			action: 'Upload CRM objects',
			...notForAgents,
		},
	]),
	operationsOf('request', 'getStatus', [
		{
			name: 'Get Status',
			value: 'getStatus',
			description: 'Get the status of a deletion or an upload, or follow it to its end',
			action: 'Get status of request',
		},
	]),
	operationsOf('schemaField', 'getMany', [
		{
			name: 'Create or Update',
			value: 'upsert',
			description: aboutUpsert,
			action: 'Create or update schema field',
			...notForAgents,
		},
		{
			name: 'Delete',
			value: 'delete',
			description: 'Delete a field from the schema, with its values in all objects',
			action: 'Delete schema field',
			...notForAgents,
		},
		{
			name: 'Get Many',
			value: 'getMany',
			description: 'List the fields of the schema, one item each',
			action: 'Get many schema fields',
		},
	]),
	...registerProperties,
	...getProperties,
	...uploadProperties,
	...getStatusProperties,
	...getManyProperties,
	...upsertProperties,
	...deleteProperties,
];
