import type { IExecuteFunctions } from 'n8n-workflow';
import {
	hasExpression,
	type ItemParameters,
	NodeParameters,
	type Setting,
} from '../../nodes/n8n/parameters';
import type { Result } from '../../nodes/n8n/result';
import { node } from '../workflows/build';

/** What is read, and how often n8n was asked for it. */
function create(
	saved: Record<string, unknown>,
	evaluate: (name: string, item: number) => unknown = (name) =>
		name.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], saved),
) {
	const asked: Array<[string, number]> = [];
	const parameters = new NodeParameters({
		getNode: () => node('Gong', 'n8n-nodes-gong-crm.gongCrm', saved as Record<string, string>),
		getNodeParameter: (name: string, item: number) => {
			asked.push([name, item]);
			return evaluate(name, item);
		},
	} as unknown as IExecuteFunctions);
	return { parameters, asked };
}

const itemOf = (saved: Record<string, unknown>): ItemParameters => create(saved).parameters.of(2);

/** A value that an expression gives. */
const setting = (value: unknown): Setting =>
	create({ value: '={{ $json.value }}' }, () => value)
		.parameters.of(2)
		.get('value', 'Some Value');

const refused = (message: unknown, description: unknown = expect.any(String)) => ({
	ok: false,
	error: { message, description, httpCode: null, isOurs: true },
});
const taken = <T>(value: T): Result<T> => ({ ok: true, value });

test.each<[unknown, boolean]>([
	['text', false],
	['{{ $json.a }}', false],
	['={{ $json.a }}', true],
	['=text', true],
	[7, false],
	[null, false],
	[undefined, false],
	[{}, false],
	[{ __rl: true, mode: 'id', value: '=1' }, true],
	[{ a: [{ b: { c: 'text' } }, { b: { c: '={{ 1 }}' } }] }, true],
	[{ a: [{ b: { c: 'text' } }] }, false],
])('%j is evaluated for each item: %p', (saved, expected) => {
	expect(hasExpression(saved)).toBe(expected);
	expect(create({ value: saved }).parameters.isSameForAll('value')).toBe(!expected);
});

describe('a parameter of a run', () => {
	test('without an expression is read once for all items', () => {
		const saved = { a: { rows: ['x', { y: 1 }] }, b: false, c: null };
		const { parameters, asked } = create(saved);
		for (const item of [0, 1, 2, 3])
			for (const name of ['a', 'b', 'c'] as const)
				expect(parameters.read(name, item)).toEqual(taken(saved[name]));
		expect(asked).toEqual([
			['a', 0],
			['b', 0],
			['c', 0],
		]);
	});

	test('with an expression is evaluated for each item', () => {
		const { parameters, asked } = create({ a: '={{ $itemIndex }}' }, (_, item) => item * 10);
		expect([0, 1, 2].map((item) => parameters.read('a', item))).toEqual([0, 10, 20].map(taken));
		expect(asked).toHaveLength(3);
	});

	test('that is not there is never asked for: n8n would throw', () => {
		const { parameters, asked } = create({ a: undefined });
		expect(parameters.read('a', 0)).toEqual(taken(undefined));
		expect(parameters.read('b', 0)).toEqual(taken(undefined));
		expect(['a', 'b'].map((name) => parameters.has(name))).toEqual([false, false]);
		expect(asked).toEqual([]);
	});

	test('that cannot be evaluated is the error of the items it was read for', () => {
		const { parameters } = create({ a: '={{ $json.a }}', b: 'text' }, (name, item) => {
			if (name === 'a' && item === 1)
				throw Object.assign(new Error('No path back'), { description: 'Pin the node' });
			return 'fine';
		});
		const read = (item: number) => parameters.of(item).get('a', 'Some Value').asText('Enter it.');
		expect(read(0)).toEqual(taken('fine'));
		expect(read(1)).toEqual(
			refused("The value of 'Some Value' cannot be read: No path back", 'Pin the node'),
		);
		expect(read(2)).toEqual(taken('fine'));
	});

	test('that cannot be evaluated names itself wherever it is used', () => {
		const { parameters } = create({ integrationId: '=', objectId: '=', options: '=' }, () => {
			throw new Error('No path back');
		});
		const item = parameters.of(0);
		for (const [label, reading] of [
			['Integration', item.integrationId()],
			['Object ID', item.objectId()],
			['Options', item.collection('options', 'Options')('a', 'A').asBoolean(true)],
			['Options', item.collection('options', 'Options')('a', 'A').asOptionalClientRequestId()],
		] as const)
			expect(reading).toEqual(
				refused(`The value of '${label}' cannot be read: No path back`, 'Check the expression.'),
			);
	});
});

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
	expect(itemOf({ objectId }).objectId()).toEqual(
		refused(
			`The value of 'Object ID' cannot be used: ${shown}`,
			expect.stringContaining('Pass the ID as text'),
		),
	);
});

