import { runFast } from '../harness/runs';
import { around, key, signedInBothWays } from '../harness/workflows';
import { start, stopAll } from '../simulator/simulators';
import type { Simulator } from '../simulator/startSimulator';
import { byId, gongNode } from '../workflows/nodes';
import { accounts, integrationId, upload } from './uploading';

const SENT = '/v2/crm/entities';

afterEach(stopAll);

/** When each object that is stored now was modified, in ms since 1970, by its ID. */
const dates = (simulator: Simulator) =>
	new Map(
		simulator
			.objects(integrationId, 'ACCOUNT')
			.map(({ objectId, modifiedDate }) => [objectId, Date.parse(String(modifiedDate))]),
	);

const sentAt = (simulator: Simulator) =>
	simulator.calls('POST', SENT).map(({ at }) => Date.parse(at));

/** Uploads the same object in two nodes, one after the other. */
const twoNodes = (waitForCompletion: boolean) => {
	const parameters = (name: string) => ({
		integrationId: byId(integrationId),
		objectType: 'ACCOUNT',
		fields: { mappingMode: 'defineBelow', value: { objectId: 'a-1', name } },
		waitForCompletion,
		waitOptions: { suspend: false },
	});
	return around(
		['First', 'Second'].map((name) =>
			gongNode(name, key, 'object', 'upload', parameters(name) as never, signedInBothWays),
		),
	);
};

test('the versions of an object in one run are a second apart, and none is sent before its date', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const began = Date.now();
	const names = ['One', 'Two', 'Three'].map((name) => ({ objectId: 'a-1', name }));
	await upload(simulator, { items: names, wait: true });
	const sent = sentAt(simulator);
	expect(sent).toHaveLength(3);
	expect(simulator.objects(integrationId, 'ACCOUNT')).toMatchObject([{ name: 'Three' }]);
	const last = dates(simulator).get('a-1') ?? 0;
	expect(last).toBeGreaterThanOrEqual(Math.floor(began / 1000) * 1000 + 2000);
	expect(sent[2]).toBeGreaterThanOrEqual(last);
	for (const at of sent.slice(1)) expect(at - sent[0]).toBeLessThan(5000);
});

test.each([true, false])(
	'a later node of the same execution fills in a later date, waiting for completion: %p',
	async (waitForCompletion) => {
		const simulator = await start({ uploadTakes: 0 });
		const seen: number[] = [];
		await runFast(simulator, twoNodes(waitForCompletion), {
			items: [{}],
			onNode: (name) => {
				if (['First', 'Second'].includes(name)) seen.push(dates(simulator).get('a-1') ?? 0);
			},
		});
		expect(seen).toHaveLength(2);
		expect(seen[1]).toBeGreaterThan(seen[0]);
		expect(sentAt(simulator)[1]).toBeGreaterThanOrEqual(seen[1]);
		expect(simulator.objects(integrationId, 'ACCOUNT')).toMatchObject([{ name: 'Second' }]);
	},
);

test('a late retry from the list fills in when the execution was established', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const establishedAt = Date.UTC(2026, 10, 20, 12) + 345;
	await upload(simulator, { items: accounts(1), run: { establishedAt, mode: 'retry' } });
	expect(dates(simulator).get('a-1')).toBe(Date.UTC(2026, 10, 20, 12));
});

test('a first try fills in when its run began, however long ago the execution was established', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const establishedAt = Date.now() - 3_600_000;
	const began = Date.now();
	await upload(simulator, { items: accounts(1), run: { establishedAt } });
	expect(dates(simulator).get('a-1')).toBeGreaterThanOrEqual(Math.floor(began / 1000) * 1000);
});

test('equal objects in any number take no second each', async () => {
	const simulator = await start({ uploadTakes: 0 });
	const equal = Array.from({ length: 500 }, () => ({ objectId: 'a-1', name: 'One' }));
	const began = Date.now();
	await upload(simulator, { items: [...equal, { objectId: 'a-1', name: 'Two' }], wait: true });
	const sent = sentAt(simulator);
	expect(sent).toHaveLength(2);
	expect(sent[1] - began).toBeLessThan(10_000);
	expect(simulator.objects(integrationId, 'ACCOUNT')).toMatchObject([{ name: 'Two' }]);
});
