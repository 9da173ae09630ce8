import type { ExecuteWorkflowOptions, IDataObject, IExecuteWorkflowInfo } from 'n8n-workflow';
import { runWorkflow, type RunOptions } from '../engine/runWorkflow';
import { onVirtualTime } from '../engine/virtualTime';
import { credentialsFor, deletion, type Wishes } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';
const MINUTE = 60_000;

afterEach(stopAll);

/** What the node asks n8n's server to run; a stand-in, because the engine alone starts no sub-workflow. */
interface Asked {
	info: IExecuteWorkflowInfo;
	options: ExecuteWorkflowOptions;
}

async function run(
	simulator: Simulator,
	{
		waitOptions = {},
		items = [{ integrationId }],
		...wishes
	}: Wishes & { waitOptions?: IDataObject; items?: IDataObject[] } = {},
	executeWorkflow?: RunOptions['executeWorkflow'],
) {
	const asked: Asked[] = [];
	const finished = await onVirtualTime(
		async () =>
			await runWorkflow({
				workflow: deletion({
					...wishes,
					parameters: {
						waitForCompletion: true,
						waitOptions,
						...wishes.parameters,
					} as Wishes['parameters'],
				}),
				credentials: credentialsFor(simulator),
				items,
				executionId: '4711',
				executeWorkflow: async (info, options) => {
					asked.push({ info, options });
					return executeWorkflow
						? await executeWorkflow(info, options)
						: {
								executionId: '4712',
								data: [options.inputData ?? []],
								waitTill: new Date(Date.now() + MINUTE),
							};
				},
			}),
	);
	return { finished, asked };
}

test('after the first checks the execution is parked, behind a sub-workflow that reads itself', async () => {
	const simulator = await start({ deleteTakes: 60 * MINUTE });
	const { finished, asked } = await run(simulator);

	expect(finished.status).toBe('waiting');
	expect(simulator.calls('GET', '/v2/crm/request-status')).toHaveLength(3);
	expect(asked).toHaveLength(1);
	const [{ info, options }] = asked;
	expect(options.parentExecution).toMatchObject({ executionId: '4711', shouldResume: true });
	expect(options.inputData).toEqual([
		{
			json: {
				nextCheckInSeconds: 70,
				status: 'PENDING',
				statusChecks: 3,
				deletion: expect.objectContaining({
					integrationId,
					clientRequestId: expect.any(String),
					requestId: expect.any(String),
					submittedAt: expect.any(String),
				}),
			},
			pairedItem: { item: 0 },
		},
	]);

	const { name, nodes = [], settings } = info.code ?? {};
	expect(name).toBe(`Waiting for Gong to delete ${integrationId}`);
	expect(nodes.map((node) => [node.name, node.type])).toEqual([
		['Deletion Requested', 'n8n-nodes-base.executeWorkflowTrigger'],
		['Wait Until the Next Check', 'n8n-nodes-base.wait'],
		['Ask Gong for the Status', 'n8n-nodes-gong-crm.gongCrm'],
		['Finished?', 'n8n-nodes-base.if'],
		['Hand the Result Back', 'n8n-nodes-base.noOp'],
		['Note', 'n8n-nodes-base.stickyNote'],
	]);
	expect(nodes[2].credentials).toEqual({ gongCrmApi: { id: 'key', name: 'Gong key' } });
	expect(nodes[5].parameters.content).toContain('stops the watching, not the deletion');
	expect(settings).toMatchObject({ executionTimeout: -1 });
	expect(JSON.stringify(info.code)).not.toContain(simulator.accessKeySecret);
});

test('an item that was refused travels along, and is not counted in the name', async () => {
	const simulator = await start({ deleteTakes: 60 * MINUTE });
	const { finished, asked } = await run(simulator, {
		items: [{ integrationId: '0' }, { integrationId }],
		node: { onError: 'continueRegularOutput' },
	});
	expect(finished.status).toBe('waiting');
	const [{ info, options }] = asked;
	expect(info.code?.name).toBe(`Waiting for Gong to delete ${integrationId}`);
	expect(options.inputData?.map(({ json }) => json)).toEqual([
		expect.objectContaining({
			deletion: null,
			refusal: expect.objectContaining({ message: 'The value of "Integration" is 0' }),
		}),
		expect.objectContaining({ status: 'PENDING' }),
	]);
});

test('several integrations are counted in the name of the sub-workflow', async () => {
	const simulator = await start({ deleteTakes: 60 * MINUTE, oneIntegrationAtATime: false });
	simulator.addIntegration({ integrationId: '7', name: 'Other', ownerEmail: 'a@example.com' });
	const { asked } = await run(simulator, { items: [{ integrationId }, { integrationId: '7' }] });
	expect(asked[0].info.code?.name).toBe('Waiting for Gong to delete 2 CRM integrations');
});

test('a small integration is done before anything is parked', async () => {
	const simulator = await start({ deleteTakes: 5000 });
	const { finished, asked } = await run(simulator);
	expect(finished.json('Next')).toMatchObject([{ status: 'DONE' }]);
	expect(asked).toEqual([]);
});

test('what is left of a short maximum wait is not worth parking', async () => {
	const simulator = await start({ deleteTakes: 60 * MINUTE });
	const { finished, asked } = await run(simulator, { waitOptions: { maxWaitHours: 0.015 } });
	expect(finished.json('Next')).toMatchObject([{ timedOut: true }]);
	expect(asked).toEqual([]);
});

test('with Suspend While Waiting off, nothing is parked', async () => {
	const simulator = await start({ deleteTakes: 5 * MINUTE });
	const { finished, asked } = await run(simulator, { waitOptions: { suspend: false } });
	expect(finished.json('Next')).toMatchObject([{ status: 'DONE' }]);
	expect(asked).toEqual([]);
});

test('where n8n will not start the sub-workflow, the wait goes on inside, and says why', async () => {
	const simulator = await start({ deleteTakes: 5 * MINUTE });
	const { finished } = await run(simulator, {}, async () => {
		return await Promise.reject(new Error('Unrecognized node type: n8n-nodes-base.wait'));
	});
	expect(finished.json('Next')).toMatchObject([{ status: 'DONE' }]);
	expect(finished.hints('Delete')).toEqual([
		expect.stringContaining('Unrecognized node type: n8n-nodes-base.wait'),
	]);
	expect(simulator.deletions()).toHaveLength(1);
});
