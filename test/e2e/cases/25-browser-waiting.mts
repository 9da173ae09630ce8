import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Editor } from '../browser/editor.mts';
import {
	chain,
	deleteNode,
	integrations,
	nodeName,
	openEditor,
	picked,
	tellTheTeam,
} from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { isFinal } from '../rest.mts';

export default defineCase({
	number: 25,
	modes: ['browser'],
	long: true,
	title:
		'Editor: a long deletion is shown as waiting, through a reload and a restart, until it is done',
	async run(stage) {
		const { acme } = integrations;
		// Ends when it is told to: what comes before takes long on a busy machine.
		const { editor, n8n, simulator, addKey } = await openEditor(stage, { deleteTakes: 3_600_000 });
		const workflow = await n8n.api.createWorkflow(
			chain('Delete and go on when it is done', [
				deleteNode(await addKey(), { integrationId: picked(acme), waitForCompletion: true }),
				tellTheTeam,
			]),
		);
		await editor.openWorkflow(workflow);
		await editor.see(`wait: ${acme.name}`, editor.node(nodeName));
		await editor.screenshot('canvas', 'canvas');

		await editor.byId('execute-workflow-button').click();
		const [parent, child] = await executions(2);
		await n8n.api.waitForExecution(parent.id, 'waiting');
		await n8n.api.waitForExecution(child.id, 'waiting');
		await editor.page.getByText('Executing workflow').first().waitFor();
		await editor.screenshot('running-on-canvas');

		await editor.page.reload();
		await editor.node(nodeName).waitFor();
		await editor.screenshot('canvas-after-reload');

		const list = `${editor.url}/workflow/${workflow.id}/executions`;
		await editor.page.goto(`${list}/${parent.id}`);
		await seeStatus(editor, parent.id, 'Waiting');
		await seeStatus(editor, child.id, 'Waiting');
		await editor.see('Waiting', editor.byId('execution-preview-label'));
		await editor.node(nodeName).waitFor();
		await editor.screenshot('waiting', 'waiting-execution');

		// No check is to fall into the restart: n8n takes what runs while it starts for crashed.
		simulator.addFault({
			on: 'GET /v2/crm/request-status',
			kind: 'status',
			status: 429,
			retryAfter: 240,
		});
		await n8n.api.waitForExecution(
			child.id,
			({ status, waitTill }) =>
				status === 'waiting' && Date.parse(waitTill ?? '') - Date.now() > 60_000,
			200_000,
		);
		await n8n.restart();
		await editor.page.goto(`${list}/${parent.id}`);
		await seeStatus(editor, parent.id, 'Waiting');
		await editor.screenshot('waiting-after-restart');

		simulator.setDeletion({ integrationId: acme.integrationId, takes: 0 });
		const ended = await n8n.api.waitForExecution(parent.id, isFinal, 400_000);
		assert.equal(ended.status, 'success');
		await editor.page.goto(`${list}/${parent.id}`);
		await seeStatus(editor, parent.id, 'Succeeded');
		await seeStatus(editor, child.id, 'Succeeded');
		await editor.screenshot('succeeded');
		assert.equal(simulator.deletions()[0].status, 'DONE');

		// From the node to the sub-execution that waited for it.
		await editor.node(nodeName).dblclick();
		await editor.see('DONE', editor.output);
		const link = editor.byId('related-execution-link', editor.output);
		await link.waitFor();
		await editor.screenshot('succeeded-output');
		const href = (await link.getAttribute('href')) ?? '';
		assert.ok(href.endsWith(`/executions/${child.id}`), `The link leads to ${href}`);

		await editor.page.goto(new URL(href, editor.url).href);
		for (const name of [
			'Start Waiting',
			'Wait Until the Next Check',
			'Ask Gong for the Status',
			'Hand the Results Back',
		])
			await editor.node(name).waitFor();
		const note = editor.byId('sticky');
		await editor.see('made this workflow', note);
		await editor.see('Stopping this execution stops the waiting, not the work at Gong.', note);
		await editor.screenshot('sub-execution', 'sub-execution');

		/** The oldest first. */
		async function executions(count: number) {
			for (const deadline = Date.now() + 90_000; ; await sleep(500)) {
				const found = await n8n.api.listExecutions({ workflowId: workflow.id });
				if (found.length === count) return found.sort((a, b) => Number(a.id) - Number(b.id));
				assert.ok(Date.now() < deadline, `There are ${found.length} executions`);
			}
		}
	},
});

/** What the list of executions says of one of them. */
async function seeStatus(editor: Editor, executionId: string, status: string): Promise<void> {
	await editor.see(status, editor.byId(`execution-details-${executionId}`));
}
