import type {
	IBinaryKeyData,
	IDataObject,
	INodeExecutionData,
	INodeParameters,
	IPairedItemData,
	OnError,
} from 'n8n-workflow';
import type { FinishedRun } from '../harness/runWorkflow';
import { closeFileStorage, openFileStorage, storeFile } from '../harness/fileStorage';
import { stopAll } from '../simulator/simulators';
import { loopSteps, type NodeOperation, operations } from './operations';
import { asSaved, findPlaces, type Place } from './places';
import { INPUT_MARK, type OperationRun, runOperation } from './runOperation';
import { findScope, type Scope } from './scopes';

afterEach(stopAll);

/** Expressions that give nothing to work with, as their bodies. */
const ways: Record<string, string> = {
	'a node that has not run': '$("Next").first().json.x',
	'lost pairing': '$("Trigger").item.json.x',
	// Not an ExpressionError: n8n throws a UserError of its own.
	'a function in place of a value': '(() => 1)',
	// n8n makes nothing of what an expression throws itself.
	'an error thrown by the expression': '(() => { throw new Error("no"); })()',
	'no value at all': 'undefined',
	// What nothing can put into a message.
	'an object that holds itself': '(() => { const a = {}; a.a = a; return a; })()',
};

const onErrors: OnError[] = ['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'];

/** Which items are bad; where a value counts for the run, the first one has to be. */
const casesOf: Record<Scope, boolean[][]> = {
	item: [[true], [false, true, false], [true, false, false]],
	run: [[true], [true, false, false]],
	unread: [[true], [true, true, true]],
};

/** Whose items are errors then. */
const errorsOf = (scope: Scope, areBad: boolean[]): boolean[] => {
	return areBad.map((isBad) => scope === 'run' || (scope === 'item' && isBad));
};

type Row = [
	operation: string,
	path: string,
	way: string,
	onError: OnError,
	run: () => Promise<void>,
];

/**
 * How n8n fails, and where a node puts its errors, have nothing to do with each other: each way is tried
 * with one setting, and each setting with a value that throws and one that is not there.
 */
const tried = Object.keys(ways).flatMap((way) =>
	onErrors
		.filter(
			(onError) =>
				onError === 'continueErrorOutput' ||
				way === 'a node that has not run' ||
				way === 'no value at all',
		)
		.map((onError) => [way, onError] as const),
);

const rows: Row[] = operations.flatMap((operation) =>
	findPlaces(operation).flatMap((place) =>
		tried.map(([way, onError]): Row => {
			const expression = `={{ $json.bad ? ${ways[way]} : ${place.good} }}`;
			const check = async () =>
				await expectErrors(operation, place, place.write(expression), onError);
			return [operation.title, place.path, way, onError, check];
		}),
	),
);

/** What can be wrong with the file that an item brings. */
const fileFaults: Record<string, (item: INodeExecutionData) => void | Promise<void>> = {
	'no file at all': (item) => {
		delete item.binary;
	},
	'no file of this name': (item) => {
		item.binary = { other: (item.binary as IBinaryKeyData).data };
	},
	'a file that is gone from n8n’s storage': async (item) => {
		const { stored, lose } = await storeFile((item.binary as IBinaryKeyData).data);
		await lose();
		item.binary = { data: stored };
	},
	'a file in a storage that this n8n does not have': (item) => {
		item.binary = { data: { ...(item.binary as IBinaryKeyData).data, id: 's3:file' } };
	},
};

const fileRows: Row[] = operations.flatMap((operation) =>
	findPlaces(operation)
		.filter(({ isFile }) => isFile)
		.flatMap((place) =>
			Object.entries(fileFaults).flatMap(([way, spoil]) =>
				onErrors.map((onError): Row => {
					const check = async () =>
						await expectErrors(
							operation,
							// The file is known by the name of its field.
							{ ...place, label: place.good },
							place.write(asSaved(place.good)),
							onError,
							spoil,
						);
					return [operation.title, place.path, way, onError, check];
				}),
			),
		),
);

async function expectErrors(
	operation: NodeOperation,
	place: Place,
	parameters: INodeParameters,
	onError: OnError,
	spoil?: (item: INodeExecutionData) => void | Promise<void>,
): Promise<void> {
	const scope = findScope(operation, place);
	for (const areBad of casesOf[scope]) {
		const areErrors = errorsOf(scope, areBad);
		const run = await runOperation(operation, parameters, { items: areBad, onError, spoil });
		if (areErrors.includes(true) && onError === 'stopWorkflow') expectStop(operation, place, run);
		else await expectItems(operation, place, run, areErrors, onError);
	}
}

