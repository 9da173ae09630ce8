import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { type CredentialData, CredentialStore } from '../harness/credentialStore';
import { runOn } from '../harness/runs';
import type { FinishedRun } from '../harness/runWorkflow';
import { onVirtualTime } from '../harness/virtualTime';
import { credentialsFor, gongCrm } from '../harness/workflows';
import { byId } from '../workflows/nodes';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const REFRESH = '/oauth2/generate-customer-token';
const STATUS = '/v2/crm/request-status';

afterEach(stopAll);

/** Reads and writes what all runs share, as n8n's database does. */
class SharedStore extends CredentialStore {
	constructor(private readonly shared: CredentialData) {
		super(shared);
	}

	override async getDecrypted(
		...[additionalData, node, type]: Parameters<CredentialStore['getDecrypted']>
	): Promise<ICredentialDataDecryptedObject> {
		const read = structuredClone(this.shared);
		return await new CredentialStore(read).getDecrypted(additionalData, node, type);
	}
}

/** Thirty executions that ask for a status at once, with one credential whose token has expired. */
async function thirty(simulator: Simulator): Promise<FinishedRun[]> {
	const shared = credentialsFor(simulator);
	simulator.expireTokens();
	return await onVirtualTime(
		async () =>
			await Promise.all(
				Array.from(
					{ length: 30 },
					async (_, index) =>
						await runOn(
							simulator,
							gongCrm('request', 'getStatus', {
								parameters: {
									authentication: 'oAuth2',
									integrationId: byId('5517027188234205706'),
									clientRequestId: `request-${index}`,
								},
							}),
							{ credentials: shared, openStore: () => new SharedStore(shared) },
						),
				),
			),
		() => simulator.waiting(),
	);
}

test('thirty executions with one expired token that come together refresh it once', async () => {
	const simulator = await start({ limits: { perSecond: 3, perDay: 10_000 } });
	await thirty(simulator);
	const statuses = simulator.calls('GET', STATUS).map(({ status }) => status);
	expect(simulator.calls('POST', REFRESH).map(({ status }) => status)).toEqual([200]);
	// Gong does not know the requests, and said so to everybody: nobody was left without a token.
	expect(statuses.filter((status) => status !== 401)).toEqual(Array(30).fill(statuses.at(-1)));
	// Three start at once, and n8n's own first try of a second call may have the old token too.
	expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(6);
});
