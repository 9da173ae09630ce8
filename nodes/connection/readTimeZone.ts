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
		`The time zone is not known: "${timeZone}"`,
		isOfInstance
			? 'The workflow uses the time zone of this n8n, and without it the day of a date can’t be told. Set GENERIC_TIMEZONE of this n8n to a name such as Europe/Berlin, or choose a "Timezone" in the workflow’s settings. Nothing was sent.'
			: 'Without it, the day of a date can’t be told. Choose another "Timezone" in the workflow’s settings. Nothing was sent.',
	);
}
