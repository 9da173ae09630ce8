import type { IExecuteFunctions } from 'n8n-workflow';
import { armCrashGuard, disarmCrashGuard } from '../../nodes/engine/crashGuard';
import { keepForRetry } from '../../nodes/engine/knownState';

/** A stand-in for an n8n that keeps elsewhere what is not among the types it publishes for nodes. */
const without = (data?: object) => ({ getExecuteData: () => data }) as unknown as IExecuteFunctions;

test('the wait continues when n8n’s own record of the execution is not found', () => {
	expect(() => {
		armCrashGuard(without(), 'integration 7', 'Ask');
		disarmCrashGuard(without());
		for (const data of [undefined, {}, { data: {} }]) keepForRetry(without(data), []);
	}).not.toThrow();
});
