import { type IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { attempt } from '../../nodes/submitting/attempt';
import { wholeRun } from '../../nodes/submitting/wholeRun';
import { noOp } from '../workflows/nodes';

const node = noOp('Node');
const unusable = new NodeOperationError(node, 'Not a number', { description: 'Enter one' });
const bare = new NodeOperationError(node, 'Not a number');
const refused = new NodeApiError(node, {}, { message: 'No', description: 'Why', httpCode: '403' });
const fault = new Error('canceled');

const failing = (error: Error) => () => {
	throw error;
};

test.each([true, false])(
	'an attempt that succeeds returns its value, when the node stops on errors: %p',
	async (stops) => {
		expect(await attempt(() => 7, stops)).toEqual({ ok: true, value: 7 });
		expect(await attempt(async () => await Promise.resolve(7), stops)).toEqual({
			ok: true,
			value: 7,
		});
	},
);

test.each([
	[unusable, { message: 'Not a number', description: 'Enter one', httpCode: null }],
	[bare, { message: 'Not a number', description: '', httpCode: null }],
	[refused, { message: 'No', description: 'Why', httpCode: '403' }],
])(
	'an error for the builder becomes the item’s result with Continue, and is thrown with Stop: %#',
	async (error, refusal) => {
		expect(await attempt(failing(error), false)).toEqual({ ok: false, refusal });
		await expect(attempt(failing(error), true)).rejects.toBe(error);
	},
);

test.each([true, false])(
	'any other error is thrown, when the node stops on errors: %p',
	async (stops) => {
		await expect(attempt(failing(fault), stops)).rejects.toBe(fault);
	},
);

/** All that it takes from the engine. */
const context = (goesOn: boolean) =>
	({ continueOnFail: () => goesOn, getInputData: () => [{}, {}] }) as unknown as IExecuteFunctions;

test('an error of the whole run is reported for each item with Continue', async () => {
	const json = { error: 'Not a number', message: 'Enter one', details: null };
	expect(await wholeRun(context(true), async () => failing(unusable)())).toEqual([
		{ json, pairedItem: { item: 0 } },
		{ json, pairedItem: { item: 1 } },
	]);
	await expect(wholeRun(context(false), async () => failing(unusable)())).rejects.toBe(unusable);
	const output = [{ json: {} }];
	expect(await wholeRun(context(false), async () => output)).toBe(output);
});
