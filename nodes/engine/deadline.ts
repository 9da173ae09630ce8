import type { IExecuteFunctions } from 'n8n-workflow';

/** Read from n8n 2.41.1; not among the types that n8n publishes for nodes. */
interface EngineContext {
	additionalData?: {
		/** Ms since 1970; absent = the execution has no time limit. */
		executionTimeoutTimestamp?: number;
	};
}

/**
 * When n8n cancels this execution, in ms since 1970; `null` = never, or this n8n does not say.
 *
 * The limit is that of the workflow or of the whole instance (`EXECUTIONS_TIMEOUT`). n8n computes the
 * moment anew whenever an execution resumes (`WorkflowRunner.runMainProcess`), while the timer that
 * cancels goes on counting from the start of the execution. So what is left now counts from when the
 * execution was established: too early, by the time already used, where the execution has never waited;
 * never too late. A retry from the list of executions counts from its own start, but is established
 * when the first try was; there the moment holds as it is.
 */
export function readDeadline(context: IExecuteFunctions, now: number): number | null {
	const timestamp = (context as unknown as EngineContext).additionalData?.executionTimeoutTimestamp;
	if (typeof timestamp !== 'number') return null;
	const establishedAt = context.getExecutionContext()?.establishedAt;
	if (context.getMode() === 'retry' || establishedAt === undefined) return timestamp;
	return Math.min(timestamp, establishedAt + (timestamp - now));
}
