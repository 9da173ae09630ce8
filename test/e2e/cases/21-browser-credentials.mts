import assert from 'node:assert/strict';
import { openEditor } from '../browser/stage.mts';
import type { Editor } from '../browser/editor.mts';
import type { Locator } from '../browser/playwright.mts';
import { defineCase } from '../case.mts';
import type { Credential } from '../n8nApi.mts';

const scopes = [
	'api:crm:integration:delete',
	'api:crm:integrations:read',
	'api:crm:upload',
	'api:crm:integration:register',
	'api:crm:schema',
	'api:crm:get-objects',
];

export default defineCase({
	number: 21,
	modes: ['browser'],
	title: 'Editor: both credentials are created from within the node, tested and connected',
	async run(stage) {
		const { editor, n8n, simulator } = await openEditor(stage);
		await editor.newWorkflow();
		await editor.searchNodes('delete crm integration');
		await editor.found('Delete CRM Integration').click();
		await editor.page.getByRole('button', { name: 'Add to workflow' }).click();
		await editor.byId('node-parameters').waitFor();

		const dialog = editor.byId('editCredential-modal');
		const field = (name: string) => editor.parameter(name, dialog).locator('input');
		const save = async () => await editor.byId('credential-save-button', dialog).click();

		// Access key: what is wrong is said before the right one is stored.
		await openNewCredential(editor);
		await choose(editor, 'Access Key');
		await editor.see('Gong CRM API', dialog);
		await seeSteps(dialog, '#access-key');
		await seeLines(editor, ['Key name', 'TTL (days)', 'Trusted IPs']);
		assert.equal(await field('accessKey').getAttribute('type'), 'password');
		await editor.screenshot('key-empty');
		// As it is when somebody has followed the steps for an access key.
		await field('baseUrl').fill('https://us-12345.api.gong.io');
		await field('accessKey').fill('EXAMPLE-ACCESS-KEY');
		await field('accessKeySecret').fill('example-access-key-secret');
		await editor.screenshot('key-filled-in', {
			name: 'credential',
			around: [dialog],
			downTo: editor.parameter('accessKeySecret', dialog),
		});
		await field('baseUrl').fill(simulator.url);
		await field('accessKey').fill(simulator.accessKey);
		await field('accessKeySecret').fill('wrong');
		await save();
		await seeWhatIsWrong(editor, 'Gong did not accept the credential', 'Trusted IPs');
		await editor.screenshot('key-wrong');

		await field('accessKeySecret').fill(simulator.accessKeySecret);
		await field('baseUrl').fill('https://127.0.0.1:9');
		await save();
		await seeWhatIsWrong(editor, 'Gong could not be reached', "Check 'Base URL'");
		await editor.screenshot('key-unreachable');

		await field('baseUrl').fill('http://api.gong.io');
		await save();
		await seeWhatIsWrong(editor, "'Base URL' must start with https://");
		await editor.screenshot('key-insecure');

		await field('baseUrl').fill(simulator.url);
		await save();
		// With a key that works, the form closes; it shows the result when it is opened again.
		await dialog.waitFor({ state: 'hidden' });
		await editor.byId('credential-edit-button').click();
		await editor.see('Connection tested successfully', dialog);
		await editor.screenshot('key-tested');
		await close(editor);

		// OAuth: connecting opens Gong's page in a window of its own, and closes it.
		await openNewCredential(editor);
		await choose(editor, 'OAuth2');
		await editor.see('Gong CRM OAuth2 API', dialog);
		await seeSteps(dialog, '#oauth2');
		await editor.see(`${n8n.url}/rest/oauth2-credential/callback`, dialog);
		await seeLines(editor, scopes);
		await editor.screenshot('oauth-empty');
		await field('clientId').fill(simulator.oauth.clientId);
		await field('clientSecret').fill(simulator.oauth.clientSecret);
		await editor.setSwitch('customScopes', dialog);
		await editor.see('Leave out a scope only if you never need', dialog);
		await seeLines(editor, scopes);
		await editor.parameter('enabledScopes', dialog).scrollIntoViewIfNeeded();
		await editor.screenshot('oauth-custom-scopes');
		assert.deepEqual(
			(await field('enabledScopes').inputValue()).split(' ').sort(),
			[...scopes].sort(),
		);
		await editor.setSwitch('customScopes', dialog);
		await editor.parameter('enabledScopes', dialog).waitFor({ state: 'hidden' });

		const opened = editor.page.waitForEvent('popup');
		await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
		const popup = await opened;
		const allow = popup.getByText('Allow', { exact: true });
		await allow.waitFor();
		for (const scope of scopes) await popup.getByText(scope).first().waitFor();
		await allow.click();
		if (!popup.isClosed()) await popup.waitForEvent('close');
		await dialog.waitFor({ state: 'hidden' });
		await editor.screenshot('oauth-connected');
		await editor.byId('credential-edit-button').click();
		await editor.see('Account connected', dialog);
		await editor.screenshot('oauth-reopened');
		await close(editor);

		// Which of the two is used is one choice; the way to sign in follows it.
		const select = editor.byId('node-credentials-select');
		for (const { id, type } of await n8n.api.call<Credential[]>('GET', '/rest/credentials')) {
			await select.click();
			await editor.byId(`node-credentials-select-item-${id}`).click();
			const key = type === 'gongCrmApi';
			await editor.screenshot(key ? 'key-chosen' : 'account-chosen');
			await editor.byId('credential-edit-button').click();
			await editor.see(key ? 'Gong CRM API' : 'Gong CRM OAuth2 API', dialog);
			await close(editor);
			await editor.doNotSee('Authentication', editor.byId('node-parameters'));
		}
	},
});