test.each([
	[' 007 ', ' 007 '],
	[12, '12'],
	[2 ** 53 - 1, '9007199254740991'],
])('the object ID %j is used unchanged', (objectId, id) => {
	expect(itemOf({ objectId }).objectId()).toEqual(taken(id));
});

test.each([[null], [{ value: '1' }], [undefined], [{ __rl: true }], [2 ** 60]])(
	'the integration %j is refused, and the message names the parameter',
	(integrationId) => {
		expect(itemOf({ integrationId }).integrationId()).toEqual(
			refused(expect.stringMatching(/^The value of 'Integration' /)),
		);
	},
);

test.each([['7'], [{ __rl: true, mode: 'id', value: '7' }], [{ __rl: true, value: 7 }], [7]])(
	'the integration %j is taken out of what the picker saves',
	(integrationId) => {
		expect(itemOf({ integrationId }).integrationId()).toEqual(taken('7'));
	},
);

test('an option list accepts only its own values, and the error lists them', () => {
	expect(setting('b').asOneOf(['a', 'b'])).toEqual(taken('b'));
	for (const value of ['c', ['a'], undefined, null])
		expect(setting(value).asOneOf(['a', 'b'])).toEqual(
			refused(
				`The value of 'Some Value' cannot be used: ${value === undefined ? 'undefined' : JSON.stringify(value)}`,
				'Use "a" or "b".',
			),
		);
});

test.each([
	[1440, 1440],
	['1440', 1440],
	[' 0.5 ', 0.5],
])('a number parameter between 0 and 1440 accepts %j', (value, number) => {
	expect(setting(value).asPositiveNumber(1440)).toEqual(taken(number));
});

test.each([[0], [-1], [1440.1], [NaN], [''], [' '], ['ten'], [true], [null], [[5]], [{}]])(
	'a number parameter between 0 and 1440 refuses %j',
	(value) => {
		expect(setting(value).asPositiveNumber(1440)).toEqual(
			refused(expect.any(String), 'Enter a number greater than 0, up to 1440.'),
		);
	},
);

test.each([
	[1, 1],
	['50', 50],
	[2 ** 53 - 1, 2 ** 53 - 1],
])('a count accepts %j', (value, number) => {
	expect(setting(value).asWholeNumber()).toEqual(taken(number));
});

test.each([[0], [-1], [1.5], ['1.5'], [''], [' '], ['many'], [null], [undefined], [1e300]])(
	'a count refuses %j',
	(value) => {
		expect(setting(value).asWholeNumber(7)).toEqual(
			refused(expect.any(String), 'Enter a whole number, 1 or more.'),
		);
	},
);

test.each([['true'], [1], [0], [''], [null], [undefined], [[]]])(
	'a switch refuses %j, which only looks like true or false',
	(value) => {
		expect(setting(value).asBoolean(false)).toEqual(
			refused(
				expect.stringMatching("^The value of 'Some Value' cannot be used"),
				expect.any(String),
			),
		);
		for (const is of [true, false]) expect(setting(is).asBoolean()).toEqual(taken(is));
	},
);

