import type { INodeParameters } from 'n8n-workflow';
import { runFast } from '../engine/runs';
import { key } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId, deleteTool, manualTrigger } from '../workflows/nodes';
import { chain, node, type NodeSettings, to, type WorkflowFile } from '../workflows/build';

const integrationId = '5517027188234205706';
const MINUTE = 60_000;

afterEach(stopAll);

function agentWith(parameters: INodeParameters, settings?: NodeSettings): WorkflowFile {
	const { nodes, connections } = chain(
		manualTrigger(),
		node('Agent', 'test.agent', { toolInput: JSON.stringify({ id: integrationId }) }),
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

test('an AI agent gets the final status of a short deletion', async () => {
	const simulator = await start({ deleteTakes: 10_000 });
	const { answer, description } = await call(simulator, agentWith({ waitForCompletion: true }));
	expect(JSON.parse(answer)).toMatchObject([{ integrationId, status: 'DONE', deleted: true }]);
	expect(description).toContain('CRM integration');
});

test('an AI agent never waits longer than a minute, and its execution is never suspended', async () => {
	const simulator = await start({ deleteTakes: 60 * MINUTE });
	const { answer } = await call(
		simulator,
		agentWith({ waitForCompletion: true, waitOptions: { onTimeout: 'error' } }),
	);
	expect(JSON.parse(answer)).toMatchObject([{ status: 'PENDING', timedOut: true }]);
	const [submission] = simulator.calls('DELETE', '/v2/crm/integrations');
	const checks = simulator
		.calls('GET', '/v2/crm/request-status')
		.map(({ at }) => Date.parse(at) - Date.parse(submission.at));
	expect(checks).toEqual([1000, 3000, 7000, 15_000, 30_000, 60_000]);
});

test('a retried tool call of an AI agent deletes once', async () => {
	const simulator = await start({ deleteTakes: 1000 });
	simulator.addFault({ on: 'GET /v2/crm/request-status', kind: 'status', status: 401 });
	const { answer } = await call(
		simulator,
		agentWith({ waitForCompletion: true }, { retryOnFail: true, maxTries: 2 }),
	);
	expect(JSON.parse(answer)).toMatchObject([{ status: 'DONE', recovered: true }]);
	expect(simulator.deletions()).toHaveLength(1);
});

test('an AI agent is told what to do when Gong refuses the deletion', async () => {
	const simulator = await start({ scopes: [] });
	const { answer } = await call(simulator, agentWith({}));
	expect(answer).toContain('Gong did not accept the credential');
	expect(answer).toContain('api:crm:integration:delete');
});
