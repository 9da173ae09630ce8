import type { Resource } from '../operation';
import { deleteField } from './delete.operation';
import { getMany } from './getMany.operation';
import { upsert } from './upsert.operation';

export const schemaField: Resource = {
	name: 'Schema Field',
	value: 'schemaField',
	defaultOperation: getMany,
	operations: [upsert, deleteField, getMany],
};
