import type { INodeParameters } from 'n8n-workflow';
import { runOn } from '../harness/runs';
import { deletion, gongCrm } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { WorkflowFile } from '../workflows/build';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';

afterEach(stopAll);

/** A field, as the builder sees it and as it is called, and an expression that it does not take. */
type Field = [displayName: string, path: string, expression: string];

// What each kind of field refuses besides is in `n8n/parameters.test.ts`, the rest of the wait options in
// `items/settings.test.ts`.
const ofDeletion: Field[] = [
	['Integration', 'integrationId', '"yes"'],
	['Dry Run', 'dryRun', '"true"'],
	['Wait for Completion', 'waitForCompletion', '1'],
	['Max Wait Time (Hours)', 'waitOptions.maxWaitHours', '0'],
	['Client Request ID', 'options.clientRequestId', 'null'],
	['Client Request ID', 'options.clientRequestId', '" "'],
	['Expected Integration Name', 'options.expectedName', '""'],
	['Expected Integration Name', 'options.expectedName', '" "'],
	['Expected Integration Name', 'options.expectedName', 'null'],
	['If Integration Is Not Found', 'options.ifNotFound', '"yes"'],
	['If Request ID Was Already Used', 'options.ifRequestIdUsed', 'true'],
	['Requests per Second', 'options.requestsPerSecond', '"many"'],
];

const ofGetStatus: Field[] = [
	['Integration', 'integrationId', '"yes"'],
	['Client Request ID', 'clientRequestId', '""'],
	['Request Type', 'requestType', '"yes"'],
	['Wait for Completion', 'waitForCompletion', '1'],
];

const ofRegister: Field[] = [
	['Name', 'name', '""'],
	['Owner Email', 'ownerEmail', '7'],
];

/** Parameters with one of them given by an expression. */
function withExpression(parameters: INodeParameters, path: string, expression: string) {
	const [name, option] = path.split('.');
	const value = `={{ ${expression} }}`;
	if (option) return { ...parameters, [name]: { [option]: value } };
	return { ...parameters, [name]: name === 'integrationId' ? byId(value) : value };
}

const usual = { integrationId: byId(integrationId), waitForCompletion: true };

describe.each<[string, Field[], INodeParameters, (parameters: INodeParameters) => WorkflowFile]>([
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
])('%s makes no call', (_, fields, parameters, workflowWith) => {
	const cases = fields.flatMap(([displayName, path, unusable]) =>
		[unusable, 'undefined'].map((expression) => [displayName, expression, path] as const),
	);

	test.each(cases)('when its field "%s" is %s', async (displayName, expression, path) => {
		const simulator = await start();
		const run = await runOn(simulator, workflowWith(withExpression(parameters, path, expression)));
		expect(run.error).toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(`'${displayName}'`),
			description: expect.stringMatching(/./),
		});
		expect(simulator.journal).toEqual([]);
	});
});

test('no call is made when one item of several expects an integration name that is nothing', async () => {
	const simulator = await start();
	const expectedName = '={{ $itemIndex === 1 ? null : "Acme CRM" }}';
	const run = await runOn(simulator, deletion({ parameters: { options: { expectedName } } }), {
		items: [{ integrationId }, { integrationId }],
	});
	expect(run.error).toMatchObject({ context: { itemIndex: 1 } });
	expect(simulator.journal).toEqual([]);
});

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
