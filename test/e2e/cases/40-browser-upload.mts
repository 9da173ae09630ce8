import assert from 'node:assert/strict';
import type { Editor } from '../browser/editor.mts';
import {
	byHand,
	integrations,
	openEditor,
	picked,
	storedParameters,
	untilSaved,
} from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { connect } from '../../simulator/client.ts';
import { useSharedN8n } from '../shared.mts';
import { code, gongNode } from '../../workflows/nodes.ts';

const { sandbox } = integrations;

/** What the integration's accounts have beside Gong's own fields. */
const schema = [
	{ uniqueName: 'Tier__c', label: 'Tier', type: 'PICKLIST', orderedValueList: ['Gold', 'Silver'] },
	{ uniqueName: 'Strategic__c', label: 'Strategic Account', type: 'BOOLEAN' },
];
/** The values of these, which no upload here is to change. */
const kept = { Tier__c: 'Gold', Strategic__c: true };
const earlier = ['a1', 'a3'].map((objectId) => ({
	objectId,
	name: 'Old',
	...kept,
	modifiedDate: '2026-01-31T12:00:00Z',
}));
/** Added by somebody else, in the meantime. */
const ofOthers = { uniqueName: 'Reviewed__c', label: 'Reviewed', type: 'BOOLEAN' };
/** As columns, without the object ID, which is there from the beginning. */
const gongsOwn = ['Modified Date (date and time)', 'Is Deleted', 'URL', 'Name', 'Domains (list)'];
const ofSchema = ['Tier (schema field)', 'Strategic Account (schema field)'];

export default defineCase({
	number: 40,
	modes: ['browser'],
	title:
		'Editor: columns of the schema are mapped, a field is added to it, and a refused object comes out at the error output',
	async run(stage) {
		const { editor, n8n, simulator, addKey } = await openEditor(
			stage,
			{ uploadTakes: 500, nullClears: true },
			useSharedN8n,
		);
		const account = { integrationId: sandbox.integrationId, objectType: 'ACCOUNT' };
		const callSchema = async (method: 'GET' | 'POST', fields?: object[]) =>
			await connect(simulator).call(method, '/v2/crm/entity-schema', account, fields);
		assert.equal((await callSchema('POST', schema)).status, 200);
		// What Gong has already; the upload is to clear the name of the third.
		await connect(simulator).upload({ ...account, clientRequestId: 'earlier' }, earlier);
		simulator.setUpload({
			refuses: ({ objectId }) => (objectId === 'a2' ? 'This account is locked' : undefined),
		});
		const key = await addKey();
		const common = { ...account, integrationId: picked(sandbox) };
		const upload = byHand(
			'Upload accounts',
			code('Accounts', accounts),
			gongNode(
				'Upload',
				key,
				'object',
				'upload',
				{ ...common, options: { emptyValues: 'clear' } },
				{ onError: 'continueErrorOutput' },
			),
		);
		const addField = byHand(
			'Add a field',
			gongNode('Add a Field', key, 'schemaField', 'upsert', common),
		);
		const [uploading, adding] = [
			await n8n.api.createWorkflow(upload),
			await n8n.api.createWorkflow(addField),
		];

		// The columns that there are, by label, and both ways to map them.
		await editor.openWorkflow(uploading);
		await editor.openNode('Upload');
		const panel = editor.byId('node-parameters');
		await editor.see('make sure the incoming data fields are named the same', panel);
		await chooseMode(editor, 'Map Each Column Manually');
		await editor.see('Values to Send', panel);
		await chooseMode(editor, 'Map Automatically');
		await editor.see('make sure the incoming data fields are named the same', panel);
		await chooseMode(editor, 'Map Each Column Manually');
		assert.deepEqual(await addColumn(editor, 'Name'), [...gongsOwn, ...ofSchema]);
		// Mapped, but left empty.
		await addColumn(editor, 'Tier (schema field)');
		await mapColumn(editor, 'objectId', '{{ $json.id }}');
		await mapColumn(editor, 'name', '{{ $json.company }}');
		await editor.screenshot('columns');
		await editor.page.keyboard.press('Escape');
		await untilSaved(async () => {
			const { fields } = await storedParameters(n8n, uploading, 'Upload');
			return JSON.stringify(fields ?? {}).includes('$json.company');
		});

		// Two fields are added to the schema, one of them here; n8n has both as columns after a refresh.
		assert.equal((await callSchema('POST', [...schema, ofOthers])).status, 200);
		await editor.openWorkflow(adding);
		await editor.openNode('Add a Field');
		await editor.parameter('uniqueName').locator('input').fill('Region__c');
		await editor.parameter('label').locator('input').fill('Region');
		await editor.executeStep('Region__c', 'created');
		await editor.dismissMessages();
		await editor.screenshot('field-created');
		const { data: stored } = await callSchema('GET');
		for (const { uniqueName } of [...schema, ofOthers, { uniqueName: 'Region__c' }])
			assert.ok(stored.includes(`"${uniqueName}"`), stored);

		await editor.openWorkflow(uploading);
		await editor.openNode('Upload');
		await refreshColumns(editor);
		await editor.see('Region (schema field)', panel);
		await editor.see('Reviewed (schema field)', panel);
		await mapColumn(editor, 'Region__c', '{{ $json.region }}');

		// Two are uploaded, and one is refused.
		await editor.executeStep('Success Branch (2 items)', 'Error Branch (1 item)');
		await editor.dismissMessages();
		await editor.see('Uploaded: 2 of 3 objects. Refused by Gong: 1.', editor.output);
		await editor.screenshot('uploaded');
		assert.deepEqual(
			(await rows(editor)).map(({ objectId, uploaded }) => [objectId, uploaded]),
			[
				['a1', 'true'],
				['a3', 'true'],
			],
		);
		await editor.byId('tab-1', editor.output).click();
		await editor.see('This account is locked', editor.output);
		assert.deepEqual(
			(await rows(editor)).map(({ id, company }) => [id, company]),
			[['a2', 'Two']],
			'the input of the refused one',
		);
		await editor.screenshot('refused');

		await editor.byId('remove-field-button-Reviewed__c').click();
		await editor
			.byId('mapping-mode-select')
			.evaluate((element: { scrollIntoView(): void }) => element.scrollIntoView());
		await editor.screenshot('mapper', {
			name: 'upload-mapper',
			around: [editor.byId('ndv-input-panel'), panel],
			downTo: editor.byId('add-fields-select'),
		});

		const uploaded = simulator.objects(sandbox.integrationId, 'ACCOUNT');
		assert.deepEqual(
			uploaded.map(({ modifiedDate, ...sent }) => ({ ...sent, dated: Boolean(modifiedDate) })),
			[
				{ objectId: 'a1', ...kept, name: 'One', Region__c: 'Europe', dated: true },
				{ objectId: 'a3', ...kept, Region__c: 'Asia', dated: true },
			],
			'only the name is cleared: no boolean that was not mapped or touched, and no column left empty',
		);
		assert.deepEqual(
			simulator.uploads().map(({ lines, status }) => [lines, status]),
			[
				[2, 'DONE'],
				[3, 'FAILED'],
			],
		);
	},
});

