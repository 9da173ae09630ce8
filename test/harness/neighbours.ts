import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeType,
	INodeTypeDescription,
	NodeConnectionType,
} from 'n8n-workflow';
import { NodeConnectionTypes, NodeOperationError } from 'n8n-workflow';

/**
 * Small neighbours for our nodes on the engine, under the names of n8n's own: the package that holds
 * the originals (n8n-nodes-base) weighs several hundred megabytes. Here they only start a workflow,
 * carry items along and branch; the end-to-end suite runs everything beside the originals.
 */

const describe = (
	name: string,
	about: Partial<INodeTypeDescription> & { properties?: INodeProperties[] } = {},
): INodeTypeDescription => ({
	displayName: name,
	name,
	group: ['transform'],
	version: [1, 1.1, 1.2, 2, 2.1, 2.2, 3, 3.4],
	description: '',
	defaults: { name },
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	properties: [],
	...about,
});

/** A parameter; its label does not matter here. */
const property = (
	name: string,
	type: INodeProperties['type'] = 'string',
	more: Partial<INodeProperties> = {},
): INodeProperties => ({
	displayName: name,
	name,
	type,
	default: type === 'string' ? '' : {},
	...more,
});

const isTrigger = { group: ['trigger' as const], inputs: [] };

/** Starts a workflow with one empty item; tests pin other items on it. */
class Trigger implements INodeType {
	constructor(readonly name: string) {}

	description = describe('trigger', isTrigger);

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

/**
 * Edit Fields: sets `assignments`, each of which may be an expression. Other fields of the input go
 * along only with `includeOtherFields`.
 */
class EditFields implements INodeType {
	description = describe('set', {
		properties: [
			property('assignments', 'assignmentCollection'),
			property('includeOtherFields', 'boolean', { default: false }),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const read = (index: number) =>
			this.getNodeParameter('assignments.assignments', index, []) as Array<{
				name: string;
				value: IDataObject[string];
			}>;
		return [
			this.getInputData().map((item, index) => ({
				json: {
					...(this.getNodeParameter('includeOtherFields', index, false) === true && item.json),
					...Object.fromEntries(read(index).map(({ name, value }) => [name, value])),
				},
				pairedItem: { item: index },
			})),
		];
	}
}

/** Branches on `conditions`, which the engine itself evaluates. */
class If implements INodeType {
	description = describe('if', {
		outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
		properties: [
			property('conditions', 'filter', {
				typeOptions: { filter: { caseSensitive: true, typeValidation: 'loose', version: 2 } },
			}),
		],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const outputs: INodeExecutionData[][] = [[], []];
		for (const [index, item] of this.getInputData().entries()) {
			const pass = this.getNodeParameter('conditions', index, false, { extractValue: true });
			outputs[pass === true ? 0 : 1].push({ ...item, pairedItem: { item: index } });
		}
		return outputs;
	}
}

/** Ends the run with a message. */
class StopAndError implements INodeType {
	description = describe('stopAndError', {
		properties: [property('errorMessage')],
	});

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		throw new NodeOperationError(
			this.getNode(),
			this.getNodeParameter('errorMessage', 0) as string,
		);
	}
}

/** An AI agent in a nutshell: calls its tools, one after the other, with `toolInput`. */
class Agent implements INodeType {
	description = describe('agent', {
		inputs: [
			NodeConnectionTypes.Main,
			{ type: NodeConnectionTypes.AiTool as NodeConnectionType, displayName: 'Tool' },
		],
		properties: [property('toolInput', 'json', { default: '{}' })],
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
	'n8n-nodes-base.manualTrigger': new Trigger('manualTrigger'),
	'n8n-nodes-base.scheduleTrigger': new Trigger('scheduleTrigger'),
	'n8n-nodes-base.executeWorkflowTrigger': new Trigger('executeWorkflowTrigger'),
	'n8n-nodes-base.noOp': new NoOp(),
	'n8n-nodes-base.set': new EditFields(),
	'n8n-nodes-base.if': new If(),
	'n8n-nodes-base.stopAndError': new StopAndError(),
	'n8n-nodes-base.stickyNote': new NoOp(),
	'test.agent': new Agent(),
	'test.regroup': new Regroup(),
};
