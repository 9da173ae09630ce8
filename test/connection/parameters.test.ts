import type { IExecuteFunctions } from 'n8n-workflow';
import {
	readIntegrationId,
	readObjectId,
	readOptions,
	readSetting,
} from '../../nodes/connection/parameters';
import { node } from '../workflows/build';

/** What a node reads its parameters from, where these are set. */
const context = (parameters: Record<string, unknown>) =>
	({
		getNode: () => node('Gong', 'n8n-nodes-gong-crm.gongCrm', {}),
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			name in parameters ? parameters[name] : fallback,
	}) as unknown as IExecuteFunctions;

const setting = (value: unknown) => readSetting(context({ value }), 2, 'value', 'Some Value');

/** The values of *Object ID* that are refused, and how they are shown. */
test.each([
	['nothing', undefined, 'undefined'],
	['null', null, 'null'],
	['a blank text', ' ', '" "'],
	['an object', { id: 1 }, '{"id":1}'],
	['a function', Math.max, String(Math.max)],
	['a bigint', 12n, '12'],
	['a rounded number', 2 ** 53, '9007199254740992'],
	['a fraction', 1.5, '1.5'],
	['60 characters', ['a'.repeat(56)], `["${'a'.repeat(56)}"]`],
	['61 characters', ['a'.repeat(57)], `["${'a'.repeat(57)}"…`],
])('an object ID that is %s is refused, and the message shows it', (_, objectId, shown) => {
	expect(() => readObjectId(context({ objectId }), 2)).toThrow(
		expect.objectContaining({
			message: `The value of "Object ID" is not usable: ${shown}`,
			description: expect.stringContaining('Pass the ID as text'),
			context: expect.objectContaining({ itemIndex: 2 }),
		}),
	);
});

test.each([
	[' 007 ', ' 007 '],
	[12, '12'],
	[2 ** 53 - 1, '9007199254740991'],
])('the object ID %j is used unchanged', (objectId, taken) => {
	expect(readObjectId(context({ objectId }), 0)).toBe(taken);
});

test.each([[null], [{ value: '1' }], [undefined]])(
	'the integration %j is refused, and the message names the parameter',
	(integrationId) => {
		expect(() => readIntegrationId(context({ integrationId }), 0)).toThrow(
			/^The value of "Integration" /,
		);
	},
);

test('an option list accepts only its own values, and the error lists them', () => {
	expect(setting('b').asOneOf(['a', 'b'])).toBe('b');
	expect(() => setting('c').asOneOf(['a', 'b'])).toThrow(
		expect.objectContaining({
			message: 'The value of "Some Value" is not usable: "c"',
			description: 'It takes "a" or "b".',
		}),
	);
});

test.each([
	[1440, 1440],
	['1440', 1440],
	[' 0.5 ', 0.5],
])('a number parameter between 0 and 1440 accepts %j', (value, number) => {
	expect(setting(value).asPositiveNumber(1440)).toBe(number);
});

test.each([[0], [-1], [1440.1], [NaN], [''], [' '], ['ten'], [true], [null], [[5]], [{}]])(
	'a number parameter between 0 and 1440 refuses %j',
	(value) => {
		expect(() => setting(value).asPositiveNumber(1440)).toThrow(
			expect.objectContaining({ description: 'Enter a number above 0 and up to 1440.' }),
		);
	},
);

test.each([['text'], [null], [[{ a: 1 }]], [5]])('a collection parameter refuses %j', (options) => {
	expect(() => readOptions(context({ options }), 0, 'options', 'Options')).toThrow(
		expect.objectContaining({
			message: `The value of "Options" is not usable: ${JSON.stringify(options)}`,
			description: 'Add the options one by one.',
		}),
	);
});

test('a collection has only the options that were added, not what every JavaScript object inherits', () => {
	const read = readOptions(context({ options: { a: undefined } }), 0, 'options', 'Options');
	expect(read('a', 'A')).toMatchObject({ value: undefined });
	expect(read('toString', 'To String')).toBeNull();
	expect(readOptions(context({}), 0, 'options', 'Options')('a', 'A')).toBeNull();
});
