import type { IExecuteFunctions } from 'n8n-workflow';
import type { ItemError } from '../../nodes/n8n/result';
import { listOtherRequests, putOut, settle } from '../../nodes/items/settle';
import type { Deletion } from '../../nodes/requests/request';
import { deletion, follow, refusal, settings, strict as stops, upload } from '../waiting/requests';

/** All that it takes from the engine: how many items came in. */
const context = { getInputData: () => Array(6).fill({}) } as unknown as IExecuteFunctions;

const goesOn = { ...stops, stopOnError: false };
const refused = { items: [1], refusal };
const failed = follow(deletion({ items: [2], status: 'FAILED' }));

/** The error that a run ends with. */
function errorOf(...given: Parameters<typeof settle>): ItemError | null {
	const settled = settle(...given);
	return settled.ok ? null : settled.error;
}

describe('what an operation puts out', () => {
	const outcomes = [
		{ item: 2, error: { ...refusal, message: 'Second' }, details: null },
		{ item: 3, rows: [{ a: 1 }, { a: 2 }] },
		{ item: 0, rows: [] },
		{ item: 1, error: refusal, details: { b: 1 } },
	];

	test('has all rows of an item, and its errors in between, in the order of the input', () => {
		expect(putOut(outcomes, false)).toEqual({
			ok: true,
			value: [
				{
					json: { error: 'No', message: 'Do this', details: { b: 1 } },
					pairedItem: { item: 1 },
				},
				{
					json: { error: 'Second', message: 'Do this', details: null },
					pairedItem: { item: 2 },
				},
				{ json: { a: 1 }, pairedItem: { item: 3 } },
				{ json: { a: 2 }, pairedItem: { item: 3 } },
			],
		});
	});

	test('is the error of the first item that has one, with Stop', () => {
		expect(putOut(outcomes, true)).toEqual({ ok: false, error: { ...refusal, itemIndex: 1 } });
		expect(putOut([outcomes[1], outcomes[2]], true)).toMatchObject({ ok: true });
	});

	test('keeps the item that an error names itself', () => {
		const about = { item: 1, error: { ...refusal, itemIndex: 5 }, details: null };
		expect(putOut([about], true)).toEqual({ ok: false, error: { ...refusal, itemIndex: 5 } });
	});
});

test('settling a run yields one item per input item, in order', () => {
	const done = follow(deletion({ items: [3, 0], status: 'DONE' }));
	const ended = { request: deletion({ items: [5], status: 'PENDING' }), refusal };
	const settled = settle(
		context,
		{ followed: [done, failed, ended], refused: [{ items: [4, 1], refusal }] },
		goesOn,
	);
	const no = { error: 'No', message: 'Do this', details: null };
	expect(settled).toMatchObject({
		ok: true,
		value: [
			{ json: { status: 'DONE' }, pairedItem: { item: 0 } },
			{ json: no, pairedItem: { item: 1 } },
			{
				json: { error: 'Gong could not delete integration 7', details: { status: 'FAILED' } },
				pairedItem: { item: 2 },
			},
			{ json: { status: 'DONE' }, pairedItem: { item: 3 } },
			{ json: no, pairedItem: { item: 4 } },
			{ json: { ...no, details: { status: 'PENDING' } }, pairedItem: { item: 5 } },
		],
	});
});

test('settling a run without errors stops nothing', () => {
	expect(settle(context, { followed: [follow(deletion())], refused: [] }, stops)).toMatchObject({
		ok: true,
		value: [{ json: { status: 'SUBMITTED' } }],
	});
});

test('with Stop a run ends with the first error, which names the other requests', () => {
	const followed = [
		failed,
		follow(deletion({ items: [3], integrationId: '8', clientRequestId: 'other' })),
		follow(deletion({ items: [4], clientRequestId: null })),
	];
	expect(errorOf(context, { followed, refused: [] }, stops)).toEqual({
		message: 'Gong could not delete integration 7',
		description: expect.stringMatching(
			/mine\. Also requested in this run, .*: 8: SUBMITTED \(other\)\.$/,
		),
		httpCode: null,
		itemIndex: 2,
	});
});

