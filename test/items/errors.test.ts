import { type IExecuteFunctions, NodeApiError, NodeOperationError } from 'n8n-workflow';
import { executionClock } from '../../nodes/n8n/executionClock';
import { fail, type ItemError, succeed } from '../../nodes/n8n/result';
import { attempt, runNode, toErrorItem } from '../../nodes/items/errors';
import { noOp } from '../workflows/nodes';
import { codesOfN8n } from './codesOfN8n';

const node = noOp('Node');
const unusable = new NodeOperationError(node, 'Not a number', { description: 'Enter one' });
const bare = new NodeOperationError(node, 'Not a number');
const refused = new NodeApiError(node, {}, { message: 'No', description: 'Why', httpCode: '403' });
const fault = new TypeError('Cannot read properties of undefined');

const failing = (error: unknown) => () => {
	throw error;
};

/** All that the way out takes from the engine. */
const context = ({
	goesOn = false,
	isCanceled = false,
	executionId = '1',
}: { goesOn?: boolean; isCanceled?: boolean; executionId?: string } = {}) =>
	({
		continueOnFail: () => goesOn,
		getExecutionId: () => executionId,
		getNode: () => node,
		getInputData: () => [{}, {}],
		getExecutionCancelSignal: () => (isCanceled ? AbortSignal.abort() : undefined),
	}) as unknown as IExecuteFunctions;

test('an attempt that succeeds returns its result', async () => {
	expect(await attempt(context(), () => succeed(7))).toEqual({ ok: true, value: 7 });
	expect(await attempt(context(), async () => await Promise.resolve(succeed(7)))).toEqual({
		ok: true,
		value: 7,
	});
	const failed = fail('No', 'Do this');
	expect(await attempt(context(), () => failed)).toBe(failed);
});

/** Whatever is thrown, and what the builder is told of it. */
test.each<[string, unknown, ItemError]>([
	[
		'a NodeOperationError',
		unusable,
		{ message: 'Not a number', description: 'Enter one', httpCode: null, isOurs: true },
	],
	[
		'a NodeOperationError without a description',
		bare,
		{ message: 'Not a number', description: '', httpCode: null, isOurs: true },
	],
	['a NodeApiError', refused, { message: 'No', description: 'Why', httpCode: '403' }],
	[
		'a fault of this program',
		fault,
		{
			message: 'Cannot read properties of undefined',
			description: '',
			httpCode: null,
			isOurs: true,
		},
	],
	['a text', 'no file', { message: 'no file', description: '', httpCode: null, isOurs: true }],
	['nothing', undefined, { message: 'undefined', description: '', httpCode: null, isOurs: true }],
	[
		'an object that is no error',
		{ message: '', description: 7 },
		{ message: '[object Object]', description: '', httpCode: null, isOurs: true },
	],
])('%s that is thrown for an item is that item’s error', async (_, thrown, error) => {
	expect(await attempt(context(), failing(thrown))).toEqual({ ok: false, error });
	expect(await attempt(context(), async () => await Promise.reject(thrown))).toEqual({
		ok: false,
		error,
	});
});

describe('a cancellation is no item’s error', () => {
	test('when whatever is thrown comes after it', async () => {
		const canceled = context({ isCanceled: true, goesOn: true });
		await expect(attempt(canceled, failing(fault))).rejects.toBe(fault);
		await expect(runNode(canceled, async () => failing(unusable)())).rejects.toBe(unusable);
	});

	test('when a pause was cut short by it', async () => {
		const clock = executionClock(context({ isCanceled: true }));
		const asleep = async () => {
			await clock.sleep(0);
			return succeed(7);
		};
		await expect(attempt(context(), asleep)).rejects.toThrow('The execution was canceled');
		await expect(
			runNode(context({ goesOn: true }), async () => {
				await clock.sleep(0);
				return succeed([]);
			}),
		).rejects.toThrow('The execution was canceled');
	});

	test('but the word alone makes none', async () => {
		const other = new Error('The execution was canceled');
		expect(await attempt(context(), failing(other))).toMatchObject({ ok: false });
	});
});

describe('the way out of a node', () => {
	const ours = fail('Not a number', 'Enter one');
	const gongs: ItemError = { message: 'No', description: 'Why', httpCode: '403' };

	test('passes the output on', async () => {
		const output = [[{ json: {} }], []];
		expect(await runNode(context(), async () => succeed(output))).toBe(output);
	});

	test.each([
		['a value', async () => ours],
		['thrown', async () => failing(unusable)()],
	])('reports an error of the whole run for each item with Continue: %s', async (_, action) => {
		const json = { error: 'Not a number', message: 'Enter one', details: null };
		expect(await runNode(context({ goesOn: true }), action)).toEqual([
			[
				{ json, pairedItem: { item: 0 } },
				{ json, pairedItem: { item: 1 } },
			],
		]);
	});

	test.each<[string, ItemError, object]>([
		[
			'one about the input is not Gong’s',
			{ ...ours.error, itemIndex: 1 },
			{
				name: 'NodeOperationError',
				message: 'Not a number',
				description: 'Enter one',
				context: { itemIndex: 1 },
			},
		],
		[
			'one about the whole run names no item',
			ours.error,
			{ name: 'NodeOperationError', context: { itemIndex: undefined } },
		],
		[
			'Gong’s has its code',
			{ ...gongs, itemIndex: 0 },
			{
				name: 'NodeApiError',
				message: 'No',
				description: 'Why',
				httpCode: '403',
				context: { itemIndex: 0 },
			},
		],
		['Gong’s may have no code', { ...gongs, httpCode: null }, { name: 'NodeApiError' }],
	])('throws an error with Stop: %s', async (_, error, thrown) => {
		await expect(runNode(context(), async () => ({ ok: false, error }))).rejects.toMatchObject(
			thrown,
		);
	});

	test('knows the codes that n8n looks for in messages', () => {
		expect(codesOfN8n).toEqual(expect.arrayContaining(['EPERM', 'EEXIST', 'GETADDRINFO']));
	});

	test.each([...codesOfN8n, codesOfN8n.join(' ')])(
		'keeps a message with %s in it',
		async (code) => {
			const thrown = async (error: ItemError) =>
				await runNode(context(), async () => ({ ok: false, error })).catch(
					({ message, description, messages }: NodeApiError) => ({
						message,
						description,
						messages,
					}),
				);
			const message = `The integration is named "a${code.toLowerCase()}z"`;
			for (const error of [ours.error, gongs]) {
				const { description, message: any } = error;
				const { messages } = (await thrown(error)) as NodeApiError;
				expect(await thrown({ ...error, message })).toEqual({
					message,
					description,
					messages: messages.map((one) => (one === any ? message : one)),
				});
			}
		},
	);

	test.each([
		['No', 'Why', 'No. Why'],
		['No.', 'Why', 'No. Why'],
		['No', '', 'No'],
	])(
		'says all in the message on an engine that drops descriptions: %j, %j',
		async (message, description, said) => {
			const elsewhere = context({ executionId: '01932c4e-7d5b-7f7a-9a33-0d1b3c5d7e9f' });
			for (const error of [
				{ ...ours.error, message, description },
				{ ...gongs, message, description },
			])
				await expect(runNode(elsewhere, async () => ({ ok: false, error }))).rejects.toMatchObject({
					message: said,
				});
		},
	);
});

test('n8n knows an item on the error output by its keys', () => {
	expect(toErrorItem({ message: 'No', description: 'Do this' }, { a: 1 }, 3)).toEqual({
		json: { error: 'No', message: 'Do this', details: { a: 1 } },
		pairedItem: { item: 3 },
	});
});
