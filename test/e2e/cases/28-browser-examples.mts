import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import type { Editor } from '../browser/editor.mts';
import { integrations, openEditor, picked } from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { exampleFiles, exampleFolder, readExample } from '../examples.mts';
import { filledIn, isNote, needsCredential } from '../../workflows/examples.ts';

export default defineCase({
	number: 28,
	canary: true,
	modes: ['browser'],
	title: 'Editor: each example opens without warnings, with a note that says what to change',
	async run(stage) {
		const { editor, n8n, addKey } = await openEditor(stage);

		// As they come, with no credential to choose yet: nothing but that is open.
		for (const file of exampleFiles) {
			const { nodes } = readExample(file);
			await editor.newWorkflow();
			await editor.byId('workflow-import-input').setInputFiles(join(exampleFolder, file));
			await seeNodes(editor, nodes);
			await editor.see('Change this', editor.byId('sticky'));
			await editor.screenshot(`${titleOf(file)}-imported`);
			const toChange = nodes.filter(needsCredential);
			assert.deepEqual(await markedNodes(editor), toChange.map(({ name }) => name).sort());
			assert.deepEqual(await editor.messages(), []);
		}

		// After what the note asks for: nothing is open.
		const key = await addKey();
		const mailbox = await n8n.api.createCredential('smtp', 'Mailbox', {
			user: 'me@example.com',
			password: 'secret',
			host: 'localhost',
			port: 25,
			secure: false,
		});
		const database = await n8n.api.createCredential('postgres', 'Acme CRM', {
			host: 'localhost',
			port: 5432,
			database: 'crm',
			user: 'me',
			password: 'secret',
		});
		const slack = await n8n.api.createCredential('slackApi', 'Slack', { accessToken: 'xoxb' });
		const credentials = [key, mailbox, database, slack];
		for (const file of exampleFiles) {
			const chosen = filledIn(readExample(file), credentials, picked(integrations.acme));
			await editor.openWorkflow(await n8n.api.createWorkflow(chosen));
			await seeNodes(editor, chosen.nodes);
			await editor.screenshot(`${titleOf(file)}-changed`);
			assert.deepEqual(await markedNodes(editor), []);
			assert.deepEqual(await editor.messages(), []);
		}
	},
});

const titleOf = (file: string): string => file.replace('.json', '');

async function seeNodes(editor: Editor, nodes: INode[]): Promise<void> {
	for (const node of nodes) if (!isNote(node)) await editor.node(node.name).waitFor();
}

/** The names of those that n8n marks in red. */
async function markedNodes(editor: Editor): Promise<string[]> {
	return await editor.page.evaluate<string[]>(
		`[...document.querySelectorAll('[data-test-id="canvas-node"]')]
			.filter((node) => node.querySelector('[data-test-id="node-issues"]'))
			.map((node) => node.dataset.nodeName)
			.sort()`,
	);
}