/** The run has failed, and nothing has changed at Gong. */
function expectStop(
	operation: NodeOperation,
	{ label }: Place,
	{ finished: { status, error }, changes, requests }: OperationRun,
): void {
	expect({ status, name: error?.name, changes }).toEqual({
		status: 'error',
		name: expect.stringMatching(/^Node(Operation|Api)Error$/),
		changes: [],
	});
	const text = `${error?.message} ${error?.description}`;
	expect(text).toContain(label);
	if (loopSteps.includes(operation)) for (const id of requests) expect(text).toContain(id);
}

/** Each item has its own error or its usual result, and what came in is neither. */
async function expectItems(
	operation: NodeOperation,
	place: Place,
	{ finished }: OperationRun,
	areErrors: boolean[],
	onError: OnError,
): Promise<void> {
	const isApart = onError === 'continueErrorOutput';
	const out = listOutput(finished);
	const errors = isApart
		? finished.output('Gong', countOutputs(operation, place))
		: out.filter(isErrorItem);
	const results = out.filter((item) => !errors.includes(item));
	if (!loopSteps.includes(operation))
		expect(results.filter(({ json }) => INPUT_MARK in json)).toEqual([]);
	expect(errors.map(itemOf)).toEqual(placesOf(areErrors, true));
	for (const { json } of errors) {
		expect(Object.keys(json)).toEqual(expect.arrayContaining(['error', 'message', 'details']));
		expect(`${json.error as string} ${json.message as string}`).toContain(place.label);
	}
	const good = placesOf(areErrors, false);
	const usual = good.length > 0 ? await findUsual(operation, place, areErrors.length) : [];
	expect(results.map(withoutChance)).toEqual(
		usual.filter((item) => good.includes(itemOf(item))).map(withoutChance),
	);
}

/** How many outputs a node has, beside the one for errors: its description asks the step as it was saved. */
const countOutputs = ({ chosen }: NodeOperation, { path }: Place): number =>
	chosen.step === 'ask' && path !== 'step' ? 2 : 1;

/** All that a node puts out. */
const listOutput = (finished: FinishedRun): INodeExecutionData[] =>
	[0, 1, 2].flatMap((output) => finished.output('Gong', output));

const placesOf = (list: boolean[], value: boolean): number[] =>
	list.flatMap((one, at) => (one === value ? [at] : []));

const itemOf = ({ pairedItem }: INodeExecutionData): number => (pairedItem as IPairedItemData).item;

const isErrorItem = ({ json }: INodeExecutionData): boolean =>
	Object.keys(json).join() === 'error,message,details';

const usual = new Map<string, Promise<INodeExecutionData[]>>();

/** What so many items come to when nothing is wrong with any. */
async function findUsual(
	operation: NodeOperation,
	place: Place,
	items: number,
): Promise<INodeExecutionData[]> {
	const key = [operation.title, place.path, items].join();
	const known = usual.get(key) ?? runUsually(operation, place, items);
	usual.set(key, known);
	return await known;
}

async function runUsually(
	operation: NodeOperation,
	place: Place,
	items: number,
): Promise<INodeExecutionData[]> {
	const { finished } = await runOperation(operation, place.write(asSaved(place.good)), {
		items: Array.from({ length: items }, () => false),
		onError: 'continueRegularOutput',
	});
	const out = listOutput(finished);
	expect([...new Set(out.filter((item) => !isErrorItem(item)).map(itemOf))]).toEqual([
		...Array(items).keys(),
	]);
	return out;
}

/** What differs between two runs that come to the same. */
const byChance = new Set([
	INPUT_MARK,
	'bad',
	'clientRequestId',
	'file',
	'finishedAt',
	'lastCheckedAt',
	'lastModified',
	'line',
	'nextCheckAt',
	'readableBy',
	'requestId',
	'submittedAt',
	'wait',
]);

const withoutChance = ({ json, pairedItem }: INodeExecutionData) => ({
	json: JSON.parse(
		JSON.stringify(json, (key, value: unknown) =>
			byChance.has(key) || (key === 'integrationId' && 'ownerEmail' in json) ? typeof value : value,
		),
	) as IDataObject,
	pairedItem,
});

test.each(rows)(
	'what cannot be read is an error, never a result: %s, %s: %s, On Error = %s',
	async (_operation, _path, _way, _onError, run) => {
		await run();
	},
);

describe('files', () => {
	beforeAll(openFileStorage);
	afterAll(closeFileStorage);

	test.each(fileRows)(
		'a file that cannot be read is an error, never a result: %s, %s: %s, On Error = %s',
		async (_operation, _path, _way, _onError, run) => {
			await run();
		},
	);
});
