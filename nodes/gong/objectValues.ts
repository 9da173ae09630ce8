import { joinList } from '../text/lists';
import type { FieldKind, ObjectField } from './objectFields';

/** Writes the day of a moment as Gong does. */
export interface DayFormat {
	format(moment: Date): string;
}

/** How many days are kept: those of a run are few, and each is in many objects. */
const MOST_KNOWN_DAYS = 1000;

/**
 * Writes days in a time zone; to be made once, since that takes longer than a hundred days.
 *
 * @param timeZone IANA name, e.g. `Europe/Berlin`
 * @throws RangeError where it is none (`isTimeZone`)
 */
export function createDayFormat(timeZone: string): DayFormat {
	// Sweden writes dates as ISO 8601 does, but for zeros before the year.
	const swedish = new Intl.DateTimeFormat('sv-SE', { timeZone });
	const known = new Map<number, string>();
	return {
		format: (moment) => {
			const before = known.get(moment.getTime());
			if (before !== undefined) return before;
			const day = swedish.format(moment).padStart(10, '0');
			if (known.size >= MOST_KNOWN_DAYS) known.clear();
			known.set(moment.getTime(), day);
			return day;
		},
	};
}

/** Whether a text names a time zone that this Node.js knows. */
export function isTimeZone(text: string): boolean {
	try {
		createDayFormat(text);
		return true;
	} catch {
		return false;
	}
}

/** A value in Gong's form, or what was expected instead. */
export type ReadValue =
	| {
			ok: true;
			value: unknown;
			/** Of a moment that was read as a day: its day in UTC, where that is another one. */
			dayInUtc?: string;
	  }
	| { ok: false; expected: string };

const ok = (value: unknown): ReadValue => ({ ok: true, value });
const expected = (text: string): ReadValue => ({ ok: false, expected: text });

/**
 * Whether a value is none: such a field is left out, so that what Gong has stays as it is. A list without
 * anything in it is none, also as the text that a builder types into n8n's resource mapper.
 *
 * @param kind of the field; `undefined` where it is not known
 */
export const isEmpty = (value: unknown, kind: FieldKind | undefined): boolean =>
	value === undefined ||
	value === null ||
	(typeof value === 'string' &&
		(value.trim() === '' || (kind === 'texts' && isEmptyList(value)))) ||
	(Array.isArray(value) && value.length === 0);

const isEmptyList = (text: string): boolean => /^\s*\[\s*\]\s*$/.test(text);

/** What is plainly an email address; Gong's own check is not documented. */
export const EMAIL_ADDRESS = /^[^\s@]+@[^\s@.]+\.[^\s@]+$/;

/**
 * Brings a value into the form that Gong documents for its kind, where it can plainly be meant; never
 * guesses ("yes" is no boolean, "3/4/2026" no date).
 *
 * @param day writes the day of a moment (`createDayFormat`)
 */
export function readValue(
	{ kind, values = [] }: ObjectField,
	value: unknown,
	day: DayFormat,
): ReadValue {
	switch (kind) {
		case 'boolean':
			return readBoolean(value);
		case 'date':
			return readDate(value, day);
		case 'dateTime':
			return readDateTime(value);
		case 'email':
			return readMatching(value, EMAIL_ADDRESS, 'an email address');
		case 'enumeration': {
			const text = readText(value);
			const isListed = text.ok && values.includes(String(text.value));
			return isListed ? text : expected(`one of ${joinList(values)}`);
		}
		case 'id':
		case 'reference':
			return readId(value);
		case 'number':
			return readNumber(value);
		case 'order': {
			const number = readNumber(value);
			const isPlace = number.ok && Number.isSafeInteger(number.value) && Number(number.value) >= 1;
			return isPlace ? number : expected('a whole number from 1');
		}
		case 'percent': {
			const number = readNumber(value);
			const isInRange = number.ok && Number(number.value) >= 0 && Number(number.value) <= 100;
			return isInRange ? number : expected('a number from 0 to 100');
		}
		case 'text':
			return readText(value);
		case 'texts':
			return readTexts(value);
		case 'url':
			return readUrl(value);
		case 'unknown':
			return typeof value === 'number' && isRounded(value) ? expected(asTextOnly) : ok(value);
	}
}

