import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import type { FieldKind, ObjectField } from '../../nodes/gong/objectFields';
import { createDayFormat, isEmpty, isTimeZone, readValue } from '../../nodes/gong/objectValues';

const read = (kind: FieldKind, value: unknown, values?: string[], timeZone = 'UTC') => {
	const field: ObjectField = { name: 'field', label: 'Field', kind, values };
	const result = readValue(field, value, createDayFormat(timeZone));
	return result.ok ? result.value : { expected: result.expected };
};
const refused = (what: string) => ({ expected: expect.stringContaining(what) });

const noon = Date.UTC(2026, 10, 25, 12, 0, 0, 789);

test.each<[FieldKind, unknown, unknown]>([
	['boolean', true, true],
	['boolean', false, false],
	['boolean', 'true', true],
	['boolean', 'false', false],
	['boolean', 'yes', refused('true or false')],
	['boolean', 'TRUE', refused('true or false')],
	['boolean', 1, refused('true or false')],
	['boolean', 0, refused('true or false')],

	['dateTime', new Date(noon), '2026-11-25T12:00:00Z'],
	['dateTime', noon, '2026-11-25T12:00:00Z'],
	['dateTime', DateTime.fromMillis(noon, { zone: 'Asia/Tokyo' }), '2026-11-25T21:00:00+09:00'],
	['dateTime', DateTime.fromMillis(noon, { zone: 'UTC' }), '2026-11-25T12:00:00Z'],
	['dateTime', '2026-11-25T12:00:00.789Z', '2026-11-25T12:00:00Z'],
	['dateTime', '2026-11-25T12:00:00,789+01:00', '2026-11-25T12:00:00+01:00'],
	['dateTime', '2026-11-25T12:00:00+0100', '2026-11-25T12:00:00+01:00'],
	['dateTime', '2026-11-25T12:00:00-03:30', '2026-11-25T12:00:00-03:30'],
	['dateTime', '2026-11-25 12:00Z', '2026-11-25T12:00:00Z'],
	['dateTime', ' 2026-11-25t12:00:00z ', '2026-11-25T12:00:00Z'],
	['dateTime', '2026-11-25T12:00:00', refused('with its offset')],
	['dateTime', '2026-11-25', refused('with its offset')],
	['dateTime', '2026-02-31T12:00:00Z', refused('with its offset')],
	['dateTime', '2026-02-29T12:00:00Z', refused('with its offset')],
	['dateTime', '2028-02-29T12:00:00Z', '2028-02-29T12:00:00Z'],
	['dateTime', '2026-13-01T12:00:00Z', refused('with its offset')],
	['dateTime', '2026-11-25T25:00:00Z', refused('with its offset')],
	['dateTime', '2026-11-25T24:00:00Z', refused('with its offset')],
	['dateTime', '2026-11-25T12:60:00Z', refused('with its offset')],
	['dateTime', '2026-11-25T12:00:00+25:00', refused('with its offset')],
	['dateTime', '25.11.2026 12:00', refused('with its offset')],
	['dateTime', new Date(Number.NaN), refused('with its offset')],
	['dateTime', DateTime.invalid('no such time'), refused('with its offset')],
	['dateTime', 1e15, refused('with its offset')],
	['dateTime', 12.5, refused('with its offset')],
	['dateTime', true, refused('with its offset')],

	['dateTime', 'x2026-11-25T12:00:00Z', refused('with its offset')],
	['dateTime', '2026-11-25T12:00:00Zx', refused('with its offset')],
	['dateTime', new Date('9999-12-31T23:59:59Z'), '9999-12-31T23:59:59Z'],
	['dateTime', new Date('+010000-01-01T00:00:00Z'), refused('with its offset')],
	['dateTime', new Date('0001-01-01T00:00:00Z'), '0001-01-01T00:00:00Z'],
	['dateTime', new Date('-000001-01-01T00:00:00Z'), refused('with its offset')],
	['dateTime', null, refused('with its offset')],
	['dateTime', [noon], refused('with its offset')],
	['dateTime', ['2026-11-25T12:00:00Z'], refused('with its offset')],

	['email', 'a@example.com b', refused('an email address')],
	['url', 'https://example.com/ b', refused('a full address')],
	['url', 'see https://example.com', refused('a full address')],
	['number', ' 1.50 ', 1.5],
	['number', '000000000000000000.5', 0.5],
	['number', '1000000000000000.5', refused('up to 15 digits')],
	['number', '9007199254740990.99', refused('up to 15 digits')],
	['number', '1.0000000000000001', refused('up to 15 digits')],
	['number', ' 123456789012345 ', 123456789012345],
	['enumeration', 'x', refused('one of')],

	['date', 'x2026-11-25', refused('a date')],
	['date', '+012026-11-25', refused('a date')],
	['date', '2026-11-25x', refused('a date')],
	['date', '2026-11-25 ', '2026-11-25'],
	['date', ['2026-11-25'], refused('a date')],
	['date', '2026-11-25T23:59:59.1234567Z', '2026-11-25'],
	['date', 7, refused('a date')],
	['date', '2026-11-25', '2026-11-25'],
	['date', ' 2026-11-25 ', '2026-11-25'],
	['date', '2026-11-25T23:30:00-08:00', '2026-11-25'],
	['date', new Date(noon), '2026-11-25'],
	['date', noon, '2026-11-25'],
	['date', DateTime.fromISO('2026-11-26T01:00:00', { zone: 'Asia/Tokyo' }), '2026-11-26'],
	['date', DateTime.invalid('no such day'), refused('a date')],
	['date', '2026-02-31', refused('a date, e.g. 2026-11-25')],
	['date', '3/4/2026', refused('a date')],
	['date', '2026-1-2', refused('a date')],
	['date', '2026-11-25T12:00:00', refused('a date')],
	['date', 1e15, refused('a date')],
	['date', {}, refused('a date')],
	['date', 20260904, refused('a date')],
	['date', 1764072000, refused('a date')],
	['dateTime', 1764072000, refused('with its offset')],
	['dateTime', -1e11, '1966-10-31T14:13:20Z'],

	['email', 'ada@acme.com', 'ada@acme.com'],
	['email', ' ada@acme.com ', 'ada@acme.com'],
	['email', 'ada', refused('an email address')],
	['email', 'ada@acme', refused('an email address')],
	['email', 'a da@acme.com', refused('an email address')],
	['email', 5, refused('an email address')],

	['id', 'a-1', 'a-1'],
	['id', '5517027188234205706', '5517027188234205706'],
	['id', 9007199254740991, '9007199254740991'],
	['id', 5517027188234205706n, '5517027188234205706'],
	['id', 5517027188234206000, refused('lost its last digits')],
	['id', 1.5, refused('an ID, as text')],
	['id', true, refused('an ID, as text')],
	['id', ['a'], refused('as text')],

	['number', 12, 12],
	['number', -0.5, -0.5],
	['number', '12.50', 12.5],
	['number', ' -3 ', -3],
	['number', '9007199254740991', 9007199254740991],
	['number', '0001.250000000000000000', 1.25],
	['number', '-123456789012.345', -123456789012.345],
	['number', '9007199254740993', refused('up to 15 digits')],
	['number', '12345678901234.567', refused('up to 15 digits')],
	['number', '1,000', refused('a number')],
	['number', '1e3', refused('a number')],
	['number', '12 EUR', refused('a number')],
	['number', Number.NaN, refused('a number')],
	['number', Infinity, refused('a number')],
	['number', true, refused('a number')],

	['percent', 0, 0],
	['percent', '100', 100],
	['percent', 100.1, refused('from 0 to 100')],
	['percent', -1, refused('from 0 to 100')],
	['percent', '50%', refused('from 0 to 100')],

	['text', ' as it is ', ' as it is '],
	['text', 5, '5'],
	['text', true, 'true'],
	['text', 5n, '5'],
	['text', 5517027188234206000, refused('lost its last digits')],
	['text', Number.NaN, refused('text')],
	['text', -Infinity, refused('text')],
	['text', {}, refused('text')],
	['text', ['a'], refused('text')],

	['texts', ['acme.com', 'acme.org'], ['acme.com', 'acme.org']],
	['texts', '["acme.com", "acme.org"]', ['acme.com', 'acme.org']],
	['texts', '["acme.com", 5]', refused('a list of texts')],
	['texts', '["acme.com"', refused('a list of texts')],
	['texts', '"acme.com"', refused('a list of texts')],
	['texts', 'acme.com, acme.org', refused('a list of texts')],
	['texts', 'acme.com', refused('a list of texts')],
	['texts', ['acme.com', 5], refused('a list of texts')],
	['texts', [''], refused('a list of texts')],

	['url', 'https://acme.com/x?y=1', 'https://acme.com/x?y=1'],
	['url', ' HTTP://acme.com ', 'HTTP://acme.com'],
	['url', 'acme.com', refused('a full address')],
	['url', 'ftp://acme.com', refused('a full address')],
	['url', 'x:https://acme.com', refused('a full address')],
	['url', 'https://', refused('a full address')],
	['url', 'https://a b', refused('a full address')],
	['url', 'https://[', refused('a full address')],
])('a field of type %s reads %p as %p', (kind, value, expected) => {
	expect(read(kind, value)).toEqual(expected);
});

