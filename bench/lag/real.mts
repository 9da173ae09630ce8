import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { Stage } from '../../test/e2e/case.mts';
import { parentsOf, received, startGong } from '../../test/e2e/deletions.mts';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import type { Execution, Workflow } from '../../test/e2e/n8nApi.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
import { mean } from '../statistics.mts';
import type { Way } from '../waiting/ways.mts';
import { MINUTE, SECOND } from './virtual.mts';

/** Longer than the slowest way takes for the longest deletion, in ms. */
const PATIENCE = 15 * MINUTE;

/** How long a deletion takes Gong, from 20 % below a round figure to 20 % above. */
export interface Sample {
	/** The round figure, in ms. */
	about: number;
	/** In ms. */
	takes: number;
	/** When it is asked for, in ms after the first. */
	begins: number;
}

/** @param samples how many of each duration: one in each part of n8n's minute, at a random moment of it */
export const samplesOf = (durations: number[], samples: number): Sample[] =>
	durations.flatMap((about) =>
		Array.from({ length: samples }, (_, index) => ({
			about,
			takes: Math.round(about * (0.8 + 0.4 * Math.random())),
			begins: ((index + Math.random()) * MINUTE) / samples,
		})),
	);

export interface Measured {
	way: Way;
	about: number;
	/** From the end of the deletion at Gong to the end of the execution: the mean, in ms. */
	lag: number;
	/** To Gong, for one deletion: the mean. */
	calls: number;
}

/**
 * Has each way follow the same deletions, begun at the same moments, on one n8n.
 *
 * @param ways the quickest of them first
 * @throws Error if any of them does not come out as DONE
 */
export async function measureLags(ways: Way[], samples: Sample[]): Promise<Measured[]> {
	const stage = new Stage('bench-lag', 'sqlite', 'newest');
	try {
		const n8n = await stage.startN8n();
		const follow = async (by: Way[], some: Sample[]) => {
			const begun = await Promise.all(by.map(async (way) => await begin(stage, n8n, way, some)));
			await untilAllEnded(n8n);
			const results: Measured[][] = [];
			for (const one of begun) results.push(await collect(n8n, one));
			return results.flat();
		};
		// The first run loads what the later ones have; it would be late for its checks.
		await follow(ways.slice(0, 2), [{ about: 0, takes: 0, begins: 0 }]);
		return await follow(ways, samples);
	} finally {
		await stage.end();
	}
}

/** Deletions on their way. */
interface Begun {
	way: Way;
	/** Of the integrations, one for each sample. */
	ids: string[];
	gong: Simulator;
	workflow: Workflow;
	samples: Sample[];
}

async function begin(stage: Stage, n8n: N8nInstance, way: Way, samples: Sample[]): Promise<Begun> {
	const gong = await startGong(
		stage,
		samples.map(({ takes }) => ({ deleteTakes: takes })),
		{ oneIntegrationAtATime: false },
	);
	const workflow = await way.addTo(n8n, gong);
	const ids = gong.integrations().map(({ integrationId }) => integrationId);
	await Promise.all(
		samples.map(async ({ begins }, index) => {
			await sleep(begins);
			const { status } = await n8n.api.callWebhook(workflow.name, { items: [{ id: ids[index] }] });
			assert.equal(status, 200);
		}),
	);
	return { way, ids, gong, workflow, samples };
}

/** Looks into n8n's database, which costs n8n nothing. */
async function untilAllEnded(n8n: N8nInstance): Promise<void> {
	for (const deadline = Date.now() + PATIENCE; ; await sleep(3 * SECOND)) {
		const [row] = await n8n.query(
			"SELECT count(*) AS open FROM execution_entity WHERE status IN ('new', 'running', 'waiting')",
		);
		if (Number(row?.open) === 0) return;
		assert.ok(Date.now() < deadline, `${row?.open} executions have not ended`);
	}
}

async function collect(
	n8n: N8nInstance,
	{ way, ids, gong, workflow, samples }: Begun,
): Promise<Measured[]> {
	const deletions = gong.deletions();
	const checks = gong.calls('GET', '/v2/crm/request-status');
	const executions: Execution[] = [];
	for (const { id } of await parentsOf(n8n, workflow))
		executions.push(await n8n.api.getExecution(id));
	const followed = executions.map((execution) => {
		const [{ input, status }] = received(execution);
		assert.equal(status, 'DONE');
		const sample = samples[ids.indexOf(String(input))];
		const deletion = deletions.find(({ integrationId }) => integrationId === input);
		const end = Date.parse(deletion?.registeredAt ?? '') + sample.takes;
		return {
			about: sample.about,
			lag: Date.parse(execution.stoppedAt ?? '') - end,
			calls: checks.filter(({ integrationId }) => integrationId === input).length,
		};
	});
	assert.equal(followed.length, samples.length);
	return [...new Set(samples.map(({ about }) => about))].map((about) => {
		const same = followed.filter((one) => one.about === about);
		return {
			way,
			about,
			lag: mean(same.map(({ lag }) => lag)),
			calls: mean(same.map(({ calls }) => calls)),
		};
	});
}

export const seconds = (ms: number): number => Math.round(ms / (SECOND / 10)) / 10;
