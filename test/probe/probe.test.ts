import fc from 'fast-check';
import { stopAll } from '../simulator/simulators';
import type { Switches } from '../simulator/startSimulator';
import { resolveSwitches, SWITCH_NAMES, type SwitchName, valuesOf } from '../simulator/switches';
import { toMultipart } from '../../nodes/gong/multipart';
import type { ProbeRun } from '../recorded/runs';
import { partHeadersOf } from './calls';
import { type Ask, CONSENT, hasConsent, readAccess, whatItDoes } from './consent';
import { cleanUp, probe } from './probe';
import { NOT_ASKED, PARTS, QUESTIONS } from './questions';
import { PROBE_NAME } from './sandbox';
import { probeSimulator, startEmpty } from './simulatedAccount';

afterEach(stopAll);

/** What does something at the call of this number, from 1, and nothing at others. */
function oneTime(act: () => void, number: number) {
	let calls = 0;
	return () => {
		calls += 1;
		if (calls === number) act();
	};
}

const positionsOf = ({ findings }: ProbeRun) =>
	Object.fromEntries(findings.map(({ about, position }) => [about, position]));

const asked = SWITCH_NAMES.filter((name) => name in QUESTIONS);
const defaults = resolveSwitches({});

/** Nothing is to be seen of a deletion after its end. */
const soonGone = { leavesListWhen: 'done', statusOnceGone: 'readable' } as const;

/** What a probe can see of switches that stand so: `null` where their position makes no difference. */
function visible(switches: Switches) {
	const { statusOnceGone, leavesListWhen, absentIntegration, beingDeletedIntegration } = switches;
	return {
		...switches,
		...Object.fromEntries(Object.keys(NOT_ASKED).map((name) => [name, null])),
		// Statuses that stay readable are never gone, and at one moment two things have no order.
		...((statusOnceGone === 'readable' || leavesListWhen === 'done') && { goneWhen: null }),
		// Where every deletion is accepted, Gong never has two things to say of which one comes first.
		...(absentIntegration === 'accept' &&
			beingDeletedIntegration === 'accept' && { usedIdCheckedFirst: null }),
	};
}

/** What has to stand beside a position for it to make a difference. */
const beside: Partial<Record<SwitchName, Partial<Switches>>> = {
	goneWhen: { statusOnceGone: 404, leavesListWhen: 'later' },
};
const positions = asked.flatMap((name) =>
	valuesOf(name).map((value) => ({ name, value, options: { ...beside[name], [name]: value } })),
);

