import type { INode, INodeProperties, INodePropertyOptions, INodeType } from 'n8n-workflow';
import askAPersonFirst from '../../examples/ask-a-person-first.json';
import checkEarlierDeletion from '../../examples/check-earlier-deletion.json';
import deleteAndWait from '../../examples/delete-and-wait.json';
import firstUpload from '../../examples/first-upload.json';
import followUpload from '../../examples/follow-upload.json';
import keepGongUpToDate from '../../examples/keep-gong-up-to-date.json';
import replaceIntegration from '../../examples/replace-integration.json';
import { DeleteCrmIntegration } from '../../nodes/DeleteCrmIntegration/DeleteCrmIntegration.node';
import { GongCrm } from '../../nodes/GongCrm/GongCrm.node';
import { database, dataTables, neighbours } from '../engine/neighbours';
import { runOn } from '../engine/runs';
import type { FinishedRun } from '../engine/runWorkflow';
import { onVirtualTime } from '../engine/virtualTime';
import { account } from '../engine/workflows';
import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import type { Fault, FaultTarget, Simulator } from '../simulator/startSimulator';
import { filledIn, isNote } from '../workflows/examples';
import { byId } from '../workflows/nodes';
import type { WorkflowFile } from '../workflows/build';

const integrationId = '5517027188234205706';

const ours: Record<string, INodeType> = {
	'n8n-nodes-gong-crm.deleteCrmIntegration': new DeleteCrmIntegration(),
	'n8n-nodes-gong-crm.gongCrm': new GongCrm(),
};

const examples = {
	'ask-a-person-first': askAPersonFirst,
	'check-earlier-deletion': checkEarlierDeletion,
	'delete-and-wait': deleteAndWait,
	'first-upload': firstUpload,
	'follow-upload': followUpload,
	'keep-gong-up-to-date': keepGongUpToDate,
	'replace-integration': replaceIntegration,
};

type Changes = Record<string, INode['parameters']>;

/** An example after a builder has done what its note says: the credential chosen, parameters changed. */
function changed(example: unknown, changes: Changes = {}): WorkflowFile {
	const file = filledIn(structuredClone(example) as WorkflowFile, [account]);
	for (const node of file.nodes) Object.assign(node.parameters, changes[node.name]);
	for (const name of Object.keys(changes))
		expect(file.nodes.map((node) => node.name)).toContain(name);
	return file;
}

const run = async (
	example: unknown,
	simulator: Simulator,
	changes?: Changes,
): Promise<FinishedRun> => await runOn(simulator, changed(example, changes), { mode: 'manual' });

/** What was asked of Gong, in order: method, path, and the status that came back. */
const story = (simulator: Simulator): string[] =>
	simulator.journal.map(({ method, path, status, answeredStatus }) =>
		[method, path.replace('/v2/crm/', ''), answeredStatus ?? status].join(' '),
	);

afterEach(stopAll);

