import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { defineCase } from '../case.mts';
import { createDataTables, marksAndRefused, startCrm } from '../crm.mts';
import { addKey, ids, memoryAtRest, startGong } from '../deletions.mts';
import { readExample } from '../examples.mts';
import { type ExecutionSummary, isFinal, type WorkflowDefinition } from '../n8nApi.mts';
import { filledIn } from '../../workflows/examples.ts';
import { byId } from '../../workflows/nodes.ts';

/** With `LOAD_CONTACTS=200000` it is the real load, and what it takes is among the figures. */
const CONTACTS = Number(process.env.LOAD_CONTACTS ?? 80);
const isRealLoad = CONTACTS >= 10_000;
/** How many contacts a batch has. */
const BATCH = Number(process.env.LOAD_BATCH ?? (isRealLoad ? 10_000 : 25));
/** How long Gong takes for a file, in ms. */
const TAKES = Number(process.env.LOAD_TAKES ?? 0);
/** How much memory Node may take for objects, in MB. */
const HEAP = process.env.LOAD_HEAP;

const idOf = (index: number) => `c${String(index).padStart(7, '0')}`;

export default defineCase({
	number: 68,
	canary: true,
	title: 'Examples: a large load goes on where it stopped',
	async run(stage) {
		const [integrationId] = ids;
		const gong = await startGong(stage, [{}], { uploadTakes: TAKES });
		const crm = await startCrm(
			stage,
			`INSERT INTO contacts SELECT 'c' || lpad(i::text, 7, '0'), 'a' || (i % 5000),
				'person.' || i || '@customer-' || (i % 5000) || '.example', 'First ' || i, 'Last ' || i,
				'Head of Something', '2026-05-01T12:00:00Z' FROM generate_series(0, ${CONTACTS - 1}) i`,
		);
		const n8n = await stage.startN8n({
			environment: HEAP ? { NODE_OPTIONS: `--max-old-space-size=${HEAP}` } : {},
		});
		const tables = await createDataTables(n8n, marksAndRefused);
		const credentials = [await addKey(n8n, gong), await crm.addTo(n8n)];
		const example = readExample('load-many-contacts.json');
		const workflow = await n8n.api.createWorkflow(
			inBatchesOf(BATCH, filledIn(example, credentials, byId(integrationId))),
		);
		await n8n.api.activate(workflow);
		/** All executions of a run by hand: that itself, and one for each further batch. */
		const load = async (): Promise<ExecutionSummary[]> => {
			const known = new Set((await all()).map(({ id }) => id));
			await n8n.api.runManually(workflow, 'Run by Hand');
			for (let quiet = 0; quiet < 3; await sleep(500)) {
				const executions = (await all()).filter(({ id }) => !known.has(id));
				quiet = executions.length > 0 && executions.every(isFinal) ? quiet + 1 : 0;
			}
			return (await all()).filter(({ id }) => !known.has(id));
		};
		const all = async () => await n8n.api.listExecutions({ workflowId: workflow.id });
		const stored = () => gong.objects(integrationId, 'CONTACT').length;
		const mark = async () => (await tables.rows('gong_marks'))[0]?.mark;

		if (isRealLoad) {
			const idle = await memoryAtRest(n8n);
			const start = performance.now();
			let peak = 0;
			const watching = setInterval(() => (peak = Math.max(peak, n8n.memory())), 100);
			stage.defer(() => clearInterval(watching));
			const executions = await load();
			const seconds = (performance.now() - start) / 1000;
			clearInterval(watching);
			const bytes = gong.uploads().reduce((sum, upload) => sum + upload.bytes, 0);
			stage.figure('contacts', `${stored()} of ${CONTACTS}, ${BATCH} a batch`);
			stage.figure('took', `${(seconds / 60).toFixed(1)} minutes, ${executions.length} executions`);
			stage.figure('files', `${gong.uploads().length}, ${(bytes / 1e6).toFixed(0)} MB`);
			stage.figure('calls to Gong', gong.journal.length);
			stage.figure('memory at most', `${mb(peak)}, ${mb(peak - idle)} over idle (${mb(idle)})`);
			stage.figure('memory held after', mb(await memoryAtRest(n8n)));
			const database = join(n8n.userFolder, '.n8n', 'database.sqlite');
			const wal = statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0;
			stage.figure('database', `${mb(statSync(database).size)}, log ${mb(wal)}`);
			assert.equal(stored(), CONTACTS);
			return;
		}

		// One contact that the node refuses, and Gong goes away in the third batch.
		await crm.run(`UPDATE contacts SET email = 'nobody' WHERE id = '${idOf(5)}'`);
		gong.addFault({ kind: 'status', status: 401, on: 'POST /v2/crm/entities', skip: 2 });
		const stopped = await load();
		const failed = stopped.find(({ status }) => status === 'error');
		const { error } = (await n8n.api.getExecution(failed?.id ?? '')).data.resultData;
		const count = { stopped: stopped.length, stored: stored() };
		assert.deepEqual(count, { stopped: 3, stored: 2 * BATCH - 1 }, error?.message);
		assert.equal(await mark(), idOf(2 * BATCH - 1));
		assert.match(
			error?.message ?? '',
			new RegExp(
				`^The batch from ${idOf(2 * BATCH)} to ${idOf(3 * BATCH - 1)} is not finished.*again`,
			),
		);

		// Of the batch that comes again Gong takes nothing, and lists 20 of the 25: the load goes on.
		const isOfThirdBatch = (objectId: unknown) =>
			String(objectId) >= idOf(2 * BATCH) && String(objectId) < idOf(3 * BATCH);
		gong.setUpload({
			refuses: ({ objectId }) => (isOfThirdBatch(objectId) ? 'It is locked' : undefined),
		});
		const continued = await load();
		assert.ok(continued.every(({ status }) => status === 'success'));
		assert.equal(stored(), CONTACTS - 1 - BATCH);
		assert.equal(await mark(), idOf(CONTACTS - 1));
		const refused = await tables.rows('gong_refused');
		assert.equal(refused.length, 1 + BATCH);
		const [invalid] = refused.filter(({ objectId }) => objectId === idOf(5));
		assert.equal(invalid.objectType, 'CONTACT');
		assert.match(String(invalid.reason), /^emailAddress is /);
		const withReason = (words: RegExp) =>
			refused.filter(({ reason }) => words.test(String(reason))).length;
		assert.deepEqual([withReason(/“It is locked”/), withReason(/lists 20 of 25/)], [20, 5]);

		const uploads = gong.uploads().length;
		await load();
		assert.equal(gong.uploads().length, uploads, 'all is there: nothing is sent');
	},
});

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** The example with another size of a batch. */
const inBatchesOf = (size: number, definition: WorkflowDefinition): WorkflowDefinition =>
	JSON.parse(
		JSON.stringify(definition).replace('LIMIT 10000', `LIMIT ${size}`),
	) as WorkflowDefinition;
