import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { outputOf, type WorkflowDefinition } from '../rest.mts';

const greeting: WorkflowDefinition = {
	name: 'Greeting',
	nodes: [
		{
			name: 'Webhook',
			type: 'n8n-nodes-base.webhook',
			typeVersion: 2,
			position: [0, 0],
			webhookId: 'greeting',
			parameters: { httpMethod: 'POST', path: 'greeting', responseMode: 'lastNode' },
		},
		{
			name: 'Greet',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [200, 0],
			parameters: {
				assignments: {
					assignments: [
						{
							id: 'greeting',
							name: 'greeting',
							type: 'string',
							value: '=Hello, {{ $json.body.name }}',
						},
					],
				},
			},
		},
	],
	connections: { Webhook: { main: [[{ node: 'Greet', type: 'main', index: 0 }]] } },
};

export default defineCase({
	number: 0,
	title: 'n8n runs a workflow, before and after it is killed',
	modes: ['sqlite', 'queue'],
	async run(stage) {
		const n8n = await stage.deploy();
		const { api } = n8n.main;
		stage.figure('memory after the start', `${Math.round(n8n.main.memory() / 1e6)} MB`);
		assert.notDeepEqual(await api.nodeTypes('n8n-nodes-gong-crm.'), []);

		const workflow = await api.createWorkflow(greeting);
		await api.activate(workflow);
		const greet = async (name: string, expected: number) => {
			const answer = await api.callWebhook('greeting', { name });
			assert.deepEqual(answer.data, { greeting: `Hello, ${name}` });
			const executions = await api.listExecutions({ workflowId: workflow.id });
			assert.equal(executions.length, expected);
			const execution = await api.waitForExecution(executions[0].id, 'success');
			assert.deepEqual(outputOf(execution, 'Greet')[0].json, { greeting: `Hello, ${name}` });
		};
		await greet('Ada', 1);

		await n8n.kill();
		await n8n.start();
		await greet('Grace', 2);
		await n8n.stop();
	},
});