describe('the example delete-and-wait', () => {
	const picked = { 'Delete CRM Integration': { integrationId: byId(integrationId) } };

	test('reports the deletion once Gong has finished it', async () => {
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

	test('stops with Gong’s errors when the deletion fails', async () => {
		const errors = [{ line: 0, description: 'Objects are still being imported.' }];
		const simulator = await start({ deleteTakes: 500, outcome: 'FAILED', errors });
		const result = await run(deleteAndWait, simulator, picked);

		expect(result.status).toBe('error');
		expect(result.error?.message).toBe(
			`Gong could not delete integration ${integrationId}: Objects are still being imported.`,
		);
		expect(result.task('Report the Result')).toBeUndefined();
	});

	test('stops with the last known status when the wait times out', async () => {
		const simulator = await start({ deleteTakes: 600_000 });
		const result = await run(deleteAndWait, simulator, {
			'Delete CRM Integration': {
				...picked['Delete CRM Integration'],
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
			'Delete CRM Integration': { ...picked['Delete CRM Integration'], dryRun: true },
		});

		expect(result.error?.message).toBe('Dry run: nothing was deleted');
		expect(simulator.deletions()).toEqual([]);
	});

	test('does not start while no integration is selected', async () => {
		const simulator = await start();

		await expect(run(deleteAndWait, simulator)).rejects.toThrow(
			'Parameter "Integration" is required',
		);
		expect(simulator.journal).toHaveLength(0);
	});
});

describe('the example replace-integration', () => {
	const picked = { 'Delete the Old Integration': { integrationId: byId(integrationId) } };
	const account = (id: string, more = {}) => ({
		objectId: id,
		name: `Account ${id}`,
		domains: ['example.com'],
		region: 'Europe',
		renewal_date: '2027-01-31',
		modifiedDate: '2026-05-01T12:00:00Z',
		...more,
	});
	beforeEach(() => {
		database.answer = () => [account('a1'), account('a2', { renewal_date: null })];
	});

	test('registers the new integration only after the old one is gone, then fills it', async () => {
		const simulator = await start({ deleteTakes: 2000, uploadTakes: 500 });
		const result = await run(replaceIntegration, simulator, picked);

		expect(result.error).toBeUndefined();
		const [registered] = simulator.integrations();
		expect(registered).toMatchObject({ name: 'Acme CRM', ownerEmail: 'crm-admin@example.com' });
		expect(result.json('Show the New ID')).toEqual([
			{
				oldIntegrationId: integrationId,
				newIntegrationId: registered.integrationId,
				accounts: 2,
			},
		]);
		const calls = story(simulator);
		expect(calls[0]).toBe('DELETE integrations 201');
		expect(calls.filter((call) => !call.startsWith('GET'))).toEqual([
			'DELETE integrations 201',
			'PUT integrations 200',
			'POST entity-schema 200',
			'POST entity-schema 200',
			'POST entities 201',
		]);
		expect(calls[calls.indexOf('PUT integrations 200') - 1]).toBe('GET request-status DONE');
		const { renewal_date, ...withoutDate } = account('a2');
		expect(renewal_date).toBeDefined();
		expect(simulator.objects(registered.integrationId, 'ACCOUNT')).toEqual([
			account('a1'),
			withoutDate,
		]);
	});

	test('registers nothing when the deletion fails', async () => {
		const simulator = await start({ deleteTakes: 500, outcome: 'FAILED' });
		const result = await run(replaceIntegration, simulator, picked);

		expect(result.error?.message).toBe(`Gong could not delete integration ${integrationId}`);
		expect(simulator.calls('PUT', '/v2/crm/integrations')).toHaveLength(0);
	});

	test('can be run again when the old integration is gone and the new one is missing', async () => {
		const simulator = await start({ integrations: [], uploadTakes: 0 });
		const result = await run(replaceIntegration, simulator, picked);

		expect(result.json('Delete the Old Integration')).toMatchObject([
			{ deleted: true, alreadyGone: true },
		]);
		expect(result.json('Show the New ID')).toHaveLength(1);
		expect(simulator.integrations()).toHaveLength(1);
	});

	test('does not register a second integration', async () => {
		const simulator = await start({
			integrations: [{ name: 'Other CRM', ownerEmail: 'crm-admin@example.com' }],
		});
		const result = await run(replaceIntegration, simulator, picked);

		expect(result.error?.message).toBe('Gong already has an active CRM integration');
		expect(simulator.integrations()).toMatchObject([{ name: 'Other CRM' }]);
	});
});

describe('the example first-upload', () => {
	const modifiedDate = '2026-05-01T12:00:00Z';
	const tables = {
		stages: [
			{ objectId: 's1', name: 'Talking', sortOrder: 1, isActive: true },
			{ objectId: 's2', name: 'Signed', sortOrder: 2, isActive: true },
		],
		users: [{ objectId: 'u1', emailAddress: 'ada@example.com', modifiedDate }],
		accounts: [
			{ objectId: 'a1', name: 'One', domains: ['one.example'], modifiedDate },
			{ objectId: 'a2', name: 'Two', domains: ['two.example'], modifiedDate },
		],
		contacts: [
			{ objectId: 'c1', accountId: 'a1', emailAddress: 'bo@one.example', modifiedDate },
			{ objectId: 'c2', accountId: 'a1', emailAddress: 'nobody', modifiedDate },
		],
		deals: [
			{
				objectId: 'd1',
				name: 'A Deal',
				accountId: 'a1',
				ownerId: 'u1',
				stage: 's1',
				status: 'OPEN',
				amount: 1200.5,
				closeDate: '2027-01-31',
				modifiedDate,
			},
		],
	};
	beforeEach(() => {
		database.answer = (query) => {
			const [, table] = /\bFROM (\w+)/.exec(query) ?? [];
			return tables[table as keyof typeof tables];
		};
	});

	test('uploads referenced objects first and waits for them', async () => {
		const simulator = await start({ uploadTakes: 300 });
		const result = await run(firstUpload, simulator);

		expect(result.error).toBeUndefined();
		expect(simulator.uploads().map(({ objectType, status }) => [objectType, status])).toEqual([
			['STAGE', 'DONE'],
			['BUSINESS_USER', 'DONE'],
			['ACCOUNT', 'DONE'],
			['CONTACT', 'DONE'],
			['DEAL', 'DONE'],
		]);
		const posts = story(simulator).filter((call) => /POST|DONE/.test(call));
		expect(posts).toEqual(Array(5).fill(['POST entities 201', 'GET request-status DONE']).flat());
		const stored = (type: Parameters<Simulator['objects']>[1]) =>
			simulator.objects(integrationId, type);
		expect(stored('STAGE')).toMatchObject(tables.stages);
		expect(stored('BUSINESS_USER')).toEqual(tables.users);
		expect(stored('ACCOUNT')).toEqual(tables.accounts);
		expect(stored('CONTACT')).toEqual(tables.contacts.slice(0, 1));
		expect(stored('DEAL')).toEqual(tables.deals);
		expect(result.json('Done')).toHaveLength(1);
	});

	/** What came out at *Refused Objects* in all its runs. */
	const refusedIn = (result: FinishedRun) =>
		(result.run.data.resultData.runData['Refused Objects'] ?? [])
			.flatMap(({ data }) => data?.main[0] ?? [])
			.map(({ json }) => json);

	test('collects rows that cannot be uploaded with the reason, and continues', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload({
			objectType: 'ACCOUNT',
			errors: [{ line: 2, description: 'This account is locked.' }],
		});
		const result = await run(firstUpload, simulator);

		expect(refusedIn(result)).toHaveLength(2);
		expect(refusedIn(result)).toEqual(
			expect.arrayContaining([
				{
					objectType: 'ACCOUNT',
					objectId: 'a2',
					reason: expect.stringContaining('“This account is locked”.') as string,
				},
				{
					objectType: 'CONTACT',
					objectId: 'c2',
					reason: expect.stringContaining('"emailAddress"') as string,
				},
			]),
		);
		expect(result.json('Done')).toHaveLength(1);
	});

	test('collects rows whose outcome Gong does not report', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload({
			objectType: 'ACCOUNT',
			errors: Array.from({ length: 21 }, (_, line) => ({ line: line + 1, description: 'Locked' })),
		});
		database.answer = () =>
			Array.from({ length: 21 }, (_, id) => ({
				objectId: `x${id}`,
				name: 'Some',
				emailAddress: `x${id}@example.com`,
				modifiedDate,
			}));
		const result = await run(firstUpload, simulator);

		const accounts = refusedIn(result).filter(({ objectType }) => objectType === 'ACCOUNT');
		expect(accounts).toHaveLength(21);
		expect(accounts).toContainEqual({
			objectType: 'ACCOUNT',
			objectId: 'x20',
			reason: expect.stringContaining('lists 20 of 21') as string,
		});
	});

	test('stops when no row of a step could be uploaded', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload({
			objectType: 'ACCOUNT',
			errors: [{ line: 0, description: 'The file cannot be read.' }],
		});
		const result = await run(firstUpload, simulator);

		expect(refusedIn(result)).toMatchObject([{ objectId: 'a1' }, { objectId: 'a2' }]);
		expect(simulator.uploads().map(({ objectType }) => objectType)).toEqual([
			'STAGE',
			'BUSINESS_USER',
			'ACCOUNT',
		]);
	});
});

