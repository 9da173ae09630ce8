import type { IWorkflowSettings } from 'n8n-workflow';
import { buildLoopWorkflow, type Wait } from '../../nodes/waiting/loopWorkflow';
import { signedInBothWays } from '../harness/workflows';
import { node, type NodeSettings, to } from '../workflows/build';
import { deletion, follow, settings, upload } from './requests';

const type = '@scope/n8n-nodes-gong-crm.deleteCrmIntegration';
const parent = node('Delete it', type, {}, signedInBothWays);

const build = (
	change: {
		wait?: Wait;
		followed?: Parameters<typeof buildLoopWorkflow>[1];
		node?: NodeSettings;
		settings?: IWorkflowSettings;
	} = {},
) =>
	buildLoopWorkflow(
		change.wait ?? { settings, startedAt: 1 },
		change.followed ?? [follow(deletion())],
		{ ...parent, ...change.node },
		change.settings ?? {},
	);

test('the wait workflow is separate, inactive and not saved', () => {
	expect(build()).toMatchObject({
		id: '',
		name: 'Waiting for Gong to delete 7',
		active: false,
		isArchived: false,
		activeVersionId: null,
		createdAt: expect.any(Date),
		updatedAt: expect.any(Date),
	});
});

test('the wait workflow is saved, not in between, has no execution timeout, and triggers no error workflow', () => {
	const { settings: own } = build({
		settings: {
			errorWorkflow: 'reports',
			executionTimeout: 3600,
			saveDataErrorExecution: 'none',
			saveDataSuccessExecution: 'none',
			saveManualExecutions: false,
			saveExecutionProgress: true,
			callerPolicy: 'workflowsFromSameOwner',
			timezone: 'Europe/Berlin',
			executionOrder: 'v0',
		},
	});
	expect(own).toEqual({
		executionOrder: 'v1',
		executionTimeout: -1,
		saveDataErrorExecution: 'all',
		saveDataSuccessExecution: 'all',
		saveManualExecutions: true,
		saveExecutionProgress: false,
		errorWorkflow: undefined,
		callerPolicy: 'workflowsFromSameOwner',
		timezone: 'Europe/Berlin',
	});
	expect(build().settings).not.toHaveProperty('timezone');
});

test('the steps of the wait workflow are nodes of the package that can suspend', () => {
	const wait = { settings, startedAt: 1 };
	const step = (name: string, kind: string) => ({
		name,
		type: '@scope/n8n-nodes-gong-crm.gongCrmLoop',
		typeVersion: 1,
		parameters: { step: kind, authentication: 'accessKey', wait: JSON.stringify(wait) },
	});
	const { nodes, connections } = build({ wait });
	expect(nodes).toMatchObject([
		{
			name: 'Start Waiting',
			type: 'n8n-nodes-base.executeWorkflowTrigger',
			typeVersion: 1.1,
			parameters: { inputSource: 'passthrough' },
		},
		step('Wait Until the Next Check', 'park'),
		step('Ask Gong for the Status', 'ask'),
		step('Hand the Results Back', 'handBack'),
		{
			name: 'Note',
			type: 'n8n-nodes-base.stickyNote',
			typeVersion: 1,
			parameters: { width: 820, height: 300 },
		},
	]);
	expect(connections).toEqual({
		'Start Waiting': { main: [[to('Wait Until the Next Check')]] },
		'Wait Until the Next Check': { main: [[to('Ask Gong for the Status')]] },
		'Ask Gong for the Status': {
			main: [[to('Wait Until the Next Check')], [to('Hand the Results Back')]],
		},
	});
	expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
	expect(new Set(nodes.map(({ position }) => String(position))).size).toBe(nodes.length);
});

test.each([
	['accessKey', parent.credentials, { gongCrmApi: { id: 'key', name: 'Gong key' } }],
	['oAuth2', parent.credentials, { gongCrmOAuth2Api: { id: 'oauth', name: 'Gong account' } }],
	['accessKey', undefined, { gongCrmApi: { id: null, name: '' } }],
] as const)(
	'the wait workflow polls with the credential of the node: %s',
	(authentication, credentials, taken) => {
		const wait = { settings: { ...settings, authentication }, startedAt: 1 };
		const { nodes } = build({ wait, node: { credentials } });
		const asking = [undefined, undefined, taken, undefined, undefined];
		expect(nodes.map((one) => one.credentials)).toEqual(asking);
	},
);

test('the wait workflow is named after its request, or their number', () => {
	expect(build({ followed: [follow(upload())] }).name).toBe(
		'Waiting for Gong to process an upload to 7',
	);
	expect(build({ followed: [follow(deletion()), follow(upload())] }).name).toBe(
		'Waiting for Gong to finish 2 requests',
	);
});

test('the note of the wait workflow names the node and a hundred IDs, and counts the rest', () => {
	const followed = Array.from({ length: 101 }, (_, index) =>
		follow(deletion({ clientRequestId: `id-${index}` })),
	);
	const note = String(build({ followed }).nodes[4].parameters.content);
	expect(note).toContain('The node **Delete it**');
	expect(note).toContain('stops the waiting, not the work at Gong');
	expect(note).toContain('integration 7, client request ID `id-99`');
	expect(note).not.toContain('id-100');
	expect(note).toContain('and 1 more');
});

test('the note of the wait workflow leaves out what has no client request ID', () => {
	const followed = [follow(deletion()), follow(deletion({ clientRequestId: null }))];
	const note = String(build({ followed }).nodes[4].parameters.content);
	expect(note.match(/client request ID/g)).toHaveLength(1);
	expect(note).not.toContain('null');
});
