import { type IExecuteFunctions, NodeConnectionTypes } from 'n8n-workflow';

/**
 * Whether an AI agent is calling. `isToolExecution()` says so where the agent calls the node itself;
 * newer agents have the engine run it like any node, and only its type (n8n appends "Tool") and where
 * its output goes tell it apart.
 */
export function isTool(context: IExecuteFunctions): boolean {
	const { type, rewireOutputLogTo } = context.getNode();
	return (
		context.isToolExecution() ||
		type.endsWith('Tool') ||
		rewireOutputLogTo === NodeConnectionTypes.AiTool
	);
}
