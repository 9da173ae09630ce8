import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CredentialStore } from '../engine/credentialStore';
import { type FinishedRun, runWorkflow } from '../engine/runWorkflow';
import { onVirtualTime } from '../engine/virtualTime';
import { credentialsFor } from '../engine/workflows';
import { start } from '../simulator/simulators';
import type { Fault, FaultKind, JournalEntry, Simulator } from '../simulator/startSimulator';
import { DELETION_TAKES, integrationId, UPLOAD_TAKES } from './calls';
import type { Cell, Ending } from './expectations';
import { type AtEnd, atEndOf } from './invariants';
import { planted, secretsOf } from './secrets';
import { countUnhandled } from './unhandled';
import { UnreachableStore } from './unreachable';

/** What one run left behind. */
export interface RanCell {
	simulator: Simulator;
	finished: FinishedRun;
	ending: Ending;
	/** The calls that the run made, without those that got the simulator ready. */
	calls: readonly JournalEntry[];
	atEnd: AtEnd;
	/** From start to end, in virtual ms. */
	took: number;
	unhandled: number;
	secrets: string[];
}

/** Runs one field of the matrix: real engine, real sockets, virtual time. */
export async function runCell({ call, fault, lasting, waiting }: Cell): Promise<RanCell> {
	const times = lasting ? Infinity : 1;
	const simulator: Simulator = await start({
		...planted,
		deleteTakes: DELETION_TAKES,
		uploadTakes: UPLOAD_TAKES,
		integrations: [{ integrationId, name: 'Acme CRM', ownerEmail: 'crm-admin@example.com' }],
		onCall: (entry) => call.after?.(simulator, entry, waiting),
	});
	const credentials = credentialsFor(simulator);
	await call.prepare?.(simulator, waiting);
	const before = simulator.journal.length;

	const { play } = fault;
	const below = play.kind === 'closedPort' || play.kind === 'unknownHost' ? play.kind : null;
	if (!below) simulator.addFault({ on: call.on, times, ...(play as FaultKind) } as Fault);

	let took = 0;
	let atEnd = atEndOf(simulator);
	const { result: finished, unhandled } = await countUnhandled(
		async () =>
			await onVirtualTime(
				async () => {
					const startedAt = Date.now();
					const run = await runWorkflow({
						workflow: call.workflow(waiting),
						credentials,
						openStore: (data) =>
							below
								? new UnreachableStore(
										data,
										below,
										(address) =>
											call.authentication === 'oAuth2'
												? { accessTokenUrl: address, baseUrl: simulator.url }
												: ({ baseUrl: address } as ICredentialDataDecryptedObject),
										times,
										() => call.isNext(simulator.journal, waiting),
									)
								: new CredentialStore(data),
					});
					took = Date.now() - startedAt;
					atEnd = atEndOf(simulator);
					return run;
				},
				() => simulator.waiting(),
			),
	);
	return {
		simulator,
		finished,
		ending: endingOf(finished, call.node(waiting), waiting),
		calls: simulator.journal.slice(before),
		atEnd,
		took,
		unhandled,
		secrets: secretsOf(credentials, finished.credentials),
	};
}

/** How a run ended, by what the next node got. */
function endingOf(finished: FinishedRun, node: string, waiting: boolean): Ending {
	const { error } = finished;
	if (error) {
		const code = 'httpCode' in error ? Number(error.httpCode ?? 0) : 0;
		return code >= 300 ? `error: ${code}` : 'error: no answer';
	}
	const [output] = finished.json(node);
	// What Register puts out.
	if (!('status' in output)) return 'done';
	const { status, timedOut, recovered } = output;
	if (timedOut) return 'timed out';
	// Without waiting it does not matter how far Gong is.
	if (recovered && !waiting) return 'recovered';
	if (status === 'DONE') return recovered ? 'recovered, done' : 'done';
	return status === 'SUBMITTED' ? 'submitted' : 'unknown status';
}
