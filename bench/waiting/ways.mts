import { addKey, addWorkflow, addWorkflowAround, type Middle } from '../../test/e2e/deletions.mts';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import type { Workflow } from '../../test/e2e/n8nApi.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
import { inARow, node, to } from '../../test/workflows/build.ts';
import { type CredentialReference, httpRequest, pairs } from '../../test/workflows/nodes.ts';

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

/** Stores the simulator's key pair for HTTP Request. */
export const addBasicAuth = async (
	{ api }: N8nInstance,
	{ accessKey, accessKeySecret, url }: Simulator,
): Promise<CredentialReference> =>
	await api.createCredential('httpBasicAuth', `Key ${url}`, {
		user: accessKey,
		password: accessKeySecret,
	});

/**
 * n8n's own nodes in a loop: Delete (HTTP Request) → Wait → Get Status (HTTP Request) → Completed? (If), and
 * back to Wait.
 *
 * @param seconds between checks; below 65, n8n's Wait node does not suspend
 */
export const loop = (name: string, seconds: number): Way => ({
	name,
	async addTo(n8n, gong) {
		const credential = await addBasicAuth(n8n, gong);
		const start = httpRequest(
			'Delete',
			{
				method: 'DELETE',
				url: `${gong.url}/v2/crm/integrations`,
				sendQuery: true,
				queryParameters: pairs({
					integrationId: '={{ $json.id }}',
					clientRequestId: '=loop-{{ $execution.id }}',
				}),
				options: {},
			},
			credential,
		);
		return await addWorkflowAround(
			n8n,
			followedBy(start, {
				gong,
				credential,
				seconds,
				integrationId: "={{ $('Split').item.json.id }}",
				next: 'Next',
			}),
		);
	},
});

interface Following {
	gong: Simulator;
	credential: CredentialReference;
	/** Between checks. */
	seconds: number;
	/** An expression for the integration's ID. */
	integrationId: string;
	/** The node that gets the result. */
	next: string;
}

/** A node that asks Gong for something, and the loop that follows the request to its end. */
export function followedBy(
	start: ReturnType<typeof node>,
	{ gong, credential, seconds, integrationId, next }: Following,
): Middle {
	const nodes = [
		start,
		node(
			'Wait',
			'n8n-nodes-base.wait',
			{ resume: 'timeInterval', amount: seconds, unit: 'seconds' },
			{ typeVersion: 1.1, webhookId: `wait-${seconds}` },
		),
		httpRequest(
			'Get Status',
			{
				url: `${gong.url}/v2/crm/request-status`,
				sendQuery: true,
				queryParameters: pairs({
					integrationId,
					clientRequestId: `={{ $('${start.name}').item.json.clientRequestId }}`,
				}),
				options: {},
			},
			credential,
		),
		node(
			'Completed?',
			'n8n-nodes-base.if',
			{
				conditions: {
					combinator: 'or',
					options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
					conditions: ['DONE', 'FAILED'].map((status) => ({
						id: status,
						leftValue: '={{ $json.status }}',
						rightValue: status,
						operator: { type: 'string', operation: 'equals' },
					})),
				},
				options: {},
			},
			{ typeVersion: 2.2 },
		),
	];
	return {
		nodes,
		connections: { ...inARow(nodes), 'Completed?': { main: [[to(next)], [to('Wait')]] } },
	};
}
