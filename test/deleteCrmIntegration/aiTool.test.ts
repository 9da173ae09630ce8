import type { INodeParameters } from 'n8n-workflow';
import { DeleteCrmIntegration } from '../../nodes/DeleteCrmIntegration/DeleteCrmIntegration.node';
import { deletionOutput } from '../harness/deletionOutput';
import { runFast } from '../harness/runs';
import { around, key } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId, deleteNode, deleteTool, manualTrigger } from '../workflows/nodes';
import { chain, node, type NodeSettings, to, type WorkflowFile } from '../workflows/build';

const integrationId = '5517027188234205706';
const MINUTE = 60_000;

afterEach(stopAll);

/** What the model says, whatever it is asked for. */
const said = { id: integrationId, allow: true, allowed: true, dryRun: false };

function agentWith(parameters: INodeParameters, settings?: NodeSettings): WorkflowFile {
	const { nodes, connections } = chain(
		manualTrigger(),
		node('Agent', 'test.agent', { toolInput: JSON.stringify(said) }),
	);
	const asked = { integrationId: byId("={{ $fromAI('id', 'The integration') }}"), ...parameters };
	return {
		nodes: [...nodes, deleteTool('Delete', key, asked, settings)],
		connections: { ...connections, Delete: { ai_tool: [[to('Agent', 'ai_tool')]] } },
	};
}

const call = async (simulator: Simulator, workflow: WorkflowFile) => {
	const run = await runFast(simulator, workflow, { items: [{}] });
	expect(run.error).toBeUndefined();
	const [{ answer, description }] = run.json('Agent') as Array<Record<string, string>>;
	return { answer, description };
};

const allowed = { allowAgentToDelete: true };

test('an AI agent gets the final status of a short deletion', async () => {
	const simulator = await start({ deleteTakes: 10_000 });
	const { answer, description } = await call(
		simulator,
		agentWith({ ...allowed, waitForCompletion: true }),
	);
	expect(JSON.parse(answer)).toMatchObject([{ integrationId, status: 'DONE', deleted: true }]);
	expect(description).toContain('CRM integration');
});

test('an AI agent never waits longer than a minute, and its execution is never suspended', async () => {
	const simulator = await start({ deleteTakes: 60 * MINUTE });
	const { answer } = await call(
		simulator,
		agentWith({ ...allowed, waitForCompletion: true, waitOptions: { onTimeout: 'error' } }),
	);
	expect(JSON.parse(answer)).toMatchObject([{ status: 'PENDING', timedOut: true }]);
	const [submission] = simulator.calls('DELETE', '/v2/crm/integrations');
	const checks = simulator
		.calls('GET', '/v2/crm/request-status')
		.map(({ at }) => Date.parse(at) - Date.parse(submission.at));
	expect(checks).toEqual([1000, 3000, 7000, 15_000, 30_000, 60_000]);
});

describe('an AI agent that nobody has allowed to delete', () => {
	test.each([
		['nothing is saved', {}],
		['it is switched off', { allowAgentToDelete: false }],
		['an expression says so', { allowAgentToDelete: '={{ true }}' }],
		['the model says so', { allowAgentToDelete: "={{ $fromAI('allow', '', 'boolean') }}" }],
		['a text says so', { allowAgentToDelete: 'true' }],
		['a number says so', { allowAgentToDelete: 1 }],
		// n8n's types have no such list, and what is saved may be anything.
		['a list says so', { allowAgentToDelete: [true] as unknown as boolean }],
		[
			'the model wants no dry run',
			{ dryRun: "={{ $fromAI('dryRun', '', 'boolean') }}", allowAgentToDelete: false },
		],
		[
			'the model wants no dry run, and Dry Run is shown',
			{ dryRun: "={{ $fromAI('dryRun', '', 'boolean') }}", allowAgentToDelete: '={{ true }}' },
		],
		['a dry run is an expression that gives nothing', { dryRun: '={{ undefined }}' }],
	])('only looks, where %s', async (_, parameters: INodeParameters) => {
		const simulator = await start();
		const { answer } = await call(simulator, agentWith(parameters));
		expect(JSON.parse(answer)).toEqual([
			expect.objectContaining({ integrationId, status: 'DRY_RUN', deleted: false }),
		]);
		expect(simulator.deletions()).toEqual([]);
	});

	test('reads in the result that nothing was deleted, what would be, and who can change that', async () => {
		const simulator = await start();
		const { answer } = await call(simulator, agentWith({}));
		const [{ note, ...rest }] = JSON.parse(answer) as [Record<string, unknown>];
		expect(note).toMatch(
			new RegExp(
				`^Nothing was deleted: .*"Acme CRM" \\(.*ID ${integrationId}\\).*'Allow the Agent to Delete'`,
			),
		);
		expect(rest).toEqual(deletionOutput({ status: 'DRY_RUN' }));
	});

	test('reads in the result that there is nothing to delete', async () => {
		const simulator = await start({ integrations: [] });
		const { answer } = await call(simulator, agentWith({ options: { ifNotFound: 'succeed' } }));
		expect(JSON.parse(answer)).toMatchObject([
			{
				alreadyGone: true,
				note: expect.stringMatching(/^Nothing was deleted: .*nothing to delete/),
			},
		]);
	});

	// n8n knows an error by its exact keys: with a note among them, it would pass for a result.
	test('gets an error of an item as it is, without a note', async () => {
		const { answer } = await call(
			await start(),
			agentWith({ integrationId: byId('0') }, { onError: 'continueRegularOutput' }),
		);
		const [item] = JSON.parse(answer) as object[];
		expect(Object.keys(item)).toEqual(['error', 'message', 'details']);
	});

	test('reads in the description of the tool that it may only look', async () => {
		const { description } = await call(await start(), agentWith({}));
		expect(description).toMatch(/only makes a dry run.*deletes nothing/);
	});
});

test('an AI agent that may delete can make a dry run all the same, and no note says that it had to', async () => {
	const simulator = await start();
	const { answer } = await call(simulator, agentWith({ ...allowed, dryRun: true }));
	expect(JSON.parse(answer)).toEqual([deletionOutput({ status: 'DRY_RUN' })]);
});

test('outside of an agent, neither the switch nor its absence changes anything', async () => {
	for (const parameters of [{}, { allowAgentToDelete: false }]) {
		const simulator = await start();
		const node = deleteNode('Delete', key, { integrationId: byId(integrationId), ...parameters });
		const run = await runFast(simulator, around([node]));
		expect(run.json('Next')).toMatchObject([{ status: 'SUBMITTED' }]);
		expect(run.json('Next')[0]).not.toHaveProperty('note');
	}
});

test.each(['toolDescription', 'allowAgentToDelete', 'agentLooksNotice'])(
	'the field %s is shown for a tool only',
	(name) => {
		const { properties } = new DeleteCrmIntegration().description;
		const fields = properties.filter((one) => one.name === name);
		expect(fields.map(({ displayOptions }) => displayOptions?.show?.['@tool'])).toEqual([[true]]);
	},
);
