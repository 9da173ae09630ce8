import {
	addKey,
	addWorkflow,
	addWorkflowAround,
	type Middle,
	to,
} from '../../test/e2e/deletions.mts';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import type { Credential, Workflow, WorkflowNode } from '../../test/e2e/n8nApi.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';

/** A way to delete an integration and wait for the end, as a workflow that waits at its webhook. */
export interface Way {
	/** As the tables call it. */
	name: string;
	addTo(n8n: N8nInstance, gong: Simulator): Promise<Workflow>;
}

/** This package's node with its defaults. */
export const ours: Way = {
	name: 'ours',
	addTo: async (n8n, gong) => await addWorkflow(n8n, await addKey(n8n, gong)),
};

/** The same node, waiting inside the running execution. */
export const notSuspended: Way = {
	name: 'S',
	addTo: async (n8n, gong) =>
		await addWorkflow(n8n, await addKey(n8n, gong), {
			parameters: { waitOptions: { suspend: false } },
		}),
};

/**
 * n8n's own nodes in a loop: HTTP Request → Wait → HTTP Request → If, and back to Wait.
 *
 * @param seconds between checks; below 65, n8n's Wait node does not suspend
 */
export const loop = (name: string, seconds: number): Way => ({
	name,
	async addTo(n8n, gong) {
		const { accessKey, accessKeySecret, url } = gong;
		const credential = await n8n.api.createCredential('httpBasicAuth', `Key ${url}`, {
			user: accessKey,
			password: accessKeySecret,
		});
		return await addWorkflowAround(n8n, loopOf(url, credential, seconds));
	},
});

function loopOf(gongUrl: string, { id, name }: Credential, seconds: number): Middle {
	const call = (
		node: Pick<WorkflowNode, 'name' | 'position'>,
		method: string,
		path: string,
		query: Record<string, string>,
	): WorkflowNode => ({
		...node,
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		credentials: { httpBasicAuth: { id, name } },
		parameters: {
			method,
			url: gongUrl + path,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpBasicAuth',
			sendQuery: true,
			queryParameters: {
				parameters: Object.entries(query).map(([key, value]) => ({ name: key, value })),
			},
			options: {},
		},
	});
	return {
		nodes: [
			call({ name: 'Delete', position: [600, 0] }, 'DELETE', '/v2/crm/integrations', {
				integrationId: '={{ $json.id }}',
				clientRequestId: '=loop-{{ $execution.id }}',
			}),
			{
				name: 'Wait',
				type: 'n8n-nodes-base.wait',
				typeVersion: 1.1,
				position: [800, 0],
				webhookId: `wait-${seconds}`,
				parameters: { resume: 'timeInterval', amount: seconds, unit: 'seconds' },
			},
			call({ name: 'Get Status', position: [1000, 0] }, 'GET', '/v2/crm/request-status', {
				integrationId: "={{ $('Split').item.json.id }}",
				clientRequestId: "={{ $('Delete').item.json.clientRequestId }}",
			}),
			{
				name: 'Completed?',
				type: 'n8n-nodes-base.if',
				typeVersion: 2.2,
				position: [1200, 0],
				parameters: {
					conditions: {
						combinator: 'and',
						options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
						conditions: [
							{
								id: 'completed',
								leftValue: '={{ $json.status }}',
								rightValue: 'DONE',
								operator: { type: 'string', operation: 'equals' },
							},
						],
					},
					options: {},
				},
			},
		],
		connections: {
			Delete: { main: [[to('Wait')]] },
			Wait: { main: [[to('Get Status')]] },
			'Get Status': { main: [[to('Completed?')]] },
			'Completed?': { main: [[to('Next')], [to('Wait')]] },
		},
	};
}
