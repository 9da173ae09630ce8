import type { NodeExecutionHint } from 'n8n-workflow';

/** A hint beside the output. */
export const toOutputHint = (
	message: string,
	type: NodeExecutionHint['type'] = 'info',
): NodeExecutionHint => ({
	message,
	type,
	location: 'outputPane',
});
