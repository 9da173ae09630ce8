import type { INodeExecutionData } from 'n8n-workflow';
import { toErrorItem } from '../../requests/settle';
import { attempt } from '../../submitting/attempt';
import type { Operation, OperationRun } from './operation';

/** Does something for one input item. */
type ItemOperation = (run: OperationRun, itemIndex: number) => Promise<INodeExecutionData[]>;

/** An operation that does the same for every input item, one after the other. */
export const eachItem =
	(operation: ItemOperation): Operation =>
	async (run) => {
		const output: INodeExecutionData[] = [];
		for (const [index] of run.context.getInputData().entries()) {
			const done = await attempt(async () => await operation(run, index), run.stopOnError);
			output.push(...(done.ok ? done.value : [toErrorItem(done.refusal, null, index)]));
		}
		return output;
	};
