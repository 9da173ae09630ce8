import type { INodeParameters } from 'n8n-workflow';
import { chain, type NodeSettings, type WorkflowFile } from '../../test/workflows/build.ts';
import {
	byId,
	type CredentialReference,
	deleteNode,
	gongNode,
	httpRequest,
	manualTrigger,
	pairs,
} from '../../test/workflows/nodes.ts';

/** Ours, or what a user would do instead: n8n's own HTTP Request node. */
export type Subject = 'ours' | 'http';

/** The most that the node takes: leaves the pace to the machine. */
const UNPACED = 1000;

const credential = (type: string): CredentialReference => ({ type, id: 'key', name: 'Gong key' });

/** How the integration of each item (`$json.integrationId`) is deleted, without waiting for the end. */
export interface Wishes {
	subject: Subject;
	/** Of ours: how many calls may start in a second; as many as it takes if absent. */
	requestsPerSecond?: number;
	/** Of HTTP Request: its *Batching*, so many items at a time. All at once if absent. */
	batching?: { batchSize: number; batchInterval: number };
}

/** A trigger and a node named *Delete*. */
export const deletionOf = (
	{ subject, requestsPerSecond = UNPACED, batching }: Wishes,
	url: string,
): WorkflowFile =>
	chain(
		manualTrigger(),
		subject === 'ours'
			? deleteNode('Delete', credential('gongCrmApi'), {
					integrationId: byId('={{ $json.integrationId }}'),
					options: { requestsPerSecond },
				})
			: httpRequest(
					'Delete',
					{
						method: 'DELETE',
						url: `${url}/v2/crm/integrations`,
						sendQuery: true,
						queryParameters: pairs({
							integrationId: '={{ $json.integrationId }}',
							clientRequestId: '={{ $execution.id }}-{{ $itemIndex }}',
						}),
						options: batching ? { batching: { batch: batching } } : {},
					},
					credential('httpBasicAuth'),
				),
	);

/** A trigger and ours, named *Delete*, with these options; nobody waits for the end. */
export const ownDeletionOf = (
	{ options, ...parameters }: INodeParameters & { options?: INodeParameters },
	settings: NodeSettings = {},
): WorkflowFile =>
	chain(
		manualTrigger(),
		deleteNode(
			'Delete',
			credential('gongCrmApi'),
			{
				integrationId: byId('={{ $json.integrationId }}'),
				...parameters,
				options: { requestsPerSecond: UNPACED, ...options },
			},
			settings,
		),
	);

/** A trigger and ours, named *Upload*, which checks the items as accounts, writes the files and sends none. */
export const dryUploadOf = (parameters: INodeParameters): WorkflowFile =>
	chain(
		manualTrigger(),
		gongNode('Upload', credential('gongCrmApi'), 'object', 'upload', {
			objectType: 'ACCOUNT',
			source: 'items',
			dryRun: true,
			...parameters,
		}),
	);
