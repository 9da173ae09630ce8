import { type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { joinList } from '../gong/joinList';
import { listRequests } from './loopItems';

/**
 * Ends a wait that version 0.1.0 of the package has parked: its loop asked through *Get Status*, with
 * settings that this version does not have. Anything that *Get Status* put out would pass for the
 * result of the wait.
 *
 * @throws NodeOperationError with the IDs, for the execution that waits.
 */
export function refuseEarlierWait(context: IExecuteFunctions): void {
	const items = context.getInputData();
	const isOfLoop = items.some(({ json }) => 'nextCheckInSeconds' in json && 'deletion' in json);
	if (!isOfLoop) return;
	throw new NodeOperationError(
		context.getNode(),
		'This wait was started by an earlier version of the package, and cannot go on',
		{
			description: `Nothing is lost at Gong. To follow it to its end, use Gong CRM: Get Status with "Wait for Completion" and: ${joinList(listRequests(items))}.`,
		},
	);
}