test('a field with fixed values accepts only those values, case-sensitively', () => {
	expect(read('enumeration', 'WON', ['WON', 'LOST'])).toBe('WON');
	expect(read('enumeration', 2, ['1', '2'])).toBe('2');
	expect(read('enumeration', 5517027188234206000, ['5517027188234206000'])).toEqual(
		refused('one of 5517027188234206000'),
	);
	for (const value of ['won', 'OPEN', 0, '', ['WON']])
		expect(read('enumeration', value, ['WON', 'LOST'])).toEqual(refused('one of WON, LOST'));
});

test.each([undefined, null, '', '  ', '\n', []])('%p is empty, whatever its kind', (value) => {
	for (const kind of ['texts', 'text', 'boolean', undefined] as const)
		expect(isEmpty(value, kind)).toBe(true);
});

test.each([false, 0, '0', {}, [''], [[]], 'x[]', '[]x'])('%p is not empty', (value) => {
	expect(isEmpty(value, 'texts')).toBe(false);
	expect(isEmpty(value, undefined)).toBe(false);
});

test.each(['[]', ' [ ] ', '[\n]'])('%j is an empty list, but as a text it is one', (value) => {
	expect(isEmpty(value, 'texts')).toBe(true);
	expect(isEmpty(value, 'text')).toBe(false);
	expect(isEmpty(value, undefined)).toBe(false);
});

