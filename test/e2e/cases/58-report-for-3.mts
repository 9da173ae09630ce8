import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { addKey, addWorkflow, addWorkflowAround, ids, startGong } from '../deletions.mts';
import { exampleFiles, readExample } from '../examples.mts';
import { filledIn } from '../../workflows/examples.ts';
import { node } from '../../workflows/build.ts';
import { byId } from '../../workflows/nodes.ts';
import { uploadFiles, uploadItems } from '../uploads.mts';

/** What n8n's report says of an instance or of its workflows. */
interface Result {
	ruleId: string;
	ruleTitle: string;
}

interface Report {
	report: { instanceResults: Result[]; workflowResults: Result[] };
}

/** What the report says of every n8n that comes from npm and is protected against calls to internal addresses. */
const OF_ANY_SUCH_N8N = [
	'docker-only-deployment-v3',
	'ssrf-default-blocked-ranges-v3',
	'workflow-import-url-removed-v3',
];

export default defineCase({
	number: 58,
	title:
		'n8n’s report on its version 3 names none of the workflows, examples included, and no setting that the suite lacks',
	like3: 'only',
	async run(stage) {
		const gong = await startGong(stage, [{}]);
		const n8n = await stage.startN8n();
		const key = await addKey(n8n, gong);
		await addWorkflow(n8n, key, { node: { onError: 'continueErrorOutput' } });
		for (const nodes of [uploadItems(key), uploadFiles(key)])
			await addWorkflowAround(n8n, { nodes });
		for (const file of exampleFiles)
			await n8n.api.createWorkflow(filledIn(readExample(file), [key], byId(ids[0])));
		// What the report has to name, as long as it works.
		const control = await n8n.api.createWorkflow({
			name: 'Of version 2',
			nodes: [node('Call', 'n8n-nodes-base.executeWorkflow', { mode: 'each' })],
			connections: {},
		});

		const { report } = await n8n.api.call<Report>(
			'GET',
			'/rest/breaking-changes/report?version=v3',
		);
		const named: string[] = [];
		for (const { ruleId, ruleTitle } of report.workflowResults) {
			const { affectedWorkflows } = await n8n.api.call<{
				affectedWorkflows: Array<{ id: string; name: string }>;
			}>('GET', `/rest/breaking-changes/report/${ruleId}`);
			for (const { id, name } of affectedWorkflows)
				if (id !== control.id) named.push(`${name}: ${ruleTitle}`);
		}
		assert.deepEqual(named, []);
		assert.ok(report.workflowResults.length > 0, 'the report names nothing at all');
		assert.deepEqual(
			report.instanceResults
				.filter(({ ruleId }) => !OF_ANY_SUCH_N8N.includes(ruleId))
				.map(({ ruleId, ruleTitle }) => `${ruleId}: ${ruleTitle}`),
			[],
			'a setting of n8n 3.0 that the suite does not make',
		);
	},
});
