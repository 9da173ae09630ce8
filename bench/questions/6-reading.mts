import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { manyFields } from '../../test/e2e/columns.mts';
import { say } from '../../test/e2e/progress.mts';
import { connect } from '../../test/simulator/client.ts';
import type { Simulator } from '../../test/simulator/startSimulator.ts';
import type { WorkflowFile } from '../../test/workflows/build.ts';
import { byId } from '../../test/workflows/nodes.ts';
import {
	automatic,
	automaticBare,
	COLUMNS,
	mapped,
	mappedBare,
	someAccounts,
} from '../engine/columns.mts';
import { Engine, type Measurement } from '../engine/engine.mts';
import { someIds, withGong } from '../engine/stand.mts';
import type { Turns } from '../engine/turns.mts';
import { dryUploadOf, ownDeletionOf } from '../engine/workflows.mts';
import { type Goal, goal } from '../goals.ts';
import { defineQuestion, inTurn, type Table } from '../question.mts';
import { median, rounded } from '../statistics.mts';

/** How often each row has its turn. */
const TURNS = 3;
/** Of each row, in one run before anything counts. */
const WARM_UP = 2000;
/** The longest that n8n may take to answer while the node runs, in ms. */
const LONGEST = 2000;
/** Of a time between two runs, as a share. */
const MARGIN = 0.3;

const [integrationId] = someIds(1);

/** Something that is run, and what has to come of it. */
interface Job {
	workflow: WorkflowFile;
	items: IDataObject[];
	/** Integrations that there are. */
	ids: string[];
	/** Items that it puts out, and of those the items that are errors; `null` = the run fails. */
	expected: { results: number; errors: number } | null;
	/** Changes at Gong that it makes. */
	changes: number;
}

/** Of several turns of one row. */
interface Figures {
	/** The node by itself, in ms. */
	least: number;
	middle: number;
	/** Processor time of the whole run, in ms, the least. */
	cpu: number;
	/** The longest that nothing else had its turn in any of the turns, in ms. */
	longestHold: number;
}

const changesAt = (gong: Simulator): number => gong.uploads().length + gong.deletions().length;

async function runOnce(
	engine: Engine,
	name: string,
	job: Job,
): Promise<Measurement & { inOurs: Turns }> {
	return await withGong(job.ids, 0, async (gong) => {
		const answer = await connect(gong).setSchema(integrationId, 'ACCOUNT', manyFields);
		if (answer.status !== 200) throw new Error(`The schema was answered ${answer.status}`);
		const measurement = await engine.run(job.workflow, gong, job.items, { watch: true });
		const { inOurs, results, errors, failure } = measurement;
		const found = failure === undefined ? { results, errors } : null;
		const changes = changesAt(gong);
		if (
			inOurs === null ||
			JSON.stringify(found) !== JSON.stringify(job.expected) ||
			changes !== job.changes
		)
			throw new Error(
				`${name}: ${JSON.stringify({ results, errors, failure, changes })} instead of ${JSON.stringify(job.expected)} and ${job.changes} changes`,
			);
		return { ...measurement, inOurs };
	});
}

async function measureInTurn(
	engine: Engine,
	jobs: Map<string, Job>,
): Promise<Map<string, Figures>> {
	say(`  ${jobs.size} rows, ${TURNS} turns each`);
	const runs = await inTurn(
		TURNS,
		[...jobs.keys()],
		async (name) => await runOnce(engine, name, jobs.get(name)!),
	);
	return new Map(
		Object.entries(runs).map(([name, some]) => {
			const times = some.map(({ inOurs }) => inOurs.ms);
			return [
				name,
				{
					least: Math.min(...times),
					middle: median(times),
					cpu: Math.min(...some.map(({ cpu }) => cpu)),
					longestHold: Math.max(...some.map(({ inOurs }) => inOurs.longestHold)),
				},
			];
		}),
	);
}

/** A way to map columns, with what the editor saves and without. */
interface Mapping {
	name: string;
	count: number;
	integration: string;
	saved: INodeParameters;
	bare: INodeParameters;
}

const byExpression = `={{ '${integrationId}' }}`;

const mappings: Mapping[] = [
	{
		name: 'Map Automatically',
		count: 100_000,
		integration: integrationId,
		saved: automatic(),
		bare: automaticBare,
	},
	{
		name: 'Map Automatically, an expression in Integration',
		count: 100_000,
		integration: byExpression,
		saved: automatic(),
		bare: automaticBare,
	},
	{
		name: 'Map Each Column, eight of them by expressions',
		count: 20_000,
		integration: integrationId,
		saved: mapped(),
		bare: mappedBare(),
	},
];

