import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Editor } from '../browser/editor.mts';
import {
	exampleFolder,
	integrations,
	openEditor,
	PACKAGE,
	picked,
	readExample,
	STICKY_NOTE,
} from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import type { Credential, WorkflowNode } from '../n8nApi.mts';

export default defineCase({
	number: 28,
	modes: ['browser'],
	title: 'Editor: each example opens without warnings, with a note that says what to change',
	async run(stage) {
		const { editor, n8n, addKey } = await openEditor(stage);
		const files = readdirSync(exampleFolder).filter((name) => name.endsWith('.json'));

		// As they come, with no credential to choose yet: nothing but that is open.
		for (const file of files) {
			const { nodes } = readExample(file);
			await editor.newWorkflow();
			await editor.byId('workflow-import-input').setInputFiles(join(exampleFolder, file));
			await seeNodes(editor, nodes);
			await editor.see('Change this', editor.byId('sticky'));
			await editor.screenshot(`${titleOf(file)}-imported`);
			const toChange = nodes.filter(({ type }) => needsCredential(type));
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
		for (const file of files) {
			const example = readExample(file);
			const nodes = example.nodes.map((node) => withChoices(node, key, { mailbox, database }));
			await editor.openWorkflow(await n8n.api.createWorkflow({ ...example, nodes }));
			await seeNodes(editor, nodes);
			await editor.screenshot(`${titleOf(file)}-changed`);
			assert.deepEqual(await markedNodes(editor), []);
			assert.deepEqual(await editor.messages(), []);
		}
	},
});

const titleOf = (file: string): string => file.replace('.json', '');

async function seeNodes(editor: Editor, nodes: WorkflowNode[]): Promise<void> {
	for (const { name, type } of nodes) if (type !== STICKY_NOTE) await editor.node(name).waitFor();
}

const MAILBOX = 'n8n-nodes-base.emailSend';
const DATABASE = 'n8n-nodes-base.postgres';

const isOurs = (type: string): boolean => type.startsWith(`${PACKAGE}.`);
const needsCredential = (type: string): boolean =>
	isOurs(type) || [MAILBOX, DATABASE].includes(type);

/** A node after its credential, and its integration, have been chosen. */
function withChoices(
	node: WorkflowNode,
	key: Credential,
	others: Record<'mailbox' | 'database', Credential>,
): WorkflowNode {
	if (!needsCredential(node.type)) return node;
	const other = node.type === DATABASE ? others.database : others.mailbox;
	const { id, name, type } = isOurs(node.type) ? key : other;
	const chosen = { ...node, credentials: { [type]: { id, name } } };
	if (type !== key.type) return chosen;
	const { integrationId } = node.parameters as { integrationId?: { mode: string } };
	return {
		...chosen,
		parameters: {
			...node.parameters,
			authentication: 'accessKey',
			...(integrationId?.mode === 'list' && { integrationId: picked(integrations.acme) }),
		},
	};
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
