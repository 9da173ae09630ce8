import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ItemError, Result } from '../../nodes/connection/result';
import { parkedLoops } from './fixtures/parkedLoops';
import { createUnsent } from '../../nodes/requests/request';
import type { RunState } from '../../nodes/requests/runState';
import {
	fromLoopItems,
	listRequests,
	LOOP_VERSION,
	type LoopState,
	nextCheckOf,
	nextLoopItems,
	toLoopItems,
	toRunState,
} from '../../nodes/waiting/loopItems';
import { nextCheckAt, parked, settings, startedAt } from './parked';
import { deletion, follow, refusal, upload } from './requests';

const at = Date.parse('2026-11-25T12:00:00.000Z');
const shared = { version: 1, nextCheckAt: '2026-11-25T12:00:00.000Z' };
const refused = [{ items: [1, 4], refusal }];

const valueOf = <T>(result: Result<T>): T => {
	if (!result.ok) throw new Error(result.error.message);
	return result.value;
};
const errorOf = (result: Result<unknown>): ItemError | null => (result.ok ? null : result.error);

/** All that comes out of the loop. */
const read = (items: INodeExecutionData[]): RunState & Pick<LoopState, 'atStart'> => {
	const loop = valueOf(fromLoopItems(items));
	return { ...toRunState(loop), atStart: loop.atStart };
};
const item = (json: object) => ({ json: json as IDataObject });

test('a loop item has what is shown, what has changed, and the original request', () => {
	const atStart = [deletion(), deletion({ clientRequestId: 'other' })];
	const items = nextLoopItems(
		{
			atStart,
			followed: [
				follow({
					...atStart[0],
					status: 'PENDING',
					lastCheckedAt: 'now',
					errors: [],
					statusChecks: 2,
				}),
				{
					request: {
						...atStart[1],
						status: 'FAILED',
						lastCheckedAt: 'now',
						errors: [{ line: 0, description: 'd' }],
					},
					refusal,
				},
			],
			refused: JSON.stringify(refused),
		},
		at,
	);
	expect(items).toEqual([
		{
			json: {
				...shared,
				integrationId: '7',
				clientRequestId: 'mine',
				status: 'PENDING',
				statusChecks: 2,
				request: atStart[0],
			},
			pairedItem: { item: 0 },
		},
		{
			json: {
				...shared,
				integrationId: '7',
				clientRequestId: 'other',
				status: 'FAILED',
				statusChecks: 0,
				lastCheckedAt: 'now',
				errors: [{ line: 0, description: 'd' }],
				request: atStart[1],
				refusal,
			},
			pairedItem: { item: 1 },
		},
		{ json: { ...shared, refused: JSON.stringify(refused) }, pairedItem: { item: 2 } },
	]);
	expect(items[0].json.request).toBe(atStart[0]);
});

test('loop items are read back unchanged, also out of a database', () => {
	const state: RunState = {
		followed: [
			follow(deletion({ status: 'DONE' })),
			{ request: upload({ timedOut: true }), refusal },
			follow(upload({ status: 'NOT_SENT', clientRequestId: null }, { number: null })),
			follow(upload({ status: 'UNKNOWN' }, { number: null })),
		],
		refused: [...refused, { items: [2], refusal: { ...refusal, isOurs: true, itemIndex: 2 } }],
	};
	const items = toLoopItems(state, at);
	const atStart = state.followed.map(({ request }) => request);
	expect(read(items)).toEqual({ ...state, atStart });
	expect(read(JSON.parse(JSON.stringify(items)) as INodeExecutionData[])).toEqual({
		...state,
		atStart,
	});
	expect(read(toLoopItems({ followed: [], refused }, at))).toEqual({
		followed: [],
		refused,
		atStart: [],
	});
});

test('what does not change in the loop stays the same object from round to round', () => {
	const state: RunState = { followed: [follow(deletion()), follow(upload())], refused };
	const first = toLoopItems(state, at);
	const second = nextLoopItems(valueOf(fromLoopItems(first)), at + 60_000);
	for (const place of [0, 1]) expect(second[place].json.request).toBe(first[place].json.request);
	expect(second[2].json.refused).toBe(first[2].json.refused);
});

test('a change that was undone is not taken for one', () => {
	const start = deletion({ errors: [{ line: 0, description: 'd' }], unreadable: false });
	const changed = { ...start, errors: [{ line: 0, description: 'd' }], unreadable: true };
	const [one] = nextLoopItems({ followed: [follow(changed)], atStart: [start], refused: null }, at);
	expect(one.json).toMatchObject({ unreadable: true });
	expect(one.json).not.toHaveProperty('errors');
	const back = { ...changed, unreadable: false };
	const [two] = nextLoopItems({ followed: [follow(back)], atStart: [start], refused: null }, at);
	expect(two.json).not.toHaveProperty('unreadable');
});