/** All that a moment can come as; between nodes, n8n makes the first of them the third. */
const formsOf = (moment: string) => {
	const date = new Date(moment);
	return [date, date.getTime(), date.toJSON(), moment, DateTime.fromJSDate(date, { zone: 'UTC' })];
};

/** The day that is sent, and the one in UTC where it is another; what was expected where none is. */
const readDay = (value: unknown, timeZone: string) => {
	const field: ObjectField = { name: 'field', label: 'Field', kind: 'date' };
	const result = readValue(field, value, createDayFormat(timeZone));
	if (!result.ok) return result.expected;
	return result.dayInUtc === undefined ? result.value : [result.value, result.dayInUtc];
};

test.each<[string, string, string, string | null]>([
	['Europe/Berlin', '2022-09-03T22:00:00.000Z', '2022-09-04', '2022-09-03'],
	['Europe/Berlin', '2022-09-03T22:00:00Z', '2022-09-04', '2022-09-03'],
	['Europe/Berlin', '2022-09-03T21:59:59.999Z', '2022-09-03', null],
	// In winter it is an hour less.
	['Europe/Berlin', '2022-12-03T22:00:00.000Z', '2022-12-03', null],
	['Europe/Berlin', '2022-12-31T23:00:00.000Z', '2023-01-01', '2022-12-31'],
	['America/New_York', '2022-09-04T04:00:00.000Z', '2022-09-04', null],
	['America/New_York', '2022-09-04T00:00:00.000Z', '2022-09-04', null],
	['America/New_York', '2022-09-04T00:00:00Z', '2022-09-04', null],
	['America/New_York', '2022-09-04T00:00:00.001Z', '2022-09-03', '2022-09-04'],
	['America/New_York', '2022-09-04T00:01Z', '2022-09-03', '2022-09-04'],
	['America/New_York', '2022-09-04 00:00:01,5z', '2022-09-03', '2022-09-04'],
	['Pacific/Kiritimati', '2022-09-04T00:00:00.000Z', '2022-09-04', null],
	['Pacific/Kiritimati', '2022-09-04T10:00:00.000Z', '2022-09-05', '2022-09-04'],
	['UTC', '2022-09-03T22:00:00.000Z', '2022-09-03', null],
	['UTC', '0999-03-04T01:00:00.000Z', '0999-03-04', null],
])('in %s, the moment %s is the day %s, however it comes', (timeZone, moment, day, dayInUtc) => {
	const iso = moment.replace(' ', 'T').replace(',', '.').toUpperCase();
	for (const form of [moment, ...formsOf(iso)])
		expect(readDay(form, timeZone)).toEqual(dayInUtc === null ? day : [day, dayInUtc]);
});

