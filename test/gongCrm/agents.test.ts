import type { INode } from 'n8n-workflow';
import { resources } from '../../nodes/GongCrm/actions/resources';
import { runOn } from '../harness/runs';
import { around, key, signedInBothWays } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import { asTool, byId, gongNode } from '../workflows/nodes';

afterEach(stopAll);

/** Enough for any operation. */
const parameters = {
	integrationId: byId('5517027188234205706'),
	objectType: 'DEAL',
	objectId: 'deal-1',
	uniqueName: 'plain',
	label: 'Plain',
	name: 'Acme CRM',
	ownerEmail: 'ada@acme.com',
	fields: { mappingMode: 'autoMapInputData', value: null },
};

/** How n8n's engine runs a tool of an agent. */
const ways: Record<string, (node: INode) => INode> = {
	'the tool that n8n makes of the node': asTool,
	'the node itself, for the agent': (node) => ({ ...node, rewireOutputLogTo: 'ai_tool' }),
};

/** An operation that is added is here by itself, until it says that it is for agents. */
const notForAgents = resources.flatMap(({ value, operations }) =>
	operations
		.filter(({ isForAgents }) => !isForAgents)
		.flatMap((operation) =>
			Object.entries(ways).map(([way, toNode]) => [value, operation.value, way, toNode] as const),
		),
);

test.each(notForAgents)(
	'an AI agent that asks for %s: %s nevertheless is refused: %s',
	async (resource, operation, _way, toNode) => {
		const simulator = await start();
		const gong = gongNode(
			'Gong',
			key,
			resource as Parameters<typeof gongNode>[2],
			operation,
			parameters,
			signedInBothWays,
		);
		const { run } = await runOn(simulator, around([toNode(gong)]));
		expect(JSON.stringify(run.data.resultData)).toContain('not available to AI agents');
		expect(simulator.journal).toEqual([]);
	},
);
