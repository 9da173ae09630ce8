import type { INodeProperties } from 'n8n-workflow';

/** *Object ID*, of an object that Gong has. */
export const objectIdProperty: INodeProperties = {
	displayName: 'Object ID',
	name: 'objectId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 0015e00002bPxyz',
	description: 'The ID that the object was uploaded with',
};