function readBoolean(value: unknown): ReadValue {
	if (typeof value === 'boolean') return ok(value);
	if (value === 'true' || value === 'false') return ok(value === 'true');
	return expected('true or false');
}

function readNumber(value: unknown): ReadValue {
	const isDigits = typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim());
	const number = isDigits ? Number(value) : value;
	if (isDigits && !isExact(value.trim()))
		return expected('a number of up to 15 digits: a longer one would be rounded');
	return typeof number === 'number' && Number.isFinite(number) ? ok(number) : expected('a number');
}

/** Whether a number holds these digits: 15 always, more of a whole number up to 2^53 - 1. */
function isExact(digits: string): boolean {
	const [whole, fraction = ''] = digits.replace('-', '').split('.');
	const significant = (whole + fraction.replace(/0+$/, '')).replace(/^0+/, '');
	return (
		significant.length <= 15 || (/^0*$/.test(fraction) && Number.isSafeInteger(Number(digits)))
	);
}

function readText(value: unknown): ReadValue {
	if (typeof value === 'string') return ok(value);
	if (typeof value === 'boolean' || typeof value === 'bigint') return ok(String(value));
	if (typeof value === 'number' && Number.isFinite(value))
		return isRounded(value) ? expected(asTextOnly) : ok(String(value));
	return expected('text');
}

const isRounded = (value: number): boolean =>
	Number.isInteger(value) && !Number.isSafeInteger(value);

const asTextOnly =
	'text: a number this large has already lost its last digits. Pass it in quotes from the start';

/** An ID stays text, digit for digit. A number that JavaScript has rounded names something else. */
function readId(value: unknown): ReadValue {
	if (typeof value === 'bigint') return ok(value.toString());
	if (typeof value === 'number')
		return Number.isSafeInteger(value)
			? ok(String(value))
			: expected(isRounded(value) ? asTextOnly : 'an ID, as text');
	return typeof value === 'string' ? ok(value) : expected('an ID, as text');
}

/** A list, or one written as JSON: all that a builder can type into n8n's resource mapper. */
function readTexts(value: unknown): ReadValue {
	const list = typeof value === 'string' ? parseJson(value) : value;
	return Array.isArray(list) && list.every((one) => typeof one === 'string' && one !== '')
		? ok(list)
		: expected('a list of texts, e.g. ["acme.com", "acme.co.uk"]');
}

function parseJson(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return null;
	}
}

function readMatching(value: unknown, form: RegExp, what: string): ReadValue {
	return typeof value === 'string' && form.test(value.trim()) ? ok(value.trim()) : expected(what);
}

function readUrl(value: unknown): ReadValue {
	const what = 'a full address, e.g. https://acme.com';
	const read = readMatching(value, /^https?:\/\/\S+$/i, what);
	return read.ok && URL.canParse(String(read.value)) ? read : expected(what);
}

/** A moment as n8n's nodes pass it on: JavaScript's date, or ms since 1970; its year has four digits. */
function readMoment(value: unknown): Date | null {
	const date =
		value instanceof Date
			? value
			: typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) >= FEWEST_MS
				? new Date(value)
				: null;
	const isInRange = date && date.getTime() >= EARLIEST && date.getTime() <= LATEST;
	return isInRange ? date : null;
}

/** In ms, 3 March 1973. Smaller numbers are seconds, or dates like 20260904, and no date is meant. */
const FEWEST_MS = 100_000_000_000;

const EARLIEST = Date.parse('0001-01-01T00:00:00Z');
const LATEST = Date.parse('9999-12-31T23:59:59Z');