async function openNewCredential(editor: Editor): Promise<void> {
	// A button while there is no credential, then a list of them.
	const first = editor.page.getByRole('button', { name: 'Connect to Gong CRM' });
	const select = editor.byId('node-credentials-select');
	if (await first.isVisible()) await first.click();
	else {
		await select.click();
		await editor.byId('node-credentials-select-item-new').click();
	}
	await editor.byId('editCredential-modal').waitFor();
}

/** Chooses the way to sign in, at the top of the form. */
async function choose(editor: Editor, name: string): Promise<void> {
	const trigger = editor.byId('credential-mode-dropdown-trigger');
	await trigger.waitFor();
	if ((await trigger.innerText()).includes(name)) return;
	await trigger.click();
	await editor.page.locator('[role^="menuitem"]').filter({ hasText: name }).first().click();
}

/** What has to be known is a list, one line each, of which this is the beginning; n8n removes most markup. */
async function seeLines(editor: Editor, expected: string[]): Promise<void> {
	const lines = editor.byId('editCredential-modal').locator('.notice-content li');
	await lines.first().waitFor();
	const shown = (await lines.allInnerTexts()).map((line) => line.split(/ to |: /)[0]);
	assert.deepEqual([...shown].sort(), [...expected].sort());
}

/** The link to the docs leads to the steps for this credential. */
async function seeSteps(dialog: Locator, anchor: string): Promise<void> {
	const link = dialog.locator(`a[href$="docs/credentials.md${anchor}"]`);
	await link.first().waitFor({ state: 'attached' });
}

/** What is said under "Couldn’t connect with these settings". */
async function seeWhatIsWrong(editor: Editor, ...sentences: string[]): Promise<void> {
	const form = editor.byId('node-credentials-config-container');
	const more = form.getByText('More details');
	await editor.see('Couldn’t connect with these settings', form);
	if (await more.isVisible()) await more.click();
	for (const sentence of sentences) await editor.see(sentence, form);
}

async function close(editor: Editor): Promise<void> {
	const dialog = editor.byId('editCredential-modal');
	await dialog.locator('.el-dialog__close, button[aria-label*="lose"]').first().click();
	await dialog.waitFor({ state: 'hidden' });
}
