import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { runOn } from '../harness/runs';
import type { FinishedRun } from '../harness/runWorkflow';
import { credentialsFor, deletion } from '../harness/workflows';
import type { Simulator } from '../simulator/startSimulator';

/** Runs a deletion with a credential of the simulator’s in which something is changed. */
export async function deleteWith(
	simulator: Simulator,
	authentication: 'accessKey' | 'oAuth2',
	change: Record<string, unknown>,
): Promise<FinishedRun> {
	const credentials = credentialsFor(simulator);
	const type = authentication === 'accessKey' ? 'gongCrmApi' : 'gongCrmOAuth2Api';
	credentials[type] = { ...credentials[type], ...change } as ICredentialDataDecryptedObject;
	return await runOn(simulator, deletion({ parameters: { authentication } }), { credentials });
}
