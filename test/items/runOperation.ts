import type { IDataObject, INodeExecutionData, INodeParameters, OnError } from 'n8n-workflow';
import { ownDeletion, startRequest } from '../../nodes/requests/request';
import { toLoopItems } from '../../nodes/waiting/loopItems';
import type { Wait } from '../../nodes/waiting/loopWorkflow';
import { runFast } from '../harness/runs';
import type { FinishedRun, RunOptions } from '../harness/runWorkflow';
import { around, signedInBothWays } from '../harness/workflows';
import { connect } from '../simulator/client';
import { startWith } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { settings } from '../waiting/requests';
import { node } from '../workflows/build';
import type { NodeOperation } from './operations';

/** The integrations of the company, each for one item. */
const integrationIds = ['5517027188234205706', '9007199254740993', '77'];

/** What no result has: where it comes out, the input was passed on. */
export const INPUT_MARK = 'isInput';

/** An item that every operation can be run for. @param isBad its expression is to fail */
const makeItem = (place: number, isBad: boolean): INodeExecutionData => ({
	json: {
		[INPUT_MARK]: true,
		bad: isBad,
		integrationId: integrationIds[place],
		name: integrationIds[place],
		clientRequestId: `request-${place + 1}`,
		objectId: `object-${place + 1}`,
		uniqueName: `field_${place + 1}`,
	},
	binary: {
		data: {
			data: Buffer.from(
				`{"objectId":"object-${place + 1}","modifiedDate":"2026-11-25T12:00:00Z"}\n`,
			).toString('base64'),
			mimeType: 'application/x-ndjson',
			fileName: 'objects.ldjson',
		},
	},
});

/** What makes a step of the loop its own: the same items as they go round in it. */
function toLoopInput(items: INodeExecutionData[]): INodeExecutionData[] {
	const wait: Wait = { settings, startedAt: Date.now() };
	const followed = items.map(({ json }, place) => ({
		request: {
			...startRequest(
				{
					integrationId: json.integrationId as string,
					clientRequestId: json.clientRequestId as string,
					items: [place],
				},
				'gong-reference',
				Date.now(),
			),
			...ownDeletion,
		},
		refusal: null,
	}));
	const inLoop = toLoopItems({ followed, refused: [] }, Date.now() + 60_000);
	return items.map(({ json }, place) => ({
		json: {
			[INPUT_MARK]: true,
			bad: json.bad,
			wait: JSON.stringify(wait),
			...inLoop[place].json,
		},
	}));
}

/** A run of one operation. */
export interface OperationRun {
	finished: FinishedRun;
	simulator: Simulator;
	/** The calls that change something at Gong, as `DELETE /v2/crm/integrations`. */
	changes: string[];
	/** The IDs that are in the input. */
	requests: string[];
}

/** How to run an operation. */
export interface Circumstances {
	/** Whether each item is bad. */
	items: boolean[];
	onError: OnError;
	/** Where the credentials are kept. */
	openStore?: RunOptions['openStore'];
	/** Changes an item before the run. */
	spoil?: (item: INodeExecutionData) => void | Promise<void>;
}

/** A company with what every operation asks for: integrations, a field of each, a request about each. */
async function prepare({ chosen }: NodeOperation): Promise<Simulator> {
	const simulator = await startWith(integrationIds, { deleteTakes: 0, uploadTakes: 0 });
	const client = connect(simulator);
	const isAboutRequests = 'step' in chosen || chosen.operation === 'getStatus';
	for (const [place, id] of integrationIds.entries()) {
		if (isAboutRequests) await client.remove(id, `request-${place + 1}`);
		if (chosen.resource === 'schemaField' && chosen.operation !== 'upsert')
			await client.setSchema(
				id,
				'ACCOUNT',
				integrationIds.map((_, at) => ({
					uniqueName: `field_${at + 1}`,
					label: 'Tier',
					type: 'STRING',
				})),
			);
	}
	return simulator;
}

/** Runs an operation for some items on n8n's engine, against a company of its own. */
export async function runOperation(
	operation: NodeOperation,
	parameters: INodeParameters,
	{ items: areBad, onError, openStore, spoil = () => {} }: Circumstances,
): Promise<OperationRun> {
	const simulator = await prepare(operation);
	const before = simulator.journal.length;
	const plain = areBad.map((isBad, place) => makeItem(place, isBad));
	const list = 'step' in operation.chosen ? toLoopInput(plain) : plain;
	for (const [place, item] of list.entries()) if (areBad[place]) await spoil(item);
	const finished = await runFast(
		simulator,
		around([
			node('Regroup', 'test.regroup'),
			node('Gong', operation.type, parameters, { ...signedInBothWays, onError }),
		]),
		{ items: [{ list: list as unknown as IDataObject[] }, {}], openStore },
	);
	return {
		finished,
		simulator,
		changes: simulator.journal
			.slice(before)
			.filter(({ method }) => method !== 'GET')
			.map(({ method, path }) => `${method} ${path}`),
		requests: plain.map(({ json }) => json.clientRequestId as string),
	};
}
