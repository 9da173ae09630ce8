import type {
	IConnection,
	IConnections,
	INode,
	IWorkflowSettings,
	NodeConnectionType,
} from 'n8n-workflow';

/** A workflow as n8n stores and exports it. */
export interface WorkflowFile {
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
}

/** What a test may want of a node beside its parameters: `onError`, `retryOnFail`, another `typeVersion`… */
export type NodeSettings = Partial<Omit<INode, 'name' | 'type' | 'parameters'>>;

/** A node, version 1 unless told otherwise. Its ID is its name. */
export const node = (
	name: string,
	type: string,
	parameters: INode['parameters'] = {},
	settings: NodeSettings = {},
): INode => ({
	id: name,
	name,
	type,
	typeVersion: 1,
	position: [0, 0],
	parameters,
	...settings,
});

/** A connection to a node's input. */
export const to = (name: string, type: NodeConnectionType = 'main'): IConnection => ({
	node: name,
	type,
	index: 0,
});

/** Connections from one node to the next. */
export const inARow = (nodes: INode[]): IConnections =>
	Object.fromEntries(
		nodes.slice(1).map((next, index) => [nodes[index].name, { main: [[to(next.name)]] }]),
	);

/** Connections from one node to the next, and from the last to `Next`, or its errors to `Trouble`. */
export function toNext(nodes: INode[]): IConnections {
	const { name, onError } = nodes[nodes.length - 1];
	const outputs = onError === 'continueErrorOutput' ? ['Next', 'Trouble'] : ['Next'];
	return { ...inARow(nodes), [name]: { main: outputs.map((output) => [to(output)]) } };
}

/** Nodes one after the other, drawn from left to right as n8n's editor places them. */
export const chain = (...nodes: INode[]): WorkflowFile => ({
	nodes: nodes.map((one, index) => ({ ...one, position: [220 * index, 0] })),
	connections: inARow(nodes),
});