test.each([[''], [' \n'], [7], [null], [undefined], [['a']]])('a text refuses %j', (value) => {
	expect(setting(value).asText('Enter it.', null)).toEqual(
		refused(expect.any(String), 'Enter it.'),
	);
	expect(setting(' a ').asText('Enter it.')).toEqual(taken(' a '));
});

test.each<[unknown, unknown]>([
	['', taken(null)],
	['a-1_B', taken('a-1_B')],
	[' ', refused(expect.stringMatching("^The value of 'Some Value' contains a space"))],
	[undefined, refused("The value of 'Some Value' is empty or not text")],
	[null, refused("The value of 'Some Value' is empty or not text")],
	[7, refused("The value of 'Some Value' is empty or not text")],
])('only an empty text means that an ID is made: %j', (value, reading) => {
	expect(setting(value).asOptionalClientRequestId()).toEqual(reading);
});

test('a client request ID that has to be there is refused when it is empty', () => {
	expect(setting('').asClientRequestId()).toEqual(
		refused("The value of 'Some Value' is empty or not text"),
	);
	expect(itemOf({}).get('clientRequestId', 'ID').asClientRequestId().ok).toBe(false);
});

test.each([['text'], [null], [[{ a: 1 }]], [5]])('a collection parameter refuses %j', (options) => {
	const option = itemOf({ options }).collection('options', 'Options');
	for (const reading of [option('a', 'A').asBoolean(true), option('b', 'B').asText('', null)])
		expect(reading).toEqual(
			refused(
				`The value of 'Options' cannot be used: ${JSON.stringify(options)}`,
				'Add the options one by one.',
			),
		);
});

describe('an option of a collection', () => {
	/** Each way to read it, with what to use where it is absent. */
	const ways: Array<[string, (option: Setting) => Result<unknown>, unknown]> = [
		['asBoolean', (option) => option.asBoolean(true), true],
		['asOneOf', (option) => option.asOneOf(['a', 'b'], 'b'), 'b'],
		['asText', (option) => option.asText('Enter it.', null), null],
		['asPositiveNumber', (option) => option.asPositiveNumber(9, 4), 4],
		['asWholeNumber', (option) => option.asWholeNumber(4), 4],
		['asOptionalClientRequestId', (option) => option.asOptionalClientRequestId(), null],
	];

	test.each(ways)('that was not added is absent: %s', (_, read, absent) => {
		for (const saved of [{}, { options: {} }, { options: { other: 1 } }])
			expect(read(itemOf(saved).collection('options', 'Options')('a', 'A'))).toEqual(taken(absent));
	});

	test.each(ways)('that was added and gives nothing is refused: %s', (_, read) => {
		for (const a of [undefined, null]) {
			const option = itemOf({ options: { a } }).collection('options', 'Options')('a', 'A');
			expect(read(option)).toEqual(
				refused(expect.stringMatching("^The value of 'A' (is|cannot) ")),
			);
		}
	});

	test.each(ways)('is not what every JavaScript object inherits: %s', (_, read, absent) => {
		const option = itemOf({ options: {} }).collection('options', 'Options');
		for (const name of ['toString', 'constructor', '__proto__'])
			expect(read(option(name, 'A'))).toEqual(taken(absent));
	});

	test('is read out of what an expression gave for the item', () => {
		const { parameters } = create(
			{ options: { a: '={{ $itemIndex > 0 }}' } },
			(_, item) => item > 0,
		);
		const read = (item: number) =>
			parameters.of(item).collection('options', 'Options')('a', 'A').asBoolean();
		expect([read(0), read(1)]).toEqual([taken(false), taken(true)]);
	});
});

test('a parameter that has to be there is refused where it is not', () => {
	expect(itemOf({}).get('dryRun', 'Dry Run').asBoolean()).toEqual(
		refused("The value of 'Dry Run' cannot be used: undefined"),
	);
	expect(itemOf({}).get('dryRun', 'Dry Run').asBoolean(false)).toEqual(taken(false));
});