test('five thousand objects that were not sent take less than 1 MB over all rounds', () => {
	const places = Array.from({ length: 5000 }, (_, index) => index);
	const request = createUnsent(
		{ integrationId: '5517027188234205706', clientRequestId: null, items: places },
		'NOT_SENT',
		{
			objectType: 'DEAL',
			isGiven: false,
			number: null,
			lines: places.length,
			objectIds: JSON.stringify(places.map((place) => `acme-${place}`)),
			warnings: {},
		},
		places.map((place) => ({
			line: place + 1,
			description: `"closeDate" "3/4/${place}" is not a date, e.g. 2026-11-25`,
		})),
	);
	const first = toLoopItems({ followed: [follow(request)], refused: [] }, at);
	const [second] = nextLoopItems(valueOf(fromLoopItems(first)), at + 60_000);
	expect(JSON.stringify(first).length).toBeLessThan(700_000);
	// n8n stores an object that appears again only once; what is left of the second round is small.
	const { request: again, ...rest } = second.json;
	expect(again).toBe(first[0].json.request);
	expect(JSON.stringify(rest).length).toBeLessThan(500);
});

describe('a step of the loop takes no other input', () => {
	const known = toLoopItems(
		{
			followed: [
				follow(deletion()),
				follow(upload({ integrationId: '8', clientRequestId: 'other' })),
			],
			refused: [],
		},
		at,
	);

	test.each<[string, object]>([
		['nothing', {}],
		['another version', { ...shared, version: 2, request: deletion() }],
		['a version that is text', { ...shared, version: '1', request: deletion() }],
		['no version', { request: deletion() }],
		['no request', { version: 1 }],
		['a request that is null', { version: 1, request: null }],
	])(
		'beside a loop’s own items, one with %s is refused, and the message has the IDs',
		(_, json) => {
			for (const items of [
				[...known, item(json)],
				[item(json), ...known],
			])
				expect(errorOf(fromLoopItems(items))).toEqual({
					message: expect.stringMatching(
						/^This wait was started by another version of the package, and cannot go on: .*integration 7, client request ID mine, integration 8, client request ID other/,
					),
					description: expect.stringContaining('Nothing is lost at Gong.'),
					httpCode: null,
					isOurs: true,
				});
		},
	);

	test('an item of nobody’s loop is refused without IDs', () => {
		const foreign = { message: 'This step belongs to a wait that Gong CRM nodes start themselves' };
		for (const json of [{}, { version: 1 }, { ...shared, integrationId: '7', status: 'PENDING' }])
			expect(errorOf(fromLoopItems([item(json)]))).toMatchObject(foreign);
		expect(errorOf(nextCheckOf([]))).toMatchObject(foreign);
	});
});

test.each([
	[
		{ request: { integrationId: '7', clientRequestId: 'a' } },
		['integration 7, client request ID a'],
	],
	[{ request: { integrationId: '7', clientRequestId: null } }, []],
	[{ request: null }, []],
	[{}, []],
])('the request IDs are found in %j', (json, named) => {
	expect(listRequests([item(json)])).toEqual(named);
});

test('the time of the next poll is read from the first loop item', () => {
	const items = toLoopItems({ followed: [follow(deletion())], refused: [] }, at);
	expect(nextCheckOf(items)).toEqual({ ok: true, value: at });
	for (const others of [
		[],
		[item({})],
		[item({ ...shared, version: 2 })],
		[item({ version: 1, nextCheckAt: 'soon' })],
		[item({ version: 1 })],
	])
		expect(nextCheckOf(others).ok).toBe(false);
	expect(
		errorOf(
			nextCheckOf([
				item({ version: 2, request: { integrationId: '7', clientRequestId: 'a' } }),
				item({}),
			]),
		)?.message,
	).toContain('integration 7, client request ID a');
});

describe('what waits in n8n’s database', () => {
	test.each(Object.keys(parkedLoops))(
		'is read, as published versions have parked it: %s',
		(name) => {
			const { items } = parkedLoops[name];
			const { atStart, ...state } = read(items);
			const [going, ...others] = parked.followed;
			// An open request keeps the time of its last check to itself, and shows that of the next.
			expect(state).toEqual({
				followed: [{ ...going, request: { ...going.request, lastCheckedAt: null } }, ...others],
				refused: parked.refused,
			});
			expect(atStart).toEqual(parked.atStart.map(({ request }) => request));
			expect(nextCheckOf(items)).toEqual({ ok: true, value: nextCheckAt });
		},
	);

	/**
	 * A package that is updated while executions wait has to read this. Whoever changes the form raises
	 * `LOOP_VERSION`, adds a fixture for it, and keeps reading the ones that are here.
	 */
	test('has the form of the fixture with its version', () => {
		const fixture = parkedLoops[`loop-v${LOOP_VERSION}.json`];
		const today = {
			wait: { settings, startedAt },
			items: nextLoopItems(
				{
					followed: parked.followed,
					atStart: parked.atStart.map(({ request }) => request),
					refused: JSON.stringify(parked.refused),
				},
				nextCheckAt,
			),
		};
		expect(JSON.parse(JSON.stringify(today))).toEqual(fixture);
		// Something travels of every field that a request has.
		for (const [place, { request }] of parked.atStart.entries())
			expect(Object.keys(fixture.items[place].json.request as object).sort()).toEqual(
				Object.keys(request).sort(),
			);
	});
});
