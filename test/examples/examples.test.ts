import type { INode, INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import askAPersonFirst from '../../examples/ask-a-person-first.json';
import checkEarlierDeletion from '../../examples/check-earlier-deletion.json';
import deleteAndWait from '../../examples/delete-and-wait.json';
import replaceIntegration from '../../examples/replace-integration.json';
import { DeleteCrmIntegration } from '../../nodes/DeleteCrmIntegration/DeleteCrmIntegration.node';
import { GongCrm } from '../../nodes/GongCrm/GongCrm.node';
import { neighbours } from '../engine/neighbours';
import { type FinishedRun, runWorkflow, type WorkflowFile } from '../engine/runWorkflow';
import { byId, credentialsFor } from '../engine/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';

const ours: Record<string, INodeType> = {
	'n8n-nodes-gong-crm.deleteCrmIntegration': new DeleteCrmIntegration(),
	'n8n-nodes-gong-crm.gongCrm': new GongCrm(),
};

const examples = {
	'ask-a-person-first': askAPersonFirst,
	'check-earlier-deletion': checkEarlierDeletion,
	'delete-and-wait': deleteAndWait,
	'replace-integration': replaceIntegration,
};

type Changes = Record<string, INode['parameters']>;

/** An example after a builder has done what its note says: the credential chosen, parameters changed. */
function filledIn(example: unknown, changes: Changes = {}): WorkflowFile {
	const file = structuredClone(example) as WorkflowFile;
	for (const node of file.nodes) {
		Object.assign(node.parameters, changes[node.name]);
		if (node.type in ours) node.credentials = { gongCrmOAuth2Api: { id: 'oauth', name: 'Gong' } };
	}
	for (const name of Object.keys(changes))
		expect(file.nodes.map((node) => node.name)).toContain(name);
	return file;
}

const run = async (
	example: unknown,
	simulator: Simulator,
	changes?: Changes,
): Promise<FinishedRun> =>
	await runWorkflow({
		workflow: filledIn(example, changes),
		credentials: credentialsFor(simulator),
		mode: 'manual',
	});

/** What was asked of Gong, in order: method, path, and the status that came back. */
const story = (simulator: Simulator): string[] =>
	simulator.journal.map(({ method, path, status, answeredStatus }) =>
		[method, path.replace('/v2/crm/', ''), answeredStatus ?? status].join(' '),
	);

afterEach(stopAll);

describe('delete-and-wait', () => {
	const picked = { 'Delete CRM Integration': { integrationId: byId(integrationId) } };

	test('reports the deletion once Gong has done it', async () => {
		const simulator = await start({ deleteTakes: 1500 });
		const result = await run(deleteAndWait, simulator, picked);

		expect(result.status).toBe('success');
		expect(result.json('Report the Result')).toEqual([
			{
				report: `Integration ${integrationId} is deleted.`,
				finishedAt: expect.stringMatching(/^\d{4}-/) as string,
			},
		]);
		expect(result.task('Stop With the Reason')).toBeUndefined();
		expect(simulator.integrations()).toEqual([]);
		expect(simulator.deletions()).toMatchObject([{ integrationId, status: 'DONE' }]);
	});

	test('stops with what Gong says when the deletion fails', async () => {
		const errors = [{ line: 0, description: 'Objects are still being imported.' }];
		const simulator = await start({ deleteTakes: 500, outcome: 'FAILED', errors });
		const result = await run(deleteAndWait, simulator, picked);

		expect(result.status).toBe('error');
		expect(result.error?.message).toBe(
			`Gong could not delete integration ${integrationId}: Objects are still being imported.`,
		);
		expect(result.task('Report the Result')).toBeUndefined();
	});

	test('stops with the last known status when time runs out', async () => {
		const simulator = await start({ deleteTakes: 600_000 });
		const result = await run(deleteAndWait, simulator, {
			'Delete CRM Integration': {
				integrationId: byId(integrationId),
				waitOptions: { maxWaitHours: 1 / 3600 },
			},
		});

		expect(result.error?.message).toBe(
			`Gong is still deleting integration ${integrationId} (last known status: PENDING)`,
		);
	});

	test('deletes nothing in a dry run', async () => {
		const simulator = await start();
		const result = await run(deleteAndWait, simulator, {
			'Delete CRM Integration': {
				integrationId: byId(integrationId),
				dryRun: true,
			},
		});

		expect(result.error?.message).toBe('Dry run: nothing was deleted');
		expect(simulator.deletions()).toEqual([]);
	});

	test('does not start as long as no integration is picked', async () => {
		const simulator = await start();

		await expect(run(deleteAndWait, simulator)).rejects.toThrow(
			'Parameter "Integration" is required',
		);
		expect(simulator.journal).toHaveLength(0);
	});
});

describe('replace-integration', () => {
	const picked = { 'Delete the Old Integration': { integrationId: byId(integrationId) } };

	test('registers the new one only after the old one is gone', async () => {
		const simulator = await start({ deleteTakes: 2000 });
		const result = await run(replaceIntegration, simulator, picked);

		expect(result.error).toBeUndefined();
		const [registered] = simulator.integrations();
		expect(registered).toMatchObject({
			name: 'Acme CRM',
			ownerEmail: 'crm-admin@example.com',
		});
		expect(result.json('Show the New ID')).toEqual([
			{ oldIntegrationId: integrationId, newIntegrationId: registered.integrationId },
		]);
		const calls = story(simulator);
		expect(calls[0]).toBe('DELETE integrations 201');
		expect(calls.slice(-2)).toEqual(['GET request-status DONE', 'PUT integrations 200']);
		expect(calls.filter((call) => call.startsWith('PUT'))).toHaveLength(1);
	});

	test('registers nothing when the deletion fails', async () => {
		const simulator = await start({ deleteTakes: 500, outcome: 'FAILED' });
		const result = await run(replaceIntegration, simulator, picked);

		expect(result.error?.message).toBe(`Gong could not delete integration ${integrationId}`);
		expect(simulator.calls('PUT', '/v2/crm/integrations')).toHaveLength(0);
	});

	test('can be run again when the old one is gone and the new one is missing', async () => {
		const simulator = await start({ integrations: [] });
		const result = await run(replaceIntegration, simulator, picked);

		expect(result.json('Delete the Old Integration')).toMatchObject([
			{ deleted: true, alreadyGone: true },
		]);
		expect(result.json('Show the New ID')).toHaveLength(1);
		expect(simulator.integrations()).toHaveLength(1);
	});

	test('does not register a second one', async () => {
		const simulator = await start({
			integrations: [{ name: 'Other CRM', ownerEmail: 'crm-admin@example.com' }],
		});
		const result = await run(replaceIntegration, simulator, picked);

		expect(result.error?.message).toBe('Gong already has an active CRM integration');
		expect(simulator.integrations()).toMatchObject([{ name: 'Other CRM' }]);
	});
});

describe('ask-a-person-first', () => {
	const asking = (toEmail: string): Changes => ({ 'Ask for Approval': { toEmail } });

	test('deletes what the email named, once the person approves', async () => {
		const simulator = await start({ deleteTakes: 500 });
		const result = await run(askAPersonFirst, simulator, asking('yes@example.com'));

		expect(result.error).toBeUndefined();
		const [{ sent }] = result.json('Ask for Approval');
		expect(sent).toEqual({
			subject: 'Delete the CRM integration "Acme CRM" from Gong?',
			message: expect.stringContaining(
				`"Acme CRM" of crm-admin@example.com (ID ${integrationId})`,
			) as string,
		});
		expect(result.json('Delete CRM Integration')).toMatchObject([
			{ integrationId, status: 'DONE', deleted: true },
		]);
		expect(result.task('Nothing Deleted')).toBeUndefined();
		expect(simulator.deletions()).toMatchObject([{ integrationId }]);
	});

	test.each(['no@example.com', 'silent@example.com'])('deletes nothing for %s', async (person) => {
		const simulator = await start();
		const result = await run(askAPersonFirst, simulator, asking(person));

		expect(result.error).toBeUndefined();
		expect(result.json('Nothing Deleted')).toHaveLength(1);
		expect(result.task('Delete CRM Integration')).toBeUndefined();
		expect(simulator.deletions()).toEqual([]);
		expect(story(simulator)).toEqual(['GET integrations 200']);
	});

	test('asks nobody when there is nothing to delete', async () => {
		const simulator = await start({ integrations: [] });
		const result = await run(askAPersonFirst, simulator, asking('yes@example.com'));

		expect(result.status).toBe('success');
		expect(result.task('Ask for Approval')).toBeUndefined();
	});
});

describe('check-earlier-deletion', () => {
	const clientRequestId = 'delete-acme-crm-2026';

	/** Starts a deletion, as another workflow did without waiting. */
	async function startedElsewhere(simulator: Simulator): Promise<void> {
		const result = await run(deleteAndWait, simulator, {
			'Delete CRM Integration': {
				integrationId: byId(integrationId),
				waitForCompletion: false,
				options: { clientRequestId },
			},
		});
		expect(result.json('Delete CRM Integration')).toMatchObject([
			{ status: 'SUBMITTED', clientRequestId },
		]);
	}

	test.each([
		{ deleteTakes: 600_000, ends: 'Look Again Next Time' },
		{ deleteTakes: 0, ends: 'Report the Result' },
	])('a deletion of $deleteTakes ms: $ends', async ({ deleteTakes, ends }) => {
		const simulator = await start({ deleteTakes });
		await startedElsewhere(simulator);
		const result = await run(checkEarlierDeletion, simulator);

		expect(result.error).toBeUndefined();
		for (const name of ['Look Again Next Time', 'Report the Result', 'Stop With the Reason'])
			expect([name, result.json(name).length]).toEqual([name, name === ends ? 1 : 0]);
	});

	test('does not report a deletion that Gong’s list does not confirm', async () => {
		const simulator = await start({ deleteTakes: 0, leavesListWhen: 'later' });
		await startedElsewhere(simulator);
		const result = await run(checkEarlierDeletion, simulator);

		expect(result.error?.message).toBe(
			`Gong’s list does not confirm that integration ${integrationId} is deleted: look in Gong`,
		);
	});

	test('stops with what Gong says when the deletion has failed', async () => {
		const errors = [{ line: 0, description: 'Objects are still being imported.' }];
		const simulator = await start({ deleteTakes: 0, outcome: 'FAILED', errors });
		await startedElsewhere(simulator);
		const result = await run(checkEarlierDeletion, simulator);

		expect(result.error?.message).toBe(
			`Gong could not delete integration ${integrationId}: Objects are still being imported.`,
		);
	});
});

describe.each(Object.entries(examples))('%s as a file', (_, example) => {
	const file = example as unknown as WorkflowFile & Record<string, unknown>;
	const notes = file.nodes.filter(({ type }) => type.endsWith('.stickyNote'));
	const steps = file.nodes.filter((node) => !notes.includes(node));

	test('has a name, n8n’s current order of execution, and nothing of a particular n8n', () => {
		expect(file.name).toMatch(/^Gong: /);
		expect(file.settings).toEqual({ executionOrder: 'v1' });
		expect(file.pinData).toEqual({});
		expect(file.nodes.filter(({ credentials }) => credentials)).toEqual([]);
	});

	test('has one note that says what it does and what to change, beside the nodes', () => {
		expect(notes).toHaveLength(1);
		const [{ parameters, position }] = notes;
		expect(parameters.content).toMatch(/^## [^]+\n### Change this\n1\. /);
		const bottom = position[1] + (parameters.height as number);
		expect(steps.filter(({ position: [, top] }) => top < bottom)).toEqual([]);
		for (const { name, type } of steps)
			if (type in ours) expect(parameters.content).toContain(`**${name}**`);
	});

	test('has nodes of known types, with names, IDs and places of their own', () => {
		for (const { type } of steps) expect({ ...ours, ...neighbours }).toHaveProperty([type]);
		for (const key of ['name', 'id'] as const)
			expect(new Set(file.nodes.map((node) => node[key])).size).toBe(file.nodes.length);
		expect(new Set(steps.map(({ position }) => position.join())).size).toBe(steps.length);
	});

	test('connects every node', () => {
		const targets = Object.values(file.connections).flatMap(({ main }) =>
			main.flatMap((to) => to ?? []).map(({ node }) => node),
		);
		const names = steps.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining([...Object.keys(file.connections), ...targets]));
		expect(names.filter((name) => !targets.includes(name))).toEqual([steps[0].name]);
	});

	test('sets only parameters and values that our nodes have', () => {
		for (const { type, parameters } of steps.filter((step) => step.type in ours))
			expect(unknownIn(parameters, ours[type].description.properties)).toEqual([]);
	});
});

/** The names of parameters, and values of choices, that `properties` do not have. */
function unknownIn(values: INode['parameters'], properties: INodeProperties[]): string[] {
	return Object.entries(values).flatMap(([name, value]) => {
		const meant = properties.filter((property) => property.name === name);
		if (meant.length === 0) return [name];
		const choices = meant.flatMap(({ options }) => options ?? []);
		if (meant[0].type === 'collection')
			return unknownIn(value as INode['parameters'], choices as INodeProperties[]);
		const known = (choices as INodePropertyOptions[]).some((choice) => choice.value === value);
		return meant[0].type === 'options' && !known ? [`${name}: ${String(value)}`] : [];
	});
}
