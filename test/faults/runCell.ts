import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CredentialStore } from '../harness/credentialStore';
import type { FinishedRun } from '../harness/runWorkflow';
import { credentialsFor } from '../harness/workflows';
import { start } from '../simulator/simulators';
import type { Fault, FaultKind, Simulator } from '../simulator/startSimulator';
import { TAKES } from './calls';
import type { Ending, Played } from './expectations';
import { type Judged, runToJudge } from './invariants';
import { planted } from './secrets';
import { UnreachableStore } from './unreachable';

/** What one run left behind. */
type RanCell = Omit<Judged, 'elsewhere'> & { ending: Ending };

/** Runs one field of a table: real engine, real sockets, virtual time. */
export async function runCell({
	call,
	fault,
	lasting,
	waiting,
	position,
}: Played): Promise<RanCell> {
	const times = lasting ? Infinity : 1;
	const simulator: Simulator = await start({
		...planted,
		...position,
		deleteTakes: TAKES,
		uploadTakes: TAKES,
		onCall: (entry) => call.after?.(simulator, entry, waiting),
	});
	const credentials = credentialsFor(simulator);
	await call.prepare?.(simulator, waiting);

	const play = fault?.play;
	const below = play?.kind === 'closedPort' || play?.kind === 'unknownHost' ? play.kind : null;
	if (play && !below) simulator.addFault({ on: call.on, times, ...(play as FaultKind) } as Fault);

	const ran = await runToJudge(simulator, {
		workflow: call.workflow(waiting),
		credentials,
		openStore: (data) =>
			below
				? new UnreachableStore(
						data,
						below,
						call.authentication,
						(address) =>
							call.authentication === 'oAuth2'
								? { accessTokenUrl: address, baseUrl: simulator.url }
								: ({ baseUrl: address } as ICredentialDataDecryptedObject),
						times,
						() => call.isNext(simulator.journal, waiting),
					)
				: new CredentialStore(data),
	});
	return { ...ran, ending: endingOf(ran.finished, call.node(waiting), waiting) };
}

/** How a run ended, by what the next node got. */
function endingOf(finished: FinishedRun, node: string, waiting: boolean): Ending {
	const { error } = finished;
	if (error) {
		const code = 'httpCode' in error ? Number(error.httpCode ?? 0) : 0;
		if (error.name === 'NodeOperationError') return 'refused';
		return code >= 300 ? `error: ${code}` : 'error: no answer';
	}
	const [output = {}] = finished.json(node);
	if ('found' in output)
		return output.found === null ? 'not known' : output.found ? 'found' : 'not found';
	// What Register puts out, and the fields of a schema, if there are any.
	if (!('status' in output) && !('outcome' in output)) return 'done';
	const { status = output.fileStatus ?? output.outcome, timedOut, recovered } = output;
	if (timedOut) return 'timed out';
	// Without waiting it does not matter how far Gong is.
	if (recovered && !waiting) return 'recovered';
	if (status === 'DONE') return recovered ? 'recovered, done' : 'done';
	return status === 'SUBMITTED' || status === 'pending' ? 'submitted' : 'unknown status';
}
