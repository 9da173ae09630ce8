import type { IExecuteFunctions } from 'n8n-workflow';
import { armCrashGuard, disarmCrashGuard } from '../../nodes/engine/crashGuard';

/** The engine's own record, as far as the guard knows it. */
const record = (runData: Record<string, unknown[]>) => {
	const resultData: { error?: unknown; runData: Record<string, unknown[]> } = { runData };
	return {
		resultData,
		// No more of the context is looked at: the rest is not there.
		context: { runExecutionData: { resultData } } as unknown as IExecuteFunctions,
	};
};

test.each([
	['n8n’s own error cannot take its place in the first round', {}, []],
	['the rounds before stay as they are', { Ask: ['round 1'] }, ['round 1']],
])('the error that is stored with a wait leaves nothing behind: %s', (_, runData, rounds) => {
	const { context, resultData } = record(runData);
	armCrashGuard(context, 'the request', 'Ask');
	expect(resultData.error).toBeDefined();
	expect(resultData.runData.Ask).toEqual(rounds);
	disarmCrashGuard(context);
	expect(resultData).toEqual({ runData: { Ask: rounds } });
	expect(resultData).not.toHaveProperty('error');
});
