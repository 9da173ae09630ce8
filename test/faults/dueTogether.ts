import { sleep } from 'n8n-workflow';
import { runOn } from '../harness/runs';
import { runSuspended } from '../harness/suspended';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor, deletion, gongCrm } from '../harness/workflows';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

const SECOND = 1000;

/** When an upload beside them begins, in ms: it is in full swing at both of the ticks that see deletions end. */
const UPLOAD_BEGINS = 115 * SECOND;

/** How long each deletion takes, in ms: spread over two of n8n's minutes. */
const takesOf = (index: number) => (60 + index * 4) * SECOND;

/** An upload of so many files to an integration, one object in each. */
export interface ManyFiles {
	integrationId: string;
	files: number;
}

/** What came of waits that were parked, and came due together. */
export interface DueTogether {
	/** How long after the end of each deletion its result was there, in ms. */
	lags: number[];
	/** Calls that Gong turned away for the limit. */
	refusals: number;
	calls: number;
	/** How long the upload beside them took, in ms; `null` = there was none, or it failed. */
	upload: number | null;
}

/**
 * Has an execution for each of these integrations delete it and wait, parked, all in one process and on
 * virtual time; beside them an upload, if that is wanted.
 *
 * @throws Error if one of them does not park, or does not come out as deleted
 */
export async function waitTogether(
	simulator: Simulator,
	integrationIds: string[],
	beside: ManyFiles | null = null,
): Promise<DueTogether> {
	for (const [index, integrationId] of integrationIds.entries())
		simulator.setDeletion({ integrationId, takes: takesOf(index) });
	const known = new Map<string, number>();
	const upload = await onVirtualTime(
		async () => {
			const uploading = beside ? uploadFiles(simulator, beside) : null;
			await Promise.all(
				integrationIds.map(async (integrationId) => {
					const { finished, parked } = await runSuspended({
						workflow: deletion({ parameters: { waitForCompletion: true } }),
						credentials: credentialsFor(simulator),
						items: [{ integrationId }],
					});
					const [result] = finished.json('Next');
					if (!parked || result.integrationId !== integrationId || result.deleted !== true)
						throw new Error(`Not parked and deleted, but ${JSON.stringify(result)}`);
					known.set(integrationId, Date.now());
				}),
			);
			return await uploading;
		},
		() => simulator.waiting(),
	);
	return {
		lags: integrationIds.map((id, index) => {
			const [submitted] = simulator
				.calls('DELETE', '/v2/crm/integrations')
				.filter(({ integrationId }) => integrationId === id);
			return (known.get(id) ?? Infinity) - Date.parse(submitted.at) - takesOf(index);
		}),
		refusals: simulator.journal.filter(({ status }) => status === 429).length,
		calls: simulator.journal.length,
		upload,
	};
}

/** Sends files of one object each, and returns how long that took, in ms; `null` = it failed. */
async function uploadFiles(
	simulator: Simulator,
	{ integrationId, files }: ManyFiles,
): Promise<number | null> {
	await sleep(UPLOAD_BEGINS);
	const start = Date.now();
	const { error } = await runOn(
		simulator,
		gongCrm('object', 'upload', {
			parameters: {
				integrationId: byId(integrationId),
				objectType: 'ACCOUNT',
				source: 'items',
				fields: { mappingMode: 'autoMapInputData', value: null },
				waitForCompletion: false,
				options: { maxObjectsPerFile: 1 },
			},
		}),
		{ items: Array.from({ length: files }, (_, index) => ({ objectId: `a-${index}` })) },
	);
	return error || simulator.uploads().length !== files ? null : Date.now() - start;
}
