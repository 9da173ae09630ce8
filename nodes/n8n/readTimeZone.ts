import { getGlobalState, type IExecuteFunctions } from 'n8n-workflow';
import { isTimeZone } from '../gong/objectValues';
import { fail, type Result, succeed } from './result';

/**
 * The time zone of the workflow, an IANA name. Where the workflow has none, or the word `DEFAULT` that is
 * stored through n8n's API, it is the instance's: n8n's triggers read it so (`poll-trigger-job-registrar`
 * in n8n), but `getTimezone()` hands the word on.
 *
 * @returns an error where it is no zone: days would be guessed then
 */
export function readTimeZone(context: Pick<IExecuteFunctions, 'getTimezone'>): Result<string> {
	const stored = context.getTimezone();
	const isOfInstance = stored === '' || stored === 'DEFAULT';
	const timeZone = isOfInstance ? getGlobalState().defaultTimezone : stored;
	if (isTimeZone(timeZone)) return succeed(timeZone);
	return fail(
		`Unknown time zone: "${timeZone}"`,
		isOfInstance
			? "It decides which day a date is. Set GENERIC_TIMEZONE of this n8n to a name such as Europe/Berlin, or choose a 'Timezone' in the workflow’s settings. Nothing was sent."
			: "It decides which day a date is. Choose another 'Timezone' in the workflow’s settings. Nothing was sent.",
	);
}
