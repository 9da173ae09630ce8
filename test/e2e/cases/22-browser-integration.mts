import assert from 'node:assert/strict';
import {
	byHand,
	integrations,
	nodeName,
	openEditor,
	storedParameters,
	untilSaved,
} from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { useSharedN8n } from '../shared.mts';
import { deleteNode } from '../../workflows/nodes.ts';

export default defineCase({
	number: 22,
	modes: ['browser'],
	title: 'Editor: the integration is picked by name or typed, and its ID stays exact',
	canary: true,
	async run(stage) {
		const { editor, n8n, addKey } = await openEditor(stage, {}, useSharedN8n);
		const { sandbox } = integrations;
		const workflow = await n8n.api.createWorkflow(
			byHand('Delete by name', deleteNode(nodeName, await addKey())),
		);
		const stored = async () =>
			(await storedParameters(n8n, workflow, nodeName)).integrationId ?? {};
		await editor.openWorkflow(workflow);
		await editor.openNode(nodeName);

		const field = editor.byId('rlc-input');
		const results = editor.byId('rlc-item');
		await field.click();
		await results.first().waitFor();
		const shown = await results.allInnerTexts();
		for (const { integrationId, name, ownerEmail } of Object.values(integrations)) {
			const line = shown.find((text) => text.includes(name));
			assert.ok(line?.includes(integrationId) && line.includes(ownerEmail), line);
		}
		// The panel is narrow: name and ID must fit.
		for (const result of await idsInSight(editor)) assert.ok(result);
		await editor.screenshot('from-list');

		for (const [words, expected] of [
			['sand', sandbox.name],
			['it@example', integrations.archived.name],
			['5517', integrations.acme.name],
		]) {
			await editor.byId('rlc-search').fill(words);
			await editor.see(expected, results.filter({ hasText: expected }));
			await results.nth(1).waitFor({ state: 'hidden' });
		}
		await editor.byId('rlc-search').fill('sand');
		await results.nth(1).waitFor({ state: 'hidden' });
		await editor.see(sandbox.name, results);
		await editor.screenshot('from-list-search');
		await results.first().click();
		await results.first().waitFor({ state: 'hidden' });
		await editor.screenshot('picked');

		await editor.page.keyboard.press('Escape');
		await editor.see(sandbox.name, editor.node(nodeName));
		await untilSaved(async () => (await stored()).value === sandbox.integrationId);
		const { value, mode, cachedResultName } = await stored();
		assert.deepEqual({ value, mode }, { value: sandbox.integrationId, mode: 'list' });
		assert.ok(String(cachedResultName).startsWith(sandbox.name));
		await editor.screenshot('on-canvas');

		await editor.openNode(nodeName);
		await editor.byId('rlc-mode-selector').click();
		await editor.page
			.locator('[data-test-id="mode-id"], .el-select-dropdown__item')
			.filter({ hasText: 'By ID' })
			.first()
			.click();
		const typing = editor.page.locator(
			'[data-test-id="rlc-input"] input, input[data-test-id="rlc-input"]',
		);
		await typing.fill('12a');
		await typing.press('Tab');
		const issues = editor.byId('parameter-issues').first();
		await issues.waitFor();
		await issues.hover();
		await editor.page.getByText("'Integration' must be an ID of 1 to 19 digits").first().waitFor();
		await editor.screenshotAsIs('by-id-bad');

		await typing.fill(integrations.archived.integrationId);
		await typing.press('Tab');
		await issues.waitFor({ state: 'hidden' });
		await editor.page.keyboard.press('Escape');
		await editor.see(integrations.archived.integrationId, editor.node(nodeName));
		await untilSaved(async () => (await stored()).value === integrations.archived.integrationId);
		await editor.screenshot('by-id-on-canvas');
	},
});

/** For each result, whether its ID is not cut off. */
async function idsInSight(editor: Awaited<ReturnType<typeof openEditor>>['editor']) {
	return await editor.page.evaluate<boolean[]>(`
		[...document.querySelectorAll('[data-test-id="rlc-item"]')].map((item) => {
			const text = document.createTreeWalker(item, NodeFilter.SHOW_TEXT).nextNode();
			const end = /[0-9]{16,}/.exec(text.data);
			const range = document.createRange();
			range.setStart(text, end.index);
			range.setEnd(text, end.index + end[0].length);
			return range.getBoundingClientRect().right <= item.getBoundingClientRect().right;
		})`);
}
