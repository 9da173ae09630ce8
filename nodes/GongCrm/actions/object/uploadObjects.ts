import type { INodeExecutionData } from 'n8n-workflow';
import type { Result } from '../../../n8n/result';
import { isStored } from '../../../gong/objectFields';
import { readUnsentStatus } from '../../../gong/unsent';
import { countOf, joinList } from '../../../text/lists';
import type { Run } from '../../../items/run';
import type { RunState } from '../../../requests/runState';
import { followGroups } from '../../../waiting/follow';
import { toOutputHint } from '../../../n8n/outputHint';
import type { PreparedUpload } from './preparedFile';
import { prepareFiles } from './prepareFiles';
import type { ReadObject } from './readObject';
import { createSender } from './sendFiles';
import type { UploadSettings } from './uploadSettings';

/**
 * Uploads objects, or has them deleted: checks all of them, writes them to files, sends those, follows
 * them to their end if that is wanted, and puts out one item per input item.
 *
 * @param readObject what an item is to be uploaded with; not asked for where files are given
 */
export async function uploadObjects(
	run: Run,
	settings: UploadSettings,
	readObject: ReadObject,
): Promise<Result<INodeExecutionData[]>> {
	const prepared = await prepareFiles(run, settings, readObject);
	if (!prepared.ok) return prepared;
	const { grouping, warnings } = prepared.value;
	const sender = createSender(run, settings);
	return await followGroups(run, grouping, sender.send, async (state) => {
		await sender.finish();
		const hints = warnings.map((warning) => toOutputHint(warning, 'warning'));
		if (!settings.dryRun) return hints;
		const would = describeDryRun(run, settings, prepared.value, state);
		for (const { request } of state.followed)
			if (request.kind === 'upload' && request.file && readUnsentStatus(request) === 'DRY_RUN')
				request.file.note = settings.deletes
					? `Nothing was deleted. ${would}`
					: `Nothing was uploaded. ${would}`;
		const hint = settings.deletes
			? toOutputHint(`Dry run: nothing was deleted. ${would}`)
			: toOutputHint(`Dry run: nothing was uploaded. ${would}`);
		return [...hints, hint];
	});
}

/** Small files are done by the second or third check. */
const CHECKS_PER_FILE = 3;

/** What a run would do that only checks. */
function describeDryRun(
	{ context, settings: { wait } }: Run,
	{ objectType, deletes, source }: UploadSettings,
	{ cleared }: PreparedUpload,
	{ followed }: RunState,
): string {
	const files = followed.flatMap(({ request }) =>
		request.kind === 'upload' && readUnsentStatus(request) === 'DRY_RUN' ? [request] : [],
	);
	const objects =
		source === 'items'
			? `${files.reduce((sum, { items }) => sum + items.length, 0)} of ${countOf(context.getInputData().length, 'object')}`
			: countOf(
					files.reduce((sum, { file }) => sum + (file?.lines ?? 0), 0),
					'object',
				);
	const calls = files.length * (wait ? 1 + CHECKS_PER_FILE : 1);
	const all = calls + (isStored(objectType) && !deletes ? 1 : 0);
	const what = `It would ${deletes ? 'delete' : 'upload'} ${objects} in ${countOf(files.length, 'file')}, with about ${countOf(all, 'call')}.`;
	const clears = [...cleared].map(([field, count]) => `${field} (${countOf(count, 'value')})`);
	return clears.length > 0 ? `${what} It would clear: ${joinList(clears)}.` : what;
}
