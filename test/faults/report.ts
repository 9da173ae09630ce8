import { table } from '../docs/table';
import { type MatrixCall, MAX_WAIT } from './calls';
import { asCode, type SwitchValue } from '../simulator/switches';
import type { Cell, Ending, PositionCell } from './expectations';
import type { MatrixFault } from './faults';
import { type PositionTable, positionTables } from './positions';

/** A run, as far as the report tells of it. */
export interface Ran {
	cell: Cell;
	ending: Ending;
	calls: number;
	deletions: number;
	/** How many invariants it broke. */
	broken: number;
}

/** A run in a position of the switches. */
export interface RanPosition {
	cell: PositionCell;
	ending: Ending;
	/** How many invariants it broke. */
	broken: number;
}

/**
 * The matrix as Markdown: counts, then one table for each call; and the same of the positions of the
 * switches.
 */
export function report(
	calls: MatrixCall[],
	faults: MatrixFault[],
	ran: Ran[],
	ranPositions: RanPosition[],
): string {
	return `${[
		'# Fault matrix',
		'',
		'What becomes of a run when a call goes wrong. Every call that the package makes meets every fault, without waiting and with it; once, so that the next such call is answered, and lasting, so that none is. All of it runs on n8n’s own engine, over real sockets and on virtual time. `npm run fault-matrix` runs it and writes this file; `npm test` runs it too, and fails where a run ends in another way than [the contract](../../test/faults/expectations.ts) says, or breaks one of these [invariants](../../test/faults/invariants.ts):',
		'',
		'- At most one deletion, and one upload, is registered.',
		'- No output says `deleted` unless Gong has deleted, `uploaded: true` unless Gong has the object, or `false` where Gong has its file. No message says that nothing was started, sent or changed where it was.',
		'- No field of a schema is lost.',
		'- No call is sent more often than allowed, and every run ends within its bound.',
		'- No rejection is left unhandled.',
		'- No key, secret or token is in any output, error or execution data, nor in anything that another host receives. One exception, which is n8n’s: its OAuth client follows a redirect of the token endpoint, and with 307 and 308 it sends the refresh token along.',
		'',
		...counts(ran),
		'',
		'“error: no answer” is what a builder sees where nothing understandable came back; “error: 401” carries that HTTP status. “recovered” means that Gong’s request-status told of an attempt that had got through.',
		...calls.flatMap((call) => [
			'',
			`## ${capitalize(call.name)}`,
			'',
			`\`${call.on}\`. Without waiting: ${call.told.plain}.${call.neverWaits ? '' : ` With waiting: ${call.told.waiting}.`}`,
			'',
			...table(
				[
					'fault',
					'once',
					'lasting',
					...(call.neverWaits ? [] : ['waiting, once', 'waiting, lasting']),
				],
				faults.map(({ name }) => [
					name,
					...(call.neverWaits ? [false] : [false, true]).flatMap((waiting) =>
						[false, true].map((lasting) => endingIn(ran, { call, name, waiting, lasting })),
					),
				]),
			),
		]),
		...reportPositions(ranPositions),
	].join('\n')}\n`;
}

const reportPositions = (ran: RanPosition[]): string[] => [
	'',
	'## Where Gong leaves it open',
	'',
	`What Gong does not document, [the simulator](../../test/simulator/README.md) plays either way, by its switches. These calls meet every position of the switches below that matter to them, alone or with a fault on the first such call: ${ran.length} runs, ${ran.reduce((sum, { broken }) => sum + broken, 0)} broken invariants. \`scopeNotOffered\` is not among them: it is about the page on which somebody signs in, which no node calls.`,
	'',
	'“timed out” says of a deletion that nobody knows whether it is done: its status cannot be read any more, and the list never showed that the integration was still there after the acceptance. “refused” is a call that the node does not make, since something might be lost by it; “not known” is an object that Gong does not mention.',
	...positionTables.flatMap((one) => [
		'',
		`### ${capitalize(one.call.name)}: ${one.switches.map((name) => `\`${name}\``).join(', ')}`,
		'',
		`\`${one.call.on}\`. ${[
			...(one.waits.includes(false) ? [`Without waiting: ${one.call.told.plain}.`] : []),
			...(one.waits.includes(true) ? [`With waiting: ${one.call.told.waiting}.`] : []),
		].join(' ')}`,
		'',
		...positionRows(one, ran),
	]),
];

function positionRows(
	{ call, switches, positions, faults, waits }: PositionTable,
	ran: RanPosition[],
): string[] {
	const columns = faults.flatMap((fault) => waits.map((waiting) => ({ fault, waiting })));
	return table(
		[
			...switches.map((name) => `\`${name}\``),
			...columns.map(
				({ fault, waiting }) => `${fault?.name ?? 'no fault'}${waiting ? ', waiting' : ''}`,
			),
		],
		positions.map((position) => [
			...switches.map((name) => asCode(position[name] as SwitchValue)),
			...columns.map(
				({ fault, waiting }) =>
					ran.find(
						({ cell }) =>
							cell.call === call &&
							cell.position === position &&
							cell.fault === fault &&
							cell.waiting === waiting,
					)?.ending ?? 'not run',
			),
		]),
	);
}

const capitalize = (text: string): string => `${text[0].toUpperCase()}${text.slice(1)}`;

/** How many runs there were, and how they ended: the lines of a table. */
export function counts(ran: Ran[]): string[] {
	const endings = [...new Set(ran.map(({ ending }) => ending))].sort();
	return table(
		['', 'count'],
		[
			['calls × faults × waiting × lasting', String(ran.length)],
			...endings.map((ending) => [
				ending,
				String(ran.filter((one) => one.ending === ending).length),
			]),
			['broken invariants', String(ran.reduce((sum, { broken }) => sum + broken, 0))],
			['most deletions registered in a run', String(Math.max(...ran.map((r) => r.deletions)))],
			['most calls in a run that does not wait', String(most(ran, false))],
			[`most calls in a run that waits ${MAX_WAIT / 60_000} minutes`, String(most(ran, true))],
		],
	);
}

const most = (ran: Ran[], waiting: boolean): number =>
	Math.max(...ran.filter(({ cell }) => cell.waiting === waiting).map(({ calls }) => calls));

const endingIn = (
	ran: Ran[],
	wanted: { call: MatrixCall; name: string; waiting: boolean; lasting: boolean },
): string =>
	ran.find(
		({ cell }) =>
			cell.call === wanted.call &&
			cell.fault.name === wanted.name &&
			cell.waiting === wanted.waiting &&
			cell.lasting === wanted.lasting,
	)?.ending ?? 'not run';
