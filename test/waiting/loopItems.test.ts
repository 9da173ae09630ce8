import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ItemError, Result } from '../../nodes/n8n/result';
import { parkedLoops } from './fixtures/parkedLoops';
import {
	createUnsent,
	ownDeletion,
	recordStatus,
	startRequest,
} from '../../nodes/requests/request';
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
import { deletion, follow, refusal, settings, upload } from './requests';

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
/** The loop's own part of an item. */
const loopOf = ({ json }: INodeExecutionData) => json.loop as IDataObject;
const item = (json: object) => ({ json: json as IDataObject });

test('a loop item begins with what a person looks for, and keeps the loop’s own state under one key', () => {
	const atStart = [deletion(), deletion({ clientRequestId: 'other' })];
	const changes = [
		{ status: 'PENDING', lastCheckedAt: 'now', statusChecks: 2 },
		{ status: 'FAILED', lastCheckedAt: 'now', errors: [{ line: 0, description: 'd' }] },
	];
	const items = nextLoopItems(
		{
			atStart,
			followed: [
				follow({ ...atStart[0], ...changes[0], errors: [] }),
				{ request: { ...atStart[1], ...changes[1] }, refusal },
			],
			changes: [],
			refused: JSON.stringify(refused),
		},
		at,
	);
	const shown = { lastCheckedAt: 'now', integrationId: '7' };
	expect(items.map(({ json }) => json)).toEqual([
		{
			...shown,
			status: 'PENDING',
			statusChecks: 2,
			clientRequestId: 'mine',
			loop: { ...shared, request: atStart[0], changes: {} },
		},
		{
			...shown,
			status: 'FAILED',
			statusChecks: 0,
			clientRequestId: 'other',
			loop: {
				...shared,
				request: atStart[1],
				changes: { errors: [{ line: 0, description: 'd' }] },
				refusal,
			},
		},
		{ loop: { ...shared, refused: JSON.stringify(refused) } },
	]);
	expect(Object.keys(items[0].json).slice(0, 2)).toEqual(['status', 'lastCheckedAt']);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
	expect(loopOf(items[0]).request).toBe(atStart[0]);
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
	for (const place of [0, 1])
		for (const part of ['request', 'changes'])
			expect(loopOf(second[place])[part]).toBe(loopOf(first[place])[part]);
	expect(loopOf(second[2]).refused).toBe(loopOf(first[2]).refused);
});

test('a change that was undone is not taken for one', () => {
	const start = deletion({ errors: [{ line: 0, description: 'd' }], unreadable: false });
	const changed = { ...start, errors: [{ line: 0, description: 'd' }], unreadable: true };
	const [one] = nextLoopItems(
		{ followed: [follow(changed)], atStart: [start], changes: [], refused: null },
		at,
	);
	expect(loopOf(one).changes).toEqual({ unreadable: true });
	const back = { ...changed, unreadable: false };
	const [two] = nextLoopItems(
		{ followed: [follow(back)], atStart: [start], changes: [], refused: null },
		at,
	);
	expect(loopOf(two).changes).toEqual({});
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
	const { request: again, ...rest } = loopOf(second);
	expect(again).toBe(loopOf(first[0]).request);
	expect(JSON.stringify({ ...second.json, loop: rest }).length).toBeLessThan(500);
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
		['no state', { loop: null }],
		['another version', { loop: { ...shared, version: 2, request: deletion() } }],
		['a version that is text', { loop: { ...shared, version: '1', request: deletion() } }],
		['no version', { loop: { request: deletion() } }],
		['no request', { loop: { version: 1 } }],
		['a request that is null', { loop: { version: 1, request: null } }],
	])(
		'beside a loop’s own items, one with %s is refused, and the message has the IDs',
		(_, json) => {
			for (const items of [
				[...known, item(json)],
				[item(json), ...known],
			])
				expect(errorOf(fromLoopItems(items))).toEqual({
					message: expect.stringMatching(
						/^Another version of the package started this wait, and this one cannot continue it: .*integration 7, client request ID mine, integration 8, client request ID other/,
					),
					description: expect.stringContaining('Nothing is lost at Gong.'),
					httpCode: null,
					isOurs: true,
				});
		},
	);

	test('an item of nobody’s loop is refused without IDs', () => {
		const foreign = { message: 'This step only works in a wait that a Gong CRM node started' };
		for (const json of [{}, { version: 1 }, { integrationId: '7', status: 'PENDING' }])
			expect(errorOf(fromLoopItems([item(json)]))).toMatchObject(foreign);
		expect(errorOf(nextCheckOf([]))).toMatchObject(foreign);
	});
});

