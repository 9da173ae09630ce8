import { LoadOptionsContext } from 'n8n-core';
import type { IDataObject, INode, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { type CredentialData, CredentialStore } from './credentialStore';
import { nodeTypes } from './runWorkflow';

/** What n8n's editor asks a node with while a builder picks from a list: the engine's own context. */
export function loadOptionsFor(
	credentials: CredentialData,
	parameters: IDataObject,
	type = 'n8n-nodes-gong-crm.deleteCrmIntegration',
): LoadOptionsContext {
	const node: INode = {
		id: 'picker',
		name: 'Delete',
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: parameters as INode['parameters'],
		credentials: {
			gongCrmApi: { id: 'key', name: 'Gong key' },
			gongCrmOAuth2Api: { id: 'oauth', name: 'Gong account' },
		},
	};
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes,
	});
	const additionalData = {
		credentialsHelper: new CredentialStore(credentials),
		currentNodeParameters: parameters,
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, node, additionalData, '');
}
