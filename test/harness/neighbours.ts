import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	NodeConnectionType,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/**
 * Small neighbours for our nodes on the engine, under the names of n8n's own: the package that holds
 * the originals (n8n-nodes-base) weighs several hundred megabytes. Here they only start a workflow and
 * carry items along; the end-to-end suite runs everything beside the originals.
 */

const describe = (
	name: string,
	about: Partial<INodeTypeDescription> = {},
): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: [1, 1.1],
	description: '',
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
	...about,
});

/** Starts a workflow with one empty item; tests pin other items on it. */
class Trigger implements INodeType {
	description = describe('trigger', { group: ['trigger'], inputs: [] });

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [[{ json: {}, pairedItem: { item: 0 } }]];
	}
}

/** Passes items on. */
class NoOp implements INodeType {
	description = describe('noOp');

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData().map((item, index) => ({ ...item, pairedItem: { item: index } }))];
	}
}

/** An AI agent in a nutshell: calls its tools, one after the other, with `toolInput`. */
class Agent implements INodeType {
	description = describe('agent', {
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiTool as NodeConnectionType, displayName: 'Tool' },
		],
		properties: [{ displayName: 'Input', name: 'toolInput', type: 'json', default: '{}' }],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const tools = (await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0)) as Array<{
			name: string;
			description: string;
			invoke: (input: unknown) => Promise<string>;
		}>;
		const output: INodeExecutionData[] = [];
		const input = JSON.parse(this.getNodeParameter('toolInput', 0) as string) as IDataObject;
		for (const tool of tools) {
			const answer = await tool.invoke(input).catch((error: Error) => error.message);
			output.push({
				json: { tool: tool.name, description: tool.description, answer },
				pairedItem: { item: 0 },
			});
		}
		return [output];
	}
}

/**
 * Puts out the items that are listed in the field `list` of its first item, and says of none where it
 * comes from: from here on, n8n cannot tell which item of an earlier node belongs to which.
 */
class Regroup implements INodeType {
	// With one output, n8n would pair the items by their number.
	description = describe('regroup', {
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const [{ json }] = this.getInputData();
		return [structuredClone(json.list) as unknown as INodeExecutionData[], []];
	}
}

/** By the names under which workflows know them. */
export const neighbours: Record<string, INodeType> = {
	'n8n-nodes-base.manualTrigger': new Trigger(),
	'n8n-nodes-base.executeWorkflowTrigger': new Trigger(),
	'n8n-nodes-base.noOp': new NoOp(),
	'n8n-nodes-base.stickyNote': new NoOp(),
	'test.agent': new Agent(),
	'test.regroup': new Regroup(),
};
