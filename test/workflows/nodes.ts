import type { INode, INodeParameters } from 'n8n-workflow';
import { node, type NodeSettings } from './build';

/** A stored credential, as a node refers to it. */
export interface CredentialReference {
	/** `gongCrmApi`, `httpBasicAuth`… */
	type: string;
	id: string;
	name: string;
}

/** A node's reference to credentials. */
export const signedIn = (...credentials: CredentialReference[]): NodeSettings => ({
	credentials: Object.fromEntries(credentials.map(({ type, id, name }) => [type, { id, name }])),
});

/** Which of a node's two ways to sign in uses this credential. */
const authenticationFor = ({ type }: CredentialReference) =>
	type === 'gongCrmApi' ? 'accessKey' : 'oAuth2';

/** A value of *Integration*, by ID. */
export const byId = (value: string | number) => ({ __rl: true, mode: 'id', value });

/** This package's Delete CRM Integration. */
export const deleteNode = (
	name: string,
	credential: CredentialReference,
	parameters: INodeParameters = {},
	settings: NodeSettings = {},
): INode =>
	node(
		name,
		'n8n-nodes-gong-crm.deleteCrmIntegration',
		{ authentication: authenticationFor(credential), ...parameters },
		{ ...signedIn(credential), ...settings },
	);

/** What n8n makes of a node of this package for an AI agent. */
export const asTool = (plain: INode): INode => ({ ...plain, type: `${plain.type}Tool` });

/** What n8n makes of Delete CRM Integration for an AI agent. */
export const deleteTool = (...wanted: Parameters<typeof deleteNode>): INode =>
	asTool(deleteNode(...wanted));

/** This package's Gong CRM. */
export const gongNode = (
	name: string,
	credential: CredentialReference,
	resource: 'integration' | 'object' | 'request' | 'schemaField',
	operation: string,
	parameters: INodeParameters = {},
	settings: NodeSettings = {},
): INode =>
	node(
		name,
		'n8n-nodes-gong-crm.gongCrm',
		{ authentication: authenticationFor(credential), resource, operation, ...parameters },
		{ ...signedIn(credential), ...settings },
	);

/** Starts a workflow by hand. */
export const manualTrigger = (name = 'By Hand'): INode =>
	node(name, 'n8n-nodes-base.manualTrigger');

/** Starts a workflow with a POST to `/webhook/<path>`. */
export const webhook = (path: string, parameters: INodeParameters = {}, name = 'Webhook'): INode =>
	node(
		name,
		'n8n-nodes-base.webhook',
		{ httpMethod: 'POST', path, ...parameters },
		{ typeVersion: 2, webhookId: path },
	);

/** How HTTP Request signs in: with a credential of its own, or with that of another node. */
const signInOf = ({ type }: CredentialReference): INodeParameters =>
	type.startsWith('http')
		? { authentication: 'genericCredentialType', genericAuthType: type }
		: { authentication: 'predefinedCredentialType', nodeCredentialType: type };

/** n8n's HTTP Request, signed in if there is a credential. */
export const httpRequest = (
	name: string,
	parameters: INodeParameters,
	credential?: CredentialReference,
	settings: NodeSettings = {},
): INode =>
	node(
		name,
		'n8n-nodes-base.httpRequest',
		{ ...(credential && signInOf(credential)), ...parameters },
		{ typeVersion: 4.2, ...(credential && signedIn(credential)), ...settings },
	);

/** Names and values as HTTP Request and others keep them. */
export const pairs = (values: Record<string, string>) => ({
	parameters: Object.entries(values).map(([name, value]) => ({ name, value })),
});

/** n8n's Code, in JavaScript, once for all items. */
export const code = (name: string, jsCode: string): INode =>
	node(name, 'n8n-nodes-base.code', { jsCode }, { typeVersion: 2 });

/** n8n's Split Out: an item for each entry of a list. */
export const splitOut = (name: string, fieldToSplitOut: string): INode =>
	node(name, 'n8n-nodes-base.splitOut', { fieldToSplitOut, options: {} });

/** n8n's No Operation. */
export const noOp = (name: string): INode => node(name, 'n8n-nodes-base.noOp');