test('with Stop an error about requests that others made does not speak of them as made in this run', () => {
	const asked = (change: Partial<Deletion>) =>
		follow(deletion({ proof: 'unconfirmed', submittedAt: null, ...change }));
	const followed = [
		asked({ items: [2], status: 'FAILED' }),
		asked({ items: [3], status: 'PENDING', integrationId: '8', clientRequestId: 'other' }),
	];
	const { description } = errorOf(context, { followed, refused: [] }, stops) ?? {};
	expect(description).toMatch(
		/Delete it again, .*mine\. Also asked about in this run, .*: 8: PENDING \(other\)\.$/,
	);
	expect(listOtherRequests([follow(upload()), ...followed])).toContain('Also requested');
	expect(listOtherRequests([follow(upload({ file: null }))])).toContain('Also asked about');
});

test('with Stop the error of an item without a request names every request of the run', () => {
	const state = {
		followed: [failed],
		refused: [{ ...refused, refusal: { ...refusal, httpCode: '401' } }],
	};
	expect(errorOf(context, state, stops)).toEqual({
		message: 'No',
		description: expect.stringMatching(
			/^Do this Also requested in this run, .*: 7: FAILED \(mine\)\.$/,
		),
		httpCode: '401',
		itemIndex: 1,
	});
});

test('no timeout is reported as Gong’s error, of a deletion, of several objects or of a file', () => {
	const late = { status: 'PENDING', timedOut: true };
	for (const request of [
		deletion({ items: [5], ...late }),
		upload({ items: [4, 5], ...late }),
		upload({ items: [5], ...late }, { isGiven: true }),
	])
		expect(errorOf(context, { followed: [follow(request)], refused: [] }, stops)).toMatchObject({
			isOurs: true,
		});
});

test('several failed objects make one error, which counts the successful ones among all items', () => {
	const errors = [{ line: 2, description: 'Locked' }];
	const counts = { totalErrorCount: 1, totalSuccessCount: 1 };
	const file = follow(upload({ status: 'FAILED', errors, ...counts }));
	expect(errorOf(context, { followed: [file], refused: [] }, stops)).toMatchObject({
		message: '1 of 6 objects not uploaded',
		itemIndex: 1,
	});
});

test('objects that were not sent are counted among all items of the run', () => {
	const errors = [1, 2].map((line) => ({ line, description: `Wrong ${line}` }));
	const file = follow(
		upload({ status: 'INVALID', clientRequestId: null, items: [1, 4], errors }, { number: null }),
	);
	expect(errorOf(context, { followed: [file], refused: [] }, stops)).toMatchObject({
		message: '2 of 6 items cannot be uploaded',
		itemIndex: 1,
	});
	// What does not say otherwise is taken for a result.
	expect(
		settle(context, { followed: [file], refused: [] }, { ...settings, stopOnError: false }),
	).toMatchObject({
		ok: true,
		value: [
			{ json: { details: { uploaded: false, outcome: 'invalid' } }, pairedItem: { item: 1 } },
			{ json: { details: { uploaded: false, outcome: 'invalid' } }, pairedItem: { item: 4 } },
		],
	});
});

test('files that Gong refused are named by the items that brought them', () => {
	const followed = [2, 5].map((item) =>
		follow(upload({ status: 'FAILED', items: [item] }, { isGiven: true })),
	);
	expect(errorOf(context, { followed, refused: [] }, stops)?.description).toMatch(
		/^Item 2: Gong did not accept .* Item 5: Gong did not accept /,
	);
});

test('an error says nothing about other requests when there are none', () => {
	expect(listOtherRequests([failed], failed)).toBe('');
	expect(listOtherRequests([failed])).toContain('7: FAILED (mine)');
	expect(listOtherRequests([])).toBe('');
});

test('an error says SUBMITTED only of what this run has submitted', () => {
	const readableBy = '1970-01-01T00:02:00.000Z';
	const made = deletion({ submittedAt: '1970-01-01T00:00:00.000Z', readableBy });
	expect(listOtherRequests([follow(made)])).toContain('7: SUBMITTED (mine)');
	expect(listOtherRequests([follow({ ...made, submittedAt: null })])).toContain(
		'7: no status yet (mine)',
	);
});

test('an error names all other requests, since nothing else is left of them', () => {
	const many = Array.from({ length: 1000 }, (_, index) =>
		follow(deletion({ clientRequestId: `id-${index}` })),
	);
	const named = listOtherRequests(many);
	for (const { request } of many) expect(named).toContain(`(${request.clientRequestId})`);
});
