import assert from 'node:assert/strict';
import type { INode } from 'n8n-workflow';
import { defineCase } from '../case.mts';
import { addKey, ids, memoryAtRest, ofAccounts, startGong } from '../deletions.mts';
import { outputOf } from '../n8nApi.mts';
import { chain } from '../../workflows/build.ts';
import { code, gongNode, manualTrigger, noOp } from '../../workflows/nodes.ts';

const OBJECTS = 20_000;
/** Of each object, in bytes, about. */
const SIZE = 500;

/** Makes the objects inside n8n, as a workflow that reads a CRM would. */
const objects = `return Array.from({ length: ${OBJECTS} }, (_, index) => ({
	json: { objectId: 'a' + index, name: 'x'.repeat(${SIZE - 90}), domains: ['acme.example'] },
}));`;

export default defineCase({
	number: 39,
	canary: true,
	title: `${OBJECTS} objects go up in several files, and each comes out with its fate`,
	async run(stage) {
		const n8n = await stage.startN8n();
		const gong = await startGong(stage, [{}], { uploadTakes: 500 });
		const key = await addKey(n8n, gong);
		/** Runs the objects into a node by hand, as a builder would; says how much memory n8n had at most. */
		const runInto = async (last: INode) => {
			const workflow = await n8n.api.createWorkflow({
				name: `Into ${last.name}`,
				...chain(manualTrigger(), code('Accounts', objects), last),
			});
			const idle = await memoryAtRest(n8n);
			let peak = 0;
			const watching = setInterval(() => (peak = Math.max(peak, n8n.memory())), 100);
			stage.defer(() => clearInterval(watching));
			const id = await n8n.api.runManually(workflow, 'By Hand');
			const execution = await n8n.api.waitForExecution(id, 'success', 300_000);
			clearInterval(watching);
			return { execution, peak: `${((peak - idle) / 1e6).toFixed(0)} MB` };
		};
		const without = await runInto(noOp('Nothing'));
		const { execution, peak } = await runInto(
			gongNode('Upload', key, 'object', 'upload', {
				...ofAccounts,
				source: 'items',
				fields: { mappingMode: 'autoMapInputData', value: null },
				waitForCompletion: true,
				options: { maxFileSizeMb: 2 },
			}),
		);
		const [{ executionTime }] = execution.data.resultData.runData.Upload;
		const bytes = gong.uploads().reduce((sum, upload) => sum + upload.bytes, 0);
		stage.figure(
			'objects',
			`${OBJECTS}, ${(bytes / 1e6).toFixed(1)} MB in ${gong.uploads().length} files`,
		);
		stage.figure('the node took', `${(Number(executionTime) / 1000).toFixed(1)} s`);
		stage.figure('peak memory over idle, without and with the upload', `${without.peak}, ${peak}`);

		const items = outputOf(execution, 'Upload');
		assert.equal(items.length, OBJECTS);
		assert.ok(
			items.every(({ json }, index) => json.objectId === `a${index}` && json.uploaded === true),
		);
		assert.equal(gong.objects(ids[0], 'ACCOUNT').length, OBJECTS);
		assert.ok(gong.uploads().length >= 5, `${gong.uploads().length} files`);
	},
});
