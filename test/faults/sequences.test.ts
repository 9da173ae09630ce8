import fc from 'fast-check';
import { credentialsFor, deletion } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { FaultKind } from '../simulator/startSimulator';
import { expectedName, integrationId } from './calls';
import { fine, happenings, happenTo } from './happenings';
import { brokenInvariants, runToJudge } from './invariants';
import { startOtherHost } from './otherHost';
import { planted } from './secrets';
import { printRuns, throughEngine } from './seeded';
import { anyWorld, usual, type World } from './worlds';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

/** In ms. */
const MAX_WAIT = 5 * 60_000;

interface Choices {
	authentication: 'accessKey' | 'oAuth2';
	waitForCompletion: boolean;
	onError: 'stopWorkflow' | 'continueErrorOutput';
	expectedName: string;
	clientRequestId: string;
	ifNotFound: 'error' | 'succeed';
	ifRequestIdUsed: 'track' | 'error';
	/** Expired tokens are refreshed on the way. */
	expired: boolean;
	/** How long the deletion takes at Gong, in ms. */
	takes: number;
	outcome: 'DONE' | 'FAILED';
}

const plain: Choices = {
	authentication: 'accessKey',
	waitForCompletion: false,
	onError: 'stopWorkflow',
	expectedName: '',
	clientRequestId: '',
	ifNotFound: 'error',
	ifRequestIdUsed: 'track',
	expired: false,
	takes: 60_000,
	outcome: 'DONE',
};

const choices = fc.record<Choices>({
	authentication: fc.constantFrom('accessKey', 'oAuth2'),
	waitForCompletion: fc.boolean(),
	onError: fc.constantFrom('stopWorkflow', 'continueErrorOutput'),
	expectedName: fc.constantFrom('', expectedName),
	clientRequestId: fc.constantFrom('', 'my-own'),
	ifNotFound: fc.constantFrom('error', 'succeed'),
	ifRequestIdUsed: fc.constantFrom('track', 'error'),
	expired: fc.boolean(),
	takes: fc.constantFrom(0, 5000, 60_000, 3_600_000),
	outcome: fc.constantFrom('DONE', 'FAILED'),
});

/** Cases that once broke an invariant. */
const kept: Array<[FaultKind[], Choices, World]> = [
	// Gone from the list as soon as its deletion is requested, and still there.
	[
		[fine, { kind: 'lostAnswer' }],
		{ ...plain, expectedName, ifNotFound: 'succeed' },
		{ ...usual, leavesListWhen: 'requested', unknownRequest: 'PENDING' },
	],
];

test('the invariants hold for any sequence of faults during a run', async () => {
	const otherHost = await startOtherHost();
	const property = fc.asyncProperty(happenings, choices, anyWorld, async (kinds, chosen, world) => {
		const simulator = await start({
			...planted,
			...world,
			deleteTakes: chosen.takes,
			outcome: chosen.outcome,
		});
		const credentials = credentialsFor(simulator);
		happenTo(simulator, kinds, chosen.authentication, otherHost);
		if (chosen.expired) simulator.expireTokens();

		const { authentication, onError, waitForCompletion } = chosen;
		const ran = await runToJudge(simulator, {
			workflow: deletion({
				parameters: {
					authentication,
					integrationId: byId(integrationId),
					waitForCompletion,
					waitOptions: { maxWaitHours: MAX_WAIT / 3_600_000, suspend: false },
					options: {
						expectedName: chosen.expectedName,
						clientRequestId: chosen.clientRequestId,
						ifNotFound: chosen.ifNotFound,
						ifRequestIdUsed: chosen.ifRequestIdUsed,
					},
				},
				node: { onError },
			}),
			credentials,
		});
		const broken = brokenInvariants(
			{ ...ran, elsewhere: otherHost.take() },
			{ wait: waitForCompletion ? MAX_WAIT : 0, oAuth: authentication === 'oAuth2', deletions: 1 },
		);
		await stopAll();
		expect(broken).toEqual([]);
		// One item in, one item or one error out.
		const { finished } = ran;
		const items = [0, 1].flatMap((output) => finished.json('Delete', output));
		expect(items.length + (finished.error ? 1 : 0)).toBe(1);
	});
	await fc.assert(property, { ...throughEngine, examples: kept });
	printRuns('any sequence of faults');
	await otherHost.stop();
}, 240_000);
