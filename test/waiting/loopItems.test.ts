import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import {
	fromLoopItems,
	listRequests,
	nextCheckOf,
	nextLoopItems,
	toLoopItems,
	toRunState,
	UnreadableLoop,
} from '../../nodes/waiting/loopItems';
import { packRefusals } from '../../nodes/requests/unsentObjects';
import { deletion, follow, refusal, upload } from './requests';

const at = Date.parse('2026-11-25T12:00:00.000Z');
const shared = { version: 2, nextCheckAt: '2026-11-25T12:00:00.000Z' };
const refused = { kind: 'deletion' as const, item: 1, refusal, details: null };
/** All that comes out of the loop. */
const read = (items: INodeExecutionData[]) => {
	const loop = fromLoopItems(items);
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
			refused: packRefusals([refused]),
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
		{
			json: { ...shared, refused: { asTheyAre: [refused], shared: [], objects: '[]' } },
			pairedItem: { item: 2 },
		},
	]);
	expect(items[0].json.request).toBe(atStart[0]);
});

test('loop items are read back unchanged', () => {
	const state = {
		followed: [
			follow(deletion({ status: 'DONE' })),
			{ request: upload({ timedOut: true }), refusal },
		],
		refused: [refused, { ...refused, item: 2 }],
	};
	const items = toLoopItems(state, at);
	expect(read(items)).toEqual({ ...state, atStart: state.followed.map(({ request }) => request) });
	const next = nextLoopItems(fromLoopItems(items), at);
	expect(next[2].json.refused).toBe(items[2].json.refused);
	expect(read(toLoopItems({ followed: [], refused: [refused] }, at))).toEqual({
		followed: [],
		refused: [refused],
		atStart: [],
	});
});

test.each([
	['nothing', {}],
	['another version', { version: 3, request: deletion() }],
	['no request', { version: 2 }],
])('a loop item with %s is refused as unreadable, with the known IDs in the error', (_, json) => {
	const unreadable = () =>
		fromLoopItems([
			...toLoopItems({ followed: [follow(deletion())], refused: [] }, at),
			item(json),
		]);
	expect(unreadable).toThrow(UnreadableLoop);
	expect(unreadable).toThrow(
		expect.objectContaining({
			name: 'UnreadableLoop',
			requests: expect.arrayContaining(['integration 7, client request ID mine']),
		}),
	);
});

test.each([
	[
		{ request: { integrationId: '7', clientRequestId: 'a' } },
		['integration 7, client request ID a'],
	],
	[
		{ deletion: { integrationId: '7', clientRequestId: 'b' } },
		['integration 7, client request ID b'],
	],
	[{ request: { integrationId: '7', clientRequestId: null } }, []],
	[{}, []],
])('the request IDs are found in %j', (json, named) => {
	expect(listRequests([item(json)])).toEqual(named);
});

test('the time of the next poll is read from the first loop item', () => {
	expect(nextCheckOf(toLoopItems({ followed: [follow(deletion())], refused: [] }, at))).toBe(at);
	for (const items of [
		[],
		[item({})],
		[item({ ...shared, version: 1 })],
		[item({ version: 2, nextCheckAt: 'soon' })],
	])
		expect(() => nextCheckOf(items)).toThrow(UnreadableLoop);
	expect(() =>
		nextCheckOf([
			item({ version: 1, request: { integrationId: '7', clientRequestId: 'a' } }),
			item({}),
		]),
	).toThrow(expect.objectContaining({ requests: ['integration 7, client request ID a'] }));
});
