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
		default: 'object',
	},
	...resources.flatMap((resource) => [
		toOperationProperty(resource, { isTool: false }),
		toOperationProperty(resource, { isTool: true }),
	]),
	...resources.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			operation.properties.map((property) => showFor(resource, operation, property)),
		),
	),
];

/**
 * The *Operation* parameter of a resource, for the node or for the tool that n8n makes of it. n8n takes the
 * first of them for the list of actions, whatever it is shown for.
 */
function toOperationProperty(
	{ value, operations, defaultOperation }: Resource,
	{ isTool }: { isTool: boolean },
): INodeProperties {
	const offered = isTool ? operations.filter(({ isForAgents }) => isForAgents) : operations;
	const { value: initial } = offered.includes(defaultOperation) ? defaultOperation : offered[0];
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value], '@tool': [isTool] } },
		options: offered.map(({ name, value: operation, description, action }) => ({
			name,
			value: operation,
			description,
			action,
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
