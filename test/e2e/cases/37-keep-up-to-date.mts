import assert from 'node:assert/strict';
import { defineCase } from '../case.mts';
import { createDataTables, marksAndRefused, startCrm } from '../crm.mts';
import { addKey, ids, startGong } from '../deletions.mts';
import { readExample } from '../examples.mts';
import { type Execution, isFinal, outputOf, type Workflow } from '../n8nApi.mts';
import { filledIn } from '../../workflows/examples.ts';
import { byId } from '../../workflows/nodes.ts';

/** A CRM of two accounts and three deals, the last of which nobody has saved long enough ago. */
const rows = [
	`INSERT INTO stages VALUES ('s1', 'Talking', 1, true), ('s2', 'Signed', 2, false)`,
	`INSERT INTO users VALUES ('u1', 'ada@example.com', '2026-05-01T12:00:00Z')`,
	`INSERT INTO accounts VALUES
		('a1', 'One', '{one.example,one.test}', 'Europe', '2027-01-31', '2026-05-01T12:00:00Z'),
		('a2', 'Two', '{}', NULL, NULL, '2026-05-01T12:00:00Z')`,
	`INSERT INTO contacts VALUES
		('c1', 'a1', 'bo@one.example', 'Bo', 'Li', NULL, '2026-05-01T12:00:00Z')`,
	`INSERT INTO deals VALUES
		('d1', 'First', 'a1', 'u1', 's1', 'OPEN', 1200.50, '2027-01-31', NULL, '2026-05-01T12:00:00.000123Z'),
		('d2', 'Second', 'a2', 'u1', 's1', 'OPEN', NULL, '2027-02-28', NULL, '2026-05-01T12:00:00.000456Z'),
		('d3', 'Too Fresh', 'a2', 'u1', 's1', 'OPEN', 1, '2027-02-28', NULL, now() + interval '1 hour')`,
];

export default defineCase({
	number: 37,
	title: 'Examples: a CRM in Postgres is uploaded, and kept up to date',
	canary: true,
	like3: 'too',
	async run(stage) {
		const [integrationId] = ids;
		const gong = await startGong(stage, [{}], { uploadTakes: 500 });
		const crm = await startCrm(stage, ...rows);
		const n8n = await stage.startN8n();
		const tables = await createDataTables(n8n, marksAndRefused);
		const gongKey = await addKey(n8n, gong);
		const database = await crm.addTo(n8n);
		const add = async (file: string): Promise<Workflow> =>
			await n8n.api.createWorkflow(
				filledIn(readExample(file), [gongKey, database], byId(integrationId)),
			);
		const run = async (workflow: Workflow, trigger: string): Promise<Execution> => {
			const id = await n8n.api.runManually(workflow, trigger);
			return await n8n.api.waitForExecution(id, 'success');
		};
		const stored = (type: 'ACCOUNT' | 'CONTACT' | 'DEAL' | 'STAGE') =>
			gong.objects(integrationId, type);

		const first = await run(await add('first-upload.json'), 'Run by Hand');
		assert.deepEqual(outputOf(first, 'Refused Objects'), []);
		assert.deepEqual(
			gong.uploads().map(({ objectType }) => objectType),
			['STAGE', 'BUSINESS_USER', 'ACCOUNT', 'CONTACT', 'DEAL'],
		);
		assert.deepEqual(stored('ACCOUNT'), [
			{
				objectId: 'a1',
				name: 'One',
				domains: ['one.example', 'one.test'],
				modifiedDate: '2026-05-01T12:00:00Z',
			},
			// Of an empty list nothing is sent: what Gong has would stay.
			{ objectId: 'a2', name: 'Two', modifiedDate: '2026-05-01T12:00:00Z' },
		]);
		assert.equal(stored('STAGE')[1].isActive, false);

		const workflow = await add('keep-gong-up-to-date.json');
		const keep = async () => await run(workflow, 'Every Five Minutes');
		const uploadedBy = (execution: Execution) =>
			outputOf(execution, 'Changed Deals').map(({ json }) => json.id);

		assert.deepEqual(uploadedBy(await keep()), ['d1', 'd2']);
		assert.deepEqual(await tables.rows('gong_marks'), [
			{ name: 'deals', mark: '2026-05-01T12:00:00.000456Z' },
		]);
		const [deal] = stored('DEAL');
		assert.equal(deal.amount, 1200.5);
		assert.equal(deal.closeDate, '2027-01-31');
		assert.equal(deal.modifiedDate, '2026-05-01T12:00:00Z');

		assert.deepEqual(uploadedBy(await keep()), [], 'nothing has changed');

		await crm.run(
			`UPDATE deals SET amount = 7, updated_at = '2026-06-01T12:00:00Z' WHERE id = 'd1'`,
			`UPDATE deals SET deleted_at = now(), updated_at = '2026-06-01T12:00:01Z' WHERE id = 'd2'`,
			`INSERT INTO deals VALUES
				('d4', 'Lost in Space', 'a1', 'u1', 's1', 'ADRIFT', 1, '2027-02-28', NULL, '2026-06-01T12:00:02Z')`,
		);
		assert.deepEqual(uploadedBy(await keep()), ['d1', 'd2', 'd4']);
		assert.deepEqual(
			stored('DEAL').map(({ objectId, amount }) => [objectId, amount]),
			[
				['d1', 7],
				['d3', 1],
			],
			'd3 is from the first upload',
		);
		const refused = await tables.rows('gong_refused');
		assert.equal(refused.length, 1);
		assert.equal(refused[0].objectId, 'd4');
		assert.match(String(refused[0].reason), /^status is "ADRIFT"/);
		assert.deepEqual(await tables.rows('gong_marks'), [
			{ name: 'deals', mark: '2026-06-01T12:00:02.000000Z' },
		]);

		await crm.run(`UPDATE deals SET updated_at = now() - interval '1 minute' WHERE id = 'd3'`);
		const marks = await tables.rows('gong_marks');
		gong.addFault({ kind: 'status', status: 401, on: 'POST /v2/crm/entities' });
		const lost = await n8n.api.waitForExecution(
			await n8n.api.runManually(workflow, 'Every Five Minutes'),
			isFinal,
		);
		assert.match(lost.data.resultData.error?.message ?? '', /^The deals could not be uploaded/);
		assert.deepEqual(await tables.rows('gong_marks'), marks, 'what was not sent stays to be sent');
		assert.deepEqual(uploadedBy(await keep()), ['d3'], 'only what changed since');
	},
});
