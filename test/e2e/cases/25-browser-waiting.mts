import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Editor } from '../browser/editor.mts';
import { Film } from '../browser/film.mts';
import {
	integrations,
	nodeName,
	openEditor,
	storedParameters,
	untilSaved,
} from '../browser/stage.mts';
import { defineCase } from '../case.mts';
import { readExample } from '../examples.mts';
import { type Credential, isFinal, type WorkflowDefinition } from '../n8nApi.mts';
import { filledIn, isNote } from '../../workflows/examples.ts';

export default defineCase({
	number: 25,
	modes: ['browser'],
	long: true,
	title:
		'Editor: a deletion is tried, run, and shown as waiting, through a reload and a restart, until it is done',
	async run(stage) {
		const { acme } = integrations;
		// Ends when it is told to: what comes before takes long on a busy machine.
		const { editor, n8n, simulator, addKey } = await openEditor(stage, {
			deleteTakes: 3_600_000,
			// As Gong has it: one for each company.
			integrations: [acme],
			oneIntegrationAtATime: true,
		});
		const film = new Film(editor);
		const panel = editor.panelDownTo('waitForCompletion');
		const workflow = await n8n.api.createWorkflow(deleteAndWait(await addKey()));
		await editor.openWorkflow(workflow);

		await editor.openNode(nodeName);
		await editor.byId('rlc-input').click();
		const acmeInList = editor.byId('rlc-item').filter({ hasText: acme.name });
		await acmeInList.waitFor();
		await film.frame('1. Pick the integration', 3, panel, acmeInList);
		await acmeInList.click();
		await editor.setSwitch('dryRun');
		await film.frame('2. Switch on Dry Run', 2.5, panel, editor.parameter('dryRun'));
		await editor.executeStep('DRY_RUN');
		await editor.dismissMessages();
		await film.frame(
			'Nothing is deleted yet: the note says what would be',
			5,
			panel,
			editor.byId('node-execute-button'),
		);
		assert.deepEqual(simulator.deletions(), []);
		await editor.setSwitch('dryRun');
		await film.frame('3. Switch Dry Run off', 3, panel, editor.parameter('dryRun'));
		await editor.page.keyboard.press('Escape');
		await untilSaved(async () => {
			const stored = await storedParameters(n8n, workflow, nodeName);
			return stored.integrationId?.value === acme.integrationId && stored.dryRun !== true;
		});
		await editor.openWorkflow(workflow);
		await editor.see(`Wait: ${acme.name}`, editor.node(nodeName));
		const nodes = workflow.nodes.map(({ name }) => editor.node(name));
		await editor.screenshot('canvas', { name: 'canvas', around: nodes, margin: 40 });

		const execute = editor.byId('execute-workflow-button');
		await film.frame(
			'4. Run the workflow: Gong deletes the integration',
			3.5,
			{ around: [...nodes, execute], margin: 32 },
			execute,
		);
		await execute.click();
		const [, parent, child] = await executions(3);
		await n8n.api.waitForExecution(parent.id, 'waiting');
		await n8n.api.waitForExecution(child.id, 'waiting');
		await editor.page.getByText('Executing workflow').first().waitFor();
		await editor.screenshot('running-on-canvas');

		await editor.page.reload();
		await editor.node(nodeName).waitFor();
		await editor.screenshot('canvas-after-reload');

		const list = `${editor.url}/workflow/${workflow.id}/executions`;
		const page = { around: [editor.page.locator('body')] };
		// Pictures of the whole page are to be readable.
		await editor.page.setViewportSize({ width: 1080, height: 675 });
		await editor.page.goto(`${list}/${parent.id}`);
		await seeStatus(editor, parent.id, 'Waiting');
		await seeStatus(editor, child.id, 'Waiting');
		await editor.see('Waiting', editor.byId('execution-preview-label'));
		await editor.node(nodeName).waitFor();
		await editor.screenshot('waiting', { name: 'waiting-execution', ...page });
		await film.frame(
			`${now()}: it is Waiting. Gong can take hours; you can close the browser.`,
			5,
			page,
		);

		// The newest execution is the one that asks, so it's what a click on "Executions" opens.
		for (const { id } of [child, parent]) {
			await editor.page.goto(`${list}/${id}`);
			await seeStatus(editor, id, 'Waiting');
			await editor.node(id === child.id ? 'Ask Gong for the Status' : nodeName).waitFor();
			await sleep(3000);
			assert.deepEqual(await editor.page.locator('.el-notification').allInnerTexts(), []);
			await editor.page.getByText('Logs', { exact: true }).first().click();
			await sleep(2000);
			const shown = await editor.page.locator('body').innerText();
			assert.doesNotMatch(shown, /n8n stopped in the middle/);
			await editor.screenshot(id === child.id ? 'sub-execution-waiting' : 'still-waiting');
			await editor.page.getByText('Logs', { exact: true }).first().click();
		}

		// No check is to fall into the restart: n8n takes what runs while it starts for crashed.
		simulator.addFault({
			on: 'GET /v2/crm/request-status',
			kind: 'status',
			status: 429,
			retryAfter: 150,
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
		await film.frame(`${now()}: n8n was restarted, and it is still Waiting.`, 3.5, page);

		simulator.setDeletion({ integrationId: acme.integrationId, takes: 0 });
		const ended = await n8n.api.waitForExecution(parent.id, isFinal, 400_000);
		assert.equal(ended.status, 'success');
		await editor.page.goto(`${list}/${parent.id}`);
		await seeStatus(editor, parent.id, 'Succeeded');
		await seeStatus(editor, child.id, 'Succeeded');
		await editor.screenshot('succeeded');
		await film.frame(
			`${now()}, after a cut: Gong has finished, and the workflow has gone on.`,
			4,
			page,
		);
		await editor.page.setViewportSize({ width: 1440, height: 900 });
		assert.equal(simulator.deletions()[0].status, 'DONE');

		// From the node to the sub-execution that waited for it.
		await editor.node(nodeName).dblclick();
		await editor.see('DONE', editor.output);
		const link = editor.byId('related-execution-link', editor.output);
		await link.waitFor();
		await editor.screenshot('succeeded-output');
		await film.frame('The status is DONE, and "deleted" is true', 5, panel);
		await film.save('delete-and-wait');
		const href = (await link.getAttribute('href')) ?? '';
		assert.ok(href.endsWith(`/executions/${child.id}`), `The link leads to ${href}`);

		await editor.page.goto(new URL(href, editor.url).href);
		const steps = [
			'Start Waiting',
			'Wait Until the Next Check',
			'Ask Gong for the Status',
			'Hand the Results Back',
		].map((name) => editor.node(name));
		for (const step of steps) await step.waitFor();
		const note = editor.byId('sticky');
		await editor.see('made this workflow', note);
		await editor.see('Stopping this execution stops the waiting, not the work at Gong.', note);
		await editor.screenshot('sub-execution', {
			name: 'sub-execution',
			// The texts below a node are wider and lower than itself.
			around: [...steps, note, editor.page.getByText('One Item per Input Item')],
			margin: 36,
		});

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

/** The example, with the key pair and without its note, which is for whoever imports it. */
function deleteAndWait(key: Credential): WorkflowDefinition {
	const example = readExample('delete-and-wait.json');
	const nodes = example.nodes.filter((node) => !isNote(node));
	return filledIn({ ...example, nodes }, [key]);
}

/** The time as the list of executions shows it. */
const now = (): string => new Date().toISOString().slice(11, 19);
