import type { Resource } from '../operation';
import { getStatus } from './getStatus.operation';

export const request: Resource = {
	name: 'Request',
	value: 'request',
	defaultOperation: getStatus,
	operations: [getStatus],
};
