import type { IExecuteFunctions } from 'n8n-workflow';

/** Read from n8n 2.41.1; not among the types that n8n publishes for nodes. */
interface EngineContext {
	additionalData?: {
		/** Ms since 1970; absent = the execution has no time limit. */
		executionTimeoutTimestamp?: number;
	};
}

/** When n8n cancels an execution. All in ms since 1970. */
export interface TimeLimit {
	/** When n8n says so: never too early, and too late where the execution has waited before. */
	latest: number;
	/** When it may be at the earliest. */
	earliest: number;
}

/**
 * When n8n cancels this execution; `null` = never, or this n8n does not say.
 *
 * The limit is that of the workflow or of the whole instance (`EXECUTIONS_TIMEOUT`). n8n computes the
 * moment anew whenever an execution resumes (`WorkflowRunner.runMainProcess`), while the timer that
 * cancels goes on counting from the start of the execution. The workflow's own limit is known, and counts
 * from when the execution was established. Of the instance's no more is known than what is left now: it
 * counts from then too, and so comes too early, by the time already used, where the execution has never
 * waited. A retry from the list of executions counts from its own start, but is established when the
 * first try was; there the moment holds as it is.
 *
 * @param now ms since 1970
 */
export function readTimeLimit(context: IExecuteFunctions, now: number): TimeLimit | null {
	const latest = (context as unknown as EngineContext).additionalData?.executionTimeoutTimestamp;
	if (typeof latest !== 'number') return null;
	const establishedAt = context.getExecutionContext()?.establishedAt;
	if (context.getMode() === 'retry' || establishedAt === undefined)
		return { latest, earliest: latest };
	const ofWorkflow = Number(context.getWorkflowSettings().executionTimeout);
	const limit = ofWorkflow > 0 ? ofWorkflow * 1000 : latest - now;
	return { latest, earliest: Math.min(latest, establishedAt + limit) };
}
