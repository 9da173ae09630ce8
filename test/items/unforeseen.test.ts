import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	INodeParameters,
	IPairedItemData,
	OnError,
} from 'n8n-workflow';
import { CredentialStore } from '../harness/credentialStore';
import { runFast } from '../harness/runs';
import type { FinishedRun } from '../harness/runWorkflow';
import { deletion, gongCrm } from '../harness/workflows';
import { connect } from '../simulator/client';
import { startWith, stopAll } from '../simulator/simulators';
import type { JournalEntry } from '../simulator/journal';
import type { Simulator } from '../simulator/startSimulator';
import type { WorkflowFile } from '../workflows/build';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

/** More than a list in a message names by itself. */
const integrationIds = Array.from({ length: 12 }, (_, place) =>
	String(5517027188234205706n + BigInt(place)),
);

/** Where n8n fails, with an error that nobody has foreseen: no code, no status, no name of its own. */
type Where = 'the credential is read' | 'the call is signed';

/** n8n's store of credentials, which is in order until it is not. */
class FailingStore extends CredentialStore {
	constructor(
		data: ConstructorParameters<typeof CredentialStore>[0],
		private readonly where: Where,
		private readonly isOver: () => boolean,
	) {
		super(data);
	}

	private failIf(where: Where): void {
		if (this.where === where && this.isOver()) throw new Error('boom');
	}

	override async getDecrypted(
		...given: Parameters<CredentialStore['getDecrypted']>
	): Promise<ICredentialDataDecryptedObject> {
		this.failIf('the credential is read');
		return await super.getDecrypted(...given);
	}

	override async authenticate(
		...given: Parameters<CredentialStore['authenticate']>
	): Promise<IHttpRequestOptions> {
		this.failIf('the call is signed');
		return await super.authenticate(...given);
	}
}

/** What is under way when n8n fails. */
interface Situation {
	title: string;
	workflow: (onError: OnError) => WorkflowFile;
	/** The calls after which it fails: the first of them, or all. */
	after: (calls: readonly JournalEntry[]) => boolean;
	/** Whether other runs have made the requests, under `request-1`… */
	isMade?: true;
}

// An hour shows what a day does, in a tenth of the checks.
const wait = { waitForCompletion: true, waitOptions: { suspend: false, maxWaitHours: 1 } };

const deleting =
	(parameters: INodeParameters = {}) =>
	(onError: OnError) =>
		deletion({ parameters, node: { onError } });

const uploading =
	(parameters: INodeParameters = {}) =>
	(onError: OnError) =>
		gongCrm('object', 'upload', {
			parameters: {
				integrationId: byId(integrationIds[0]),
				objectType: 'ACCOUNT',
				source: 'items',
				fields: {
					mappingMode: 'defineBelow',
					value: { objectId: '={{ $json.objectId }}' },
				},
				waitForCompletion: false,
				options: { maxObjectsPerFile: 1, requestsPerSecond: 1000 },
				...parameters,
			},
			node: { onError },
		});

const asking =
	(parameters: INodeParameters = {}) =>
	(onError: OnError) =>
		gongCrm('request', 'getStatus', {
			parameters: {
				integrationId: byId('={{ $json.integrationId }}'),
				clientRequestId: '={{ $json.clientRequestId }}',
				requestType: 'deletion',
				...parameters,
			},
			node: { onError },
		});

/** How many calls of a kind Gong has answered. */
const count = (calls: readonly JournalEntry[], method: string, path: string): number =>
	calls.filter((one) => one.method === method && one.path === path && one.status !== null).length;

const INTEGRATIONS = '/v2/crm/integrations';
const OBJECTS = '/v2/crm/entities';
const STATUS = '/v2/crm/request-status';

const situations: Situation[] = [
	{
		title: 'deletions are submitted',
		workflow: deleting(),
		after: (calls) => count(calls, 'DELETE', INTEGRATIONS) === 1,
	},
	{
		title: 'deletions are waited for',
		workflow: deleting(wait),
		after: (calls) => count(calls, 'GET', STATUS) === 1,
	},
	{
		title: 'files are uploaded',
		workflow: uploading(),
		after: (calls) => count(calls, 'POST', OBJECTS) === 1,
	},
	{
		title: 'uploads are waited for',
		workflow: uploading(wait),
		after: (calls) => count(calls, 'GET', STATUS) === 1,
	},
	{
		title: 'the requests of other runs are waited for',
		workflow: asking(wait),
		after: (calls) => count(calls, 'GET', STATUS) === integrationIds.length + 1,
		isMade: true,
	},
	{
		title: 'Gong’s list is to confirm a deletion',
		workflow: asking(),
		after: (calls) => count(calls, 'GET', STATUS) === integrationIds.length,
		isMade: true,
	},
];

