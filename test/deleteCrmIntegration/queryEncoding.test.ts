import { runOn } from '../harness/runs';
import { runWorkflow } from '../harness/runWorkflow';
import { credentialsFor, deletion, gongCrm } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId } from '../workflows/nodes';

const integrationId = '5517027188234205706';

afterEach(stopAll);

/** Texts that would change a URL, a header or JSON that they were pasted into. */
const hostile = [
	'a&integrationId=1',
	'a=b',
	'a?b',
	'a#b',
	'a%26b',
	'a%00b',
	'a+b',
	'a b',
	'a/../../v2/crm/integrations',
	'a\\b',
	'a;b',
	'a\r\nX-Injected: 1',
	'a\tb',
	'a"b',
	"a'b",
	'{"a":1}',
	'[]',
	'$(id)',
	'ä',
	'😀',
	'\u202e',
	'__proto__',
	'constructor',
];

const show = (value: string) => [JSON.stringify(value), value] as const;

/** The one call that deletes, as Gong got it. */
const deletionCall = (simulator: Simulator) => {
	const calls = simulator.calls('DELETE', '/v2/crm/integrations');
	expect(calls).toHaveLength(1);
	return calls[0];
};

test.each(hostile.map(show))(
	'the client request ID %s is either refused or sent unchanged',
	async (_, clientRequestId) => {
		const simulator = await start();
		const run = await runOn(
			simulator,
			deletion({ parameters: { options: { clientRequestId: '={{ $json.mine }}' } } }),
			{ items: [{ integrationId, mine: clientRequestId }] },
		);
		if (/^[\w-]+$/.test(clientRequestId)) {
			expect(deletionCall(simulator).query).toEqual({ integrationId, clientRequestId });
			expect(run.json('Next')).toMatchObject([{ clientRequestId }]);
		} else {
			expect(run.error).toMatchObject({
				message: expect.stringContaining("The value of 'Client Request ID'"),
				description: expect.stringContaining('letters'),
				context: { itemIndex: 0 },
			});
			expect(simulator.journal).toHaveLength(0);
		}
	},
);

test.each(hostile.map(show))(
	'the integration ID %s is refused, and nothing is sent',
	async (_, value) => {
		const simulator = await start();
		const credentials = credentialsFor(simulator);
		const deleted = await runWorkflow({
			workflow: deletion(),
			credentials,
			items: [{ integrationId: `${integrationId}${value}` }],
		});
		const asked = await runWorkflow({
			workflow: gongCrm('request', 'getStatus', {
				parameters: { integrationId: byId('={{ $json.id }}'), clientRequestId: 'mine' },
			}),
			credentials,
			items: [{ id: value }],
		});
		for (const run of [deleted, asked]) expect(run.error?.message).toContain("'Integration'");
		expect(simulator.journal).toHaveLength(0);
	},
);

test.each(hostile.map(show))(
	'the expected integration name %s is compared and never sent',
	async (_, name) => {
		const integrations = [{ integrationId, name, ownerEmail: 'owner@example.com' }];
		const [same, other] = [await start({ integrations }), await start()];
		for (const simulator of [same, other])
			await runOn(
				simulator,
				deletion({ parameters: { options: { expectedName: '={{ $json.name }}' } } }),
				{ items: [{ integrationId, name }] },
			);
		expect(same.calls('GET', '/v2/crm/integrations')[0].query).toEqual({});
		expect(same.deletions()).toHaveLength(1);
		expect(other.deletions()).toHaveLength(0);
	},
);

test.each(hostile.map(show))(
	'the name %s of a new integration reaches Gong unchanged',
	async (_, name) => {
		const simulator = await start({ integrations: [] });
		await runOn(
			simulator,
			gongCrm('integration', 'register', {
				parameters: { name: '={{ $json.name }}', ownerEmail: 'owner@example.com' },
			}),
			{ items: [{ name }] },
		);
		const [call] = simulator.calls('PUT', '/v2/crm/integrations');
		expect(call.query).toEqual({});
		expect(call.body).toEqual({ name: name, ownerEmail: 'owner@example.com' });
	},
);
