import assert from 'node:assert/strict';
import { openEditor } from '../browser/stage.mts';
import { defineCase } from '../case.mts';

export default defineCase({
	number: 20,
	modes: ['browser'],
	title: 'Editor: both nodes are found by their names, with icons in light and dark',
	async run(stage) {
		const { editor } = await openEditor(stage);
		await editor.newWorkflow();

		const icons: Record<string, string[]> = {};
		for (const theme of ['light', 'dark'] as const) {
			await editor.page.emulateMedia({ colorScheme: theme });
			await editor.searchNodes('gong');
			icons[theme] = [];
			for (const [name, description] of [
				['Gong CRM', 'Upload CRM objects to Gong, keep their schema'],
				['Delete CRM Integration', 'delete a CRM integration from Gong with all its accounts'],
			]) {
				await editor.see(description, editor.found(name));
				icons[theme].push(await editor.loadedPicture(editor.found(name)));
			}
			await editor.screenshot(`search-gong-${theme}`);
		}
		assert.ok(icons.light.every((icon) => icon.endsWith('.svg') && !icon.includes('.dark.')));
		assert.ok(icons.dark.every((icon) => icon.endsWith('.dark.svg')));

		await editor.page.emulateMedia({ colorScheme: 'light' });
		await editor.searchNodes('delete crm integration');
		await editor.found('Gong CRM').waitFor({ state: 'hidden' });
		const names = await editor.byId('node-creator-item-name').allInnerTexts();
		assert.deepEqual(names, ['Delete CRM Integration']);
		await editor.screenshot('search-delete');

		await editor.found('Delete CRM Integration').click();
		await editor.see('Installed', editor.byId('node-creator'));
		await editor.screenshot('node-details');
		await editor.page.getByRole('button', { name: 'Add to workflow' }).click();
		await editor.byId('node-parameters').waitFor();
		await editor.page.keyboard.press('Escape');
		await editor.node('Delete CRM Integration').waitFor();
		await editor.see('No Integration Yet', editor.node('Delete CRM Integration'));
		await editor.screenshot('on-canvas');
		await editor.page.emulateMedia({ colorScheme: 'dark' });
		await editor.loadedPicture(editor.node('Delete CRM Integration'));
		await editor.screenshot('on-canvas-dark');
	},
});
