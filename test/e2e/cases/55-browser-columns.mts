import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import {
	byHand,
	integrations,
	openEditor,
	picked,
	storedParameters,
	untilSaved,
} from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { manyFields, savedColumns, savedColumnsFile, type SavedColumns } from '../columns.mts';
import { useSharedN8n } from '../shared.mts';
import { connect } from '../../simulator/client.ts';
import { code, gongNode } from '../../workflows/nodes.ts';

const { sandbox } = integrations;

export default defineCase({
	number: 55,
	modes: ['browser'],
	title: 'Editor: what it saves of 60 columns is what the measurements of large uploads start from',
	canary: true,
	async run(stage) {
		const { editor, n8n, simulator, addKey } = await openEditor(stage, {}, useSharedN8n);
		const account = { integrationId: sandbox.integrationId, objectType: 'ACCOUNT' };
		const answer = await connect(simulator).setSchema(sandbox.integrationId, 'ACCOUNT', manyFields);
		assert.equal(answer.status, 200, answer.data);
		const workflow = await n8n.api.createWorkflow(
			byHand(
				'Many columns',
				code('Accounts', 'return [{ json: { objectId: "a1" } }];'),
				gongNode('Upload', await addKey(), 'object', 'upload', {
					...account,
					integrationId: picked(sandbox),
				}),
			),
		);
		await editor.openWorkflow(workflow);
		await editor.openNode('Upload');
		const saved = async (): Promise<Record<string, unknown>> =>
			((await storedParameters(n8n, workflow, 'Upload')).fields ?? {}) as Record<string, unknown>;
		/** Chooses how columns are mapped, and returns what n8n has of it a moment later. */
		const choose = async (label: string, mode: string) => {
			await editor.byId('mapping-mode-select').locator('input').first().click();
			await editor.page
				.locator('.el-select-dropdown__item')
				.filter({ hasText: label, visible: true })
				.click();
			await untilSaved(async () => {
				const { mappingMode, schema } = await saved();
				return mappingMode === mode && Array.isArray(schema) && schema.length >= manyFields.length;
			});
			return await saved();
		};
		await editor.see('Mapping Column Mode', editor.byId('node-parameters'));
		const manual = await choose('Map Each Column Manually', 'defineBelow');
		const automatic = await choose('Map Automatically', 'autoMapInputData');
		const found = { automatic, manual } as unknown as SavedColumns;
		if (process.env.UPDATE_FIXTURES === '1')
			writeFileSync(savedColumnsFile, `${JSON.stringify(found, null, '\t')}\n`);
		stage.figure('columns', (automatic.schema as unknown[]).length);
		assert.deepEqual(found, savedColumns());
	},
});
