import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { type ObjectType, objectTypeLabels } from '../gong/objectFields';

/** The *Object Type* parameter, for the types that an operation takes. */
export const objectTypeProperty = (
	types: readonly ObjectType[],
	{ description, more = [] }: { description: string; more?: INodePropertyOptions[] },
): INodeProperties => ({
	displayName: 'Object Type',
	name: 'objectType',
	type: 'options',
	required: true,
	noDataExpression: true,
	options: [...more, ...types.map((value) => ({ name: objectTypeLabels[value], value }))],
	default: '',
	description,
});
