import {
	type CheckedResult,
	checkObject,
	objectRules,
	summarizeShiftedDays,
} from '../../nodes/gong/checkObject';
import type { ObjectType } from '../../nodes/gong/objectFields';
import { readSchemaFields, type SchemaField } from '../../nodes/gong/schemaFields';

const modifiedAt = Date.UTC(2026, 10, 25, 12, 0, 0, 789);
const modifiedDate = '2026-11-25T12:00:00Z';

const schemaOf = (...fields: object[]): SchemaField[] =>
	readSchemaFields({ objectTypeToSelectedFields: { DEAL: fields } }, 'DEAL') ?? [];

const check = (
	objectType: ObjectType,
	given: Record<string, unknown>,
	schema: SchemaField[] = [],
	timeZone = 'UTC',
): CheckedResult => checkObject(given, objectRules(objectType, schema, timeZone));

/** What is sent of an object; its defects where nothing is. */
const sent = (...given: Parameters<typeof check>) => {
	const checked = check(...given);
	return checked.ok ? checked.object.fields : checked.defects;
};
const warned = (...given: Parameters<typeof check>) => {
	const checked = check(...given);
	return checked.ok ? checked.object.warnings : checked.defects;
};

test('an object goes as it is; its modified date is filled in when it is written', () => {
	expect(check('ACCOUNT', { objectId: 'a-1', name: 'Acme', domains: ['acme.com'] })).toEqual({
		ok: true,
		object: {
			objectId: 'a-1',
			fields: { objectId: 'a-1', name: 'Acme', domains: ['acme.com'] },
			warnings: [],
			leftOut: [],
			cleared: [],
			shiftedDays: [],
		},
	});
});

test('an object’s own modified date is kept, in Gong’s format', () => {
	expect(
		sent('ACCOUNT', { objectId: 'a', modifiedDate: '2020-05-31T12:00:00.123+02:00' }),
	).toMatchObject({ modifiedDate: '2020-05-31T12:00:00+02:00' });
});

test('empty values of an object are omitted, whatever their type', () => {
	expect(
		sent('DEAL', {
			objectId: 'd',
			name: '',
			amount: null,
			closeDate: undefined,
			isDeleted: '  ',
			ownerId: null,
		}),
	).toEqual({ objectId: 'd' });
});

test('a list without anything in it is empty too, as a list and as the text of one', () => {
	for (const domains of [[], '[]', ' [ ] '])
		expect(sent('ACCOUNT', { objectId: 'a', domains })).toEqual({ objectId: 'a' });
	expect(sent('ACCOUNT', { objectId: 'a', name: '[]' })).toMatchObject({ name: '[]' });
	expect(sent('ACCOUNT', { objectId: [] })).toEqual([
		{ field: 'objectId', description: 'is missing or empty. Gong requires it' },
	]);
});

test('what neither Gong nor the schema knows is left out, and named', () => {
	const checked = check('ACCOUNT', {
		objectId: 'a',
		colour: 'red',
		size: null,
		tags: [],
		toString: 'x',
	});
	expect(checked).toMatchObject({
		ok: true,
		object: { fields: { objectId: 'a' }, leftOut: ['colour', 'toString'] },
	});
});