describe('the example keep-gong-up-to-date', () => {
	const picked = { 'Upload the Deals': { integrationId: byId(integrationId) } };
	const row = (id: string, second: number, more = {}) => ({
		id,
		name: `Deal ${id}`,
		account_id: 'a1',
		owner_id: 'u1',
		stage_id: null,
		status: 'OPEN',
		amount: 100,
		close_date: '2027-01-31',
		is_deleted: false,
		modified_date: `2026-05-01T12:00:0${second}Z`,
		mark: `2026-05-01T12:00:0${second}.000500Z`,
		...more,
	});
	let deals: Array<ReturnType<typeof row>>;
	const marks = () => dataTables.get('gong_marks');
	const refused = () => dataTables.get('gong_refused');

	beforeEach(() => {
		deals = [row('d1', 1), row('d2', 2)];
		database.answer = (_, [mark]) => deals.filter((deal) => deal.mark > String(mark));
		dataTables.set('gong_marks', [{ name: 'accounts', mark: '2026-06-01T00:00:00Z' }]);
		dataTables.set('gong_refused', []);
	});

	test('uploads everything first, then what changed since', async () => {
		const simulator = await start({ uploadTakes: 0 });
		const first = await run(keepGongUpToDate, simulator, picked);

		expect(first.error).toBeUndefined();
		expect(simulator.objects(integrationId, 'DEAL')).toEqual([
			{
				objectId: 'd1',
				modifiedDate: '2026-05-01T12:00:01Z',
				isDeleted: false,
				name: 'Deal d1',
				accountId: 'a1',
				ownerId: 'u1',
				closeDate: '2027-01-31',
				status: 'OPEN',
				amount: 100,
			},
			expect.objectContaining({ objectId: 'd2' }),
		]);
		expect(marks()).toEqual([
			{ name: 'accounts', mark: '2026-06-01T00:00:00Z' },
			{ name: 'deals', mark: deals[1].mark },
		]);
		expect(refused()).toEqual([]);

		deals = [deals[0], row('d2', 3, { is_deleted: true })];
		await run(keepGongUpToDate, simulator, picked);

		expect(simulator.uploads().map(({ lines }) => lines)).toEqual([2, 1]);
		expect(simulator.objects(integrationId, 'DEAL')).toMatchObject([{ objectId: 'd1' }]);
		expect(marks()).toHaveLength(2);
		expect(marks()).toContainEqual({ name: 'deals', mark: deals[1].mark });
	});

	test('sends nothing when nothing has changed', async () => {
		const simulator = await start();
		dataTables.set('gong_marks', [{ name: 'deals', mark: deals[1].mark }]);
		const result = await run(keepGongUpToDate, simulator, picked);

		expect(result.status).toBe('success');
		expect(simulator.journal).toEqual([]);
	});

	test('collects refused rows with the reason, and advances its timestamp', async () => {
		const simulator = await start({ uploadTakes: 0 });
		deals.push(row('d3', 3, { close_date: 'soon' }));
		simulator.setUpload({ errors: [{ line: 1, description: 'This deal is locked.' }] });
		const result = await run(keepGongUpToDate, simulator, picked);

		expect(result.error).toBeUndefined();
		expect(refused()).toEqual([
			{
				objectType: 'DEAL',
				objectId: 'd1',
				reason: expect.stringContaining('“This deal is locked”.') as string,
			},
			{
				objectType: 'DEAL',
				objectId: 'd3',
				reason: expect.stringContaining('"closeDate"') as string,
			},
		]);
		expect(simulator.objects(integrationId, 'DEAL')).toMatchObject([{ objectId: 'd2' }]);
		expect(marks()).toContainEqual({ name: 'deals', mark: deals[2].mark });
	});

	const answers = (status: number, on?: FaultTarget): Fault[] => [
		{ kind: 'status', status, on, times: 50 },
	];

	test.each([
		['Gong refuses the credential', 0, answers(401)],
		['Gong refuses the file', 0, answers(401, 'POST /v2/crm/entities')],
		['Gong is away', 0, answers(503, 'POST /v2/crm/entities')],
		['the wait times out', 600_000, []],
	])('keeps its timestamp when %s', async (_, uploadTakes, faults) => {
		const simulator = await start({ uploadTakes });
		faults.forEach(simulator.addFault);
		const result = await onVirtualTime(
			async () =>
				await run(keepGongUpToDate, simulator, {
					'Upload the Deals': {
						...picked['Upload the Deals'],
						waitOptions: { maxWaitHours: 1 / 3600 },
					},
				}),
		);

		expect(result.error?.message).toMatch(/^The deals could not be uploaded, or it is not known/);
		expect(marks()).toEqual([{ name: 'accounts', mark: '2026-06-01T00:00:00Z' }]);
		expect(refused()).toEqual([]);
	});
});

