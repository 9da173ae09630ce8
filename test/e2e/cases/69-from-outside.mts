import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { IConnections, INode } from 'n8n-workflow';
import { defineCase } from '../case.mts';
import { addKey, deleteEach, ids, startGong, untilEnded } from '../deletions.mts';
import { connectMcp } from '../mcpClient.mts';
import { outputOf, type Workflow } from '../n8nApi.mts';
import { inARow, node, to } from '../../workflows/build.ts';
import {
	byId,
	code,
	deleteNode,
	deleteTool,
	manualTrigger,
	noOp,
	webhook,
} from '../../workflows/nodes.ts';

/** Longer than the checks inside the execution, after which it is parked, in ms. */
const TAKES = 25_000;
const [integrationId, other] = ids;

const subWorkflow = node(
	'Called',
	'n8n-nodes-base.executeWorkflowTrigger',
	{ inputSource: 'passthrough' },
	{ typeVersion: 1.1 },
);
const answer = node(
	'Answer',
	'n8n-nodes-base.respondToWebhook',
	{ respondWith: 'firstIncomingItem', options: {} },
	{ typeVersion: 1.1 },
);

/** What is known of a deletion, as it comes out. */
interface Known {
	status?: string;
	deleted?: boolean;
}

export default defineCase({
	number: 69,
	canary: true,
	title: 'What a wait looks like to those who called the workflow',
	modes: ['sqlite', 'queue'],
	async run(stage) {
		const { main: n8n } = await stage.deploy();
		const { api } = n8n;
		const deletes = async (count = 1) => {
			const gong = await startGong(stage, Array(count).fill({ deleteTakes: TAKES }));
			return { gong, key: await addKey(n8n, gong) };
		};
		/** Deletes and waits, in a Gong of its own. */
		const waiting = async (): Promise<INode> => {
			const { key } = await deletes();
			return deleteNode('Delete', key, { ...deleteEach, integrationId: byId(integrationId) });
		};
		const create = async (
			name: string,
			nodes: INode[],
			connections: IConnections = inARow(nodes),
		): Promise<Workflow> => {
			const settings = { executionOrder: 'v1' as const };
			const workflow = await api.createWorkflow({ name, settings, nodes, connections });
			// What is run by hand cannot be published.
			if (!nodes[0].type.endsWith('manualTrigger')) await api.activate(workflow);
			return workflow;
		};

		/** A sub-workflow, called for each item or once with all: what the caller goes on with. */
		const subWorkflowIn = async (mode: 'each' | 'once') => {
			const { gong, key } = await deletes(2);
			const called = await create(`Called ${mode}`, [
				subWorkflow,
				deleteNode('Delete', key, deleteEach),
			]);
			const items = [integrationId, other].map((id) => ({ json: { id } }));
			const call = node(
				'Call',
				'n8n-nodes-base.executeWorkflow',
				{ workflowId: byId(called.id), mode, options: {} },
				{ typeVersion: 1.2 },
			);
			const caller = await create(`Caller ${mode}`, [
				manualTrigger(),
				code('Two', `return ${JSON.stringify(items)};`),
				call,
				noOp('Next'),
			]);
			const id = await api.runManually(caller, 'By Hand');
			const execution = await untilEnded(n8n, id, 300_000);
			assert.equal(execution.status, 'success', execution.data.resultData.error?.message);
			assert.equal(gong.deletions().length, 2);
			return outputOf(execution, 'Next').map(({ json }) => json.status);
		};
		const tries: Record<string, () => Promise<void>> = {
			async 'a sub-workflow for each item'() {
				assert.deepEqual(await subWorkflowIn('each'), ['DONE'], 'the second result never comes');
			},
			async 'a sub-workflow once with all items'() {
				assert.deepEqual(await subWorkflowIn('once'), ['DONE', 'DONE']);
			},
			async 'Respond to Webhook'() {
				const path = 'answered';
				const start = webhook(path, { responseMode: 'responseNode' });
				await create(path, [start, await waiting(), answer]);
				const { status, data } = await api.callWebhook<Known>(path);
				assert.equal(status, 200);
				if (stage.mode === 'queue')
					assert.ok(!data.status, `early and empty: ${JSON.stringify(data)}`);
				else assert.deepEqual([data.status, data.deleted], ['DONE', true], 'late and right');
			},
			async 'a webhook that answers when the last node finishes'() {
				const path = 'last';
				await create(path, [webhook(path, { responseMode: 'lastNode' }), await waiting()]);
				const { data } = await api.callWebhook<Known>(path);
				assert.equal(data.deleted, false, `early: ${JSON.stringify(data)}`);
			},
			async 'a chat'() {
				for (const responseMode of ['lastNode', 'responseNode']) {
					const webhookId = `chat-${responseMode}`;
					const start = node(
						'Chat',
						'@n8n/n8n-nodes-langchain.chatTrigger',
						{ public: true, mode: 'webhook', options: { responseMode } },
						{ typeVersion: 1.1, webhookId },
					);
					const nodes = [
						start,
						await waiting(),
						...(responseMode === 'responseNode' ? [answer] : []),
					];
					await create(webhookId, nodes);
					const message = { action: 'sendMessage', chatInput: 'Delete it', sessionId: '1' };
					const { data } = await api.callWebhook<Known>(`${webhookId}/chat`, message);
					const isEarly = responseMode === 'lastNode';
					if (!isEarly && stage.mode === 'queue') assert.ok(!data.status, 'early and empty');
					else assert.equal(data.deleted, !isEarly, `${responseMode}: ${JSON.stringify(data)}`);
				}
			},
			async 'a form'() {
				for (const answers of ['at the end', 'with a page']) {
					const webhookId = `form-${answers.length}`;
					const isPage = answers === 'with a page';
					const start = node(
						'Form',
						'n8n-nodes-base.formTrigger',
						{
							formTitle: 'Delete?',
							formFields: { values: [{ fieldLabel: 'Name' }] },
							options: {},
							...(!isPage && { responseMode: 'lastNode' }),
						},
						{ typeVersion: 2.2, webhookId },
					);
					const page = node(
						'Page',
						'n8n-nodes-base.form',
						{
							operation: 'completion',
							completionTitle: '=Deleted: {{ $json.deleted }}',
							options: {},
						},
						{ webhookId: `${webhookId}-page` },
					);
					const nodes = [start, await waiting(), ...(isPage ? [page] : [])];
					await create(webhookId, nodes);
					const form = new FormData();
					form.append('field-0', 'me');
					const settings = { proxy: false, validateStatus: () => true } as const;
					let sent = await axios.post<{ formWaitingUrl?: string } | ''>(
						`${n8n.url}/form/${webhookId}`,
						form,
						settings,
					);
					for (; sent.status === 404; await sleep(300))
						sent = await axios.post(`${n8n.url}/form/${webhookId}`, form, settings);
					if (!isPage) {
						assert.equal(sent.data, '', 'early: the form says that it was sent, and no more');
						continue;
					}
					// What the form's page asks until there is something to show.
					const { formWaitingUrl } = sent.data as { formWaitingUrl: string };
					const url = new URL(formWaitingUrl);
					url.pathname += '/n8n-execution-status';
					const askStatus = async () => (await axios.get<string>(url.href, settings)).data;
					let shown = await askStatus();
					for (const deadline = Date.now() + 200_000; shown !== 'form-waiting'; await sleep(1000)) {
						assert.ok(Date.now() < deadline, `the form is still ${shown}`);
						shown = await askStatus();
					}
					const { data } = await axios.get<string>(formWaitingUrl, settings);
					assert.match(data, /Deleted: true/, 'late and right');
				}
			},
			async 'tools over MCP'() {
				const { key } = await deletes();
				const called = await create('Called by MCP', [subWorkflow, await waiting()]);
				const path = 'tools';
				const server = node(
					'Server',
					'@n8n/n8n-nodes-langchain.mcpTrigger',
					{ path },
					{ typeVersion: 2, webhookId: path },
				);
				const own = deleteTool('own', key, {
					...deleteEach,
					integrationId: byId(integrationId),
					allowAgentToDelete: true,
				});
				const workflowTool = node(
					'workflow',
					'@n8n/n8n-nodes-langchain.toolWorkflow',
					{ description: 'Deletes it', workflowId: byId(called.id) },
					{ typeVersion: 2.2 },
				);
				const asTool = { ai_tool: [[to('Server', 'ai_tool')]] };
				await create(path, [server, own, workflowTool], { own: asTool, workflow: asTool });
				await sleep(2_000);
				const mcp = await connectMcp(`${n8n.url}/mcp/${path}`);
				const [fromOwn, fromWorkflow] = await Promise.all([
					mcp.call('own', {}),
					mcp.call('workflow', { query: 'now' }),
				]);
				// Neither is parked for the caller: a node as a tool waits a minute at most.
				assert.match(fromOwn, /"deleted":true/);
				assert.match(fromWorkflow, /Sub-workflow is paused/);
			},
		};
		const results = await Promise.allSettled(
			Object.entries(tries).map(async ([name, look]) => {
				try {
					await look();
				} catch (error) {
					(error as Error).message = `${name}: ${(error as Error).message}`;
					throw error;
				}
			}),
		);
		const failed = results.flatMap((one) =>
			one.status === 'rejected' ? [one.reason as Error] : [],
		);
		if (failed.length > 0)
			throw new AggregateError(failed, failed.map(({ stack }) => stack).join('\n'));
	},
});