describe('the fields that Gong requires', () => {
	const missing = (field: string) => ({
		field,
		description: 'is missing or empty. Gong requires it',
	});

	test.each<[ObjectType, Record<string, unknown>, string[]]>([
		['ACCOUNT', {}, ['objectId']],
		['ACCOUNT', { objectId: ' ' }, ['objectId']],
		['ACCOUNT', { objectId: 'a' }, []],
		['CONTACT', { objectId: 'a' }, []],
		['DEAL', { objectId: 'a' }, []],
		['LEAD', { objectId: 'a' }, []],
		['BUSINESS_USER', { objectId: 'a' }, ['emailAddress']],
		['BUSINESS_USER', {}, ['objectId', 'emailAddress']],
		['BUSINESS_USER', { objectId: 'a', isDeleted: true }, []],
		['BUSINESS_USER', { objectId: 'a', isDeleted: 'true' }, []],
		['BUSINESS_USER', { objectId: 'a', isDeleted: false }, ['emailAddress']],
		['BUSINESS_USER', { isDeleted: true }, ['objectId']],
		['STAGE', { objectId: 'a' }, ['name']],
		['STAGE', { objectId: 'a', isDeleted: true }, ['name']],
		['STAGE', { objectId: 'a', name: 'Won' }, []],
	])('of the object type %s, given %j: missing %j', (objectType, given, names) => {
		const checked = check(objectType, given);
		expect(checked.ok ? [] : checked.defects).toEqual(names.map(missing));
	});

	test('name a required but invalid value only once', () => {
		expect(sent('BUSINESS_USER', { objectId: 'a', emailAddress: 'nobody' })).toEqual([
			{ field: 'emailAddress', description: 'is "nobody". Gong needs an email address' },
		]);
	});
});

describe('an object ID', () => {
	test.each<[unknown, string]>([
		['a-1', 'a-1'],
		['x'.repeat(64), 'x'.repeat(64)],
		['ada@acme.com', 'ada@acme.com'],
		[12, '12'],
		[5517027188234205706n, '5517027188234205706'],
		['5517027188234205706', '5517027188234205706'],
	])('%p is sent as text', (objectId, expected) => {
		expect(sent('ACCOUNT', { objectId })).toMatchObject({ objectId: expected });
	});

	test.each<[unknown, string]>([
		['x'.repeat(65), 'Gong allows 64'],
		['a b', 'is "a b". Gong needs letters, digits and "-", or an email address'],
		['a/b', 'Gong needs letters'],
		['ü', 'Gong needs letters'],
		['ada@', 'or an email address'],
		['ada@acme', 'or an email address'],
		['a@b@c.de', 'or an email address'],
		['a\n', 'Gong needs letters'],
		[5517027188234206000, 'has already lost its last digits'],
		[1.5, 'is 1.5. Gong needs an ID, as text'],
		[['a'], 'is ["a"]. Gong needs an ID'],
		[{}, 'is {}. Gong needs an ID'],
	])('%p is refused', (objectId, words) => {
		expect(sent('ACCOUNT', { objectId })).toEqual([
			{ field: 'objectId', description: expect.stringContaining(words) },
		]);
	});

	test('with an underscore is sent with a warning, since Gong’s own examples have one', () => {
		expect(warned('ACCOUNT', { objectId: 'a_1' })).toEqual([expect.stringContaining('"_"')]);
		expect(warned('ACCOUNT', { objectId: 'a_1', isDeleted: true })).toHaveLength(1);
		expect(warned('ACCOUNT', { objectId: 'a_b@acme.com' })).toEqual([]);
	});
});

describe('a deal that Gong would accept but not show', () => {
	const whole = { objectId: 'd', accountId: 'a', ownerId: 'u', closeDate: '2026-12-31' };

	test.each([
		['accountId', 'Without accountId, Gong does not show the deal'],
		['ownerId', 'Without ownerId, Gong does not show the deal on the deal board'],
		['closeDate', 'Without closeDate, Gong does not show the deal on the deal board'],
	])('gets a warning without %s', (field, warning) => {
		expect(warned('DEAL', whole)).toEqual([]);
		expect(warned('DEAL', { ...whole, [field]: '' })).toEqual([warning]);
	});

	test('gets no warning when it is deleted', () => {
		expect(warned('DEAL', { objectId: 'd', isDeleted: true })).toEqual([]);
	});
});

