import { LoadOptionsContext } from 'n8n-core';
import type { INodeParameters, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';
import { type CredentialData, CredentialStore } from './credentialStore';
import { node } from '../workflows/build';
import { nodeTypes } from './runWorkflow';
import { signedInBothWays } from './workflows';

/** What n8n's editor asks a node with while a builder picks from a list: the engine's own context. */
export function loadOptionsFor(
	credentials: CredentialData,
	parameters: INodeParameters,
	type = 'n8n-nodes-gong-crm.deleteCrmIntegration',
): LoadOptionsContext {
	const picker = node('Delete', type, parameters, signedInBothWays);
	const workflow = new Workflow({
		id: 'workflow-1',
		nodes: [picker],
		connections: {},
		active: false,
		nodeTypes,
	});
	const additionalData = {
		credentialsHelper: new CredentialStore(credentials),
		currentNodeParameters: parameters,
	} as unknown as IWorkflowExecuteAdditionalData;
	return new LoadOptionsContext(workflow, picker, additionalData, '');
}
