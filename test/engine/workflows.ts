import type { INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import type { Simulator } from '../simulator/startSimulator';
import type { CredentialData } from './credentialStore';
import type { WorkflowFile } from './runWorkflow';

/** What a test wants to be different from the plainest workflow. */
export interface Wishes {
	parameters?: INodeParameters;
	/** Of the node: `onError`, `retryOnFail`… */
	node?: Partial<INode>;
	settings?: IWorkflowSettings;
}

const credentials = {
	gongCrmApi: { id: 'key', name: 'Gong key' },
	gongCrmOAuth2Api: { id: 'oauth', name: 'Gong account' },
};

/** Trigger → the node → Next, with a node on the error output. */
function around(node: Pick<INode, 'name' | 'type' | 'parameters'>, wishes: Wishes): WorkflowFile {
	const { onError } = wishes.node ?? {};
	const step = (name: string, type: string): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	});
	const to = (name: string) => [{ node: name, type: 'main' as const, index: 0 }];
	return {
		nodes: [
			step('Trigger', 'n8n-nodes-base.manualTrigger'),
			{ ...step(node.name, node.type), credentials, ...node, ...wishes.node },
			step('Next', 'n8n-nodes-base.noOp'),
			step('Trouble', 'n8n-nodes-base.noOp'),
		],
		connections: {
			Trigger: { main: [to(node.name)] },
			[node.name]: {
				main: [to('Next'), ...(onError === 'continueErrorOutput' ? [to('Trouble')] : [])],
			},
		},
		settings: wishes.settings,
	};
}

/** A value of *Integration*, by ID. */
export const byId = (value: string | number) => ({ __rl: true, mode: 'id', value });

/** A workflow with Delete CRM Integration, the integration taken from `$json.integrationId`. */
export const deletion = (wishes: Wishes = {}): WorkflowFile =>
	around(
		{
			name: 'Delete',
			type: 'n8n-nodes-gong-crm.deleteCrmIntegration',
			parameters: {
				authentication: 'accessKey',
				integrationId: byId('={{ $json.integrationId }}'),
				...wishes.parameters,
			},
		},
		wishes,
	);

/** A workflow with Gong CRM. */
export const gongCrm = (
	resource: 'integration' | 'object' | 'request' | 'schemaField',
	operation: string,
	wishes: Wishes = {},
): WorkflowFile =>
	around(
		{
			name: 'Gong',
			type: 'n8n-nodes-gong-crm.gongCrm',
			parameters: { authentication: 'accessKey', resource, operation, ...wishes.parameters },
		},
		wishes,
	);

/** A workflow with one step of the loop that waits. */
export const loopStep = (step: string, wait: string): WorkflowFile =>
	around(
		{
			name: 'Loop',
			type: 'n8n-nodes-gong-crm.gongCrmLoop',
			parameters: { authentication: 'accessKey', step, wait },
		},
		{},
	);

/** The key pair of a simulator, and an OAuth connection that was made a moment ago. */
export const credentialsFor = (simulator: Simulator): CredentialData => ({
	gongCrmApi: {
		baseUrl: simulator.url,
		accessKey: simulator.accessKey,
		accessKeySecret: simulator.accessKeySecret,
	},
	gongCrmOAuth2Api: {
		grantType: 'authorizationCode',
		authentication: 'header',
		clientId: simulator.oauth.clientId,
		clientSecret: simulator.oauth.clientSecret,
		authUrl: simulator.oauth.authorizeUrl,
		accessTokenUrl: simulator.oauth.tokenUrl,
		baseUrl: '',
		oauthTokenData: { ...simulator.issueToken() },
	},
});
