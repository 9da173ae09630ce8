import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { accountNode, addKey, ids, memoryAtRest, startGong, to } from '../deletions.mts';
import { outputOf, type WorkflowNode } from '../n8nApi.mts';

const OBJECTS = 20_000;
/** Of each object, in bytes, about. */
const SIZE = 500;

/** Makes the objects inside n8n, as a workflow that reads a CRM would. */
const code = `return Array.from({ length: ${OBJECTS} }, (_, index) => ({
	json: { objectId: 'a' + index, name: 'x'.repeat(${SIZE - 90}), domains: ['acme.example'] },
}));`;

export default defineCase({
	number: 39,
	title: `${OBJECTS} objects go up in several files, and each comes out with its fate`,
	async run(stage) {
		const n8n = await stage.startN8n();
		const gong = await startGong(stage, [{}], { uploadTakes: 500 });
		const key = await addKey(n8n, gong);
		/** Runs the objects into a node by hand, as a builder would; says how much memory n8n had at most. */
		const runInto = async (last: WorkflowNode) => {
			const workflow = await n8n.api.createWorkflow({
				name: `Into ${last.name}`,
				nodes: [
					{
						name: 'By Hand',
						type: 'n8n-nodes-base.manualTrigger',
						typeVersion: 1,
						position: [0, 0],
						parameters: {},
					},
					{
						name: 'Accounts',
						type: 'n8n-nodes-base.code',
						typeVersion: 2,
						position: [200, 0],
						parameters: { jsCode: code },
					},
					last,
				],
				connections: {
					'By Hand': { main: [[to('Accounts')]] },
					Accounts: { main: [[to(last.name)]] },
				},
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
		const without = await runInto({
			name: 'Nothing',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [400, 0],
			parameters: {},
		});
		const { execution, peak } = await runInto(
			accountNode('Upload', key, 'upload', {
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