describe('the probe of a Gong account', () => {
	test.each(positions)('finds $name at $value', async ({ name, value, options }) => {
		const found = positionsOf(await probeSimulator(options));

		expect(found[name]).toBe(visible({ ...defaults, ...options })[name]);
		expect([value, null]).toContain(found[name]);
		expect(found).toEqual(visible({ ...defaults, ...options }));
	});

	test('finds a position of every switch that it asks about, of each of its values', () => {
		const seen = positions.filter(
			({ name, value, options }) => visible({ ...defaults, ...options })[name] === value,
		);

		expect(seen).toHaveLength(positions.length);
	});

	test('asks about every switch, or says why it cannot', async () => {
		const { findings } = await probeSimulator();

		expect(findings.map(({ about }) => about).sort()).toEqual([...SWITCH_NAMES].sort());
		for (const { position, seen } of findings)
			if (position === null) expect(seen).toMatch(/\w+ \w+/);
		expect(Object.values(NOT_ASKED)).toEqual(
			findings.filter(({ about }) => about in NOT_ASKED).map(({ seen }) => seen),
		);
	});

	test('asks in the order of what matters', async () => {
		const { findings, exchanges } = await probeSimulator();

		expect(findings.slice(0, 9).map(({ about }) => about)).toEqual([
			'dataFilePart',
			'statusReadable',
			'beingDeletedIntegration',
			'leavesListWhen',
			'statusOnceGone',
			'goneWhen',
			'usedIdCheckedFirst',
			'absentIntegration',
			'requestIdsUniquePer',
		]);
		const parts = exchanges.filter(({ call }) => call.part).map(({ call }) => call.part?.join());
		expect(parts[0]).not.toContain('Content-Type');
		expect(parts[1]).toContain('Content-Type');
	});

	test('tries the part with the file as the nodes send it', () => {
		const headers = partHeadersOf(toMultipart([Buffer.from('{}')], '00'));

		expect(Object.values(PARTS)).toContainEqual(headers);
	});

	test('finds all switches together, and leaves open only what cannot be observed', async () => {
		const anyPositions = fc.record(
			Object.fromEntries(asked.map((name) => [name, fc.constantFrom(...valuesOf(name))])),
		) as fc.Arbitrary<Switches>;
		await fc.assert(
			fc.asyncProperty(anyPositions, async (switches) => {
				const found = positionsOf(await probeSimulator(switches));
				expect(found).toEqual(visible({ ...defaults, ...switches }));
			}),
			{ numRuns: 10 },
		);
	}, 120_000);

	test('reports when Gong does something that no switch covers', async () => {
		const { simulator, given } = await startEmpty();
		simulator.addFault({ kind: 'status', status: 418, on: 'POST /v2/crm/entity-schema', times: 1 });
		const { findings } = (await probe(given)).run;

		const seenOf = (name: string) => findings.find(({ about }) => about === name);
		expect(seenOf('schemaStatus')).toMatchObject({
			position: null,
			seen: expect.stringContaining('418') as string,
		});
		expect(seenOf('schemaFieldName')).toMatchObject({
			position: null,
			seen: expect.stringContaining('not in the schema') as string,
		});
		expect(seenOf('nullClears')).toMatchObject({ position: true });
	});

	test('waits for a deletion that takes a day', async () => {
		const { simulator, given, clock } = await startEmpty({ ...soonGone, deleteTakes: 86_400_000 });
		const before = clock.now();
		const { run } = await probe(given);

		expect(positionsOf(run)).toEqual(visible({ ...defaults, ...soonGone }));
		expect(clock.now() - before).toBeGreaterThan(86_400_000);
		expect(simulator.journal.length).toBeLessThan(1500);
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

	test.each([
		'GET /v2/crm/request-status',
		'POST /v2/crm/entities',
		'GET /v2/crm/entities',
		'POST /v2/crm/entity-schema',
	] as const)(
		'is left without an integration when Gong fails at every %s of one question',
		async (on) => {
			const { simulator, given } = await startEmpty();
			simulator.addFault({ kind: 'status', status: 500, on, times: 5 });

			const { run, left } = await probe(given);
			expect(left).toBeNull();
			expect(run.findings).toContainEqual(
				expect.objectContaining({ position: null, seen: 'Gong answered 500' }),
			);
			expect(run.findings.filter(({ seen }) => seen === 'Gong answered 500').length).toBeLessThan(
				5,
			);
			expect(simulator.integrations()).toEqual([]);
		},
	);

	test('is left without an integration when the probe cannot go on', async () => {
		const { simulator, given } = await startEmpty();
		const print = () => {
			throw new Error('no space left on device');
		};

		const { run, left } = await probe({ ...given, print: oneTime(print, 2) });
		expect({ left, endedEarly: run.endedEarly }).toEqual({
			left: null,
			endedEarly: 'no space left on device',
		});
		expect(simulator.deletions()).toMatchObject([{ status: 'DONE' }]);
		expect(simulator.integrations()).toEqual([]);
	});

	test.each([1, 3, 5, 9, 15])(
		'is left without an integration when somebody stops the probe after %d lines',
		async (count) => {
			const { simulator, given } = await startEmpty(soonGone);
			const stop = new AbortController();
			const print = oneTime(() => stop.abort(), count);

			const { run, left } = await probe({ ...given, print, signal: stop.signal });
			expect({ left, endedEarly: run.endedEarly }).toEqual({
				left: null,
				endedEarly: 'It was stopped.',
			});
			expect(run.findings.filter(({ seen }) => seen === 'It was not asked.')).not.toEqual([]);
			expect(simulator.deletions().length).toBeGreaterThan(0);
			expect(simulator.integrations()).toEqual([]);
		},
	);

	test('is not waited for by somebody who stops the probe while Gong takes a day', async () => {
		const { simulator, given, clock } = await startEmpty({ deleteTakes: 86_400_000 });
		const stop = new AbortController();
		const before = clock.now();

		const { left } = await probe({
			...given,
			print: oneTime(() => stop.abort(), 2),
			signal: stop.signal,
		});
		expect(left).toContain('Gong has accepted its deletion and has not finished it');
		expect(clock.now() - before).toBeLessThan(60_000);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test('is not waited for by somebody who stops the probe during its last deletion', async () => {
		const { simulator, given, clock } = await startEmpty({ ...soonGone, deleteTakes: 86_400_000 });
		const stop = new AbortController();
		let stopped = 0;
		const sleep = async (ms: number) => {
			await clock.sleep(ms);
			if (simulator.deletions().length > 1 && ms > 300_000 && isLast && !stop.signal.aborted) {
				stop.abort();
				stopped = clock.now();
			}
		};
		let isLast = false;
		const print = (line: string) => {
			isLast ||= line.startsWith('absentObjects');
		};

		const { run, left } = await probe({
			...given,
			account: { ...given.account, clock: { now: clock.now, sleep } },
			print,
			signal: stop.signal,
		});
		expect(stopped).toBeGreaterThan(0);
		expect(clock.now() - stopped).toBeLessThan(30_000);
		expect(left).toContain('Gong has accepted its deletion and has not finished it');
		expect(positionsOf(run)).toEqual(visible({ ...defaults, ...soonGone }));
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

		const { run, left } = await probe(given);
		expect(left).toContain('may still be there: the deletion ended FAILED');
		expect(run.endedEarly).toBe(left);
		expect(positionsOf(run)).toMatchObject({
			dataFilePart: 'without content type',
			leavesListWhen: null,
		});
	});

	test('is not asked anything when Gong does not let the probe register', async () => {
		const { simulator, given } = await startEmpty();
		simulator.addFault({ kind: 'status', status: 409, on: 'PUT /v2/crm/integrations', times: 1 });

		await expect(probe(given)).rejects.toThrow('Registering was answered 409');
		expect(simulator.journal.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET']);
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

		expect(positionsOf((await probe(given)).run)).toEqual(visible(defaults));
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
