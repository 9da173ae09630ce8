import { runFast } from '../harness/runs';
import { deletion, gongCrm } from '../harness/workflows';
import { start, startWith, stopAll } from '../simulator/simulators';

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
