import { stopAll } from '../simulator/simulators';
import { calls, integrationId, MAX_WAIT } from './calls';
import {
	type Cell,
	expectedEnding,
	expectedEndingIn,
	type Played,
	type PositionCell,
} from './expectations';
import { type MatrixFault, faults } from './faults';
import { brokenInvariants, changedFields } from './invariants';
import { keepDocument } from './keptDocument';
import { type OtherHost, startOtherHost } from './otherHost';
import { positionTables } from './positions';
import { print } from './print';
import { counts, type Ran, type RanPosition, report } from './report';
import { runCell } from './runCell';

let otherHost: OtherHost;
beforeAll(async () => {
	otherHost = await startOtherHost();
});
afterAll(async () => await otherHost.stop());
afterEach(stopAll);

const ran: Ran[] = [];
const ranPositions: RanPosition[] = [];

/**
 * n8n's OAuth client follows redirects of the token endpoint, and with 307 and 308 it sends the refresh
 * token along. The endpoint is Gong's own, fixed in the credential; no node can keep n8n from it.
 */
const sentAlongByN8n = ({ call, fault }: Cell): boolean =>
	call.name === 'token refresh' && (fault.told === 307 || fault.told === 308);

const variants = [
	{ lasting: false, waiting: false },
	{ lasting: true, waiting: false },
	{ lasting: false, waiting: true },
	{ lasting: true, waiting: true },
];

/** Runs a field of a table, and looks at what it left behind. */
async function judge(played: Played) {
	const result = await runCell(played);
	const broken = brokenInvariants(
		{ ...result, elsewhere: otherHost.take() },
		{
			wait: played.waiting ? MAX_WAIT : 0,
			oAuth: played.call.authentication === 'oAuth2',
			deletions: 1,
		},
	);
	await stopAll();
	return { ...result, broken };
}

describe.each(calls)('$name', (call) => {
	const names = faults('', 0).map(({ name }) => name);

	test.each(names)(
		'%s',
		async (name) => {
			for (const variant of variants.filter(({ waiting }) => !waiting || !call.neverWaits)) {
				const fault = faults(`${otherHost.url}/elsewhere`, Date.now()).find(
					(one) => one.name === name,
				) as MatrixFault;
				const cell: Cell = { call, fault, ...variant };
				const result = await judge({ ...cell, position: {} });
				const { ending, broken } = result;
				const expected = sentAlongByN8n(cell)
					? ['another host received a secret, at .elsewhere.0']
					: [];
				ran.push({
					cell,
					ending,
					calls: result.calls.length,
					deletions: result.simulator.deletions().length,
					broken: broken.filter((one) => !expected.includes(one)).length,
				});
				expect({ variant, ending, broken }).toEqual({
					variant,
					ending: expectedEnding(cell),
					broken: expected,
				});
			}
		},
		90_000,
	);
});

describe.each(positionTables)('$call.name, whatever Gong does not document', (table) => {
	const { call, waits } = table;
	const cases = table.positions.flatMap((position) =>
		table.faults.map((fault) => ({
			position,
			fault,
			title: `${JSON.stringify(position)}, ${fault?.name ?? 'no fault'}`,
		})),
	);

	test.each(cases)(
		'$title',
		async ({ position, fault }) => {
			for (const waiting of waits) {
				const cell: PositionCell = { call, fault, waiting, position };
				const { ending, broken, simulator } = await judge({ ...cell, lasting: false });
				const wrong = table.hasSchema
					? [
							...broken,
							...changedFields(
								simulator.schema(integrationId, 'ACCOUNT'),
								(name) => name === table.mayChange,
							),
						]
					: broken.filter((one) => one !== 'a field of the schema was lost');
				ranPositions.push({ cell, ending, broken: wrong.length });
				expect({ waiting, ending, broken: wrong }).toEqual({
					waiting,
					ending: expectedEndingIn(cell),
					broken: [],
				});
			}
		},
		90_000,
	);
});

test('docs/maintainers/fault-matrix.md is up to date (npm run fault-matrix writes it)', () => {
	const document = report(calls, faults('', 0), ran, ranPositions);
	print(counts(ran).join('\n  '));
	expect(keepDocument('docs/maintainers/fault-matrix.md', document)).toBe(document);
});
