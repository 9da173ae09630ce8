import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runFast } from '../harness/runs';
import { deletion } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';
const name = 'Acme CRM';
const other = '7';

afterEach(stopAll);

/** Deletes; each item has values of its own for these options. */
const run = async (
	simulator: Simulator,
	items: IDataObject[],
	options: IDataObject,
	parameters: IDataObject = {},
) =>
	await runFast(
		simulator,
		deletion({
			parameters: { options, ...parameters } as INodeParameters,
			node: { onError: 'continueRegularOutput' },
		}),
		{ items: items.map((item) => ({ integrationId, ...item })) },
	);

const byName = { expectedName: '={{ $json.name }}' };

describe('an integration that several items of a run name', () => {
	test('is deleted once when the guards of all of them hold', async () => {
		const simulator = await start();
		const finished = await run(
			simulator,
			[{ ifUsed: 'track' }, { ifUsed: 'error' }, { ifUsed: 'track' }],
			{ expectedName: name, ifRequestIdUsed: '={{ $json.ifUsed }}' },
		);
		const submitted = { status: 'SUBMITTED', recovered: false };
		expect(finished.json('Next')).toMatchObject([submitted, submitted, submitted]);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test.each<[string, unknown[], RegExp]>([
		['another name is expected of it', ['Other', 'Other'], /named "Acme CRM", not "Other"/],
		['two names are expected of it', [name, 'Other'], /expected to have 2 different names/],
		['a guard is empty', [name, ''], /'Expected Integration Name' cannot be used/],
		['a guard is not there', [name, null], /'Expected Integration Name' cannot be used/],
	])('is not deleted when %s', async (_, names, error) => {
		const simulator = await start();
		const items = names.map((one) => ({ name: one }) as IDataObject);
		const finished = await run(simulator, items, byName);
		expect(finished.json('Next')).toHaveLength(names.length);
		for (const item of finished.json('Next')) expect(item.error).toMatch(error);
		expect(simulator.deletions()).toEqual([]);
	});

	test('is deleted for those that are no dry runs, whatever a dry run expects', async () => {
		const simulator = await start();
		const finished = await run(
			simulator,
			[
				{ dry: true, name: 'Other' },
				{ dry: false, name },
			],
			byName,
			{ dryRun: '={{ $json.dry }}' },
		);
		expect(finished.json('Next')).toMatchObject([
			{ error: expect.stringContaining('not "Other"') },
			{ status: 'SUBMITTED' },
		]);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test('is not deleted when it is not known whether one of them is a dry run', async () => {
		const simulator = await start();
		const finished = await run(
			simulator,
			[{ dry: 'yes' }, { dry: false }],
			{},
			{
				dryRun: '={{ $json.dry }}',
			},
		);
		for (const item of finished.json('Next')) expect(item.error).toContain("'Dry Run'");
		expect(simulator.deletions()).toEqual([]);
	});

	test('is deleted once when the first deletion fails at once', async () => {
		const simulator = await start({ outcome: 'FAILED', deleteTakes: 0 });
		const finished = await run(
			simulator,
			[{ ifUsed: 'track' }, { ifUsed: 'error' }],
			{ ifRequestIdUsed: '={{ $json.ifUsed }}' },
			{ waitForCompletion: true, waitOptions: { suspend: false } },
		);
		expect(finished.json('Next')).toMatchObject([{ status: 'FAILED' }, { status: 'FAILED' }]);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test('does not keep other integrations back', async () => {
		const simulator = await startWith([integrationId, other]);
		const finished = await run(
			simulator,
			[{ ifUsed: '?' }, { ifUsed: 'track' }, { integrationId: other, ifUsed: 'track' }],
			{ ifRequestIdUsed: '={{ $json.ifUsed }}' },
		);
		const unusable = { error: expect.stringContaining('cannot be used') };
		expect(finished.json('Next')).toMatchObject([
			unusable,
			unusable,
			{ integrationId: other, status: 'SUBMITTED' },
		]);
		expect(simulator.deletions()).toMatchObject([{ integrationId: other }]);
	});
});
