import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runFast } from '../harness/runs';
import { deletion } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';
const name = 'Acme CRM';

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

	test.each<[string, string, RegExp]>([
		['two names are expected of it', 'Other', /expected to have 2 different names/],
		['a guard is empty', '', /'Expected Integration Name' cannot be used/],
	])('is not deleted when %s', async (_, second, error) => {
		const simulator = await start();
		const finished = await run(simulator, [{ name }, { name: second }], {
			expectedName: '={{ $json.name }}',
		});
		expect(finished.json('Next')).toHaveLength(2);
		for (const item of finished.json('Next')) expect(item.error).toMatch(error);
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
});