const isLuxon = (value: unknown): value is { toJSON(): string | null } =>
	typeof value === 'object' && value !== null && 'toJSDate' in value && 'toJSON' in value;

/**
 * A Luxon date is what n8n makes of it as soon as it goes from one node to the next or through a
 * parameter (`toJSON`, `toString`): ISO 8601 with its own offset, `Z` in UTC. So it is sent alike whether
 * it comes by the short way or not.
 */
const asPassedOn = (value: unknown): unknown =>
	isLuxon(value) ? value.toJSON() : typeof value === 'string' ? value.trim() : value;

const DATE_TIME =
	/^(\d{4}-\d{2}-\d{2})[T ]((?:[01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?(?:[.,](\d+))?(Z|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/i;

/** A date and time with its offset, in its parts; `null` where it is none. */
function splitDateTime(text: unknown) {
	const parts = typeof text === 'string' ? DATE_TIME.exec(text) : null;
	if (!parts || !isRealDate(parts[1])) return null;
	const [, date, minutes, seconds = ':00', fraction = '', offset] = parts;
	return { date, time: minutes + seconds, fraction, offset, isUtc: /^z$/i.test(offset) };
}

/** ISO 8601 without milliseconds, with `Z` or an offset (Gong API reference, "Date and time"). */
function readDateTime(value: unknown): ReadValue {
	const moment = readMoment(value);
	if (moment) return ok(writeSecond(moment.getTime()));
	const parts = splitDateTime(asPassedOn(value));
	if (!parts)
		return expected(
			'a date and time with its offset, e.g. 2026-11-25T10:30:00Z or 2026-11-25T10:30:00+01:00',
		);
	const { date, time, offset, isUtc } = parts;
	return ok(`${date}T${time}${isUtc ? 'Z' : offset.replace(/^(.\d{2}):?(\d{2})$/, '$1:$2')}`);
}

/** A moment in Gong's form, its second begun. @param ms since 1970 */
export const writeSecond = (ms: number): string =>
	new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

/**
 * `2022-09-04`. A moment is one day, whether it comes as a date, as ms, or as the text in `Z` that n8n
 * makes of a date between two nodes; what is written with an offset, or without any time, stays.
 */
function readDate(value: unknown, day: DayFormat): ReadValue {
	const moment = readMoment(value);
	if (moment) return readDay(moment, day);
	const text = asPassedOn(value);
	const parts = splitDateTime(text);
	if (parts?.isUtc) {
		// As many digits as a date has, so that a text from a database is the day that its date would be.
		const ms = parts.fraction.slice(0, 3).padEnd(3, '0');
		return readDay(new Date(`${parts.date}T${parts.time}.${ms}Z`), day);
	}
	if (parts) return ok(parts.date);
	return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) && isRealDate(text)
		? ok(text)
		: expected(A_DATE);
}

const A_DATE = 'a date, e.g. 2026-11-25';

/** In ms. */
const DAY = 86_400_000;

/**
 * The day that a moment was made for. `new Date("2022-09-04")` is midnight in UTC, a `date` that a
 * database driver read is midnight where n8n runs.
 */
function readDay(moment: Date, day: DayFormat): ReadValue {
	const inUtc = moment.toISOString();
	const dayInUtc = inUtc.slice(0, 10);
	if (inUtc.endsWith('T00:00:00.000Z')) return ok(dayInUtc);
	const value = day.format(moment);
	if (value === dayInUtc) return ok(value);
	// The year before 1 is written as 1, the one after 9999 in five digits.
	const isNeighbor =
		value.length === 10 && Math.abs(Date.parse(value) - Date.parse(dayInUtc)) === DAY;
	return isNeighbor ? { ok: true, value, dayInUtc } : expected(A_DATE);
}

/** Not the 31st of February: JavaScript would take it for the 3rd of March. */
function isRealDate(date: string): boolean {
	const moment = new Date(`${date}T00:00:00Z`);
	return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
}
