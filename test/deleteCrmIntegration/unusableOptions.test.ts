import type { INodeParameters } from 'n8n-workflow';
import { runOn } from '../harness/runs';
import { deletion, gongCrm } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { WorkflowFile } from '../workflows/build';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';

afterEach(stopAll);

/** What an expression may give, as it is written. */
const given = {
	nothing: 'undefined',
	null: 'null',
	'empty text': '""',
	'blank text': '" "',
	zero: '0',
	'a number': '7',
	yes: '"yes"',
	'the text true': '"true"',
	true: 'true',
	'an object': '{ "a": 1 }',
	'a list': '["a"]',
} as const;

type Given = keyof typeof given;

const all = Object.keys(given) as Given[];

/** All that is not what an option takes. */
const notText: Given[] = all.filter((name) => name !== 'yes' && name !== 'the text true');
const notBoolean = all.filter((name) => name !== 'true');
const notANumber = all.filter((name) => name !== 'a number');

/** An option of a node, as the builder sees it and as it is called, and what it does not take. */
type Option = [displayName: string, path: string, unusable: Given[]];

const waitOptions: Option[] = [
	['If the Request Fails', 'waitOptions.onFailed', all],
	['If the Wait Times Out', 'waitOptions.onTimeout', all],
	['Max Check Interval (Minutes)', 'waitOptions.maxCheckIntervalMinutes', notANumber],
	['Max Wait Time (Hours)', 'waitOptions.maxWaitHours', notANumber],
	['Suspend While Waiting', 'waitOptions.suspend', notBoolean],
];

const ofDeletion: Option[] = [
	['Integration', 'integrationId', notANumber],
	['Dry Run', 'dryRun', notBoolean],
	['Wait for Completion', 'waitForCompletion', notBoolean],
	...waitOptions,
	// Only an empty text means that one is to be made.
	['Client Request ID', 'options.clientRequestId', notText.filter((name) => name !== 'empty text')],
	['Expected Integration Name', 'options.expectedName', notText],
	['If Integration Is Not Found', 'options.ifNotFound', all],
	['If Request ID Was Already Used', 'options.ifRequestIdUsed', all],
	['Requests per Second', 'options.requestsPerSecond', notANumber],
];

const ofGetStatus: Option[] = [
	['Integration', 'integrationId', notANumber],
	['Client Request ID', 'clientRequestId', notText],
	['Request Type', 'requestType', all],
	['Wait for Completion', 'waitForCompletion', notBoolean],
	...waitOptions,
];

const ofRegister: Option[] = [
	['Name', 'name', notText],
	['Owner Email', 'ownerEmail', notText],
];

/** Parameters with one of them given by an expression. */
function withExpression(parameters: INodeParameters, path: string, expression: string) {
	const [name, option] = path.split('.');
	const value = `={{ ${expression} }}`;
	if (option) return { ...parameters, [name]: { [option]: value } };
	return { ...parameters, [name]: name === 'integrationId' ? byId(value) : value };
}

const cases = (options: Option[]) =>
	options.flatMap(([displayName, path, unusable]) =>
		unusable.map((name) => [displayName, name, path, given[name]] as const),
	);

const usual = { integrationId: byId(integrationId), waitForCompletion: true };

describe.each<[string, Option[], INodeParameters, (parameters: INodeParameters) => WorkflowFile]>([
	['Delete CRM Integration', ofDeletion, usual, (parameters) => deletion({ parameters })],
	[
		'Gong CRM: Get Status',
		ofGetStatus,
		{ ...usual, clientRequestId: 'mine' },
		(parameters) => gongCrm('request', 'getStatus', { parameters }),
	],
	[
		'Gong CRM: Register',
		ofRegister,
		{ name: 'New', ownerEmail: 'a@example.com' },
		(parameters) => gongCrm('integration', 'register', { parameters }),
	],
])('%s makes no call', (_, options, parameters, workflowWith) => {
	test.each(cases(options))(
		'when its option "%s" is %s',
		async (displayName, __, path, expression) => {
			const simulator = await start();
			const run = await runOn(
				simulator,
				workflowWith(withExpression(parameters, path, expression)),
			);
			expect(run.status).toBe('error');
			expect(run.error?.message).toContain(`'${displayName}'`);
			expect(run.error).toMatchObject({ name: 'NodeOperationError' });
			expect(run.error?.description).toBeTruthy();
			expect(simulator.journal).toEqual([]);
		},
	);
});

test.each(notText)(
	'no call is made when one item of several expects an integration name that is %s',
	async (name) => {
		const simulator = await start();
		const expectedName = `={{ $itemIndex === 1 ? (${given[name]}) : "Acme CRM" }}`;
		const run = await runOn(simulator, deletion({ parameters: { options: { expectedName } } }), {
			items: [{ integrationId }, { integrationId }],
		});
		expect(run.error).toMatchObject({ context: { itemIndex: 1 } });
		expect(simulator.journal).toEqual([]);
	},
);

test('with Continue only the items with valid options are deleted', async () => {
	const simulator = await startWith([integrationId, '7']);
	const run = await runOn(
		simulator,
		deletion({
			parameters: { options: { expectedName: '={{ $json.expected }}' } },
			node: { onError: 'continueRegularOutput' },
		}),
		{
			items: [
				{ integrationId, expected: null },
				{ integrationId: '7', expected: '7' },
			],
		},
	);
	expect(run.json('Next')).toMatchObject([
		{ error: expect.stringContaining("'Expected Integration Name'") },
		{ integrationId: '7', status: 'SUBMITTED' },
	]);
	expect(simulator.deletions()).toMatchObject([{ integrationId: '7' }]);
});

test('Dry Run is evaluated for each item', async () => {
	const simulator = await startWith([integrationId, '7']);
	const run = await runOn(
		simulator,
		deletion({ parameters: { dryRun: '={{ $json.integrationId !== "7" }}' } }),
		{ items: [{ integrationId }, { integrationId: '7' }] },
	);
	expect(run.json('Next')).toMatchObject([{ status: 'DRY_RUN' }, { status: 'SUBMITTED' }]);
	expect(simulator.deletions()).toMatchObject([{ integrationId: '7' }]);
});
