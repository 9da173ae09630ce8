import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from './build';
import { type CredentialReference, signedIn } from './nodes';

export const isNote = ({ type }: INode): boolean => type === 'n8n-nodes-base.stickyNote';

const ofGong = ['gongCrmApi', 'gongCrmOAuth2Api'];

/** The credentials that nodes of the examples can be given. */
const credentialTypes: Record<string, string[]> = {
	'n8n-nodes-gong-crm.deleteCrmIntegration': ofGong,
	'n8n-nodes-gong-crm.gongCrm': ofGong,
	'n8n-nodes-base.emailSend': ['smtp'],
	'n8n-nodes-base.postgres': ['postgres'],
	'n8n-nodes-base.slack': ['slackApi'],
};

export const needsCredential = ({ type }: INode): boolean => type in credentialTypes;

/**
 * An example after a builder has done what its note says: the credentials chosen, and the integration
 * where one is to be picked.
 */
export function filledIn<T extends WorkflowFile>(
	example: T,
	credentials: CredentialReference[],
	integrationId?: INodeParameters,
): T {
	const nodes = example.nodes.map((node) => {
		const chosen = credentials.filter(({ type }) => credentialTypes[node.type]?.includes(type));
		if (chosen.length === 0) return node;
		const { integrationId: open } = node.parameters as { integrationId?: { mode: string } };
		return {
			...node,
			...signedIn(...chosen),
			parameters: {
				...node.parameters,
				...(chosen.every(({ type }) => type === 'gongCrmApi') && { authentication: 'accessKey' }),
				...(integrationId && open?.mode === 'list' && { integrationId }),
			},
		};
	});
	return { ...example, nodes };
}
