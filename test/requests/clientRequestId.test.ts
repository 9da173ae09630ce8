import type { IExecuteFunctions } from 'n8n-workflow';
import {
	chainClientRequestId,
	deriveDeletionId,
	deriveFileId,
	deriveUnusedId,
} from '../../nodes/requests/clientRequestId';
import { checkClientRequestId } from '../../nodes/gong/identifiers';
import { readOrigin, readRunIndex } from '../../nodes/submitting/origin';

const origin = {
	instanceId: 'instance',
	workflowId: 'workflow',
	nodeId: 'node',
	execution: '1795000000000',
};
const integrationId = '5517027188234205706';
const file = {
	runIndex: 0,
	itemIndex: 0,
	integrationId,
	objectType: 'DEAL',
	deletes: false,
	hash: 'abc',
};

test('the same request always has the same client request ID', () => {
	for (const derive of [
		() => deriveDeletionId({ ...origin }, integrationId),
		() => deriveFileId({ ...origin }, { ...file }),
	]) {
		expect(derive()).toBe(derive());
		expect(derive()).toMatch(/^n8n-[0-9a-f]{32}$/);
		expect(checkClientRequestId(derive()).ok).toBe(true);
	}
	expect(deriveDeletionId(origin, integrationId)).not.toBe(deriveFileId(origin, file));
});

test('the client request ID of a deletion stays the same from version to version of the package', () => {
	expect(deriveDeletionId(origin, integrationId)).toBe('n8n-ef2f2fe03fea6c865cb9ca864295efb8');
});

test('the client request ID of a file stays the same from version to version of the package', () => {
	expect(deriveFileId(origin, file)).toBe('n8n-d556ad64dcd60049492c5cc1b0be2c37');
	expect(deriveFileId(origin, { ...file, deletes: true })).toBe(
		'n8n-9961acb66256d61a58a0a9ecb7549825',
	);
});

test.each([
	{ instanceId: 'other' },
	{ workflowId: 'other' },
	{ nodeId: 'other' },
	{ execution: 'other' },
])('%j makes another client request ID', (change) => {
	const other = { ...origin, ...change };
	expect(deriveDeletionId(other, integrationId)).not.toBe(deriveDeletionId(origin, integrationId));
	expect(deriveFileId(other, file)).not.toBe(deriveFileId(origin, file));
});

test('each integration has a client request ID of its own, whatever item or run names it', () => {
	expect(deriveDeletionId(origin, '7')).not.toBe(deriveDeletionId(origin, integrationId));
	// Neither is among what it is made of.
	expect(deriveDeletionId).toHaveLength(2);
	expect(Object.keys(readOrigin(context({ getWorkflowDataProxy: undefined })))).toEqual(
		Object.keys(origin),
	);
});

test.each([
	{ runIndex: 1 },
	{ itemIndex: 1 },
	{ integrationId: '7' },
	{ objectType: 'LEAD' },
	{ deletes: true },
	{ hash: 'other' },
])('%j makes another client request ID of a file', (change) => {
	expect(deriveFileId(origin, { ...file, ...change })).not.toBe(deriveFileId(origin, file));
});

test('numbers that stand beside each other in a file’s origin are not mixed up', () => {
	const [a, b] = [
		{ runIndex: 1, itemIndex: 11 },
		{ runIndex: 11, itemIndex: 1 },
	].map((change) => deriveFileId(origin, { ...file, ...change }));
	expect(a).not.toBe(b);
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
		getWorkflowDataProxy: () => ({ $runIndex: 3 }),
		...change,
	}) as unknown as IExecuteFunctions;

test('the origin of a run is the same for all its tries', () => {
	const first = readOrigin(context());
	expect(first).toEqual(origin);
	// A retry from the list has another execution ID, a second branch another run index.
	expect(readOrigin(context({ getExecutionId: () => '101' }))).toEqual(first);
	expect(readOrigin(context({ getWorkflowDataProxy: () => ({ $runIndex: 4 }) }))).toEqual(first);
});

test('the origin of a run is the execution ID when n8n does not say when it was established', () => {
	for (const getExecutionContext of [() => undefined, () => ({})])
		expect(readOrigin(context({ getExecutionContext })).execution).toBe('100');
});

test('a workflow that was never saved has the same origin each time', () => {
	expect(readOrigin(context({ getWorkflow: () => ({}) })).workflowId).toBe('');
});

test('the run index is that of the node in its execution', () => {
	expect(readRunIndex(context())).toBe(3);
});
