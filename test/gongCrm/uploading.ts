import type { IBinaryKeyData, IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { runFast } from '../harness/runs';
import type { FinishedRun, RunOptions } from '../harness/runWorkflow';
import { runSuspended, type SuspendedRun } from '../harness/suspended';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor, gongCrm, type Wishes } from '../harness/workflows';
import { callProblems } from '../simulator/openapi';
import type { ObjectType, Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

export const integrationId = '5517027188234205706';

/** What a test wants of an upload; the rest is the plainest. */
export interface UploadWishes {
	objectType?: ObjectType | string;
	items?: IDataObject[];
	binary?: IBinaryKeyData[];
	options?: IDataObject;
	waitOptions?: IDataObject;
	/** Off unless said: most tests look at what is sent. */
	wait?: boolean;
	parameters?: INodeParameters;
	node?: Partial<INode>;
	settings?: Wishes['settings'];
	run?: Partial<RunOptions>;
}

const optionsOf = (
	simulator: Simulator,
	{
		objectType = 'ACCOUNT',
		items = [{ objectId: 'a-1' }],
		binary,
		options = {},
		waitOptions = {},
		wait = false,
		parameters,
		node,
		settings,
		run,
	}: UploadWishes,
): RunOptions => ({
	workflow: gongCrm('object', 'upload', {
		parameters: {
			integrationId: byId(integrationId),
			objectType,
			source: binary ? 'file' : 'items',
			fields: { mappingMode: 'autoMapInputData', value: null },
			waitForCompletion: wait,
			waitOptions,
			options,
			...parameters,
		} as INodeParameters,
		node,
		settings,
	}),
	credentials: credentialsFor(simulator),
	items,
	binary,
	...run,
});

/** Runs an operation for the one integration, on virtual time; its calls have to fit the API's description. */
export async function runGong(
	simulator: Simulator,
	resource: Parameters<typeof gongCrm>[0],
	operation: string,
	{ parameters, node, items = [{}], ...run }: Wishes & Partial<RunOptions> = {},
): Promise<FinishedRun> {
	const workflow = gongCrm(resource, operation, {
		parameters: { integrationId: byId(integrationId), ...parameters } as INodeParameters,
		node,
	});
	const finished = await runFast(simulator, workflow, { items, ...run });
	expectFittingCalls(simulator);
	return finished;
}

/** Uploads, on virtual time; whatever is called has to fit the description of the API. */
export async function upload(
	simulator: Simulator,
	wishes: UploadWishes = {},
): Promise<FinishedRun> {
	const { workflow, ...options } = optionsOf(simulator, wishes);
	const finished = await runFast(simulator, workflow, options);
	expectFittingCalls(simulator);
	return finished;
}

/** The same for an upload that is waited for, through all parks to the end. */
export async function uploadSuspended(
	simulator: Simulator,
	wishes: UploadWishes = {},
): Promise<SuspendedRun> {
	const finished = await onVirtualTime(
		async () => await runSuspended(optionsOf(simulator, { wait: true, ...wishes })),
	);
	expectFittingCalls(simulator);
	return finished;
}

const expectFittingCalls = ({ journal }: Simulator): void =>
	expect(journal.flatMap(callProblems)).toEqual([]);

/** A file of objects, as an item brings it. */
export const fileOf = (content: string | Buffer): IBinaryKeyData => ({
	data: {
		data: Buffer.from(content).toString('base64'),
		mimeType: 'application/x-ndjson',
		fileName: 'objects.ldjson',
	},
});

export const lines = (...objects: object[]): string =>
	objects.map((one) => `${JSON.stringify(one)}\n`).join('');

/** Columns as the editor saves them, or an expression that gives them all. */
export const mapped = (
	value: IDataObject | string | null,
	more: IDataObject = {},
): Pick<UploadWishes, 'parameters'> => ({
	parameters: { fields: { mappingMode: 'defineBelow', value, ...more } as INodeParameters },
});

/** `a-1`, `a-2`… */
export const accounts = (count: number, more: IDataObject = {}): IDataObject[] =>
	Array.from({ length: count }, (_, index) => ({ objectId: `a-${index + 1}`, ...more }));
