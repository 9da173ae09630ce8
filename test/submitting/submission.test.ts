import fc from 'fast-check';
import { type IDataObject, sleep } from 'n8n-workflow';
import { runOn } from '../harness/runs';
import type { FinishedRun } from '../harness/runWorkflow';
import { onVirtualTime } from '../harness/virtualTime';
import { deletion } from '../harness/workflows';
import { saysNothingStarted } from '../faults/invariants';
import { throughEngine } from '../faults/seeded';
import { anyWorld, open, type World } from '../faults/worlds';
import { type Client, connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { valuesOf } from '../simulator/switches';
import { byId } from '../workflows/nodes';

afterEach(stopAll);

const integrationId = '5517027188234205706';
const elsewhere = '9007199254740993';
const OWN = 'my-own';
const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** How long a deletion takes at Gong, in ms. */
const TAKES = 20 * SECOND;

/** What a builder does, and what happens to it. */
interface Story {
	/** The client request ID: made, or the builder's own, which was new or had been used. */
	id: 'made' | 'own, new' | 'own, of a deletion' | 'own, of an upload' | 'own, of another';
	/** Somebody else has just begun to delete the integration. */
	rival: boolean;
	/** How many answers to the deletion are lost; all five of a try, and Gong is not to be asked then. */
	lost: 0 | 1 | 5;
	/** How the node is tried a second time, if the first has ended with an error. */
	again: 'Retry On Fail' | 'by another worker' | 'from the list';
	/** When, in ms. */
	after: number;
	waits: boolean;
	outcome: 'DONE' | 'FAILED';
	expectedName: boolean;
	ifNotFound: 'error' | 'succeed';
	ifRequestIdUsed: 'track' | 'error';
}

const plain: Story = {
	id: 'made',
	rival: false,
	lost: 0,
	again: 'from the list',
	after: SECOND,
	waits: false,
	outcome: 'DONE',
	expectedName: false,
	ifNotFound: 'error',
	ifRequestIdUsed: 'track',
};

/** What was there when a try had ended. */
interface Tried {
	run: FinishedRun;
	/** Deletions that this try has had registered, by their client request ID. */
	registered: string[];
	exists: boolean;
	isListed: boolean;
}

const isOurs = (integration: { integrationId: string }) =>
	integration.integrationId === integrationId;

async function isListed(gong: Client): Promise<boolean> {
	const { data } = await gong.list();
	return data.includes(integrationId);
}

/** Plays a story in one of Gong's possible worlds. */
async function play(story: Story, world: Partial<World>) {
	const simulator = await start({
		...world,
		deleteTakes: TAKES,
		uploadTakes: SECOND,
		outcome: story.outcome,
		oneIntegrationAtATime: false,
		integrations: [
			{ integrationId, name: 'Acme CRM', ownerEmail: 'a@example.com' },
			{ integrationId: elsewhere, name: 'Other', ownerEmail: 'a@example.com' },
		],
	});
	const gong = connect(simulator);
	const tries: Tried[] = [];
	await onVirtualTime(async () => {
		await usedBefore(story, gong);
		const before = simulator.journal.length;
		for (let lost = 0; lost < story.lost; lost++)
			simulator.addFault({ on: 'DELETE /v2/crm/integrations', kind: 'lostAnswer' });
		// Otherwise the question after it would bring what is lost.
		if (story.lost === 5)
			simulator.addFault({ on: 'GET /v2/crm/request-status', kind: 'status', status: 503 });
		const establishedAt = Date.now();
		const attempt = async (executionId: string, mode?: 'retry') => {
			const from = simulator.deletions().length;
			const run = await runOn(simulator, workflowOf(story), { executionId, establishedAt, mode });
			tries.push({
				run,
				registered: simulator
					.deletions()
					.slice(from)
					.map(({ clientRequestId }) => clientRequestId),
				exists: simulator.integrations().some(isOurs),
				isListed: await isListed(gong),
			});
		};
		await attempt('first');
		if (tries[0].run.error && story.again !== 'Retry On Fail') {
			await sleep(story.after);
			await attempt(
				story.again === 'from the list' ? 'second' : 'first',
				story.again === 'from the list' ? 'retry' : undefined,
			);
		}
		expect(simulator.journal.length).toBeGreaterThan(before);
	});
	return { simulator, tries };
}

/** Sees to it that the own ID was used, and that somebody else is at work. */
async function usedBefore({ id, rival }: Story, gong: Client): Promise<void> {
	if (id === 'own, of a deletion') await gong.remove(integrationId, OWN);
	if (id === 'own, of another') await gong.remove(elsewhere, OWN);
	if (id === 'own, of an upload') {
		await gong.upload({ integrationId, objectType: 'ACCOUNT', clientRequestId: OWN }, [
			{ objectId: '1', modifiedDate: '2026-11-25T12:00:00Z' },
		]);
		await sleep(2 * SECOND);
	}
	if (rival) await gong.remove(integrationId, 'of-somebody-else');
}

const workflowOf = (story: Story) =>
	deletion({
		parameters: {
			integrationId: byId(integrationId),
			waitForCompletion: story.waits,
			waitOptions: { suspend: false, maxWaitHours: 1 / 6 },
			options: {
				clientRequestId: story.id === 'made' ? '' : OWN,
				...(story.expectedName && { expectedName: 'Acme CRM' }),
				ifNotFound: story.ifNotFound,
				ifRequestIdUsed: story.ifRequestIdUsed,
			},
		},
		node: {
			retryOnFail: story.again === 'Retry On Fail',
			maxTries: 2,
			waitBetweenTries: Math.min(story.after, 5000),
		},
	});

/**
 * Gong says `PENDING` of any ID, and to the deletion what it would say to a second one of ours, because
 * somebody else deletes the integration or has used the ID: 409, or any no after an answer that was
 * lost. Nothing tells whether ours is registered.
 */
const cannotBeTold = ({ id, rival, lost }: Story, world: Partial<World>): boolean => {
	if (world.unknownRequest !== 'PENDING') return false;
	if (lost > 0) return rival || id === 'own, of another';
	return rival && (world.beingDeletedIntegration === 409 || world.absentIntegration === 409);
};

/** What a story has broken; empty = all is well. */
function broken(
	story: Story,
	world: Partial<World>,
	{ simulator, tries }: { simulator: Simulator; tries: Tried[] },
): string[] {
	const found: string[] = [];
	const must = (holds: boolean, rule: string) => {
		if (!holds) found.push(rule);
	};
	const made = tries.flatMap(({ registered }) => registered);
	const deletions = simulator.deletions().filter(isOurs);
	const ours = deletions.filter(({ clientRequestId }) => made.includes(clientRequestId));
	for (const [index, next] of ours.slice(1).entries()) {
		const end = Date.parse(ours[index].registeredAt) + TAKES;
		must(
			ours[index].status === 'FAILED' && end <= Date.parse(next.registeredAt),
			'a deletion was started while another was running, or had done its work',
		);
	}
	must(
		story.id !== 'own, of a deletion' || made.length === 0,
		'a deletion was started under an ID that has one',
	);
	for (const { run, registered, exists, isListed: listed } of tries) {
		const { error } = run;
		const words = [
			error?.message,
			error && 'description' in error ? error.description : '',
			...run.hints('Delete'),
		].join(' ');
		// With Retry On Fail, the words are those of the last try, and it registers what both have.
		if (story.again !== 'Retry On Fail')
			must(
				!saysNothingStarted(words) || registered.length === 0,
				`it has started something, and says: ${words}`,
			);
		must(
			!/has no integration/.test(words) || !listed,
			`the integration is in the list, and it says: ${words}`,
		);
		for (const output of run.json('Delete')) {
			must(
				output.deleted !== true || !exists || !listed,
				'an output says deleted, and Gong has the integration, and lists it',
			);
			must(
				isRegistered(output, simulator, story) || cannotBeTold(story, world),
				'nothing is registered',
			);
			must(
				output.recovered !== true || output.submittedAt === null,
				'what was recovered has no time of submission',
			);
			must(
				output.status !== 'SUBMITTED' ||
					output.recovered === true ||
					registered.includes(String(output.clientRequestId)),
				'what was submitted now is registered now',
			);
		}
	}
	return found;
}

/** Whether what an output speaks of is known to Gong. */
const isRegistered = (
	{ clientRequestId, alreadyGone }: IDataObject,
	simulator: Simulator,
	{ id }: Story,
): boolean =>
	alreadyGone === true ||
	simulator.deletions().some((one) => isOurs(one) && one.clientRequestId === clientRequestId) ||
	(id === 'own, of an upload' &&
		simulator.uploads().some((one) => one.clientRequestId === clientRequestId));

const show = (story: Story, world: Partial<World>): string =>
	JSON.stringify({
		...Object.fromEntries(
			Object.entries(story).filter(([key, value]) => value !== plain[key as keyof Story]),
		),
		...world,
	});

/** Worlds that differ from the default in one thing, and the default. */
const worlds: Array<Partial<World>> = [
	{},
	...open.flatMap((name) =>
		valuesOf(name)
			.slice(1)
			.map((value) => ({ [name]: value }) as Partial<World>),
	),
];

const ids = [
	'made',
	'own, new',
	'own, of a deletion',
	'own, of an upload',
	'own, of another',
] as const;

/** What may happen in each of them. */
const changes: Array<Partial<Story>> = [
	{},
	{ waits: true },
	{ waits: true, outcome: 'FAILED' },
	{ waits: true, rival: true },
	{ lost: 1 },
	{ lost: 1, expectedName: true, ifRequestIdUsed: 'error' },
	{ lost: 5, again: 'Retry On Fail' },
	{ lost: 5, again: 'by another worker', expectedName: true },
	{ lost: 5, ifNotFound: 'succeed' },
	{ lost: 5, after: MINUTE },
];

describe.each(worlds.map((world) => [JSON.stringify(world), world] as const))(
	'a submission where Gong is %s',
	(_, world) => {
		test.each(ids)(
			'with a client request ID that is %s ends correctly for every sequence of answers',
			async (id) => {
				const found: string[] = [];
				for (const change of changes) {
					const story: Story = { ...plain, id, ...change };
					for (const rule of broken(story, world, await play(story, world)))
						found.push(`${rule} ${show(story, world)}`);
					await stopAll();
				}
				expect(found).toEqual([]);
			},
		);
	},
);

const anyStory = fc.record<Story>({
	id: fc.constantFrom(...ids),
	rival: fc.boolean(),
	lost: fc.constantFrom(0, 1, 5),
	again: fc.constantFrom('Retry On Fail', 'by another worker', 'from the list'),
	after: fc.constantFrom(SECOND, 10 * SECOND, 5 * MINUTE),
	waits: fc.boolean(),
	outcome: fc.constantFrom('DONE', 'FAILED'),
	expectedName: fc.boolean(),
	ifNotFound: fc.constantFrom('error', 'succeed'),
	ifRequestIdUsed: fc.constantFrom('track', 'error'),
});

test('a submission ends correctly for any mixture of these, in any world', async () => {
	await fc.assert(
		fc.asyncProperty(anyStory, anyWorld, async (story, world) => {
			const found = broken(story, world, await play(story, world));
			await stopAll();
			expect(found).toEqual([]);
		}),
		{ ...throughEngine, numRuns: 200 },
	);
}, 240_000);