test('any moment is one day in any zone, however it comes, and at most one away from that in UTC', () => {
	const zones = ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu', 'America/St_Johns'];
	const moments = fc.date({
		min: new Date('1975-01-01'),
		max: new Date('2100-01-01'),
		noInvalidDate: true,
	});
	fc.assert(
		fc.property(moments, fc.constantFrom(...zones), (moment, timeZone) => {
			const [days, ...others] = formsOf(moment.toJSON()).map((form) => readDay(form, timeZone));
			for (const other of others) expect(other).toEqual(days);
			const [day, inUtc = day] = [days].flat() as string[];
			expect(inUtc).toBe(moment.toJSON().slice(0, 10));
			expect(Math.abs(Date.parse(day) - Date.parse(inUtc))).toBeLessThanOrEqual(86_400_000);
		}),
	);
});

test.each<[unknown, string]>([
	['2022-09-03T22:00:00.000+00:00', '2022-09-03'],
	['2022-09-03T23:30:00-08:00', '2022-09-03'],
	['2022-09-04T00:30:00+02:00', '2022-09-04'],
	['2022-09-04', '2022-09-04'],
	[DateTime.fromISO('2022-09-04T00:30:00', { zone: 'Asia/Tokyo' }), '2022-09-04'],
	[DateTime.fromISO('2022-09-03T22:30:00', { zone: 'Europe/London' }), '2022-09-03'],
])('the day of %p, which has its offset or no time, stays as it is written', (value, day) => {
	for (const timeZone of ['Pacific/Kiritimati', 'America/New_York', 'UTC']) {
		expect(readDay(value, timeZone)).toBe(day);
		expect(readDay(JSON.parse(JSON.stringify(value)), timeZone)).toBe(day);
	}
});

test.each([
	['America/New_York', '0001-01-01T00:30:00.000Z'],
	['Pacific/Kiritimati', '9999-12-31T23:00:00.000Z'],
])('in %s, the moment %s has no day that can be written in four digits', (timeZone, moment) => {
	for (const form of formsOf(moment))
		expect(readDay(form, timeZone)).toBe('a date, e.g. 2026-11-25');
});

test('one format writes each of many days, in whatever order and however often', () => {
	const day = createDayFormat('Europe/Berlin');
	// Two of them half an hour apart each time, some on both sides of midnight.
	const moments = Array.from(
		{ length: 2500 },
		(_, index) => noon - Math.floor(index / 2) * 41_000_000 - (index % 2) * 1_800_000,
	);
	for (const moment of [...moments, ...moments.reverse()])
		expect(day.format(new Date(moment))).toBe(
			DateTime.fromMillis(moment, { zone: 'Europe/Berlin' }).toISODate(),
		);
});

test.each<[string, boolean]>([
	['Europe/Berlin', true],
	['UTC', true],
	['DEFAULT', false],
	['Mars/Olympus', false],
	['', false],
])('whether "%s" is a time zone: %s', (timeZone, is) => {
	expect(isTimeZone(timeZone)).toBe(is);
});

test('a sort order is an integer from 1', () => {
	expect([1, '2'].map((value) => read('order', value))).toEqual([1, 2]);
	for (const value of [0, -1, 1.5, '1.5', 'first'])
		expect(read('order', value)).toEqual(refused('a whole number from 1'));
});

test('the error for a field with many allowed values names the first of them', () => {
	const values = Array.from({ length: 12 }, (_, index) => `v${index}`);
	expect(read('enumeration', 'x', values)).toEqual(
		refused('one of v0, v1, v2, v3, v4, v5, v6, v7, v8, v9 and 2 more'),
	);
});
