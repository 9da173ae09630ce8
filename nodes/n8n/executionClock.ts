import { type IExecuteFunctions, type ILoadOptionsFunctions, sleep } from 'n8n-workflow';
import type { Clock } from '../gong/clock';
import { isTool } from './isTool';

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

/** As an AI tool nobody waits longer than this, in ms: an agent has other things to do. */
export const LONGEST_FOR_AGENT = 60_000;

/**
 * Real time, from the moment at which a node begins. Sleeping ends with `ExecutionCanceled` as soon as somebody stops the execution, so that
 * nothing is asked for on behalf of an execution that is gone.
 */
export function executionClock(context: Context): Clock {
	const signal = cancelSignal(context);
	const isForAgent = 'isToolExecution' in context && isTool(context);
	return {
		deadline: isForAgent ? Date.now() + LONGEST_FOR_AGENT : undefined,
		now: () => Date.now(),
		sleep: async (ms) => {
			throwIfCanceled(context);
			// n8n's sleep ends, and rejects, as soon as the signal fires.
			await sleep(ms, signal).catch(() => {});
			throwIfCanceled(context);
		},
	};
}

/** Nobody looks at a list that does not come for longer than this, in ms. */
const LONGEST_IN_EDITOR = 20_000;

/** The same while somebody waits for a list in the editor. */
export const editorClock = (context: ILoadOptionsFunctions): Clock => ({
	...executionClock(context),
	deadline: Date.now() + LONGEST_IN_EDITOR,
});
