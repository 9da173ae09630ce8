import assert from 'node:assert/strict';
import type { INodeParameters } from 'n8n-workflow';
import { byHand, integrations, nodeName, openEditor, picked } from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { useSharedN8n } from '../shared.mts';
import type { NodeSettings } from '../../workflows/build.ts';
import { byId, deleteNode } from '../../workflows/nodes.ts';

export default defineCase({
	number: 26,
	modes: ['browser'],
	title: 'Editor: a dry run, an unexpected name and an accepted deletion explain themselves',
	async run(stage) {
		const { acme, sandbox } = integrations;
		const { editor, n8n, simulator, addKey } = await openEditor(stage, {}, useSharedN8n);
		const key = await addKey();
		const openWith = async (
			name: string,
			parameters: INodeParameters,
			settings: NodeSettings = {},
		) => {
			const node = deleteNode(nodeName, key, parameters, settings);
			await editor.openWorkflow(await n8n.api.createWorkflow(byHand(name, node)));
		};
		const hint = editor.byId('node-hint', editor.output);

		await openWith('Dry run', { integrationId: picked(sandbox), dryRun: true });
		await editor.see(`Dry Run: ${sandbox.name}`, editor.node(nodeName));
		await editor.openNode(nodeName);
		await editor.executeStep('DRY_RUN');
		await editor.see('Dry run: nothing was deleted. It would delete "Sandbox CRM"', hint);
		await editor.see(`ID ${sandbox.integrationId}`, hint);
		await editor.dismissMessages();
		await editor.screenshot('dry-run', {
			name: 'node-panel',
			...editor.panelDownTo('waitForCompletion'),
		});

		const unexpected = {
			integrationId: picked(sandbox),
			options: { expectedName: 'Live CRM' },
		};
		await openWith('Expected name', unexpected);
		await editor.openNode(nodeName);
		await editor.executeStep(
			'The integration is named "Sandbox CRM", not "Live CRM"',
			'Nothing was deleted.',
		);
		await editor.dismissMessages();
		await editor.screenshot('unexpected-name');

		await openWith('Unexpected, and on it goes', unexpected, { onError: 'continueRegularOutput' });
		await editor.openNode(nodeName);
		await editor.executeStep('The integration is named "Sandbox CRM"');
		await editor.see('Not deleted, because the name does not match', hint);
		await editor.dismissMessages();
		await editor.screenshot('unexpected-name-continued');

		await openWith('Not there', { integrationId: byId('4611686018427387905') });
		await editor.openNode(nodeName);
		await editor.executeStep('Gong has no integration with the ID 4611686018427387905');
		await editor.dismissMessages();
		await editor.screenshot('not-found');
		assert.deepEqual(simulator.deletions(), []);

		await openWith('Not waited for', { integrationId: picked(acme) });
		await editor.openNode(nodeName);
		await editor.executeStep('SUBMITTED');
		await editor.see("switch on 'Wait for Completion'", hint);
		await editor.dismissMessages();
		await editor.screenshot('accepted');
	},
});
