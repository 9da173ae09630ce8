import assert from 'node:assert/strict';
import { openEditor } from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { chain, node } from '../../workflows/build.ts';

export default defineCase({
	number: 27,
	modes: ['browser'],
	title: 'Editor: the AI Agent is offered both nodes as tools, with a description',
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
		assert.match(description, /delete a CRM integration from Gong.* This cannot be undone\./);
		await editor.see('Integration', panel);
		await editor.byId('from-ai-override-button').first().waitFor();
		await editor.screenshot('tool-panel');
		await editor.page.keyboard.press('Escape');
		await editor.page.locator('[data-test-id="canvas-node"]').nth(2).waitFor();
		await editor.screenshot('tool-on-canvas');
	},
});
