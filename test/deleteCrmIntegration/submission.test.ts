import { deletionOutput } from '../harness/deletionOutput';
import { runFast, runOn } from '../harness/runs';
import { deletion } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';

const integrationId = '5517027188234205706';

afterEach(stopAll);

test('without Wait for Completion the deletion is output as soon as Gong accepts it, with every field', async () => {
	const simulator = await start();
	const run = await runOn(simulator, deletion());

	expect(run.status).toBe('success');
	expect(run.json('Next')).toEqual([
		deletionOutput({
			clientRequestId: expect.stringMatching(/^n8n-[0-9a-f]{32}$/),
			requestId: expect.stringMatching(/^[0-9a-z]{19}$/),
			submittedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
		}),
	]);
	expect(run.output('Next')[0].pairedItem).toEqual({ item: 0 });
	expect(simulator.journal).toHaveLength(1);
	expect(simulator.deletions()).toMatchObject([{ integrationId }]);
	expect(run.hints('Delete')).toEqual([expect.stringContaining("'Wait for Completion'")]);
});

test('Delete CRM Integration works with an access key, and with OAuth at the base URL that came with the token', async () => {
	for (const [authentication, signIn] of [
		['accessKey', 'basic'],
		['oAuth2', 'bearer'],
	]) {
		const simulator = await start();
		await runOn(simulator, deletion({ parameters: { authentication } }));
		expect(simulator.journal).toMatchObject([{ method: 'DELETE', signIn, status: 201 }]);
	}
});

test('the client request ID differs for each execution, item and integration', async () => {
	const simulator = await startWith([integrationId, '7']);
	const items = [{ integrationId }, { integrationId: '7' }];
	const workflow = deletion({ node: { onError: 'continueRegularOutput' } });
	for (const executionId of ['100', '101'])
		expect((await runOn(simulator, workflow, { executionId, items })).status).toBe('success');
	const ids = simulator.calls('DELETE', '/v2/crm/integrations').map((one) => one.clientRequestId);
	expect(new Set(ids).size).toBe(4);
});

test.each([
	[3, 5, {}],
	[1, 2, { requestsPerSecond: 1 }],
])(
	'calls are spaced so that Gong’s rate limit of %d is never reached',
	async (perSecond, count, options) => {
		const many = Array.from({ length: count }, (_, index) => String(index + 1));
		const simulator = await startWith(many, { limits: { perSecond } });
		const run = await runFast(simulator, deletion({ parameters: { options } }), {
			items: many.map((id) => ({ integrationId: id })),
		});
		expect(run.status).toBe('success');
		expect(simulator.journal.map(({ status }) => status)).toEqual(many.map(() => 201));
	},
);
