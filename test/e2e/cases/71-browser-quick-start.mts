import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byHand, integrations, openEditor, picked } from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { packageFolder } from '../folders.mts';
import { useSharedN8n } from '../shared.mts';
import { gongNode } from '../../workflows/nodes.ts';

const { acme } = integrations;

/** The accounts that the README has pasted. */
const [, accounts] =
	/```json\n([^`]*?)\s*```/.exec(readFileSync(join(packageFolder, 'README.md'), 'utf8')) ?? [];

export default defineCase({
	number: 71,
	modes: ['browser'],
	title: 'Editor: the quick start for uploading, with the accounts that the README has pasted',
	canary: true,
	async run(stage) {
		const { editor, n8n, simulator, addKey } = await openEditor(
			stage,
			{ uploadTakes: 500 },
			useSharedN8n,
		);
		const upload = gongNode('Upload', await addKey(), 'object', 'upload', {
			integrationId: picked(acme),
			objectType: 'ACCOUNT',
		});
		const workflow = byHand('Upload three accounts', upload);
		await editor.openWorkflow(await n8n.api.createWorkflow(workflow));

		await editor.node(workflow.nodes[0].name).dblclick();
		await editor.page.getByText('set mock data').first().click();
		await editor.output.locator('.cm-content').fill(accounts);
		await editor.output.getByText('Save', { exact: true }).first().click();
		await editor.see('Cargo', editor.output);
		await editor.screenshot('mock-data');
		await editor.page.keyboard.press('Escape');

		await editor.openNode('Upload');
		await editor.setSwitch('dryRun');
		await editor.executeStep('dryRun');
		assert.deepEqual(simulator.uploads(), []);
		await editor.dismissMessages();
		await editor.screenshot('dry-run');
		await editor.setSwitch('dryRun');
		await editor.executeStep('DONE');
		await editor.screenshot('uploaded');
		assert.deepEqual(
			simulator.objects(acme.integrationId, 'ACCOUNT').map(({ name }) => name),
			['Acme', 'Bolt', 'Cargo'],
		);
	},
});