/** The second is refused by Gong. */
const accounts = `return [
	{ id: 'a1', company: 'One', region: 'Europe' },
	{ id: 'a2', company: 'Two', region: 'America' },
	{ id: 'a3', company: '', region: 'Asia' },
].map((json) => ({ json }))`;

/** Chooses how columns are mapped. */
async function chooseMode(editor: Editor, mode: string): Promise<void> {
	await editor.byId('mapping-mode-select').locator('input').first().click();
	await editor.page
		.locator('.el-select-dropdown__item')
		.filter({ hasText: mode, visible: true })
		.click();
}

/** Adds a column by its label, and returns the labels of all that could be added. */
async function addColumn(editor: Editor, label: string): Promise<string[]> {
	await editor.byId('add-fields-select').locator('button').first().click();
	const columns = editor.page.locator('[role="menuitem"]').filter({ hasText: /\S/, visible: true });
	const column = columns.filter({ hasText: label });
	await column.waitFor();
	const labels = (await columns.allInnerTexts()).map((text) => text.trim());
	await column.click();
	await column.waitFor({ state: 'hidden' });
	return labels;
}

/** Has n8n ask the node for the columns once more. */
async function refreshColumns(editor: Editor): Promise<void> {
	const options = editor.byId('columns-parameter-input-options-container');
	await editor.byId('action-toggle', options).click();
	await editor.byId('action-refreshFieldList').click();
	await editor.byId('action-refreshFieldList').waitFor({ state: 'hidden' });
}

/** Fills in a column; n8n takes what has braces for an expression. */
async function mapColumn(editor: Editor, name: string, expression: string): Promise<void> {
	await editor.parameter(name).locator('input').fill(expression);
	// What the expression gives would hide what is below.
	await editor.byId('mapping-fields-container').getByText('Values to Send').click();
}

/** The rows of the table in the output panel, by column. */
async function rows(editor: Editor): Promise<Array<Record<string, string>>> {
	const texts = async (selector: string, within = editor.output) =>
		(await within.locator(selector).allInnerTexts()).map((text) => text.trim());
	const columns = (await texts('thead th')).filter(Boolean);
	const lines = editor.output.locator('tbody tr');
	return await Promise.all(
		Array.from({ length: await lines.count() }, async (_, index) => {
			const cells = await texts('td', lines.nth(index));
			return Object.fromEntries(columns.map((column, at) => [column, cells[at]]));
		}),
	);
}
