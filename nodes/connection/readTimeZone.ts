import { getGlobalState, type IExecuteFunctions, NodeOperationError } from 'n8n-workflow';
import { isTimeZone } from '../gong/objectValues';

/**
 * The time zone of the workflow, an IANA name. Where the workflow has none, or the word `DEFAULT` that is
 * stored through n8n's API, it is the instance's: n8n's triggers read it so (`poll-trigger-job-registrar`
 * in n8n), but `getTimezone()` hands the word on.
 *
 * @throws NodeOperationError where it is no zone: days would be guessed then
 */
export function readTimeZone(context: Pick<IExecuteFunctions, 'getNode' | 'getTimezone'>): string {
	const stored = context.getTimezone();
	const isOfInstance = stored === '' || stored === 'DEFAULT';
	const timeZone = isOfInstance ? getGlobalState().defaultTimezone : stored;
	if (isTimeZone(timeZone)) return timeZone;
	throw new NodeOperationError(context.getNode(), `The time zone is not known: "${timeZone}"`, {
		description: isOfInstance
			? 'The workflow uses the time zone of this n8n, and without it the day of a date can’t be told. Set GENERIC_TIMEZONE of this n8n to a name such as Europe/Berlin, or choose a "Timezone" in the workflow’s settings. Nothing was sent.'
			: 'Without it, the day of a date can’t be told. Choose another "Timezone" in the workflow’s settings. Nothing was sent.',
	});
}