test.each([
	[
		{ integrationId: '7', clientRequestId: 'a', loop: { version: 2 } },
		['integration 7, client request ID a'],
	],
	[{ integrationId: '7', clientRequestId: null, loop: {} }, []],
	[{ integrationId: '7', clientRequestId: 'a' }, []],
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
		[item({ loop: null })],
		[item({ loop: { ...shared, version: 2 } })],
		[item({ loop: { version: 1, nextCheckAt: 'soon' } })],
		[item({ loop: { version: 1 } })],
	])
		expect(nextCheckOf(others).ok).toBe(false);
	expect(
		errorOf(
			nextCheckOf([
				item({ integrationId: '7', clientRequestId: 'a', loop: { version: 2 } }),
				item({}),
			]),
		)?.message,
	).toContain('integration 7, client request ID a');
});

test.each(Object.entries(parkedLoops))(
	'what waits in n8n’s database is read, as published versions have parked it: %s',
	(_, { wait, items }) => {
		const checkedAt = wait.startedAt + 60_000;
		const submitted = (clientRequestId: string, places: number[]) =>
			startRequest(
				{ integrationId: '5517027188234205706', clientRequestId, items: places },
				`reference-of-${clientRequestId}`,
				wait.startedAt,
			);
		const { followed, refused: withoutRequest, atStart } = read(items);
		const [ofDeletion, ofObjects] = atStart;
		expect(ofDeletion).toEqual({ ...submitted('n8n-deletion', [0]), ...ownDeletion });
		expect(ofObjects).toEqual({
			...submitted('n8n-objects', [1, 2]),
			kind: 'upload',
			file: {
				objectType: 'DEAL',
				isGiven: false,
				number: 1,
				lines: 2,
				objectIds: '["acme-1","acme-2"]',
				warnings: { 2: ['Left out: color'] },
			},
		});
		const none = { errors: [], totalErrorCount: 0, totalSuccessCount: 0 };
		const going = recordStatus(ofDeletion, { status: 'IN_PROGRESS', ...none }, checkedAt);
		const done = recordStatus(ofObjects, { status: 'DONE', ...none }, checkedAt);
		expect(followed).toMatchObject([
			{ request: { ...going, seenListed: true }, refusal: null },
			{ request: done, refusal: null },
			{ request: { status: 'SUBMITTED', statusChecks: 1 }, refusal: { httpCode: '401' } },
			{ request: { status: 'NOT_SENT', clientRequestId: null, items: [4, 5] }, refusal: null },
		]);
		expect(withoutRequest).toMatchObject([{ items: [6, 7], refusal: { isOurs: true } }]);
		expect(nextCheckOf(items)).toEqual({ ok: true, value: checkedAt + 60_000 });
		expect(Object.keys(wait.settings).sort()).toEqual(Object.keys(settings).sort());
	},
);

/**
 * A package that is updated while executions wait has to read this. Whoever changes the form raises
 * `LOOP_VERSION`, adds a fixture for it, and keeps reading the ones that are here.
 */
test('this version of the loop parks what the fixture with its version has', () => {
	const { items } = parkedLoops[`loop-v${LOOP_VERSION}.json`];
	const again = nextLoopItems(valueOf(fromLoopItems(items)), valueOf(nextCheckOf(items)));
	expect(JSON.parse(JSON.stringify(again))).toEqual(items);
});
