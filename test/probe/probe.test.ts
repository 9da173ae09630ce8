import fc from 'fast-check';
import { start, stopAll } from '../simulator/simulators';
import type { SimulatorOptions, Switches } from '../simulator/startSimulator';
import { SWITCH_NAMES, SWITCHES, type SwitchName, valuesOf } from '../simulator/switches';
import { type Ask, CONSENT, hasConsent, readAccess, whatItDoes } from './consent';
import { cleanUp, probe, type ProbeOptions } from './probe';
import { asIssue, asSwitches } from './report';
import { PATIENCE, PROBE_NAME } from './sandbox';

afterEach(stopAll);
afterEach(() => jest.restoreAllMocks());

/** Simulators and the probe share this time, which only goes on when the probe waits. */
function virtualClock() {
	let time = Date.parse('2026-05-01T12:00:00Z');
	jest.spyOn(Date, 'now').mockImplementation(() => time);
	return {
		now: () => time,
		sleep: async (milliseconds: number) => {
			time += milliseconds;
			await Promise.resolve();
		},
	};
}

/** A company without an integration, and the limits that Gong has. */
async function startEmpty(options: SimulatorOptions = {}) {
	const clock = virtualClock();
	const simulator = await start({ integrations: [], limits: {}, ...options });
	const lines: string[] = [];
	const { url: baseUrl, accessKey, accessKeySecret } = simulator;
	const given: ProbeOptions = {
		account: { baseUrl, accessKey, accessKeySecret, clock },
		ownerEmail: 'owner@example.com',
		// The longer the pauses, the fewer the calls of a test.
		patience: { ...PATIENCE, firstPause: 10_000 },
		print: (line) => lines.push(line),
	};
	return { simulator, given, lines, clock };
}

async function findingsWith(options: Partial<Switches>) {
	const { simulator, given } = await startEmpty(options);
	const findings = await probe(given);
	expect(simulator.integrations()).toEqual([]);
	await simulator.stop();
	return Object.fromEntries(findings.map(({ about, position }) => [about, position]));
}

/** What the probe has no question for. It stands as it does by default. */
const notAsked: readonly SwitchName[] = [
	'statusOnceGone',
	'goneWhen',
	'listsPicklistValues',
	'listsReferenceTargets',
	'emptySchema',
	'removedPicklistValues',
	'scopeNotOffered',
	'tokenScopesSeparatedBy',
	'emailIdCase',
	'absentObjects',
];
const asked = SWITCH_NAMES.filter((name) => !notAsked.includes(name));
const defaults = Object.fromEntries(asked.map((name) => [name, valuesOf(name)[0]]));
const otherPositions = asked.flatMap((name) =>
	valuesOf(name)
		.slice(1)
		.map((value) => ({ name, value })),
);

describe('the probe of a Gong account', () => {
	test.each(otherPositions)('finds $name at $value', async ({ name, value }) => {
		expect(await findingsWith({ [name]: value })).toEqual({ ...defaults, [name]: value });
	});

	test('finds every switch at its default', async () => {
		expect(await findingsWith({})).toEqual(defaults);
	});

	test('finds all switches together, and leaves open only what cannot be observed', async () => {
		const anyPositions = fc.record(
			Object.fromEntries(asked.map((name) => [name, fc.constantFrom(...valuesOf(name))])),
		) as fc.Arbitrary<Switches>;
		await fc.assert(
			fc.asyncProperty(anyPositions, async (switches) => {
				const found = await findingsWith(switches);
				// Where every deletion is accepted, Gong never has two things to say of which one comes first.
				const cannotBeSeen =
					switches.absentIntegration === 'accept' && switches.beingDeletedIntegration === 'accept';
				expect(found).toEqual({
					...switches,
					...(cannotBeSeen && { usedIdCheckedFirst: undefined }),
				});
			}),
			{ numRuns: 10 },
		);
	}, 120_000);

	test('reports when Gong does something that no switch covers', async () => {
		const { simulator, given } = await startEmpty();
		simulator.addFault({ kind: 'status', status: 418, on: 'POST /v2/crm/entity-schema', times: 1 });
		const findings = await probe(given);

		expect(findings).toContainEqual({
			about: 'schemaStatus',
			position: undefined,
			seen: expect.stringContaining('418') as string,
		});
		expect(findings).toContainEqual({
			about: 'schemaFieldName',
			position: undefined,
			seen: expect.stringContaining('not in the schema') as string,
		});
		expect(findings.filter(({ position }) => position === undefined)).toHaveLength(2);
	});

	test('waits for a deletion that takes a day', async () => {
		const { simulator, given, clock } = await startEmpty({ deleteTakes: 86_400_000 });
		const before = clock.now();
		const findings = await probe(given);

		expect(findings.filter(({ position }) => position === undefined)).toEqual([]);
		expect(clock.now() - before).toBeGreaterThan(86_400_000);
		expect(simulator.journal.length).toBeLessThan(1000);
	});
});

