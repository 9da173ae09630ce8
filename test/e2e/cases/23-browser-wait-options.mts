import assert from 'node:assert/strict';
import { byHand, integrations, nodeName, openEditor, picked } from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { useSharedN8n } from '../shared.mts';
import { deleteNode, noOp } from '../../workflows/nodes.ts';

const notice = 'Gong can take up to 24 hours';

export default defineCase({
	number: 23,
	modes: ['browser'],
	title:
		'Editor: waiting shows its options, not waiting hides them; the fields are there before a run',
	async run(stage) {
		const { editor, n8n, addKey } = await openEditor(stage, {}, useSharedN8n);
		const workflow = await n8n.api.createWorkflow(
			byHand(
				'Wait for it',
				deleteNode(nodeName, await addKey(), { integrationId: picked(integrations.acme) }),
				noOp('Tell the Team'),
			),
		);
		await editor.openWorkflow(workflow);
		await editor.openNode(nodeName);
		const panel = editor.byId('node-parameters');
		await editor.see('Options', panel);
		await editor.doNotSee('Wait Options', panel);
		await editor.screenshot('off');

		await editor.setSwitch('waitForCompletion');
		await editor.see(notice, panel);
		await editor.see('Wait Options', panel);
		await editor.screenshot('on');

		/** What the first "Add option" of the panel offers. */
		const offered = async () => {
			await editor.byId('collection-parameter-add', panel).first().click();
			const items = editor.page.locator('.el-select-dropdown__item').filter({ visible: true });
			await items.first().waitFor();
			return (await items.allInnerTexts()).map((text) => text.trim());
		};
		const waitOptions = await offered();
		for (const name of [
			'If the Request Fails',
			'If the Wait Times Out',
			'Max Check Interval (Minutes)',
			'Max Wait Time (Hours)',
			'Suspend While Waiting',
		])
			assert.ok(
				waitOptions.some((text) => text.startsWith(name)),
				`${name}: ${waitOptions.join()}`,
			);
		await editor.screenshot('wait-options');
		await editor.page.getByText('Max Wait Time (Hours)').last().click();
		assert.equal(await editor.parameter('maxWaitHours').locator('input').inputValue(), '26');
		await editor.screenshot('max-wait-time');

		await editor.setSwitch('waitForCompletion');
		await editor.doNotSee('Wait Options', panel);
		await editor.doNotSee('Max Wait Time (Hours)', panel);
		const plainOptions = await offered();
		assert.ok(
			plainOptions.some((text) => text.startsWith('Expected Integration Name')),
			plainOptions.join(),
		);
		await editor.screenshot('options');
		await editor.page.keyboard.press('Escape');

		// What deletes says so, unless it is a dry run.
		const warning = 'This step deletes the integration from Gong for good';
		await editor.see(warning, panel);
		await editor.setSwitch('dryRun');
		await editor.doNotSee(warning, panel);
		await editor.setSwitch('dryRun');
		await editor.see(warning, panel);

		// The next node is offered the fields before anything has run.
		await editor.openWorkflow(workflow);
		await editor.openNode('Tell the Team');
		const input = editor.byId('ndv-input-panel');
		for (const field of ['integrationId', 'status', 'deleted', 'clientRequestId'])
			await editor.see(field, input);
		await editor.screenshot('fields-before-the-first-run');
	},
});