const reading = ({ integration }: Mapping, fields: INodeParameters, count: number): Job => ({
	workflow: dryUploadOf({ integrationId: byId(integration), fields }),
	items: someAccounts(count),
	ids: [integrationId],
	expected: { results: count, errors: 0 },
	changes: 0,
});

const savedOf = ({ name }: Mapping): string => `${name}, saved`;
const bareOf = ({ name }: Mapping): string => `${name}, bare`;

const readings = (countOf: (mapping: Mapping) => number): Map<string, Job> =>
	new Map(
		mappings.flatMap((mapping): Array<[string, Job]> => {
			const count = countOf(mapping);
			return [
				[savedOf(mapping), reading(mapping, mapping.saved, count)],
				[bareOf(mapping), reading(mapping, mapping.bare, count)],
			];
		}),
	);

/** Something that is run with some items, and with twice as many. */
interface Growth {
	name: string;
	count: number;
	job(count: number): Job;
}

const ownId = { options: { clientRequestId: '={{ $json.clientRequestId }}' } };
const goOn = { onError: 'continueRegularOutput' } as const;

/** Items with an own ID each, one for each integration, but for what all have the same. */
const withOwnIds = (count: number, same: IDataObject = {}): IDataObject[] =>
	someIds(count).map((id, index) => ({
		integrationId: id,
		clientRequestId: `own-${index}`,
		...same,
	}));

/** Deletions with own IDs; each is to come out, unless something else is expected. */
const deletions = (
	items: IDataObject[],
	{ parameters = ownId, ...more }: Partial<Job> & { parameters?: INodeParameters } = {},
): Job => ({
	workflow: ownDeletionOf(parameters, more.expected === null ? {} : goOn),
	items,
	ids: [integrationId],
	expected: { results: items.length, errors: 0 },
	changes: 0,
	...more,
});

const objects = (items: IDataObject[], more: Partial<Job> = {}): Job => ({
	workflow: dryUploadOf({ integrationId: byId(integrationId), fields: automatic() }),
	items,
	ids: [integrationId],
	expected: { results: items.length, errors: 0 },
	changes: 0,
	...more,
});

const allRefused = (count: number): Partial<Job> => ({
	expected: { results: count, errors: count },
});

const accounts = (count: number, accountOf: (index: number) => IDataObject): IDataObject[] =>
	Array.from({ length: count }, (_, index) => accountOf(index));

/** As many as show what grows with their square beside what n8n itself takes for each. */
const MANY = 20_000;

const growths: Growth[] = [
	{
		name: 'Deletions with own IDs, each made',
		// Gong answers at once, and a call takes most of the time all the same.
		count: 2000,
		job: (count) => deletions(withOwnIds(count), { ids: someIds(count), changes: count }),
	},
	{
		name: 'Deletions with own IDs, one item refused, so that none is made',
		count: MANY,
		job: (count) =>
			deletions([...withOwnIds(count - 1), { integrationId: '', clientRequestId: 'own' }], {
				expected: null,
			}),
	},
	{
		name: 'One own ID for all integrations, refused',
		count: MANY,
		job: (count) => deletions(withOwnIds(count, { clientRequestId: 'own' }), allRefused(count)),
	},
	{
		name: 'One integration under as many own IDs, refused',
		count: MANY,
		job: (count) => deletions(withOwnIds(count, { integrationId }), allRefused(count)),
	},
	{
		name: 'Equal deletions, made once',
		count: MANY,
		job: (count) =>
			deletions(withOwnIds(count, { integrationId, clientRequestId: 'own' }), { changes: 1 }),
	},
	{
		name: 'Equal dry runs',
		count: MANY,
		job: (count) =>
			deletions(withOwnIds(count, { integrationId }), { parameters: { dryRun: true } }),
	},
	{
		name: 'Equal objects',
		count: MANY,
		job: (count) => objects(accounts(count, () => ({ objectId: 'a1', name: 'Account 1' }))),
	},
	{
		name: 'Versions of one object, a file for each',
		count: MANY,
		job: (count) =>
			objects(accounts(count, (index) => ({ objectId: 'a1', name: `Account ${index}` }))),
	},
	{
		name: 'Objects without an ID, refused',
		count: MANY,
		job: (count) =>
			objects(
				accounts(count, (index) => ({ name: `Account ${index}` })),
				{ expected: null },
			),
	},
];

const onceOf = ({ name }: Growth): string => `${name}, once`;
const twiceOf = ({ name }: Growth): string => `${name}, twice`;

const growing = (countOf: (growth: Growth) => number): Map<string, Job> =>
	new Map(
		growths.flatMap(
			(growth): Array<[string, Job]> => [
				[onceOf(growth), growth.job(countOf(growth))],
				[twiceOf(growth), growth.job(2 * countOf(growth))],
			],
		),
	);

const inSeconds = (ms: number): number => rounded(ms / 1000);

