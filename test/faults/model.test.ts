import fc from 'fast-check';
import { runFast } from '../harness/runs';
import { deletion } from '../harness/workflows';
import { startWith, stopAll } from '../simulator/simulators';
import type { FaultKind, Simulator } from '../simulator/startSimulator';
import { printRuns, throughEngine } from './seeded';
import { byId } from '../workflows/nodes';

const DELETE = 'DELETE /v2/crm/integrations';

/** When n8n established the first execution, in ms since 1970; whoever runs it again keeps that. */
const ESTABLISHED_AT = 1_795_000_000_000;

afterEach(stopAll);

/** Two executions, each with an integration of its own to delete. */
const integrations = ['5517027188234205706', '9007199254740993'] as const;

/** What Gong knows: by execution, whether its deletion is registered. The client request ID is one. */
type Model = { registered: boolean[] };

/** The real thing, and the client request IDs that it was called with, by execution. */
interface Real {
	simulator: Simulator;
	ids: Array<Set<string>>;
}

/** What happens to a try: nothing, or a fault, before Gong has done the work or after. */
interface Try {
	fault: FaultKind;
	done: boolean;
	/** It is worth another try. */
	passes: boolean;
}

const tries: Record<string, Try> = {
	fine: { fault: { kind: 'altered', fields: { more: true } }, done: true, passes: false },
	lost: { fault: { kind: 'lostAnswer' }, done: true, passes: true },
	truncated: { fault: { kind: 'truncated' }, done: true, passes: true },
	reset: { fault: { kind: 'reset' }, done: false, passes: true },
	html: { fault: { kind: 'html', status: 200 }, done: false, passes: true },
	limited: { fault: { kind: 'status', status: 429, retryAfter: 1 }, done: false, passes: true },
	broken: { fault: { kind: 'status', status: 500 }, done: false, passes: true },
	refused: { fault: { kind: 'status', status: 401 }, done: false, passes: false },
};

/**
 * An execution runs, for the first time or again under its ID: a worker that died is replaced by one
 * that starts from the beginning. `runs` is n8n's *Retry On Fail*: how often the node is tried.
 */
class Execute implements fc.AsyncCommand<Model, Real> {
	constructor(
		readonly execution: number,
		readonly runs: number,
		readonly happenings: string[],
	) {}

	check = () => true;

	async run(model: Model, { simulator, ids }: Real): Promise<void> {
		const integrationId = integrations[this.execution];
		const before = simulator.journal.length;
		const wasRegistered = model.registered[this.execution];
		for (const name of this.happenings) simulator.addFault({ on: DELETE, ...tries[name].fault });

		const finished = await runFast(
			simulator,
			deletion({
				parameters: { integrationId: byId(integrationId) },
				node: { retryOnFail: this.runs > 1, maxTries: this.runs, waitBetweenTries: 1000 },
			}),
			{
				executionId: `execution-${this.execution}`,
				establishedAt: ESTABLISHED_AT + this.execution,
			},
		);
		simulator.clearFaults();

		const { registered, calls, succeeds, recovered } = this.predict(wasRegistered);
		model.registered[this.execution] = registered;
		const deletions = simulator.journal.slice(before).filter(({ method }) => method === 'DELETE');
		for (const { clientRequestId = '' } of deletions) ids[this.execution].add(clientRequestId);

		expect({ calls: deletions.length, succeeds: finished.error === undefined }).toEqual({
			calls,
			succeeds,
		});
		if (succeeds) {
			const [output] = finished.json('Next');
			const status = recovered ? expect.any(String) : 'SUBMITTED';
			expect(output).toMatchObject({ integrationId, status, recovered });
			if (wasRegistered) expect(output).toMatchObject({ recovered: true, submittedAt: null });
		}
		agree(model, { simulator, ids });
	}

	/** How Gong and a node that sends a call five times at most have to play this. */
	private predict(wasRegistered: boolean) {
		const left = [...this.happenings];
		let registered = wasRegistered;
		let calls = 0;
		for (let run = 0; run < this.runs; run++) {
			let lost = false;
			for (let sent = 0; sent < 5; sent++) {
				const happening = tries[left.shift() ?? 'fine'];
				calls += 1;
				const recovered = registered;
				registered ||= happening.done;
				if (happening === tries.fine) return { registered, calls, succeeds: true, recovered };
				if (!happening.passes) break;
				// A 429 alone says that Gong did nothing.
				lost ||= happening !== tries.limited;
			}
			// Gong is asked about what it may have registered.
			if (lost && registered) return { registered, calls, succeeds: true, recovered: true };
		}
		return { registered, calls, succeeds: false, recovered: false };
	}

	toString = () => `execution ${this.execution}, ${this.runs} runs: ${this.happenings.join(', ')}`;
}

/** Gong comes to the end of a deletion. */
class Finish implements fc.AsyncCommand<Model, Real> {
	constructor(readonly execution: number) {}

	check = ({ registered }: Model) => registered[this.execution];

	async run(model: Model, real: Real): Promise<void> {
		const integrationId = integrations[this.execution];
		const left = real.simulator.integrations();
		if (left.some((one) => one.integrationId === integrationId))
			real.simulator.setDeletion({ integrationId, takes: 0 });
		agree(model, real);
		return await Promise.resolve();
	}

	toString = () => `Gong finishes ${this.execution}`;
}

/** One deletion for each client request ID, one such ID for each execution, and no more of either. */
function agree({ registered }: Model, { simulator, ids }: Real): void {
	const deletions = simulator.deletions();
	expect(ids.every(({ size }) => size <= 1)).toBe(true);
	const [[first], [second]] = ids.map((one) => [...one]);
	if (first && second) expect(first).not.toBe(second);
	for (const [execution, integrationId] of integrations.entries()) {
		const of = deletions.filter((one) => one.integrationId === integrationId);
		expect(of).toHaveLength(registered[execution] ? 1 : 0);
		for (const { clientRequestId } of of) expect(ids[execution]).toContain(clientRequestId);
	}
}

test('there is one deletion per client request ID, however runs, re-runs and lost answers interleave', async () => {
	const names = Object.keys(tries);
	const commands = fc.commands(
		[
			fc
				.tuple(
					fc.nat(integrations.length - 1),
					fc.integer({ min: 1, max: 3 }),
					fc.array(fc.constantFrom(...names), { maxLength: 8 }),
				)
				.map(([execution, runs, happenings]) => new Execute(execution, runs, happenings)),
			fc.nat(integrations.length - 1).map((execution) => new Finish(execution)),
		],
		{ maxCommands: 4 },
	);
	await fc.assert(
		fc.asyncProperty(commands, async (commandsToRun) => {
			await fc.asyncModelRun(async () => {
				const simulator = await startWith([...integrations], { deleteTakes: 7 * 24 * 3_600_000 });
				const real: Real = { simulator, ids: integrations.map(() => new Set<string>()) };
				return { model: { registered: integrations.map(() => false) }, real };
			}, commandsToRun);
			await stopAll();
		}),
		throughEngine,
	);
	printRuns('one deletion per client request ID');
}, 240_000);
