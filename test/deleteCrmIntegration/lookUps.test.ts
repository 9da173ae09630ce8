import { deletionOutput } from '../harness/deletionOutput';
import { runOn } from '../harness/runs';
import { deletion } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';

const integrationId = '5517027188234205706';
const absent = '9007199254740993';

afterEach(stopAll);

/** Options of the node, and *Dry Run*, which stands above them. */
type Options = Record<string, string | boolean>;

/** Runs a deletion with the given options and *On Error* setting against a fresh simulator. */
async function run(
	{ dryRun = false, ...options }: Options,
	id = integrationId,
	simulator: Simulator | Promise<Simulator> = start(),
	node = {},
) {
	const gong = await simulator;
	const finished = await runOn(gong, deletion({ parameters: { dryRun, options }, node }), {
		items: [{ integrationId: id }],
	});
	return { run: finished, simulator: gong };
}

const deletes = ({ simulator }: Awaited<ReturnType<typeof run>>) =>
	simulator.calls('DELETE', '/v2/crm/integrations').length;

describe('the option Expected Integration Name', () => {
	test('allows the deletion of an integration with that name', async () => {
		const outcome = await run({ expectedName: 'Acme CRM' });
		expect(outcome.run.json('Next')).toMatchObject([{ status: 'SUBMITTED' }]);
		expect(outcome.simulator.journal.map(({ method }) => method)).toEqual(['GET', 'DELETE']);
	});

	test.each(['Acme CRM Sandbox', 'acme crm', 'Acme'])(
		'refuses the deletion when %s was expected, and a note says what it is named',
		async (expectedName) => {
			const outcome = await run({ expectedName }, integrationId, start(), {
				onError: 'continueRegularOutput',
			});
			expect(outcome.run.json('Next')).toMatchObject([
				{ error: `The integration is named "Acme CRM", not "${expectedName}"` },
			]);
			expect(outcome.run.hints('Delete')).toEqual([
				`Not deleted, because the name does not match: "Acme CRM" (crm-admin@example.com, ID ${integrationId}). Check 'Integration', or change 'Expected Integration Name'.`,
			]);
			expect(deletes(outcome)).toBe(0);
		},
	);

	test('refuses the deletion when Gong does not report the name', async () => {
		const outcome = await run(
			{ expectedName: 'Acme CRM' },
			integrationId,
			start({ scopes: ['api:crm:integration:delete'] }),
		);
		expect(outcome.run.error).toMatchObject({
			message: 'Gong did not accept the credential',
			description: expect.stringMatching(
				/^Gong was not asked to delete it.*api:crm:integrations:read/s,
			),
		});
		expect(deletes(outcome)).toBe(0);
	});
});

describe('the option Dry Run of Delete CRM Integration', () => {
	test('looks everything up, deletes nothing, and outputs what would be deleted', async () => {
		const outcome = await run({ dryRun: true });
		expect(outcome.run.json('Next')).toEqual([deletionOutput({ status: 'DRY_RUN' })]);
		expect(deletes(outcome)).toBe(0);
		expect(outcome.run.hints('Delete')).toEqual([
			expect.stringContaining('"Acme CRM" (crm-admin@example.com, ID 5517027188234205706)'),
		]);
	});

	test('reports when there is nothing to delete', async () => {
		const outcome = await run({ dryRun: true, ifNotFound: 'succeed' }, absent);
		expect(outcome.run.json('Next')).toMatchObject([
			{ status: 'DRY_RUN', alreadyGone: true, deleted: false, finished: false },
		]);
		expect(outcome.run.hints('Delete')).toEqual([expect.stringContaining('nothing to delete')]);
		expect(deletes(outcome)).toBe(0);
	});

	test('speaks of its own items where others are deleted', async () => {
		const finished = await runOn(
			await startWith(['11', '12']),
			deletion({ parameters: { dryRun: '={{ $json.dryRun }}' } }),
			{
				items: [
					{ integrationId: '11', dryRun: true },
					{ integrationId: '12', dryRun: false },
				],
			},
		);
		expect(finished.hints('Delete')).toEqual([
			expect.stringMatching(/^Dry run of item 0: nothing was deleted for it\..*ID 11\)/),
			expect.stringContaining('Gong has accepted the deletion'),
		]);
	});

	test('does not wait, even with Wait for Completion on', async () => {
		const simulator = await start();
		const finished = await runOn(
			simulator,
			deletion({ parameters: { waitForCompletion: true, dryRun: true } }),
		);
		expect(finished.json('Next')).toMatchObject([{ status: 'DRY_RUN' }]);
		expect(simulator.calls('GET', '/v2/crm/request-status')).toHaveLength(0);
	});
});

describe('the option If Integration Is Not Found', () => {
	test('defaults to an error that says what to check', async () => {
		const outcome = await run({}, absent);
		expect(outcome.run.error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '400',
			message: `Gong has no integration with the ID ${absent}`,
			description: expect.stringMatching(
				/compare the ID digit by digit.*Gong says: “.*Gong’s reference/s,
			),
		});
	});

	test('can turn the item into a success, once Gong’s list confirms that the integration is gone', async () => {
		const outcome = await run({ ifNotFound: 'succeed' }, absent);
		expect(outcome.run.json('Next')).toEqual([
			deletionOutput({
				integrationId: absent,
				status: 'DONE',
				deleted: true,
				finished: true,
				alreadyGone: true,
				finishedAt: expect.any(String),
			}),
		]);
		expect(outcome.simulator.calls('GET', '/v2/crm/integrations')).toHaveLength(1);
	});
});

describe('a client request ID that Gong already knows', () => {
	const own = { clientRequestId: 'mine' };

	test('is adopted once request-status confirms that it belongs to this integration', async () => {
		const { simulator } = await run(own);
		const outcome = await run(own, integrationId, simulator);
		expect(outcome.run.json('Next')).toMatchObject([
			{ clientRequestId: 'mine', recovered: true, status: 'PENDING', statusChecks: 1 },
		]);
		expect(simulator.deletions()).toHaveLength(1);
	});

	test('is an error when the option for used IDs says so', async () => {
		const { simulator } = await run(own);
		const outcome = await run({ ...own, ifRequestIdUsed: 'error' }, integrationId, simulator);
		expect(outcome.run.error?.message).toBe('The client request ID "mine" was already used');
	});
});
