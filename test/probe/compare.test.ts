import { type ProbeRun, readRuns, type RecordedRun, recordedRuns } from '../recorded/runs';
import { evidencePage } from '../simulator/evidencePage';
import { KNOWN_ANSWERS } from '../simulator/evidence';
import { showEvidence } from '../simulator/shown';
import { SWITCH_NAMES, type SwitchName, valuesOf } from '../simulator/switches';
import { stopAll } from '../simulator/simulators';
import type { Switches } from '../simulator/startSimulator';
import { readCommandLine } from '../simulator/commandLine';
import { compare, describeComparison } from './compare';
import { probeSimulator } from './simulatedAccount';
import { removeFolders, writeRunFile } from './runFolder';

afterEach(stopAll);
afterAll(removeFolders);

/** Three switches that stand otherwise than usual. */
const others = {
	absentIntegration: 404,
	nullClears: false,
	sameObjectTwiceInFile: 'refused',
} as const satisfies Partial<Switches>;

/** As the switches stand while no run of the probe is taken in. */
const written = Object.fromEntries(
	SWITCH_NAMES.map((name) => [name, valuesOf(name, [])[0]]),
) as Partial<Switches>;

let usual: ProbeRun;
let other: ProbeRun;
beforeAll(async () => {
	usual = await probeSimulator(written);
	other = await probeSimulator({ ...written, ...others });
});

const asOfGong = (run: ProbeRun, file = 'gong-probe-2026-05-01.json'): RecordedRun => ({
	...run,
	of: 'Gong',
	date: '2026-05-01',
	file,
});

describe('a comparison of two runs of the probe', () => {
	test('finds the three switches in which two simulators differ, and no other', () => {
		const { switches } = compare(other, usual);

		expect(Object.fromEntries(switches.map(({ name, position }) => [name, position]))).toEqual(
			others,
		);
		for (const { name, simulator } of switches) expect(simulator).toBe(valuesOf(name, [])[0]);
	});

	test('finds nothing between two runs of one simulator', async () => {
		const { switches, answers } = compare(usual, await probeSimulator(written));

		expect({ switches, answers }).toEqual({ switches: [], answers: [] });
	});

	test('gives the options with which a simulator answers as in the run', async () => {
		const text = describeComparison(other, compare(other, usual));
		const [, flags = ''] = /npm run simulator -- (.*)/.exec(text) ?? [];
		const { options } = readCommandLine(['--integrations', '0', ...flags.split(' ')]);

		expect(options).toMatchObject(others);
		const chosen = Object.keys(others).map((name) => [name, options[name as keyof Switches]]);
		const again = await probeSimulator({ ...written, ...Object.fromEntries(chosen) });
		expect(compare(other, again)).toMatchObject({ switches: [], answers: [] });
	});

	test('says in sentences what stands otherwise, and what it has no answer to', () => {
		const text = describeComparison(other, compare(other, usual));

		expect(text).toContain(
			"startSimulator({ absentIntegration: 404, sameObjectTwiceInFile: 'refused', nullClears: false });",
		);
		expect(text).toContain('- `nullClears` is `false` there, and `true` in the simulator');
		expect(text).toMatch(/- `tokenScopesSeparatedBy` .*: It needs an OAuth token/);
	});

	test('says which answers have another sentence, content type, status or field', () => {
		const changed: ProbeRun = {
			...usual,
			exchanges: usual.exchanges.map((exchange) =>
				exchange.when === 'there is no such request'
					? {
							...exchange,
							headers: { 'content-type': 'text/plain' },
							text: '{"requestId":"r1","errors":["Request 5 was not found"],"helpUrl":"x"}',
						}
					: exchange,
			),
		};
		const where = '`GET /v2/crm/request-status`, there is no such request';

		expect(compare(changed, usual).answers).toEqual([
			`${where}: content type text/plain, not application/json; charset=utf-8.`,
			`${where}: sentences “Request 5 was not found”, not “There is no request … for the integration ….”.`,
			`${where}: fields errors, helpUrl, not errors.`,
		]);
	});
});

describe('the file of a run of the probe', () => {
	const known = () => showEvidence([]);

	test('makes answers, sentences and defaults recorded that were guessed or documented', () => {
		const { evidence } = compare(usual, usual, []);
		const after = showEvidence([asOfGong(usual)]);

		for (const entry of [
			'`GET /v2/crm/request-status` answers 400: there is no such request',
			'`DELETE /v2/crm/integrations` answers 201: it works',
			'`DELETE /v2/crm/integrations` answers 409: the client request ID is used',
			'`GET /v2/crm/request-status` answers 200: the integration is gone',
			'the sentence “The integration {integrationId} is already being deleted.”',
			'the default of `nullClears`',
		])
			expect(evidence).toContain(entry);
		const count = ({ answers, sentences, switches }: ReturnType<typeof known>) =>
			[...answers, ...sentences, ...switches].filter(({ known: { level } }) => level === 'recorded')
				.length;
		expect(count(after) - count(known())).toBe(evidence.length);
		expect(evidence.length).toBeGreaterThan(35);
	});

	test('makes nothing recorded that it does not show', () => {
		const shown = showEvidence([asOfGong({ ...usual, exchanges: [], findings: [] })]);

		expect(shown).toEqual(showEvidence([]));
		const wrong = usual.exchanges.map((exchange) => ({ ...exchange, status: 418, text: '' }));
		expect(showEvidence([asOfGong({ ...usual, exchanges: wrong, findings: [] })]).answers).toEqual(
			KNOWN_ANSWERS.map((entry) => ({ entry, known: entry.known })),
		);
	});

	test('is taken into the page of the evidence, with a link to it', () => {
		const page = evidencePage([asOfGong(usual)]);

		expect(page).toMatch(
			/\| `nullClears` .*\| recorded {4}.*\[a run of the probe, 2026-05-01\]\(\.\.\/\.\.\/test\/recorded\/gong-probe-2026-05-01\.json\)/,
		);
		expect(evidencePage()).not.toContain('a run of the probe, 2026-05-01');
	});

	test('has the default of a switch stand as Gong has it, the last run before others', () => {
		const runs = [asOfGong(usual), asOfGong(other)];

		for (const [name, position] of Object.entries(others))
			expect(valuesOf(name as SwitchName, runs)[0]).toBe(position);
		expect(valuesOf('nullClears', [...runs].reverse())[0]).toBe(true);
		expect([...valuesOf('absentIntegration', runs)].sort()).toEqual(
			[...valuesOf('absentIntegration', [])].sort(),
		);
		expect(evidencePage(runs)).toContain("| `404`, `400`, `409`, `'accept'`");
	});

	test('is read again as it was written, from the folder that it was put into', () => {
		const folder = writeRunFile('gong-probe-2026-05-01.json', { ...usual, of: 'Gong' });

		expect(readRuns(folder)).toEqual([
			{ ...usual, of: 'Gong', file: 'gong-probe-2026-05-01.json' },
		]);
	});

	test.each([
		['of a simulator', () => usual, 'not of Gong'],
		['of another version', () => ({ ...usual, version: 2 }), 'another version'],
		['that has no answers', () => ({ ...usual, exchanges: 'none' }), 'no file of'],
	])('is refused where it is one %s', (_, file, message) => {
		const folder = writeRunFile('gong-probe-1.json', file());

		expect(() => readRuns(folder)).toThrow(message);
	});

	test('has the simulator answer like Gong where it is in test/recorded', async () => {
		const simulator = await probeSimulator();

		for (const run of recordedRuns) expect(compare(run, simulator).switches).toEqual([]);
	});
});
