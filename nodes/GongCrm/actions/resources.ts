import type { INodeProperties } from 'n8n-workflow';
import { integration } from './integration';
import { object } from './object';
import type { Operation, Resource } from './operation';
import { request } from './request';
import { schemaField } from './schemaField';

/** All that the node can do, as a builder sees it. */
export const resources: Resource[] = [integration, object, request, schemaField];

/** The *Resource* parameter, the operations of each, and their fields. */
export const resourceProperties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ name, value }) => ({ name, value })),
		default: 'integration',
	},
	...resources.map(toOperationProperty),
	...resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			operation.properties.map((property) => showFor(resource, operation, property)),
		),
	),
];

function toOperationProperty({
	value,
	operations,
	defaultOperation: { value: initial },
}: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations.map(({ name, value: operation, description, action, isForAgents }) => ({
			name,
			value: operation,
			description,
			action,
			...(!isForAgents && { displayOptions: { hide: { '@tool': [true] } } }),
		})),
		default: initial,
	};
}

function showFor(
	resource: Resource,
	operation: Operation,
	property: INodeProperties,
): INodeProperties {
	const { displayOptions } = property;
	const show = {
		resource: [resource.value],
		operation: [operation.value],
		...displayOptions?.show,
	};
	return { ...property, displayOptions: { ...displayOptions, show } };
}

/** The operation that a builder has chosen; `undefined` = there is none of this name. */
export const findOperation = (resource: unknown, operation: unknown): Operation | undefined =>
	resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation);
