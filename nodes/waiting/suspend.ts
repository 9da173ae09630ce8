import type { ExecuteWorkflowData, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { keepForRetry } from '../engine/knownState';
import { toErrorItem } from '../items/errors';
import { kindOf } from '../requests/kinds';
import type { RunState } from '../requests/runState';
import { toLoopItems } from './loopItems';
import { buildLoopWorkflow, type Wait } from './loopWorkflow';

/** How a suspension went. */
export type Suspension =
	/** The execution is parked in n8n's database; when it resumes, n8n puts the result in place. */
	| { kind: 'suspended'; items: INodeExecutionData[] }
	/** n8n would not start the waiting sub-workflow. */
	| { kind: 'refused'; reason: string };

/** Quoted after "n8n says". */
const DID_NOT_WAIT = 'The sub-workflow did not wait.';

/**
 * Hands the wait to n8n's own engine: an inline sub-workflow that parks itself in the database, and
 * parks this execution with it. Nothing is held meanwhile, and every process may die.
 *
 * @param nextCheckAt ms since 1970
 */
export async function suspend(
	context: IExecuteFunctions,
	wait: Wait,
	state: RunState,
	nextCheckAt: number,
): Promise<Suspension> {
	const { id: workflowId = '' } = context.getWorkflow();
	const { followed, refused } = state;
	let child: ExecuteWorkflowData;
	try {
		child = await context.executeWorkflow(
			{
				code: buildLoopWorkflow(wait, followed, context.getNode(), context.getWorkflowSettings()),
			},
			toLoopItems(state, nextCheckAt),
			undefined,
			{
				parentExecution: { executionId: context.getExecutionId(), workflowId, shouldResume: true },
				executionMode: context.getMode(),
			},
		);
	} catch (error) {
		return { kind: 'refused', reason: (error as Error).message };
	}
	// n8n parks this execution only with one that is parked itself.
	if (!child.waitTill) return { kind: 'refused', reason: DID_NOT_WAIT };
	// The link from this node's output to the execution that waits.
	const { executionId } = child;
	context.setMetadata({ subExecution: { executionId, workflowId }, subExecutionsCount: 1 });
	// What people and webhooks see meanwhile. No item may have a key `error`: with *Retry On Fail*, n8n
	// would take it for a failed try and run the node again.
	const items = followed.map(({ request }) => ({
		json: kindOf(request).summary(request),
		pairedItem: request.items.map((item) => ({ item })),
	}));
	const errors = refused.flatMap((one) =>
		one.items.map((item) => toErrorItem(one.refusal, null, item)),
	);
	keepForRetry(context, [...items, ...errors]);
	return { kind: 'suspended', items };
}
