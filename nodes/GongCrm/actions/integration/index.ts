import type { Resource } from '../operation';
import { getMany } from './getMany.operation';
import { register } from './register.operation';

export const integration: Resource = {
	name: 'CRM Integration',
	value: 'integration',
	defaultOperation: getMany,
	operations: [getMany, register],
};