describe('the example ask-a-person-first', () => {
	const asking = (toEmail: string): Changes => ({ 'Ask for Approval': { toEmail } });

	test('deletes the integration named in the email once a person approves', async () => {
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

describe('the example check-earlier-deletion', () => {
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
	])('ends a deletion of $deleteTakes ms: $ends', async ({ deleteTakes, ends }) => {
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

	test('stops with Gong’s errors when the deletion has failed', async () => {
		const errors = [{ line: 0, description: 'Objects are still being imported.' }];
		const simulator = await start({ deleteTakes: 0, outcome: 'FAILED', errors });
		await startedElsewhere(simulator);
		const result = await run(checkEarlierDeletion, simulator);

		expect(result.error?.message).toBe(
			`Gong could not delete integration ${integrationId}: Objects are still being imported.`,
		);
	});
});

describe('the example follow-upload', () => {
	/** An upload of three deals that somebody else has started. */
	async function startedElsewhere(simulator: Simulator): Promise<void> {
		const answer = await connect(simulator).upload(
			{ integrationId, objectType: 'STAGE', clientRequestId: 'upload-acme-crm-2026' },
			['1', '2', '3'].map((objectId) => ({ objectId, name: `Stage ${objectId}` })),
		);
		expect(answer.status).toBe(201);
	}

	test('reports once Gong has processed all objects', async () => {
		const simulator = await start({ uploadTakes: 1500 });
		await startedElsewhere(simulator);
		const result = await run(followUpload, simulator);

		expect(result.error).toBeUndefined();
		expect(result.json('Report the Result')).toEqual([
			{ report: 'Gong has taken all 3 objects of the upload upload-acme-crm-2026.' },
		]);
	});

	test('stops with the lines that Gong refused', async () => {
		const simulator = await start({ uploadTakes: 0 });
		simulator.setUpload({ errors: [{ line: 2, description: 'This stage is locked.' }] });
		await startedElsewhere(simulator);
		const result = await run(followUpload, simulator);

		expect(result.error?.message).toBe(
			'Gong did not take 1 objects of the upload upload-acme-crm-2026: line 2: This stage is locked.',
		);
	});

	test('stops with the last known status when the wait times out', async () => {
		const simulator = await start({ uploadTakes: 600_000 });
		await startedElsewhere(simulator);
		const result = await run(followUpload, simulator, {
			'Follow the Upload': { waitOptions: { maxWaitHours: 1 / 3600 } },
		});

		expect(result.error?.message).toBe(
			'Gong is still working on the upload upload-acme-crm-2026 (last known status: PENDING)',
		);
	});
});

describe.each(Object.entries(examples))('the example file %s', (_, example) => {
	const file = example as unknown as WorkflowFile & Record<string, unknown>;
	const notes = file.nodes.filter(isNote);
	const steps = file.nodes.filter((node) => !notes.includes(node));

	test('has a name, n8n’s current execution order, and nothing specific to one n8n instance', () => {
		expect(file.name).toMatch(/^Gong: /);
		expect(file.settings).toEqual({ executionOrder: 'v1' });
		expect(file.pinData).toEqual({});
		expect(file.nodes.filter(({ credentials }) => credentials)).toEqual([]);
	});

	test('has one note beside its nodes that says what the workflow does and what to change', () => {
		expect(notes).toHaveLength(1);
		const [{ parameters, position }] = notes;
		expect(parameters.content).toMatch(/^## [^]+\n### Change this\n1\. /);
		const bottom = position[1] + (parameters.height as number);
		expect(steps.filter(({ position: [, top] }) => top < bottom)).toEqual([]);
		for (const { name, type } of steps)
			if (type in ours) expect(parameters.content).toContain(`**${name}**`);
	});

	test('has nodes of known types with unique names, IDs and positions', () => {
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

	test('sets only parameters and values that the nodes have', () => {
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
