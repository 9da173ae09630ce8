import type { IDataObject } from 'n8n-workflow';
import { runFast } from '../harness/runs';
import { deletion, gongCrm, type Wishes } from '../harness/workflows';
import { connect } from '../simulator/client';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';
const other = '9007199254740993';
const SECOND = 1000;

afterEach(stopAll);

/** A Gong where the ID `mine` was given to an upload, which is done. */
async function uploaded(scopes?: string[]): Promise<Simulator> {
	const simulator = await start({ uploadTakes: 0 });
	await connect(simulator).upload(
		{ integrationId, objectType: 'ACCOUNT', clientRequestId: 'mine' },
		[{ objectId: '1', modifiedDate: '2026-11-25T12:00:00Z' }],
	);
	if (scopes) simulator.setScopes(scopes);
	return simulator;
}

const own = { options: { clientRequestId: 'mine' } };

const run = async (
	simulator: Simulator,
	parameters: Wishes['parameters'] = own,
	items: IDataObject[] = [{ integrationId }],
	node: Wishes['node'] = {},
) => await runFast(simulator, deletion({ parameters, node }), { items });

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

	test.each([false, true])('when the list is unavailable (waiting: %p)', async (waits) => {
		const simulator = await uploaded(withoutList);
		const finished = await run(simulator, { ...own, ...(waits && inside) });
		expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: null }]);
		expect(finished.hints('Delete')).toEqual([
			expect.stringContaining('api:crm:integrations:read'),
		]);
	});

	test('by Get Status, with or without waiting', async () => {
		const simulator = await uploaded();
		const once = await getStatus(simulator);
		const waited = await getStatus(simulator, inside);
		for (const finished of [once, waited]) {
			expect(finished.json('Next')).toMatchObject([{ status: 'DONE', deleted: null }]);
			expect(finished.hints('Gong')).toEqual([expect.stringContaining('still lists')]);
		}
	});
});

describe('the status DONE of a deletion', () => {
	test.each(['done', 'requested', 'later'] as const)(
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

describe('client request IDs of the builder’s own that contradict each other', () => {
	const company = async () => await startWith([integrationId, other]);

	test('one ID for two integrations is refused before any call', async () => {
		const simulator = await company();
		const finished = await run(simulator, own, [{ integrationId }, { integrationId: other }]);
		expect(finished.error).toMatchObject({
			message: 'The client request ID "mine" is given to 2 different deletions',
			description: expect.stringMatching(`${integrationId}, ${other}`),
		});
		expect(simulator.journal).toEqual([]);
	});

	test('two IDs for one integration are refused before any call', async () => {
		const simulator = await company();
		const byItem = { options: { clientRequestId: '={{ $json.id }}' } };
		for (const [id, named] of [
			['two', '"one", "two"'],
			['', '"one", one that is made for it'],
		]) {
			const finished = await run(simulator, byItem, [
				{ integrationId: other, id: 'clear' },
				{ integrationId, id: 'one' },
				{ integrationId, id },
			]);
			expect(finished.error).toMatchObject({
				message: `Integration ${integrationId} is given 2 different client request IDs`,
				description: expect.stringContaining(`of its own: ${named}.`),
			});
		}
		expect(simulator.journal).toEqual([]);
	});

	test('with Continue the items without a contradiction are deleted', async () => {
		const simulator = await company();
		const finished = await run(
			simulator,
			{ options: { clientRequestId: '={{ $json.id }}' } },
			[
				{ integrationId, id: 'one' },
				{ integrationId, id: 'two' },
				{ integrationId: other, id: 'three' },
			],
			{ onError: 'continueRegularOutput' },
		);
		const clash = { error: expect.stringContaining('2 different client request IDs') };
		expect(finished.json('Next')).toMatchObject([clash, clash, { status: 'SUBMITTED' }]);
		expect(simulator.deletions()).toMatchObject([{ integrationId: other }]);
	});

	test('identical items may share one ID', async () => {
		const simulator = await company();
		const finished = await run(simulator, own, [{ integrationId }, { integrationId }]);
		expect(finished.json('Next')).toMatchObject([{ recovered: false }, { recovered: false }]);
		expect(simulator.journal).toHaveLength(1);
	});
});
