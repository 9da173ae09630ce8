import { type IExecuteFunctions, type ILoadOptionsFunctions, sleep } from 'n8n-workflow';
import type { Clock } from '../gong/clock';

type Context = IExecuteFunctions | ILoadOptionsFunctions;

/** Somebody stopped the execution. n8n knows a stopped execution from a failed one by this message. */
class ExecutionCanceled extends Error {
	override readonly name = 'ExecutionCanceled';

	constructor() {
		super('The execution was canceled');
	}
}

const cancelSignal = (context: Context): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** @throws ExecutionCanceled if somebody stopped the execution. */
export function throwIfCanceled(context: Context): void {
	if (cancelSignal(context)?.aborted) throw new ExecutionCanceled();
}

/**
 * Real time. Sleeping ends with `ExecutionCanceled` as soon as somebody stops the execution, so that
 * nothing is asked for on behalf of an execution that is gone.
 */
export function executionClock(context: Context): Clock {
	const signal = cancelSignal(context);
	return {
		now: () => Date.now(),
		sleep: async (ms) => {
			throwIfCanceled(context);
			await (signal ? sleepUntilAborted(ms, signal) : sleep(ms));
			throwIfCanceled(context);
		},
	};
}

/** Resolves after `ms`, or as soon as the signal fires. */
async function sleepUntilAborted(ms: number, signal: AbortSignal): Promise<void> {
	let onAbort = () => {};
	const aborted = new Promise<void>((resolve) => {
		onAbort = resolve;
		signal.addEventListener('abort', onAbort);
	});
	// With the signal, n8n-workflow ends its own timer too (and rejects, which changes nothing here).
	await Promise.race([sleep(ms, signal).catch(() => {}), aborted]);
	signal.removeEventListener('abort', onAbort);
}
