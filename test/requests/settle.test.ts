import type { IExecuteFunctions } from 'n8n-workflow';
import { hasErrorItem, toErrorItem, listOtherRequests, settle } from '../../nodes/requests/settle';
import { deletion, follow, refusal, settings, strict as stops, upload } from '../waiting/requests';
import { noOp } from '../workflows/nodes';

/** All that it takes from the engine: whose error it is. */
const context = { getNode: () => noOp('Delete') } as unknown as IExecuteFunctions;

const goesOn = { ...stops, stopOnError: false };
const refused = { kind: 'deletion' as const, item: 1, refusal, details: null };
const failed = follow(deletion({ items: [2], status: 'FAILED' }));

/** The error that a run ends with. */
function errorOf(...given: Parameters<typeof settle>): unknown {
	try {
		return settle(...given);
	} catch (error) {
		return error;
	}
}

test('settling a run yields one item per input item, in order', () => {
	const done = follow(deletion({ items: [3, 0], status: 'DONE' }));
	const output = settle(
		context,
		{ followed: [done, failed], refused: [refused, { ...refused, item: 4, details: { a: 1 } }] },
		goesOn,
	);
	expect(output).toMatchObject([
		{ json: { status: 'DONE' }, pairedItem: { item: 0 } },
		{ json: { error: 'No', message: 'Do this', details: null }, pairedItem: { item: 1 } },
		{
			json: { error: 'Gong could not delete integration 7', details: { status: 'FAILED' } },
			pairedItem: { item: 2 },
		},
		{ json: { status: 'DONE' }, pairedItem: { item: 3 } },
		{ json: { error: 'No', details: { a: 1 } }, pairedItem: { item: 4 } },
	]);
});

test('settling a run without errors stops nothing', () => {
	expect(settle(context, { followed: [follow(deletion())], refused: [] }, stops)).toHaveLength(1);
});

test('settling a run with Stop throws the first error, which names the other requests', () => {
	const followed = [
		failed,
		follow(deletion({ items: [3], integrationId: '8', clientRequestId: 'other' })),
		follow(deletion({ items: [4], clientRequestId: null })),
	];
	expect(errorOf(context, { followed, refused: [] }, stops)).toMatchObject({
		name: 'NodeApiError',
		message: 'Gong could not delete integration 7',
		description: expect.stringMatching(
			/mine\. Also requested in this run, .*: 8: SUBMITTED \(other\)\.$/,
		),
		context: { itemIndex: 2 },
	});
});

test('an error about an item without a request names no other requests', () => {
	const state = {
		followed: [failed],
		refused: [{ ...refused, refusal: { ...refusal, httpCode: '401' } }],
	};
	expect(errorOf(context, state, stops)).toMatchObject({
		name: 'NodeApiError',
		message: 'No',
		description: 'Do this',
		httpCode: '401',
		context: { itemIndex: 1 },
	});
});

test('a timeout is not reported as Gong’s error', () => {
	const late = follow(deletion({ items: [5], status: 'PENDING', timedOut: true }));
	expect(errorOf(context, { followed: [late], refused: [] }, stops)).toMatchObject({
		name: 'NodeOperationError',
		message: 'Gong is still deleting integration 7',
		context: { itemIndex: 5 },
	});
});

test.each([
	[[1, 2], '2 of 2'],
	[[2], '1 of 2'],
])(
	'several failed objects make one error, which counts the successful ones: %j',
	(lines, count) => {
		const errors = lines.map((line) => ({ line, description: 'Locked' }));
		const counts = { totalErrorCount: lines.length, totalSuccessCount: 2 - lines.length };
		const file = follow(upload({ status: 'FAILED', errors, ...counts }));
		expect(errorOf(context, { followed: [file], refused: [] }, stops)).toMatchObject({
			message: `${count} objects are not known to be uploaded`,
		});
	},
);

test('settling a run asks each request whether its failure is an error', () => {
	expect(hasErrorItem(failed, goesOn)).toBe(true);
	expect(hasErrorItem(failed, settings)).toBe(false);
	expect(hasErrorItem({ request: deletion(), refusal }, settings)).toBe(true);
	const half = { status: 'FAILED', errors: [{ line: 2, description: '' }] };
	expect(hasErrorItem(follow(upload(half)), settings)).toBe(true);
});

test('an error says nothing about other requests when there are none', () => {
	expect(listOtherRequests([failed], failed)).toBe('');
	expect(listOtherRequests([failed])).toContain('7: FAILED (mine)');
	expect(toErrorItem(refusal, null, 3)).toEqual({
		json: { error: 'No', message: 'Do this', details: null },
		pairedItem: { item: 3 },
	});
});
