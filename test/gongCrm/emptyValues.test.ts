import { connect } from '../simulator/client';
import { start, stopAll } from '../simulator/simulators';
import { integrationId, mapped, upload, type UploadWishes } from './uploading';

afterEach(stopAll);

const filled = { objectId: 'd-1', accountId: 'a-1', ownerId: 'u-1', closeDate: '2026-12-31' };
const item = { ...filled, name: null, amount: '', isDeleted: null, colour: null };

const clear = (wishes: UploadWishes = {}): UploadWishes => ({
	objectType: 'DEAL',
	items: [item],
	wait: true,
	options: { emptyValues: 'clear' },
	...wishes,
});

/** What Gong has had of the object. */
const before = {
	...filled,
	name: 'Old',
	amount: 1,
	stage: 's-1',
	status: 'OPEN',
	url: 'https://acme.com/',
	createdDate: '2026-01-31T12:00:00Z',
};

/** What is left of it after an upload, where Gong clears what it is sent as null. */
async function sent(wishes: UploadWishes) {
	const simulator = await start({ uploadTakes: 0, nullClears: true });
	await connect(simulator).upload(
		{ integrationId, objectType: 'DEAL', clientRequestId: 'earlier' },
		[{ ...before, modifiedDate: '2026-01-31T12:00:00Z' }],
	);
	const run = await upload(simulator, wishes);
	expect(run.error).toBeUndefined();
	const [object] = simulator.objects(integrationId, 'DEAL');
	const { modifiedDate, ...fields } = object;
	expect(modifiedDate).toEqual(expect.any(String));
	return fields;
}

test('empty values of items are left out by default', async () => {
	expect(await sent(clear({ options: {} }))).toEqual(before);
});

test('with Clear, empty values of items are sent as null, and missing ones are left out', async () => {
	const { name, amount, ...others } = before;
	expect([name, amount]).toEqual(['Old', 1]);
	expect(await sent(clear())).toEqual(others);
});

test('with Clear, a column is sent as null only where an expression of the builder gives nothing', async () => {
	const { amount, createdDate, ...others } = before;
	expect([amount, createdDate]).toEqual([1, expect.any(String)]);
	const value = {
		...filled,
		objectId: '={{ $json.objectId }}',
		// What the editor presets, and what is left of an expression that was deleted.
		name: null,
		url: '',
		status: '=',
		isDeleted: '={{ $json.isDeleted }}',
		amount: '={{ $json.amount }}',
		createdDate: '={{ $json.name }}',
		// A key that the item does not have.
		stage: '={{ $json.nothing }}',
	};
	expect(await sent(clear(mapped(value)))).toEqual(others);
});

test('a dry run with Clear counts the values to be cleared, by field', async () => {
	const simulator = await start();
	const run = await upload(
		simulator,
		clear({
			items: [item, { ...item, objectId: 'd-2', amount: 5 }],
			parameters: { dryRun: true },
		}),
	);
	const words = 'It would clear: name (2 values), amount (1 value).';
	expect(run.hints('Gong')).toEqual([
		// Not cleared, and not passed over in silence.
		expect.stringContaining('colour (2 items)'),
		expect.stringContaining(words),
	]);
	expect(run.json('Next')[1].note).toContain(words);
	expect(simulator.uploads()).toEqual([]);
});
