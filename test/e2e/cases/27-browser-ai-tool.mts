import assert from 'node:assert/strict';
import { openEditor } from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { chain, node } from '../../workflows/build.ts';

export default defineCase({
	number: 27,
	modes: ['browser'],
	title:
		'Editor: the AI Agent is offered both nodes as tools, which read; only a tool can be allowed to delete',
	async run(stage) {
		const { editor, n8n, addKey } = await openEditor(stage);
		await addKey();
		const agent = await n8n.api.createWorkflow({
			name: 'Ask the agent',
			...chain(
				node(
					'When chat message received',
					'@n8n/n8n-nodes-langchain.chatTrigger',
					{},
					{ typeVersion: 1.1, webhookId: 'ask-the-agent' },
				),
				node('AI Agent', '@n8n/n8n-nodes-langchain.agent', {}, { typeVersion: 2 }),
			),
		});
		await editor.openWorkflow(agent);
		// The panel comes to the tools only where its code is loaded by then.
		await editor.loadNodePanel();
		const toolInput = editor.page.locator('[data-handleid^="inputs/ai_tool"]');
		await editor.byId('canvas-handle-plus', toolInput).click();
		await editor.untilTurnedTo(/^Tools/);
		await editor.byId('node-creator-search-bar').fill('gong');
		await editor.see(
			'Upload CRM objects to Gong, keep their schema',
			editor.found('Gong CRM Tool'),
		);
		await editor.see(
			'delete a CRM integration from Gong with all its accounts',
			editor.found('Delete CRM Integration Tool'),
		);
		await editor.screenshot('tools-found');

		await editor.found('Delete CRM Integration Tool').click();
		const panel = editor.byId('node-parameters');
		await panel.waitFor();
		// The description that the agent reads, and a value that the agent may fill in.
		await editor.see('Description', panel);
		const description = await editor
			.parameter('toolDescription')
			.locator('textarea, input')
			.first()
			.inputValue();
		assert.match(description, /^Delete a CRM integration from Gong.*only makes a dry run/);
		await editor.see('Integration', panel);
		await editor.byId('from-ai-override-button').first().waitFor();
		await editor.see('The agent only makes dry runs', panel);
		await editor.parameter('dryRun').waitFor({ state: 'hidden' });
		// The model has no say in the switch.
		const allow = panel.locator('.parameter-item').filter({ hasText: 'Allow the Agent to Delete' });
		await allow.first().hover();
		await editor.byId('from-ai-override-button', allow).waitFor({ state: 'hidden' });
		await editor.screenshot('tool-panel');
		await editor.setSwitch('allowAgentToDelete');
		await editor.see('The agent can delete the integration from Gong for good', panel);
		await editor.doNotSee('The agent only makes dry runs', panel);
		await editor.parameter('dryRun').waitFor();
		await editor.screenshot('tool-panel-allowed');
		await editor.page.keyboard.press('Escape');
		await editor.page.locator('[data-test-id="canvas-node"]').nth(2).waitFor();
		await editor.screenshot('tool-on-canvas');

		// Of the other node, what reads.
		await editor.byId('canvas-handle-plus', toolInput).click();
		await editor.untilTurnedTo(/^Tools/);
		await editor.byId('node-creator-search-bar').fill('gong');
		await editor.found('Gong CRM Tool').click();
		await panel.waitFor();
		await editor.see('Resource', panel);
		await editor.parameter('operation').click();
		const choices = editor.page.locator('.el-select-dropdown:visible .el-select-dropdown__item');
		await choices.first().waitFor();
		await editor.screenshot('tool-operations');
		const offered = (await choices.allInnerTexts()).map((text) => text.split('\n')[0]);
		// n8n puts one of its own below.
		assert.deepEqual(
			offered.filter((name) => name !== 'Custom API Call'),
			['Get'],
		);
		await editor.page.keyboard.press('Escape');

		// Outside of an agent there is nothing to allow.
		await editor.newWorkflow();
		await editor.searchNodes('delete crm integration');
		await editor.found('Delete CRM Integration').click();
		await editor.page.getByRole('button', { name: 'Add to workflow' }).click();
		await panel.waitFor();
		await editor.see('This step deletes the integration from Gong for good', panel);
		await editor.doNotSee('Allow the Agent to Delete', panel);
		await editor.screenshot('node-panel');
	},
});