describe('a value for a field of the schema', () => {
	const schema = schemaOf(
		{ uniqueName: 'tier', label: 'Tier', type: 'PICKLIST', orderedValueList: ['Gold', 'Silver'] },
		{ uniqueName: 'parent', label: 'Parent', type: 'REFERENCE', referenceTo: 'ACCOUNT' },
		{ uniqueName: 'seen', label: 'Seen', type: 'DATETIME' },
		{ uniqueName: 'odd', label: 'Odd', type: 'STRINGARRAY' },
		{ uniqueName: 'gone', label: 'Gone', type: 'STRING', isDeleted: true },
		{ uniqueName: 'amount', label: 'Amount', type: 'STRING' },
		{ name: 'named', label: null, type: null },
	);
	const deal = (given: Record<string, unknown>) => ({
		accountId: 'a',
		ownerId: 'u',
		closeDate: '2026-12-31',
		objectId: 'd',
		...given,
	});

	test.each<[string, unknown, unknown]>([
		['tier', 'Gold', 'Gold'],
		['parent', 12, '12'],
		['seen', modifiedAt, modifiedDate],
		['named', 5, 5],
		['odd', ['a', 'b'], ['a', 'b']],
	])('in %s: %p is sent as %p', (field, value, expected) => {
		expect(sent('DEAL', deal({ [field]: value }), schema)).toMatchObject({ [field]: expected });
	});

	test.each<[string, unknown, string]>([
		['tier', 'Bronze', 'is "Bronze". Gong needs one of Gold, Silver'],
		['parent', 5517027188234206000, 'lost its last digits'],
		['amount', 'much', 'is "much". Gong needs a number'],
		['odd', 5517027188234206000, 'lost its last digits'],
	])('in %s: %p is refused', (field, value, words) => {
		expect(sent('DEAL', deal({ [field]: value }), schema)).toEqual([
			{ field, description: expect.stringContaining(words) },
		]);
	});

	test('is unknown when the field was deleted', () => {
		expect(check('DEAL', deal({ gone: 'x' }), schema)).toMatchObject({
			object: { leftOut: ['gone'] },
		});
	});

	test('that refers to an invalid object ID is sent with a warning', () => {
		expect(warned('DEAL', deal({ parent: 'a b', ownerId: 'u/1' }), schema)).toEqual([
			expect.stringMatching(/^parent is "a b".*: no object can have this ID$/),
			expect.stringMatching(/^ownerId is "u\/1"\. Gong needs letters/),
		]);
	});
});

describe('a moment that is another day where the workflow runs than in UTC', () => {
	const schema = schemaOf({ uniqueName: 'renewal', label: 'Renewal', type: 'DATE' });
	const deal = (given: object) => ({ objectId: 'd', accountId: 'a', ownerId: 'u', ...given });
	const evening = '2026-09-03T22:00:00.000Z';

	test('is sent as the day there, and a warning says both days and the zone', () => {
		const given = deal({ closeDate: new Date(evening), renewal: evening });
		expect(check('DEAL', given, schema, 'Europe/Berlin')).toMatchObject({
			ok: true,
			object: {
				fields: { closeDate: '2026-09-04', renewal: '2026-09-04' },
				shiftedDays: ['closeDate', 'renewal'],
				warnings: [
					'closeDate is 2026-09-03 in UTC, but 2026-09-04 in Europe/Berlin: 2026-09-04 is sent',
					'renewal is 2026-09-03 in UTC, but 2026-09-04 in Europe/Berlin: 2026-09-04 is sent',
				],
			},
		});
	});

	test('is told of a deleted object too, since it is sent', () => {
		const given = deal({ closeDate: evening, isDeleted: true });
		expect(warned('DEAL', given, [], 'Europe/Berlin')).toHaveLength(1);
	});

	test.each([
		['a day', '2026-09-03'],
		['the same day there', '2026-09-03T12:00:00.000Z'],
		['midnight in UTC', '2026-09-03T00:00:00.000Z'],
		['a time with its own offset', '2026-09-03T23:30:00-08:00'],
	])('%s has no warning', (_, closeDate) => {
		expect(check('DEAL', deal({ closeDate }), [], 'Europe/Berlin')).toMatchObject({
			object: { fields: { closeDate: '2026-09-03' }, warnings: [], shiftedDays: [] },
		});
	});

	test('is counted in one sentence for the run, by field', () => {
		expect(summarizeShiftedDays(new Map(), 'Europe/Berlin')).toBeNull();
		const counts = new Map([
			['closeDate', 1200],
			['renewal', 1],
		]);
		expect(summarizeShiftedDays(counts, 'Europe/Berlin')).toBe(
			'Sent as the day in Europe/Berlin, which differs from the day in UTC: closeDate (1200 items), renewal (1 item).',
		);
	});
});