/** An item for each; what is wrong with n8n comes in between. */
async function run({ workflow, after, isMade }: Situation, where: Where, onError: OnError) {
	// The list is asked only about a deletion that is done.
	const isDone = isMade && workflow(onError).nodes[1].parameters.waitForCompletion !== true;
	const simulator = await startWith(integrationIds, { deleteTakes: isDone ? 0 : 86_400_000 });
	if (isMade)
		for (const [place, id] of integrationIds.entries())
			await connect(simulator).remove(id, `request-${place + 1}`);
	const before = isMade ? integrationIds.length : 0;
	let isOver = false;
	const finished = await runFast(simulator, workflow(onError), {
		items: integrationIds.map((integrationId, place) => ({
			isInput: true,
			integrationId,
			clientRequestId: `request-${place + 1}`,
			objectId: `object-${place + 1}`,
		})),
		openStore: (data) =>
			new FailingStore(data, where, () => (isOver ||= after(simulator.journal.slice(before)))),
	});
	expect(isOver).toBe(true);
	return { finished, accepted: listAccepted(simulator) };
}

/** The client request IDs under which Gong has accepted something. */
const listAccepted = ({ journal }: Simulator): string[] =>
	journal.flatMap(({ method, status, clientRequestId }) =>
		method !== 'GET' && status === 201 && clientRequestId ? [clientRequestId] : [],
	);

const rows = situations.flatMap((situation) =>
	(['the credential is read', 'the call is signed'] as const).map(
		(where) => [situation.title, where, situation] as const,
	),
);

/**
 * What n8n's helper throws may be the network's, and is ridden out while somebody waits; and where the list
 * cannot be had, a deletion that is done is only not confirmed.
 */
const isRiddenOut = (title: string, where: Where): boolean =>
	title.includes('list') || (title.includes('waited for') && where === 'the call is signed');

/** Nothing is claimed, and the IDs come out. */
function expectUnclaimed(out: Array<{ json: IDataObject }>, accepted: string[]): void {
	expect(out).toHaveLength(integrationIds.length);
	for (const { json } of out) {
		expect(json).not.toHaveProperty('isInput');
		expect([json.deleted, json.uploaded]).not.toContain(true);
	}
	for (const id of accepted) expect(JSON.stringify(out)).toContain(id);
}

describe('an error that nobody has foreseen loses nothing that Gong has accepted', () => {
	test.each(rows)('Stop Workflow: while %s, as %s', async (title, where, situation) => {
		const { finished, accepted } = await run(situation, where, 'stopWorkflow');
		const { error, status } = finished;
		if (isRiddenOut(title, where)) {
			expectUnclaimed(finished.output(nameOf(finished)), accepted);
			return;
		}
		expect({ status, name: error?.name }).toEqual({
			status: 'error',
			name: expect.stringMatching(/^Node(Operation|Api)Error$/),
		});
		expect(accepted).not.toEqual([]);
		const text = `${error?.message} ${error?.description}`;
		expect(text).toContain('boom');
		for (const id of accepted) expect(text).toContain(id);
	});

	test.each(rows)('Continue: while %s, as %s', async (title, where, situation) => {
		const { finished, accepted } = await run(situation, where, 'continueRegularOutput');
		const out = finished.output(nameOf(finished));
		if (isRiddenOut(title, where)) {
			expectUnclaimed(out, accepted);
			return;
		}
		expect(out.map(({ pairedItem }) => (pairedItem as IPairedItemData).item)).toEqual([
			...integrationIds.keys(),
		]);
		expect(out.filter(({ json }) => 'isInput' in json)).toEqual([]);
		expectNamed(out, accepted);
	});
});

const nameOf = (finished: FinishedRun): string => (finished.task('Delete') ? 'Delete' : 'Gong');

/** The IDs come out, in results or in errors, and the errors say what n8n has said. */
function expectNamed(out: Array<{ json: object }>, accepted: string[]): void {
	expect(accepted).not.toEqual([]);
	for (const id of accepted) expect(JSON.stringify(out)).toContain(id);
	const errors = out.filter(({ json }) => 'error' in json);
	expect(errors).not.toEqual([]);
	expect(JSON.stringify(errors)).toContain('boom');
}
