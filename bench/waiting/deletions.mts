import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { N8nInstance } from '../../test/e2e/n8n.mts';
import type { Workflow } from '../../test/e2e/n8nApi.mts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';

/** A burst of all at once would be another question. */
const STARTS_AT_ONCE = 4;

/**
 * Gong's integrations, deleted one after the other, each in an execution of its own. Looks into n8n's
 * database, which costs n8n nothing, instead of asking its API.
 */
export class Deletions {
	private started = 0;
	private readonly left: string[];

	constructor(
		private readonly n8n: N8nInstance,
		private readonly gong: Simulator,
		private readonly workflow: Workflow,
	) {
		this.left = gong.integrations().map(({ integrationId }) => integrationId);
	}

	/** Starts the next `count` of them. */
	async startNext(count: number): Promise<void> {
		const next = this.left.splice(0, count);
		const startOne = async () => {
			for (let id = next.shift(); id; id = next.shift()) {
				const answer = await this.n8n.api.callWebhook(this.workflow.name, { items: [{ id }] });
				assert.equal(answer.status, 200);
				this.started += 1;
			}
		};
		await Promise.all(Array.from({ length: STARTS_AT_ONCE }, startOne));
	}

	/** Executions in state *running*, those of waiting sub-workflows included. */
	async running(): Promise<number> {
		return await this.count("status = 'running'");
	}

	/**
	 * Waits until all that were started have come to their end.
	 *
	 * @throws Error when that takes more than `patience` ms, or when one ends otherwise
	 */
	async untilDone(patience: number): Promise<void> {
		const deadline = Date.now() + patience;
		const own = "mode <> 'integrated'";
		while ((await this.count(`${own} AND status = 'success'`)) < this.started) {
			const lost = await this.count(`${own} AND status IN ('error', 'canceled', 'crashed')`);
			assert.equal(lost, 0, `${lost} of ${this.started} executions ended badly`);
			assert.ok(Date.now() < deadline, `Not all of ${this.started} executions ended in time`);
			await sleep(2_000);
		}
		const done = this.gong.deletions().filter(({ status }) => status === 'DONE');
		assert.equal(done.length, this.started, 'Not every execution deleted one integration');
	}

	private async count(condition: string): Promise<number> {
		const [row] = await this.n8n.query(
			`SELECT count(*) AS count FROM execution_entity WHERE ${condition}`,
		);
		return Number(row?.count);
	}
}
