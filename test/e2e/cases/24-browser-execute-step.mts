import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import { byHand, integrations, nodeName, openEditor, picked } from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { useSharedN8n } from '../shared.mts';
import { deleteNode } from '../../workflows/nodes.ts';

export default defineCase({
	number: 24,
	modes: ['browser'],
	title: 'Editor: a step that is executed shows how it ended, and what went wrong',
	canary: true,
	async run(stage) {
		const { acme, sandbox, archived } = integrations;
		const { editor, n8n, simulator, addKey } = await openEditor(
			stage,
			{ integrations: [acme, sandbox, { ...archived, outcome: 'FAILED' }] },
			useSharedN8n,
		);
		const key = await addKey();
		const openWith = async (name: string, parameters: INodeParameters) => {
			const node = deleteNode(nodeName, key, { waitForCompletion: true, ...parameters });
			await editor.openWorkflow(await n8n.api.createWorkflow(byHand(name, node)));
			await editor.openNode(nodeName);
		};

		await openWith('Delete it', { integrationId: picked(acme) });
		await editor.executeStep('DONE', acme.integrationId);
		await editor.dismissMessages();
		// What a builder reads first.
		const columns = (await editor.output.locator('th').allInnerTexts()).map((text) => text.trim());
		assert.deepEqual(columns.slice(0, 3), ['integrationId', 'status', 'deleted']);
		await editor.screenshot('done', { name: 'output', ...editor.panelDownTo('waitForCompletion') });
		assert.deepEqual(
			simulator.deletions().map(({ integrationId, status }) => [integrationId, status]),
			[[acme.integrationId, 'DONE']],
		);

		await openWith('It cannot be deleted', { integrationId: picked(archived) });
		await editor.executeStep('FAILED', 'its objects are still being imported');
		await editor.dismissMessages();
		await editor.screenshot('failed-output');

		await openWith('It cannot be deleted, and that is an error', {
			integrationId: picked(archived),
			waitOptions: { onFailed: 'error' },
		});
		await editor.executeStep(
			`Gong could not delete integration ${archived.integrationId}`,
			'its objects are still being imported',
		);
		await editor.dismissMessages();
		await editor.screenshot('failed-error');

		simulator.revokeKey();
		await openWith('Wrong key', { integrationId: picked(sandbox) });
		await editor.executeStep('Gong did not accept the credential', 'Trusted IPs');
		await editor.dismissMessages();
		await editor.see(
			'Gong did not accept the credential',
			editor.byId('node-error-message', editor.output),
		);
		await editor.see(
			'Admin center > Settings > API',
			editor.byId('node-error-description', editor.output),
		);
		assert.ok(!(await editor.output.innerText()).includes(simulator.accessKeySecret));
		await editor.screenshot('wrong-key');
	},
});
