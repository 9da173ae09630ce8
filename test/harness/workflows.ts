import type { IDataObject, INode, INodeParameters, IWorkflowSettings } from 'n8n-workflow';
import type { Simulator } from '../simulator/startSimulator';
import { toNext, type NodeSettings, type WorkflowFile } from '../workflows/build';
import { byId, deleteNode, gongNode, manualTrigger, noOp, signedIn } from '../workflows/nodes';
import type { CredentialData } from './credentialStore';

/** What a test wants to be different from the plainest workflow. */
export interface Wishes {
	parameters?: INodeParameters;
	/** Of the node: `onError`, `retryOnFail`… */
	node?: NodeSettings;
	settings?: IWorkflowSettings;
}

export const key = { type: 'gongCrmApi', id: 'key', name: 'Gong key' };

export const account = { type: 'gongCrmOAuth2Api', id: 'oauth', name: 'Gong account' };

/** A node's reference to what `credentialsFor` holds, both of it. */
export const signedInBothWays = signedIn(key, account);

/** Trigger → these nodes → Next, with a node on the error output. */
export const around = (nodes: INode[], settings?: IWorkflowSettings): WorkflowFile => {
	const all = [manualTrigger('Trigger'), ...nodes];
	return { nodes: [...all, noOp('Next'), noOp('Trouble')], connections: toNext(all), settings };
};

/** A workflow with Delete CRM Integration, the integration taken from `$json.integrationId`. */
export const deletion = ({ parameters, node, settings }: Wishes = {}): WorkflowFile =>
	around(
		[
			deleteNode(
				'Delete',
				key,
				{ integrationId: byId('={{ $json.integrationId }}'), ...parameters },
				{ ...signedInBothWays, ...node },
			),
		],
		settings,
	);

/** The same, waiting inside the execution where nothing else is said. */
export const waitingDeletion = (wishes: Wishes = {}, waitOptions: IDataObject = {}): WorkflowFile =>
	deletion({
		...wishes,
		parameters: {
			waitForCompletion: true,
			waitOptions: { suspend: false, ...waitOptions },
			...wishes.parameters,
		} as INodeParameters,
	});

/** A workflow with Gong CRM. */
export const gongCrm = (
	resource: Parameters<typeof gongNode>[2],
	operation: string,
	{ parameters, node, settings }: Wishes = {},
): WorkflowFile =>
	around(
		[gongNode('Gong', key, resource, operation, parameters, { ...signedInBothWays, ...node })],
		settings,
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
