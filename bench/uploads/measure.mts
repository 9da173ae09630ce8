import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../../test/e2e/case.mts';
import { manyFields } from '../../test/e2e/columns.mts';
import { ids, startGong } from '../../test/e2e/deletions.mts';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import { connect } from '../../test/simulator/client.ts';
import { watchMemory } from './memory.mts';
import { startSource } from './source.mts';
import type { UploadWay } from './ways.mts';

/** How long Gong takes for a file, in ms: less than the first check of any way. */
const UPLOAD_TAKES = 500;

/** One run of a way. */
export interface Run {
	/** From when the objects were read until Gong had accepted the last of them, in s; `NaN` = never. */
	sent: number;
	/** From the start of the workflow to its answer, in s. */
	whole: number;
	/** Resident memory of n8n and its task runner at the peak, over idle, in bytes. */
	peak: number;
	/** Processor time of both, in s. */
	cpu: number;
	/** To Gong. */
	calls: number;
	/** What the workflow answered with. */
	answer: Array<Record<string, unknown>>;
}

/** A way that takes longer has failed, in ms. */
const PATIENCE = 300_000;

let runs = 0;

/** Runs a way once on an n8n that is at rest. */
export async function runOnce(
	stage: Stage,
	n8n: N8nInstance,
	way: UploadWay,
	lines: string[],
): Promise<Run> {
	const gong = await startGong(stage, [{}], {
		uploadTakes: UPLOAD_TAKES,
		// HTTP Request always says what the part is, which the simulator’s strict default refuses.
		dataFilePart: 'any',
	});
	// The one that the saved columns are of.
	const answer = await connect(gong).setSchema(ids[0], 'ACCOUNT', manyFields);
	assert.equal(answer.status, 200, answer.data);
	const callsBefore = gong.journal.length;
	const source = await startSource(lines);
	const path = `upload-${process.pid}-${++runs}`;
	const workflow = await n8n.api.createWorkflow({
		name: path,
		...(await way.workflow(n8n, gong, source.url, path)),
		// Hundreds of megabytes in the database would be another question.
		settings: {
			executionOrder: 'v1',
			saveDataSuccessExecution: 'none',
			saveDataErrorExecution: 'none',
		},
	});
	await n8n.api.activate(workflow);
	await n8n.releaseFreeMemory();
	await sleep(1000);
	const memory = await watchMemory(n8n.pid);
	const cpuBefore = n8n.cpuSeconds();
	const start = performance.now();
	try {
		const { status, data } = await Promise.race([
			n8n.api.callWebhook<Run['answer']>(path),
			sleep(PATIENCE, undefined, { ref: false }).then(() => {
				throw new Error(`${way.name}: no answer within ${PATIENCE / 1000} s`);
			}),
		]);
		const end = performance.now();
		assert.ok(status === 200, `${way.name}: ${status} ${JSON.stringify(data).slice(0, 300)}`);
		const registered = gong.uploads().map(({ registeredAt }) => Date.parse(registeredAt));
		const lastAt = Math.max(...registered) - performance.timeOrigin;
		return {
			sent: (lastAt - source.answeredAt()) / 1000,
			whole: (end - start) / 1000,
			peak: await memory.peakOverStart(),
			cpu: n8n.cpuSeconds() - cpuBefore,
			calls: gong.journal.length - callsBefore,
			answer: [data].flat(),
		};
	} finally {
		await memory.stop();
		await n8n.api.deactivate(workflow);
		await source.stop();
		await gong.stop();
	}
}