const readingTable = (figuresOf: (name: string) => Figures): Table => ({
	title: 'Reading, checking and writing objects',
	columns: [
		'',
		'items',
		'saved columns',
		'least, s',
		'median, s',
		'processor, s',
		`${COLUMNS} columns / without`,
		'longest hold, s',
	],
	rows: mappings.flatMap((mapping) => {
		const [saved, bare] = [savedOf, bareOf].map((nameOf) => figuresOf(nameOf(mapping)));
		const row = (
			columns: string | number,
			{ least, middle, cpu, longestHold }: Figures,
			ratio: string | number,
		) => [
			mapping.name,
			mapping.count,
			columns,
			...[least, middle, cpu].map(inSeconds),
			ratio,
			inSeconds(longestHold),
		];
		return [
			row(COLUMNS, saved, rounded(saved.least / bare.least)),
			row(mapping.bare === automaticBare ? 0 : 8, bare, '–'),
		];
	}),
});

const growthTable = (figuresOf: (name: string) => Figures): Table => ({
	title: 'Twice as many items',
	columns: [
		'',
		'items',
		'least, s',
		'median, s',
		'of twice as many, least, s',
		'median, s',
		'twice / once',
		'processor, twice / once',
		'longest hold of twice as many, s',
	],
	rows: growths.map((growth) => {
		const [once, twice] = [onceOf, twiceOf].map((nameOf) => figuresOf(nameOf(growth)));
		return [
			growth.name,
			growth.count,
			...[once.least, once.middle, twice.least, twice.middle].map(inSeconds),
			rounded(twice.least / once.least),
			rounded(twice.cpu / once.cpu),
			inSeconds(twice.longestHold),
		];
	}),
});

function judge(figuresOf: (name: string) => Figures): Goal[] {
	return [
		...mappings.map((mapping) =>
			goal(
				`Time for ${mapping.count} items, ${mapping.name}, under ${COLUMNS} saved columns over without`,
				figuresOf(savedOf(mapping)).least / figuresOf(bareOf(mapping)).least,
				'atMost',
				1.5,
				{ margin: MARGIN },
			),
		),
		...mappings.map((mapping) =>
			goal(
				`Longest hold of n8n by ${mapping.count} items, ${mapping.name}, over ${LONGEST / 1000} s`,
				figuresOf(savedOf(mapping)).longestHold / LONGEST,
				'atMost',
				1,
				{ margin: MARGIN },
			),
		),
		...growths.map((growth) =>
			goal(
				`Time for twice the items, ${growth.name}, over once`,
				figuresOf(twiceOf(growth)).least / figuresOf(onceOf(growth)).least,
				'atMost',
				2.5,
				{ margin: MARGIN },
			),
		),
	];
}

export default defineQuestion({
	number: 6,
	title: 'What many items take, and under many columns',
	async run() {
		const figures = await Engine.with(['ours'], async (engine) => {
			const warmingUp = [...readings(() => WARM_UP), ...growing(() => WARM_UP / 2)];
			for (const [name, job] of warmingUp) await runOnce(engine, name, job);
			return new Map([
				...(await measureInTurn(
					engine,
					readings(({ count }) => count),
				)),
				...(await measureInTurn(
					engine,
					growing(({ count }) => count),
				)),
			]);
		});
		const figuresOf = (name: string): Figures => figures.get(name)!;
		const [fixed, byExpressions] = mappings.map((mapping) => figuresOf(savedOf(mapping)).least);
		return {
			method: `On n8n’s engine (n8n-core) in a process of its own, against Gong’s stand-in in another one, which answers at once and has no limits. The saved columns are the ${COLUMNS} that n8n’s editor has saved of an account with a schema ([recorded in a browser](../../test/e2e/cases)); _without_ has only those that are mapped. Uploads are dry runs, which read, check and write all objects and send none. Times are those of the node by itself, without what n8n does before and after it. Each row had ${TURNS} turns, all rows in turn, and the least disturbed is judged. _Longest hold_ is the longest that nothing else in the process had its turn while the node ran, in any of the turns: for that long n8n answers nobody. That a whole n8n answers \`/healthz\` meanwhile is a case of the end-to-end suite. A whole n8n evaluates expressions apart, in V8 isolates (\`N8N_EXPRESSION_ENGINE\` is \`vm\` by default), which takes about ten times as long: 43 s for 8,000 objects with eight expressions each, and 25 s for 30,000 with one in _Integration_, in that case.`,
			tables: [readingTable(figuresOf), growthTable(figuresOf)],
			goals: judge(figuresOf),
			notes: [
				`An expression in _Integration_ makes reading ${rounded(byExpressions / fixed)} times as long: n8n evaluates it for each item, which is how two values in one run are found out. Eight columns by expressions are eight evaluations for each item.`,
			],
		};
	},
});
