import type { NodeExecutionHint } from 'n8n-workflow';
import type { RunState } from '../../../requests/runState';
import type { PreparedUpload } from './prepareUpload';

/** What is to be said of an upload as a whole, before it is waited for. */
export const uploadHints = (
	{ followed }: RunState,
	{ warnings, settings }: PreparedUpload,
): NodeExecutionHint[] => {
	const objects = followed.reduce((sum, { request }) => sum + request.items.length, 0);
	return [
		...warnings.map((message) => ({
			message,
			type: 'warning' as const,
			location: 'outputPane' as const,
		})),
		...(settings.dryRun
			? [
					{
						message: `Dry run: nothing was uploaded. It would upload ${objects} objects in ${followed.length} files.`,
						type: 'info' as const,
						location: 'outputPane' as const,
					},
				]
			: []),
	];
};
