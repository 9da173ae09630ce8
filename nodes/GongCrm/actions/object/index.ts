import type { Resource } from '../operation';
import { get } from './get.operation';
import { upload } from './upload.operation';

export const object: Resource = {
	name: 'CRM Object',
	value: 'object',
	defaultOperation: get,
	operations: [get, upload],
};
