import type { Resource } from '../operation';
import { deleteObject } from './delete.operation';
import { get } from './get.operation';
import { upload } from './upload.operation';

export const object: Resource = {
	name: 'CRM Object',
	value: 'object',
	defaultOperation: upload,
	operations: [deleteObject, get, upload],
};
