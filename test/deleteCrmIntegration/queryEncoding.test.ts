import { runFast } from '../harness/runs';
import { deletion, gongCrm } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';
import { byId } from '../workflows/nodes';

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

/** An integration for each of them. */
const ids = hostile.map((_, place) => String(5_517_027_188_234_205_706n + BigInt(place)));

const node = { onError: 'continueRegularOutput' } as const;

test('a hostile client request ID is either refused or sent unchanged', async () => {
	const simulator = await startWith(ids);
	const run = await runFast(
		simulator,
		deletion({ parameters: { options: { clientRequestId: '={{ $json.mine }}' } }, node }),
		{ items: hostile.map((mine, place) => ({ integrationId: ids[place], mine })) },
	);
	const isFine = (id: string) => /^[\w-]+$/.test(id);
	expect(run.json('Next')).toMatchObject(
		hostile.map((clientRequestId) =>
			isFine(clientRequestId)
				? { clientRequestId, status: 'SUBMITTED' }
				: {
						error: expect.stringContaining("The value of 'Client Request ID'"),
						message: expect.stringContaining('letters'),
					},
		),
	);
	const sent = simulator.calls('DELETE', '/v2/crm/integrations').map(({ query }) => query);
	expect(sent).toEqual(
		hostile.flatMap((clientRequestId, place) =>
			isFine(clientRequestId) ? [{ integrationId: ids[place], clientRequestId }] : [],
		),
	);
});

test('a hostile integration ID is refused, and nothing is sent', async () => {
	const simulator = await start();
	const deleted = await runFast(simulator, deletion({ node }), {
		items: hostile.map((value) => ({ integrationId: `${ids[0]}${value}` })),
	});
	const asked = await runFast(
		simulator,
		gongCrm('request', 'getStatus', {
			parameters: { integrationId: byId('={{ $json.id }}'), clientRequestId: 'mine' },
			node,
		}),
		{ items: hostile.map((id) => ({ id })) },
	);
	for (const run of [deleted, asked])
		expect(run.json('Next')).toMatchObject(
			hostile.map(() => ({ error: expect.stringContaining("'Integration'") })),
		);
	expect(simulator.journal).toHaveLength(0);
});

test.each([
	['the same', 0],
	['another', 1],
])(
	'a hostile expected integration name is compared and never sent, where it is %s',
	async (_, by) => {
		const simulator = await start({
			oneIntegrationAtATime: false,
			integrations: hostile.map((name, place) => ({
				integrationId: ids[place],
				name,
				ownerEmail: 'owner@example.com',
			})),
		});
		await runFast(
			simulator,
			deletion({ parameters: { options: { expectedName: '={{ $json.name }}' } }, node }),
			{
				items: ids.map((integrationId, place) => ({
					integrationId,
					name: hostile[(place + by) % hostile.length],
				})),
			},
		);
		const looks = simulator.calls('GET', '/v2/crm/integrations');
		expect(looks.map(({ query }) => query)).toEqual(ids.map(() => ({})));
		expect(simulator.deletions()).toHaveLength(by === 0 ? ids.length : 0);
	},
);

test('a hostile name of a new integration reaches Gong unchanged', async () => {
	const simulator = await start({ integrations: [], oneIntegrationAtATime: false });
	await runFast(
		simulator,
		gongCrm('integration', 'register', {
			parameters: { name: '={{ $json.name }}', ownerEmail: 'owner@example.com' },
		}),
		{ items: hostile.map((name) => ({ name })) },
	);
	const calls = simulator.calls('PUT', '/v2/crm/integrations');
	expect(calls.map(({ query, body }) => ({ query, body }))).toEqual(
		hostile.map((name) => ({ query: {}, body: { name, ownerEmail: 'owner@example.com' } })),
	);
});
