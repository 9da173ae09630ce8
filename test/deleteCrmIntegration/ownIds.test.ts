import { runFast } from '../harness/runs';
import { deletion, gongCrm, type Wishes } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';
const SECOND = 1000;

afterEach(stopAll);

/** A Gong where the ID `mine` was given to an upload, which is done. */
async function uploaded(): Promise<Simulator> {
	const simulator = await start({ uploadTakes: 0 });
	await connect(simulator).upload(
		{ integrationId, objectType: 'ACCOUNT', clientRequestId: 'mine' },
		[{ objectId: '1', modifiedDate: '2026-11-25T12:00:00Z' }],
	);
	return simulator;
}

const own = { options: { clientRequestId: 'mine' } };

const run = async (simulator: Simulator, parameters: Wishes['parameters'] = own) =>
	await runFast(simulator, deletion({ parameters }));

const getStatus = async (simulator: Simulator, parameters: Wishes['parameters'] = {}) =>
	await runFast(
		simulator,
		gongCrm('request', 'getStatus', {
			parameters: {
				integrationId: byId(integrationId),
				clientRequestId: 'mine',
				...parameters,
			},
		}),
	);

const inside = { waitForCompletion: true, waitOptions: { suspend: false } };
const withoutList = ['api:crm:upload', 'api:crm:integration:delete'];

describe('the status DONE of an upload is not mistaken for a finished deletion', () => {
	test('when the builder’s own client request ID was that of an upload', async () => {
		const simulator = await uploaded();
		const finished = await run(simulator);
		expect(finished.json('Next')).toMatchObject([
			{ status: 'DONE', deleted: null, recovered: true, submittedAt: null },
		]);
		expect(finished.hints('Delete')).toEqual([
			expect.stringContaining(`still lists ${integrationId}`),
		]);
		expect(simulator.integrations()).toHaveLength(1);
	});

	test('when the node waits and polls the list for two minutes', async () => {
		const simulator = await uploaded();
		const finished = await run(simulator, { ...own, ...inside });
		expect(finished.json('Next')).toMatchObject([
			{ status: 'DONE', deleted: null, timedOut: false, finished: true },
		]);
		const lists = simulator.calls('GET', '/v2/crm/integrations').map(({ at }) => Date.parse(at));
		expect((lists.at(-1) ?? 0) - lists[0]).toBeGreaterThanOrEqual(100 * SECOND);
		expect((lists.at(-1) ?? 0) - lists[0]).toBeLessThan(200 * SECOND);
		expect(simulator.deletions()).toEqual([]);
	});

	test('by Get Status', async () => {
		const finished = await getStatus(await uploaded());
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: null }]);
		expect(finished.hints('Gong')).toEqual([expect.stringContaining('still lists')]);
	});
});

test('a status DRY_RUN of Gong’s is not mistaken for a dry run', async () => {
	const simulator = await uploaded();
	const on = 'GET /v2/crm/request-status';
	simulator.addFault({ on, kind: 'altered', fields: { status: 'DRY_RUN' }, times: Infinity });
	const finished = await run(simulator);
	expect(finished.json('Next')).toMatchObject([{ status: 'DRY_RUN', recovered: true }]);
	expect(finished.hints('Delete')).toEqual([expect.stringContaining("'Wait for Completion'")]);
});

describe('the status DONE of a deletion', () => {
	test.each(['done', 'later'] as const)(
		'is confirmed once the list no longer has the integration: %s',
		async (leavesListWhen) => {
			const simulator = await start({ deleteTakes: 5 * SECOND, leavesListWhen });
			await connect(simulator).remove(integrationId, 'mine');
			const finished = await getStatus(simulator, inside);
			expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: true }]);
			expect(finished.hints('Gong')).toEqual([]);
		},
	);

	test('needs no confirmation by the list when the node itself started the deletion', async () => {
		const simulator = await start({ deleteTakes: 5 * SECOND, scopes: withoutList });
		const finished = await run(simulator, inside);
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: true }]);
	});
});