describe('the Gong account used for a probe', () => {
	const integrations = [{ name: 'Acme CRM', ownerEmail: 'crm-admin@example.com' }];
	test('is refused when it has an integration that the probe did not create', async () => {
		const { simulator, given } = await startEmpty({ integrations });

		await expect(probe(given)).rejects.toThrow('The account has the integration “Acme CRM”');
		await expect(cleanUp(given)).rejects.toThrow('was not made by a probe');
		expect(simulator.journal.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	test('is left without the integration when the probe has to give up', async () => {
		const { simulator, given } = await startEmpty();
		simulator.addFault({ kind: 'reset', on: 'POST /v2/crm/entity-schema', times: 1 });

		await expect(probe(given)).rejects.toThrow(/ECONNRESET|socket hang up/);
		expect(simulator.deletions()).toMatchObject([{ status: 'DONE' }]);
		expect(simulator.integrations()).toEqual([]);
	});

	test('is left without the integration when the answer to its registration was lost', async () => {
		const { simulator, given } = await startEmpty();
		simulator.addFault({ kind: 'lostAnswer', on: 'PUT /v2/crm/integrations', times: 1 });

		await probe(given);
		expect(simulator.integrations()).toEqual([]);
	});

	test('can be cleaned up after a probe that was terminated', async () => {
		const { simulator, given, lines } = await startEmpty();
		simulator.addIntegration({ name: `${PROBE_NAME} 1234abcd`, ownerEmail: 'owner@example.com' });

		await expect(probe(given)).rejects.toThrow('--clean-up');
		expect(await cleanUp(given)).toBe(true);
		expect(simulator.integrations()).toEqual([]);
		expect(lines).toEqual(['Deleted the integration.']);
		expect(await cleanUp(given)).toBe(false);
	});

	test('is reported when Gong does not delete its integration', async () => {
		const { given } = await startEmpty({ outcome: 'FAILED' });

		await expect(probe(given)).rejects.toThrow('may still be there: The deletion ended FAILED');
	});

	test('gets no more than three calls a second', async () => {
		const { simulator, given } = await startEmpty();
		await probe(given);

		expect(simulator.journal.filter(({ status }) => status === 429)).toEqual([]);
		expect(simulator.journal.length).toBeGreaterThan(50);
	});

	test('is called again later when others use up its rate limit', async () => {
		const { simulator, given } = await startEmpty();
		simulator.addFault({ kind: 'status', status: 429, skip: 5, times: 2 });

		const findings = await probe(given);
		expect(findings.filter(({ position }) => position === undefined)).toEqual([]);
	});
});

describe('the output of a probe', () => {
	const findings = [
		{
			about: 'absentIntegration' as const,
			position: 404,
			seen: '404, “No 5517027188234205706 | x”',
		},
		{ about: 'leavesListWhen' as const, position: 'done', seen: 'as owner@example.com saw' },
		{ about: 'nullClears' as const, position: undefined, seen: 'FAILED' },
	];

	test('is options of the simulator', () => {
		expect(asSwitches(findings).split('\n')).toEqual([
			'startSimulator({',
			'\tabsentIntegration: 404, // not the default',
			"\tleavesListWhen: 'done',",
			'});',
		]);
	});

	test('is a text for an issue that does not reveal the account', () => {
		const issue = asIssue(findings, '2026-05-01', ['owner@example.com', '']);

		expect(issue).toContain(
			`| \`absentIntegration\` | ${SWITCHES.absentIntegration.about} | 404 | 404, “No … \\| x” |`,
		);
		expect(issue).toContain('| ? | FAILED |');
		expect(issue).not.toMatch(/owner@example|5517027188234205706/);
	});

	test('never contains the access key, and its issue text no ID, in a whole run', async () => {
		const { simulator, given, lines } = await startEmpty();
		const issue = asIssue(await probe(given), '2026-05-01', [given.ownerEmail]);
		const text = [issue, ...lines].join('\n');

		for (const { integrationId } of simulator.deletions())
			expect(issue).not.toContain(integrationId);
		expect(text).not.toContain(given.account.accessKey);
		expect(text).not.toContain(given.account.accessKeySecret);
	});
});

describe('the person who runs a probe', () => {
	/** Gives these answers, and keeps the questions. */
	function person(...answers: string[]) {
		const asked: Array<{ question: string; hidden: boolean }> = [];
		const ask: Ask = async (question, { hidden } = { hidden: false }) => {
			asked.push({ question, hidden });
			return await Promise.resolve(answers.shift() ?? '');
		};
		return { ask, asked };
	}

	test('is asked for what the environment does not have, secrets without echo', async () => {
		const { ask, asked } = person('https://us-1.api.gong.io/', 'secret');

		expect(await readAccess({ GONG_ACCESS_KEY: 'key' }, ask)).toEqual({
			baseUrl: 'https://us-1.api.gong.io',
			accessKey: 'key',
			accessKeySecret: 'secret',
		});
		expect(asked.map(({ hidden }) => hidden)).toEqual([false, true]);
	});

	test('cannot send a secret over an unencrypted connection', async () => {
		const { ask, asked } = person();

		await expect(readAccess({ GONG_BASE_URL: 'http://api.gong.io' }, ask)).rejects.toThrow('https');
		expect(asked).toEqual([]);
	});

	test.each([
		[CONSENT, true],
		['', false],
		['yes', false],
		['Probe this account', false],
	])('agrees by typing “%s”: %p', async (typed, agreed) => {
		const { ask, asked } = person(typed);

		expect(await hasConsent(whatItDoes('https://api.gong.io'), ask)).toBe(agreed);
		expect(asked[0].question).toContain('behind https://api.gong.io. Use a sandbox');
	});
});