test('all defects of an object are told, and long values cut', () => {
	expect(
		sent('DEAL', { amount: 'x'.repeat(100), status: 'open', closeDate: '2026-02-31' }),
	).toEqual([
		{ field: 'amount', description: `is "${'x'.repeat(59)}…. Gong needs a number` },
		{ field: 'status', description: 'is "open". Gong needs one of WON, LOST, OPEN' },
		{ field: 'closeDate', description: 'is "2026-02-31". Gong needs a date, e.g. 2026-11-25' },
		{ field: 'objectId', description: 'is missing or empty. Gong requires it' },
	]);
});

describe('an empty value that is to clear what Gong has', () => {
	const clear = (objectType: ObjectType, given: Record<string, unknown>, mayClear = () => true) =>
		checkObject(given, objectRules(objectType, [], 'UTC'), mayClear);

	test('is sent as null where it is null or text without a character, and is named', () => {
		expect(
			clear('DEAL', { objectId: 'd', name: '', amount: null, closeDate: ' ', ownerId: undefined }),
		).toMatchObject({
			ok: true,
			object: {
				fields: { objectId: 'd', name: null, amount: null, closeDate: null },
				cleared: ['name', 'amount', 'closeDate'],
			},
		});
	});

	test('is left out where it is missing, a list, or not to be cleared', () => {
		const given = { objectId: 'a', name: undefined, domains: [], colour: undefined };
		expect(clear('ACCOUNT', given)).toMatchObject({
			object: { fields: { objectId: 'a' }, cleared: [], leftOut: [] },
		});
		const kept = clear('ACCOUNT', { objectId: 'a', name: null, colour: null }, () => false);
		expect(kept).toMatchObject({ object: { fields: { objectId: 'a' }, cleared: [], leftOut: [] } });
	});

	test('is named as left out where the field is not known: Gong keeps what it has', () => {
		expect(clear('ACCOUNT', { objectId: 'a', colour: null, shade: '' })).toMatchObject({
			object: { fields: { objectId: 'a' }, cleared: [], leftOut: ['colour', 'shade'] },
		});
	});

	test.each<[ObjectType, Record<string, unknown>, string[]]>([
		['ACCOUNT', { objectId: 'a', modifiedDate: null, isDeleted: '' }, []],
		['STAGE', { objectId: 's', name: 'Won', modifiedDate: null, isDeleted: null }, []],
		['BUSINESS_USER', { objectId: 'u', isDeleted: true, emailAddress: null }, []],
		['ACCOUNT', { objectId: null }, ['objectId']],
		['STAGE', { objectId: 's', name: null }, ['name']],
		['BUSINESS_USER', { objectId: 'u', emailAddress: '' }, ['emailAddress']],
	])('never is null in what makes the object: %s %j', (objectType, given, missing) => {
		const checked = clear(objectType, given);
		expect(checked.ok ? [] : checked.defects.map(({ field }) => field)).toEqual(missing);
		if (checked.ok) expect(Object.values(checked.object.fields)).not.toContain(null);
	});

	test('has the warning of an absent one', () => {
		const checked = clear('DEAL', {
			objectId: 'd',
			ownerId: 'u',
			closeDate: '2026-01-31',
			accountId: null,
		});
		expect(checked.ok && checked.object.warnings).toEqual([
			'Without accountId, Gong does not show the deal',
		]);
	});
});
