import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { nextCheck, SHORTEST_PARKED_WAIT } from '../gong/schedule';
import { type ItemState, toLoopItem } from '../requests/itemState';
import { buildWaitingWorkflow, type Watch } from './waitingWorkflow';

/** How a suspension went. */
export type Suspension =
	/** The execution is parked in n8n's database; when it resumes, n8n puts the result in place. */
	| { kind: 'suspended'; items: INodeExecutionData[] }
	/** n8n would not start the waiting sub-workflow. */
	| { kind: 'refused'; reason: string };

/**
 * How long to park before the next check, once the first ones are over, in whole seconds; `null` =
 * the rest of the wait is too short to be parked, or there will be no further check.
 *
 * @param now ms since 1970
 * @param notBefore ms since 1970 before which Gong asked not to be called; 0 = it did not
 */
export function secondsToPark(
	now: number,
	notBefore: number,
	{ startedAt, settings: { schedule } }: Watch,
): number | null {
	const elapsed = now - startedAt;
	const next = nextCheck(elapsed, notBefore - startedAt, schedule);
	return next === null || next - elapsed < SHORTEST_PARKED_WAIT
		? null
		: Math.ceil((next - elapsed) / 1000);
}

/**
 * Hands the wait to n8n's own engine: an inline sub-workflow that parks itself in the database, and
 * parks this execution with it. Nothing is held meanwhile, and every process may die.
 *
 * @param nextCheckInSeconds at least 65
 */
export async function suspend(
	context: IExecuteFunctions,
	watch: Watch,
	states: ItemState[],
	nextCheckInSeconds: number,
): Promise<Suspension> {
	const items = states.map((state, index) => toLoopItem(state, index, nextCheckInSeconds));
	const { id: workflowId = '' } = context.getWorkflow();
	try {
		const { data, executionId } = await context.executeWorkflow(
			{
				code: buildWaitingWorkflow(watch, states, context.getNode(), context.getWorkflowSettings()),
			},
			items,
			undefined,
			{
				parentExecution: { executionId: context.getExecutionId(), workflowId, shouldResume: true },
				executionMode: context.getMode(),
			},
		);
		// The link from this node's output to the execution that waits.
		context.setMetadata({ subExecution: { executionId, workflowId }, subExecutionsCount: 1 });
		return { kind: 'suspended', items: data[0] ?? items };
	} catch (error) {
		return { kind: 'refused', reason: (error as Error).message };
	}
}
