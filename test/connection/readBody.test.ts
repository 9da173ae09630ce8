import { readBody } from '../../nodes/connection/readBody';

/** A body that comes in these parts, and notes whether it was given up. */
function body(...parts: string[]) {
	const ended = { destroyed: false };
	return Object.assign(ended, {
		async *[Symbol.asyncIterator]() {
			for (const part of parts) yield await Promise.resolve(Buffer.from(part));
		},
		destroy: () => {
			ended.destroyed = true;
		},
	});
}

const never = new AbortController().signal;

test.each([
	['nothing', undefined, ''],
	['what has been read already', '{}', '{}'],
	['parts of a character', body('{"a":"', '…', '"}'), '{"a":"…"}'],
])('reads %s', async (_, given, text) => {
	expect(await readBody(given, never)).toBe(text);
});

test('reads as much as is allowed, and no byte more', async () => {
	expect(await readBody(body('1234', '5'), never, 5)).toBe('12345');
	expect(await readBody(body('1234', '56'), never, 5)).toBeNull();
});

test('gives up a body whose call is over, before it began or in the middle', async () => {
	const late = body('1');
	await readBody(late, AbortSignal.abort());
	expect(late.destroyed).toBe(true);

	const over = new AbortController();
	const slow = body('1', '2');
	const reading = readBody(slow, over.signal);
	expect(slow.destroyed).toBe(false);
	over.abort();
	expect(slow.destroyed).toBe(true);
	await reading;
});
