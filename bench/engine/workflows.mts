import type { INode, INodeParameters } from 'n8n-workflow';
import type { WorkflowFile } from '../../test/engine/runWorkflow.ts';

/** Ours, or what a user would do instead: n8n's own HTTP Request node. */
export type Subject = 'ours' | 'http';

/** What a workflow is for. */
export type Task =
	/** Deletes the integration of each item (`$json.integrationId`). */
	| 'delete'
	/** Lists Gong's integrations, and deletes each. */
	| 'listAndDelete';

/** More than any caller needs: leaves the pace to the machine. The most that the node takes. */
export const UNPACED = 1000;

type Step = Pick<INode, 'name' | 'type' | 'parameters'> & Partial<INode>;

const keyPair = { id: 'key', name: 'Gong key' };
const oursKey = { credentials: { gongCrmApi: keyPair } };
const httpKey = { credentials: { httpBasicAuth: keyPair } };

const deletion = (requestsPerSecond: number, wait: boolean): Step => ({
	name: 'Delete',
	type: 'n8n-nodes-gong-crm.deleteCrmIntegration',
	parameters: {
		authentication: 'accessKey',
		integrationId: { __rl: true, mode: 'id', value: '={{ $json.integrationId }}' },
		options: { requestsPerSecond },
		...(wait && { waitForCompletion: true, waitOptions: { suspend: false } }),
	},
	...oursKey,
});

const list: Step = {
	name: 'List',
	type: 'n8n-nodes-gong-crm.gongCrm',
	parameters: { authentication: 'accessKey', resource: 'integration', operation: 'getMany' },
	...oursKey,
};

const httpRequest = (name: string, url: string, parameters: INodeParameters): Step => ({
	name,
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		url: `${url}/v2/crm/integrations`,
		authentication: 'genericCredentialType',
		genericAuthType: 'httpBasicAuth',
		options: {},
		...parameters,
	},
	...httpKey,
});

const httpDeletion = (url: string, options: INodeParameters = {}): Step =>
	httpRequest('Delete', url, {
		method: 'DELETE',
		sendQuery: true,
		queryParameters: {
			parameters: [
				{ name: 'integrationId', value: '={{ $json.integrationId }}' },
				{ name: 'clientRequestId', value: '={{ $execution.id }}-{{ $itemIndex }}' },
			],
		},
		options,
	});

const split: Step = {
	name: 'Split',
	type: 'n8n-nodes-base.splitOut',
	parameters: { fieldToSplitOut: 'integrations', options: {} },
};

/** How a workflow is built. */
export interface Wishes {
	subject: Subject;
	task: Task;
	/** Of ours: how many calls may start in a second. */
	requestsPerSecond?: number;
	/** Of ours: *Wait for Completion* inside the execution, which n8n's server is not needed for. */
	wait?: boolean;
	/** Of HTTP Request: its *Batching*, so many items at a time. All at once if absent. */
	batching?: { batchSize: number; batchInterval: number };
}

/** The nodes of a workflow, one after the other, on a trigger. The last is named *Delete*. */
export function buildWorkflow(
	{ subject, task, requestsPerSecond = UNPACED, wait = false, batching }: Wishes,
	url: string,
): WorkflowFile {
	const steps = {
		ours: {
			delete: [deletion(requestsPerSecond, wait)],
			listAndDelete: [list, deletion(requestsPerSecond, wait)],
		},
		http: {
			delete: [httpDeletion(url, batching && { batching: { batch: batching } })],
			listAndDelete: [
				httpRequest('List', url, { method: 'GET' }),
				split,
				httpDeletion(url, batching && { batching: { batch: batching } }),
			],
		},
	}[subject][task];
	return chain([
		{ name: 'Trigger', type: 'n8n-nodes-base.manualTrigger', parameters: {} },
		...steps,
	]);
}

function chain(steps: Step[]): WorkflowFile {
	const pairs = steps.slice(1).map((step, at) => [steps[at].name, step.name]);
	return {
		nodes: steps.map((step) => ({ id: step.name, typeVersion: 1, position: [0, 0], ...step })),
		connections: Object.fromEntries(
			pairs.map(([from, to]) => [from, { main: [[{ node: to, type: 'main', index: 0 }]] }]),
		),
	};
}
