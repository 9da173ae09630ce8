import type { IExecuteFunctions } from 'n8n-workflow';
import {
	deriveClientRequestId,
	chainClientRequestId,
	deriveUnusedId,
} from '../../nodes/requests/clientRequestId';
import { checkClientRequestId } from '../../nodes/gong/identifiers';
import { readRunOrigin } from '../../nodes/submitting/origin';

const origin = {
	instanceId: 'instance',
	workflowId: 'workflow',
	nodeId: 'node',
	execution: '1795000000000',
	runIndex: 0,
	kind: 'deletion' as const,
	itemIndex: 0,
	integrationId: '5517027188234205706',
	content: '',
};

test('the same request always has the same client request ID', () => {
	expect(deriveClientRequestId({ ...origin })).toBe(deriveClientRequestId({ ...origin }));
	expect(deriveClientRequestId(origin)).toMatch(/^n8n-[0-9a-f]{32}$/);
});

test.each([
	{ instanceId: 'other' },
	{ workflowId: 'other' },
	{ nodeId: 'other' },
	{ execution: 'other' },
	{ runIndex: 1 },
	{ kind: 'upload' as const },
	{ itemIndex: 1 },
	{ integrationId: '7' },
	{ content: 'other' },
])('%j makes another client request ID', (change) => {
	expect(deriveClientRequestId({ ...origin, ...change })).not.toBe(deriveClientRequestId(origin));
});

test('a chain of client request IDs has distinct IDs that Gong accepts', () => {
	const ids = [1, 2, 3, 50].map((place) => chainClientRequestId('n8n-1', place));
	expect(ids).toEqual(['n8n-1', 'n8n-1-2', 'n8n-1-3', 'n8n-1-50']);
	for (const id of [...ids, deriveUnusedId('n8n-1')])
		expect(checkClientRequestId(id).ok).toBe(true);
	expect(ids).not.toContain(deriveUnusedId('n8n-1'));
});

/** A stand-in for the engine, which has one instance and one workflow only. */
const context = (change: object = {}) =>
	({
		getExecutionContext: () => ({ establishedAt: 1_795_000_000_000 }),
		getExecutionId: () => '100',
		getInstanceId: () => 'instance',
		getWorkflow: () => ({ id: 'workflow' }),
		getNode: () => ({ id: 'node', type: 'n8n-nodes-gong-crm.deleteCrmIntegration' }),
		isToolExecution: () => false,
		getWorkflowDataProxy: () => ({ $runIndex: 3 }),
		...change,
	}) as unknown as IExecuteFunctions;

test('the origin of a run is the same for all its tries', () => {
	expect(readRunOrigin(context())).toEqual({
		instanceId: 'instance',
		workflowId: 'workflow',
		nodeId: 'node',
		execution: '1795000000000',
		runIndex: 3,
	});
	// A retry from the list has another execution ID.
	expect(readRunOrigin(context({ getExecutionId: () => '101' })).execution).toBe('1795000000000');
});

test('the origin of a run is the execution ID when n8n does not say when it was established', () => {
	const { execution } = readRunOrigin(context({ getExecutionContext: () => undefined }));
	expect(execution).toBe('100');
});

test('a workflow that was never saved has the same origin each time', () => {
	expect(readRunOrigin(context({ getWorkflow: () => ({}) })).workflowId).toBe('');
});

test('each try of an AI tool has the same origin', () => {
	const asTool = [
		{ isToolExecution: () => true },
		{ getNode: () => ({ id: 'node', type: 'n8n-nodes-gong-crm.deleteCrmIntegrationTool' }) },
		{ getNode: () => ({ id: 'node', type: 'x.y', rewireOutputLogTo: 'ai_tool' }) },
	];
	for (const change of asTool) expect(readRunOrigin(context(change)).runIndex).toBe(0);
});
